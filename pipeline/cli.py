"""The `kayan` command: arguments and exit codes only; everything it does is a function elsewhere.

Exit codes: 0 all well, 1 the evaluation's gold could not be read, 2 wrong arguments or something missing,
3 finished, but problems.csv says which documents could not be used.
"""

import argparse
import json
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

    evaluate = command("evaluate", "score the tagger on a gold file", "kayan evaluate gold.jsonl")
    evaluate.add_argument("gold", type=Path, metavar="GOLD", help="JSONL (text, entities) or CoNLL (token, label)")
    evaluate.add_argument(
        "--head",
        default="news",
        choices=("news", "anercorp"),
        help="labelling convention of the embedded tagger: the project's own, or ANERcorp's (with MISC)",
    )
    evaluate.set_defaults(function=evaluate_command)

    for one in (run, tag, evaluate):
        one.add_argument(
            "--tagger", default="onnx", metavar="onnx|camel|PATH", help="which tagger (default: onnx, the embedded one)"
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


def main(argv: list[str] | None = None) -> int:
    """Run one command; return its exit code."""
    arguments = parser().parse_args(argv)
    try:
        code: int = arguments.function(arguments)
    except TaggerMissing as missing:
        print(f"kayan: {missing}", file=sys.stderr)
        return files.USAGE
    return code


def run_command(arguments: argparse.Namespace) -> int:
    """`kayan run`."""
    from pipeline.run import run
    from pipeline.tabulate import write_tables

    try:
        arguments.output.mkdir(parents=True, exist_ok=True)
        tables = run(arguments.inputs, load(arguments.tagger, threads=arguments.workers))
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
    tagger = load(arguments.tagger)
    if arguments.conll:
        from pipeline.show import conll

        print(conll(text, tagger), end="")
        return files.OK
    from pipeline.run import extract

    mentions = extract(text, tagger)
    if arguments.json:
        for mention in mentions:
            print(json.dumps(asdict(mention), ensure_ascii=False))
        return files.OK
    from pipeline.show import coloured

    coloured(text, mentions)
    return files.OK


def evaluate_command(arguments: argparse.Namespace) -> int:
    """`kayan evaluate`."""
    from pipeline.evaluate import GoldError, evaluate
    from pipeline.show import score_table

    tagger = load(arguments.tagger, head=arguments.head)
    try:
        judged = evaluate(arguments.gold, tagger)
    except (GoldError, OSError, UnicodeDecodeError) as error:
        print(f"kayan: {error}", file=sys.stderr)
        return files.FAILED
    score_table(judged)
    return files.OK


def doctor_command(_: argparse.Namespace) -> int:
    """`kayan doctor`."""
    from pipeline.doctor import print_checks

    return print_checks()
