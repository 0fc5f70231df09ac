"""The `kayan` command: arguments and exit codes only; everything it does is a function elsewhere.

Exit codes: 0 all well, 1 the evaluation's gold could not be read, 2 wrong arguments or something missing,
3 finished, but what is said (and stands in problems.csv) could not be used.
"""

import argparse
import hashlib
import io
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from rich_argparse import RawDescriptionRichHelpFormatter

from .contracts import __version__, script, settings
from .contracts.problems import FAILED, OK, USAGE, UnreadableError, report
from .exports import DEFAULT, EXPORTS, NEEDS

if TYPE_CHECKING:
    from .contracts.partitions import Pool
    from .entities.corrections import Corrections
    from .knowledge.base import Knowledge
    from .taggers.protocol import Tagger

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it."""


class CommandError(Exception):
    """A command cannot be carried out; the message says why and what to do."""


Commands = Any
"""What argparse's add_subparsers returns; it has no public name."""


def parser() -> argparse.ArgumentParser:
    """Return the command line's parser."""
    top = argparse.ArgumentParser(
        prog="kayan",
        description="Arabic news to entity tables: people, places and organisations, and who they are.",
        formatter_class=RawDescriptionRichHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"kayan {__version__}")
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_run(commands)
    _add_tag(commands)
    _add_show(commands)
    _add_evaluate(commands)
    _add_knowledge(commands)
    doctor = _add(commands, "doctor", "say what is installed, what is missing and how to get it", "kayan doctor")
    doctor.set_defaults(function=doctor_command, prints=True)
    return top


def _add(commands: Commands, name: str, summary: str, example: str) -> argparse.ArgumentParser:
    """Add a command; return its parser."""
    added: argparse.ArgumentParser = commands.add_parser(
        name,
        help=summary,
        description=summary,
        epilog=f"example:  {example}",
        formatter_class=RawDescriptionRichHelpFormatter,
    )
    return added


def _add_run(commands: Commands) -> None:
    run = _add(commands, "run", "turn documents into tables", "kayan run articles/ -o tables/")
    told = "files, folders or addresses (s3://…) of documents; - reads standard input"
    run.add_argument("inputs", nargs="+", type=_place, metavar="INPUT", help=told)
    run.add_argument("-o", "--output", type=Path, required=True, metavar="OUT", help="folder for the tables")
    run.add_argument("--workers", type=positive, metavar="N", help="processes to use (default: one a processor)")
    told = "address of a Dask scheduler, on whose workers the work is done: tcp://… (docs/cluster.md)"
    run.add_argument("--scheduler", metavar="ADDRESS", help=told)
    told = "folder for what is kept from run to run (default: in the user's cache; docs/scale.md)"
    run.add_argument("--work", type=Path, metavar="FOLDER", help=told)
    script.add_formats(run, EXPORTS, DEFAULT, NEEDS)
    settings.add_options(run)
    _add_names(run)
    _add_tagger(run)
    run.set_defaults(function=run_command, prints=False)


def _add_tag(commands: Commands) -> None:
    tag = _add(commands, "tag", "show the mentions of one text", 'kayan tag "التقى بوتين وأردوغان في موسكو"')
    told = "the text; - or nothing reads standard input"
    tag.add_argument("text", nargs="?", type=text, default="-", metavar="TEXT", help=told)
    form = tag.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object a mention, with its entity")
    form.add_argument(
        "--conll",
        action="store_true",
        help="one normalised word and its IOB2 label a line; proclitics before a name are words, underscores are not",
    )
    _add_names(tag)
    _add_tagger(tag)
    tag.set_defaults(function=tag_command, prints=True)


def _add_show(commands: Commands) -> None:
    show = _add(commands, "show", "show an entity of tables that were made", "kayan show إدلب")
    show.add_argument("entity", type=text, metavar="ENTITY", help="its id, or a name of it in Arabic or English")
    told = "the folder of the tables (default: output)"
    show.add_argument("--tables", type=Path, default=Path("output"), metavar="FOLDER", help=told)
    show.set_defaults(function=show_command, prints=True)


