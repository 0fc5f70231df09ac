"""The `kayan` command: arguments and exit codes only; everything it does is a function elsewhere.

Exit codes: 0 all well, 1 the evaluation's gold could not be read, 2 wrong arguments or something missing,
3 finished, but what is said (and stands in problems.csv) could not be used.
"""

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from rich_argparse import RawDescriptionRichHelpFormatter

from pipeline import __version__, files
from pipeline.taggers import TaggerMissing, load


def parser() -> argparse.ArgumentParser:
    """Return the command line's parser."""
    top = argparse.ArgumentParser(
        prog="kayan",
        description="Arabic news to entity tables: people, places and organisations, and who they are.",
        formatter_class=RawDescriptionRichHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"kayan {__version__}")
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, summary: str, example: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name,
            help=summary,
            description=summary,
            epilog=f"example:  {example}",
            formatter_class=RawDescriptionRichHelpFormatter,
        )

    run = command("run", "turn documents into tables", "kayan run articles/ -o tables/")
    run.add_argument("inputs", nargs="+", type=Path, metavar="INPUT", help="files or folders of documents")
    run.add_argument("-o", "--output", type=Path, required=True, metavar="OUT", help="folder for the tables")
    run.add_argument("--workers", type=positive, metavar="N", help="processors to use (default: all)")
    run.set_defaults(function=run_command)

    tag = command("tag", "show the mentions of one text", 'kayan tag "التقى بوتين وأردوغان في موسكو"')
    tag.add_argument("text", nargs="?", default="-", metavar="TEXT", help="the text; - or nothing reads standard input")
    form = tag.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object a mention, with its entity")
    form.add_argument(
        "--conll",
        action="store_true",
        help="one normalised word and its IOB2 label a line; proclitics before a name are words, underscores are not",
    )
    tag.set_defaults(function=tag_command)

    evaluate = command("evaluate", "score the tagger, or the resolver, on a gold file", "kayan evaluate gold.jsonl")
    evaluate.add_argument("gold", type=Path, metavar="GOLD", help="JSONL (text, entities) or CoNLL (token, label)")
    evaluate.add_argument(
        "--head",
        default="news",
        choices=("news", "anercorp"),
        help="labelling convention of the embedded tagger: the project's own, or ANERcorp's (with MISC)",
    )
    evaluate.add_argument(
        "--entities",
        action="store_true",
        help="score who the gold's mentions are found to be, without tagging (JSONL with name, entity_en, entity_ar)",
    )
    evaluate.add_argument("--json", action="store_true", help="one JSON object, with the lists of errors in full")
    evaluate.set_defaults(function=evaluate_command)

    for one in (run, tag):
        one.add_argument("--names", type=existing, metavar="FILE", help="your corrections, as CSV (docs/names.md)")
    for one in (run, tag, evaluate):
        one.add_argument(
            "--tagger", default="onnx", metavar="onnx|camel|PATH", help="which tagger (default: onnx, the embedded one)"
        )
    knowledge = command("knowledge", "names and places of your own", "kayan knowledge import names.csv")
    actions = knowledge.add_subparsers(title="actions", required=True, metavar="ACTION")
    take = actions.add_parser("import", help="take a CSV of names, or a country of GeoNames (docs/knowledge.md)")
    take.add_argument("file", type=existing, metavar="FILE", help="names as CSV, or a country's dump: SY.zip, SY.txt")
    take.add_argument(
        "--alternate-names", type=existing, metavar="FILE", help="GeoNames' alternate names of the country"
    )
    take.set_defaults(function=import_command)
    shown = actions.add_parser("list", help="what was imported")
    shown.set_defaults(function=list_command)
    gone = actions.add_parser("remove", help="take out what was imported")
    gone.add_argument("name", metavar="NAME", help="as `kayan knowledge list` shows it")
    gone.set_defaults(function=remove_command)
    for action in (take, shown, gone):
        action.add_argument(
            "--into", type=Path, metavar="FOLDER", help="where it is kept (default: $KAYAN_KNOWLEDGE, else knowledge/)"
        )

    doctor = command("doctor", "say what is installed, what is missing and how to get it", "kayan doctor")
    doctor.set_defaults(function=doctor_command)
    return top