def _add_evaluate(commands: Commands) -> None:
    summary = "score the tagger, or the entities, on a gold file"
    evaluate = _add(commands, "evaluate", summary, "kayan evaluate gold.jsonl")
    told = "JSONL (text, entities) or CoNLL (token, label); docs/gold.md shows both"
    evaluate.add_argument("gold", type=Path, metavar="GOLD", help=told)
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
    _add_tagger(evaluate)
    evaluate.set_defaults(function=evaluate_command, prints=True)


def _add_names(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--names", type=existing, metavar="FILE", help="your corrections: CSV, XLSX, ODS (docs/names.md)"
    )


def _add_tagger(command: argparse.ArgumentParser) -> None:
    told = "which tagger (default: onnx, the embedded one)"
    command.add_argument("--tagger", default="onnx", metavar="onnx|camel|PATH", help=told)


def _add_knowledge(commands: Commands) -> None:
    knowledge = _add(commands, "knowledge", "names and places of your own", "kayan knowledge import names.csv")
    actions = knowledge.add_subparsers(title="actions", required=True, metavar="ACTION")
    take = actions.add_parser("import", help="take a CSV of names, or a country of GeoNames (docs/knowledge.md)")
    take.add_argument("file", type=existing, metavar="FILE", help="names as CSV, or a country's dump: SY.zip, SY.txt")
    told = "GeoNames' alternate names of the country"
    take.add_argument("--alternate-names", type=existing, metavar="FILE", help=told)
    take.set_defaults(function=import_command, prints=False)
    shown = actions.add_parser("list", help="what was imported")
    shown.set_defaults(function=list_command, prints=True)
    gone = actions.add_parser("remove", help="take out what was imported")
    gone.add_argument("name", metavar="NAME", help="as `kayan knowledge list` shows it")
    gone.set_defaults(function=remove_command, prints=False)
    for action in (take, shown, gone):
        action.add_argument(
            "--into", type=Path, metavar="FOLDER", help="where it is kept (default: $KAYAN_KNOWLEDGE, else knowledge/)"
        )


def positive(text: str) -> int:
    """Return a whole number of at least 1; argparse reports anything else."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not 1 or more")
    return number


def _place(text: str) -> Path:
    """Return a path, or what opens an address; argparse reports one that nothing opens."""
    from .formats.remote import place

    return place(text)


def existing(text: str) -> Path:
    """Return the path of a file that is there; argparse reports anything else."""
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"there is no file {text}")
    return path


def text(argument: str) -> str:
    """Return a text; argparse reports one that is no UTF-8."""
    try:
        argument.encode()
    except UnicodeEncodeError as error:
        raise argparse.ArgumentTypeError("the text is not UTF-8; give it in a file: kayan tag - < FILE") from error
    return argument


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    script.quiet()
    try:
        arguments = parser().parse_args(argv)
        if arguments.prints:
            _prepare_output()
        code: int = arguments.function(arguments)
        if sys.stdout:
            sys.stdout.flush()
    except CommandError as error:
        return _failed(str(error))
    except BrokenPipeError:  # who reads the output has enough of it (`| head`)
        _drop_output()
        return OK
    except OSError as error:
        _drop_output()
        return _failed(str(error))
    except KeyboardInterrupt:
        return _failed("interrupted; finished files of before are untouched", INTERRUPTED)
    return code


def _failed(message: str, code: int = USAGE) -> int:
    print(f"kayan: {message}", file=sys.stderr)
    return code


def _drop_output() -> None:
    """Let what is left of the output go nowhere, for Python would complain when it flushes it at its end."""
    if sys.stdout:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _prepare_output() -> None:
    """Let standard output take every letter: where its encoding lacks one, as an escape."""
    if sys.stdout is None:
        raise CommandError("standard output is closed; leave it open, or send it to a file")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _tagger(arguments: argparse.Namespace, **options: Any) -> "Tagger":
    """Return the tagger that a command is to use."""
    from .taggers import load
    from .taggers.protocol import TaggerMissing

    try:
        return load(arguments.tagger, **options)
    except TaggerMissing as missing:
        raise CommandError(str(missing)) from missing


def _corrections(names: Path | None, knowledge: "Knowledge") -> "Corrections":
    """Return the corrections of a names file, all of whose problems are said where it cannot be used."""
    from .entities.corrections import NONE, read_corrections

    corrections = read_corrections(names, knowledge) if names else NONE
    if not corrections.usable:
        report(corrections.problems)
        raise CommandError(f"{names} cannot be used; nothing was written")
    return corrections


def _check_output(folder: Path) -> None:
    """Raise before the work where there can be no such folder after it."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    if not there.is_dir():
        raise CommandError(f"{there} is not a folder; name another for the tables")


def run_command(arguments: argparse.Namespace) -> int:
    """`kayan run`."""
    from .contracts.problems import problems_of
    from .export import export, summary
    from .knowledge.base import Knowledge
    from .read import NoDocumentError
    from .run import Work, make

    _check_output(arguments.output)
    knowledge = Knowledge(script.knowledge_folder())
    corrections = _corrections(arguments.names, knowledge)
    tagger = _tagger(arguments, threads=arguments.workers)
    uses = script.user_digests(arguments.names)
    try:
        with _work_folder(arguments) as folder:
            with _pool(arguments) as pool:
                work = Work(tagger, knowledge, corrections, settings.chosen(arguments), uses, pool)
                tables = make(arguments.inputs, folder, work)
            export(tables, arguments.output, arguments.format, arguments.names)
            problems, line = problems_of(tables["problems"]), summary(tables, arguments.output)
    except UnreadableError as error:
        raise CommandError(f"{error.what}. {error.remedy}") from error
    except NoDocumentError as error:
        report(error.problems)
        raise CommandError(f"{error}; nothing was written to {arguments.output}") from error
    except OSError as error:
        raise CommandError(f"{error}. Is {arguments.output} a folder, and are its tables closed?") from error
    code = report(problems)
    print(line, file=sys.stderr)
    return code


@contextmanager
def _pool(arguments: argparse.Namespace) -> "Iterator[Pool]":
    """Give where partitions are worked on: several processes, or the cluster whose scheduler is named."""
    from .contracts.partitions import Cluster, Processes

    if not arguments.scheduler:
        yield Processes(arguments.workers)
        return
    try:
        cluster = Cluster(arguments.scheduler)
    except ImportError as error:
        raise CommandError(f"--scheduler needs {error.name}: pip install 'kayan[cluster]' (docs/cluster.md)") from error
    except (OSError, ValueError) as error:
        raise CommandError(f"there is no scheduler at {arguments.scheduler}: {error} (docs/cluster.md)") from error
    with cluster:
        yield cluster


@contextmanager
def _work_folder(arguments: argparse.Namespace) -> Iterator[Path]:
    """Give the folder of a run's stage files: the one that is named, else in the user's cache, so that the next run finds them.

    Where that cannot be written, nothing is kept.
    """
    folder = arguments.work or cache_folder() / _name_of(arguments.output)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        if arguments.work:
            raise
        with TemporaryDirectory(prefix="kayan-") as passing:
            yield Path(passing)
        return
    yield folder