def positive(text: str) -> int:
    """Return a whole number of at least 1; argparse reports anything else."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not 1 or more")
    return number


def existing(text: str) -> Path:
    """Return the path of a file that is there; argparse reports anything else."""
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"there is no file {text}")
    return path


def main(argv: list[str] | None = None) -> int:
    """Run one command; return its exit code."""
    arguments = parser().parse_args(argv)
    try:
        code: int = arguments.function(arguments)
        sys.stdout.flush()
    except TaggerMissing as missing:
        print(f"kayan: {missing}", file=sys.stderr)
        return files.USAGE
    except BrokenPipeError:
        # Who reads the output has enough of it (`| head`); Python would complain when it flushes the rest at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return files.OK
    return code


def run_command(arguments: argparse.Namespace) -> int:
    """`kayan run`."""
    from pipeline.run import run
    from pipeline.tabulate import write_tables

    try:
        arguments.output.mkdir(parents=True, exist_ok=True)
        tables = run(arguments.inputs, load(arguments.tagger, threads=arguments.workers), arguments.names)
        write_tables(tables, arguments.output)
    except OSError as error:
        print(f"kayan: {error}. Is {arguments.output} a folder, and are its tables closed?", file=sys.stderr)
        return files.USAGE
    counts = ", ".join(f"{len(tables[name])} {name}" for name in ("documents", "mentions", "entities"))
    print(f"{arguments.output}: {counts}", file=sys.stderr)
    return files.report(files.problems_in(tables["problems"]))


def tag_command(arguments: argparse.Namespace) -> int:
    """`kayan tag`."""
    from pipeline.encodings import UnreadableError, decode

    try:
        text = decode(sys.stdin.buffer.read())[0] if arguments.text == "-" else arguments.text
    except UnreadableError as error:
        print(f"kayan: standard input: {error.problem}. {error.remedy}", file=sys.stderr)
        return files.USAGE
    if arguments.conll and arguments.names:
        print(
            "kayan: --conll shows what the tagger finds; say --json or nothing to see --names applied", file=sys.stderr
        )
        return files.USAGE
    tagger = load(arguments.tagger)
    if arguments.conll:
        from pipeline.show import conll

        print(conll(text, tagger), end="")
        return files.OK
    from pipeline.corrections import NONE, read_names
    from pipeline.knowledge.base import own_problems
    from pipeline.run import extract

    corrections, problems = read_names(arguments.names) if arguments.names else (NONE, [])
    mentions = extract(text, tagger, corrections)
    problems += own_problems()
    if arguments.json:
        for mention in mentions:
            print(json.dumps(asdict(mention), ensure_ascii=False))
        return files.report(problems)
    from pipeline.show import coloured

    coloured(text, mentions)
    return files.report(problems)


def evaluate_command(arguments: argparse.Namespace) -> int:
    """`kayan evaluate`."""
    from pipeline import show
    from pipeline.evaluate import Evaluation, evaluate, summary
    from pipeline.evaluate_entities import EntityEvaluation, evaluate_entities
    from pipeline.gold import GoldError

    result: Evaluation | EntityEvaluation
    try:
        if arguments.entities:
            result = evaluate_entities(arguments.gold)
        else:
            result = summary(evaluate(arguments.gold, load(arguments.tagger, head=arguments.head)))
    except (GoldError, OSError) as error:
        print(f"kayan: {error}", file=sys.stderr)
        return files.FAILED
    except UnicodeDecodeError as error:
        print(f"kayan: {arguments.gold}: {error}. Save it as UTF-8", file=sys.stderr)
        return files.FAILED
    if arguments.json:
        print(json.dumps(show.as_json(result), ensure_ascii=False))
    elif isinstance(result, EntityEvaluation):
        show.entity_evaluation(result)
    else:
        show.evaluation(result)
    return files.OK


def import_command(arguments: argparse.Namespace) -> int:
    """`kayan knowledge import`."""
    from pipeline.knowledge.importer import ImportFailedError, import_file
    from pipeline.knowledge.own import folder

    try:
        done = import_file(arguments.file, arguments.into or folder(), arguments.alternate_names)
    except (ImportFailedError, OSError) as error:
        print(f"kayan: {error}", file=sys.stderr)
        return files.USAGE
    code = files.report(done.problems)
    if not done.rows:
        print(f"kayan: no row of {arguments.file} could be taken; nothing was changed", file=sys.stderr)
        return files.USAGE
    print(f"{done.table}: {done.rows} rows", file=sys.stderr)
    return code


def list_command(arguments: argparse.Namespace) -> int:
    """`kayan knowledge list`."""
    from pipeline.knowledge.importer import imported
    from pipeline.knowledge.own import folder

    tables = imported(arguments.into or folder())
    for one in tables:
        print(f"{one.name}\t{one.kind}\t{one.rows} rows")
    return files.report(problem for one in tables for problem in one.problems)


def remove_command(arguments: argparse.Namespace) -> int:
    """`kayan knowledge remove`."""
    from pipeline.knowledge.importer import remove
    from pipeline.knowledge.own import folder

    where = arguments.into or folder()
    if not remove(arguments.name, where):
        print(f"kayan: there is no {arguments.name} in {where}; `kayan knowledge list` shows what is", file=sys.stderr)
        return files.USAGE
    return files.OK


def doctor_command(_: argparse.Namespace) -> int:
    """`kayan doctor`."""
    from pipeline.doctor import print_checks

    return print_checks()