def cache_folder() -> Path:
    """Return the folder where runs are kept: $XDG_CACHE_HOME/kayan, else ~/.cache/kayan."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kayan"


def _name_of(output: Path) -> str:
    """Return a name that tells an output folder from others, wherever they are."""
    path = output.resolve()
    return f"{path.name}-{hashlib.sha256(os.fsencode(path)).hexdigest()[:16]}"


def tag_command(arguments: argparse.Namespace) -> int:
    """`kayan tag`."""
    if arguments.conll and arguments.names:
        raise CommandError("--conll shows what the tagger finds; say --json or nothing to see --names applied")
    given = _given_text(arguments.text)
    if arguments.conll:
        from .exports.terminal import conll

        print(conll(given, _tagger(arguments)), end="")
        return OK
    from .exports.terminal import coloured
    from .knowledge.base import Knowledge
    from .run import extract

    knowledge = Knowledge(script.knowledge_folder())
    corrections = _corrections(arguments.names, knowledge)
    mentions = extract(given, _tagger(arguments), knowledge, corrections)
    if arguments.json:
        for mention in mentions:
            print(json.dumps(asdict(mention), ensure_ascii=False))
    else:
        coloured(given, mentions)
    return report([*corrections.problems, *knowledge.problems])


def show_command(arguments: argparse.Namespace) -> int:
    """`kayan show`."""
    from rich.console import Console

    from .exports.profile import matching, print_profile, print_several, read_tables

    try:
        tables = read_tables(arguments.tables)
    except OSError as error:
        raise CommandError(f"{error}. Make the tables first, or name their folder: --tables FOLDER") from error
    found = matching(tables["entities"], arguments.entity)
    if not found:
        raise CommandError(f"no entity in {arguments.tables} is called {arguments.entity}")
    if len(found) == 1:
        print_profile(tables, found[0], Console(highlight=False))
        return OK
    print_several(found, Console(highlight=False))
    return FAILED


def _given_text(argument: str) -> str:
    """Return the text of an argument, or of standard input for -."""
    if argument == "-":
        from .formats.encodings import decode

        try:
            return decode(sys.stdin.buffer.read() if sys.stdin else b"")[0]
        except UnreadableError as error:
            raise CommandError(f"standard input: {error.what}. {error.remedy}") from error
    if _is_file(argument):
        raise CommandError(
            f"{argument} is a file: say kayan run {argument} -o OUT for tables, or kayan tag - < {argument}"
        )
    return argument


def _is_file(argument: str) -> bool:
    try:
        return Path(argument).is_file()
    except (OSError, ValueError):  # too long for a name, or with a NUL
        return False


def evaluate_command(arguments: argparse.Namespace) -> int:
    """`kayan evaluate`."""
    from .evaluation import show
    from .evaluation.entities import EntityEvaluation, evaluate_entities
    from .evaluation.gold import GoldError
    from .evaluation.mentions import Evaluation, evaluate, summary

    result: Evaluation | EntityEvaluation
    try:
        if arguments.entities:
            from .knowledge.base import Knowledge
            from .run import resolver

            result = evaluate_entities(arguments.gold, resolver(Knowledge(script.knowledge_folder())))
        else:
            result = summary(evaluate(arguments.gold, _tagger(arguments, head=arguments.head)))
    except (GoldError, OSError) as error:
        return _failed(f"{error}. docs/gold.md shows what a gold file holds", FAILED)
    except UnicodeDecodeError as error:
        return _failed(f"{arguments.gold}: {error}. Save it as UTF-8", FAILED)
    if arguments.json:
        print(json.dumps(show.as_json(result), ensure_ascii=False))
    elif isinstance(result, EntityEvaluation):
        show.entity_evaluation(result)
    else:
        show.evaluation(result)
    return OK


def import_command(arguments: argparse.Namespace) -> int:
    """`kayan knowledge import`."""
    from .knowledge.importer import ImportFailedError, import_file

    try:
        done = import_file(arguments.file, arguments.into or script.knowledge_folder(), arguments.alternate_names)
    except (ImportFailedError, OSError) as error:
        raise CommandError(str(error)) from error
    code = report(done.problems)
    if not done.rows:
        raise CommandError(f"no row of {arguments.file} could be taken; nothing was changed")
    print(f"{done.table}: {done.rows} rows", file=sys.stderr)
    return code


def list_command(arguments: argparse.Namespace) -> int:
    """`kayan knowledge list`."""
    from .knowledge.importer import imported

    tables = imported(arguments.into or script.knowledge_folder())
    for table in tables:
        print(f"{table.name}\t{table.content}\t{table.rows} rows")
    return report(problem for table in tables for problem in table.problems)


def remove_command(arguments: argparse.Namespace) -> int:
    """`kayan knowledge remove`."""
    from .knowledge.importer import remove

    where = arguments.into or script.knowledge_folder()
    if not remove(arguments.name, where):
        raise CommandError(f"there is no {arguments.name} in {where}; `kayan knowledge list` shows what is")
    return OK


def doctor_command(_: argparse.Namespace) -> int:
    """`kayan doctor`."""
    from .evaluation.doctor import print_checks

    return print_checks()
