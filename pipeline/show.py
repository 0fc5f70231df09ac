"""What the command line shows people: coloured mentions, CoNLL lines, tables of scores."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from math import isnan
from typing import Any

from pipeline.arabic import words
from pipeline.evaluate import Evaluation
from pipeline.evaluate_entities import NEAR, EntityEvaluation
from pipeline.measures import ALL, NONE, Score, Share
from pipeline.normalize import sentences_of
from pipeline.run import ExtractedMention
from pipeline.tag import find
from pipeline.taggers import Tagger

COLOURS = {"PER": "cyan", "LOC": "green", "ORG": "magenta"}

LONGEST = 15
"""Rows of a list that is shown; JSON has them all."""


def coloured(text: str, mentions: Sequence[ExtractedMention]) -> None:
    """Print the text with its mentions coloured, then a line for each entity."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    line = Text(text.strip("\n"))
    lead = len(text) - len(text.lstrip("\n"))
    for mention in mentions:
        line.stylize(f"bold {COLOURS[mention.label]}", mention.start - lead, mention.end - lead)
    console.print(line)
    for mention in mentions:
        row = Text(f"{mention.label}  ", COLOURS[mention.label])
        row.append(f"{mention.name}  {mention.entity.name_en}  ", "default")
        row.append(f"{mention.entity.entity_id}  {mention.start}-{mention.end}", "dim")
        row.append("" if mention.score is None else f"  {mention.score:.3f}", "dim")
        console.print(row, soft_wrap=True)


def conll(text: str, tagger: Tagger) -> str:
    """Return the normalised words with IOB2 labels, tab-separated, a blank line after each sentence.

    A word whose first letters are proclitics is given in two lines, the proclitics first.
    """
    sentences = list(sentences_of("text", text, ""))
    lines = []
    for sentence, names in zip(sentences, find([one.text for one in sentences], tagger), strict=True):
        starts = {name.start for name in names}
        for start, end in _cut(words.spans(sentence.text), starts):
            label = next((name.label for name in names if name.start <= start < name.end), None)
            prefix = "" if label is None else "B-" if start in starts else "I-"
            lines.append(f"{sentence.text[start:end]}\t{prefix}{label or 'O'}\n")
        lines.append("\n")
    return "".join(lines)


def _cut(spans: Iterable[tuple[int, int]], starts: set[int]) -> Iterable[tuple[int, int]]:
    """Cut words in two where a name starts inside them."""
    for start, end in spans:
        inside = [place for place in range(start + 1, end) if place in starts]
        yield from zip([start, *inside], [*inside, end], strict=True)


def as_json(value: Any) -> Any:
    """Return figures as JSON has them: dataclasses as objects of their fields and properties, missing numbers as null.

    >>> as_json(Share(1, 3))
    {'right': 1, 'of': 3, 'value': 0.3333}
    """
    if is_dataclass(value):
        names = [field.name for field in fields(value)]
        names += [name for name, member in vars(type(value)).items() if isinstance(member, property)]
        return {name: as_json(getattr(value, name)) for name in names}
    if isinstance(value, dict):
        return {name: as_json(part) for name, part in value.items()}
    if isinstance(value, list):
        return [as_json(part) for part in value]
    if isinstance(value, float):
        return None if isnan(value) else round(value, 4)
    return value


def percent(share: float) -> str:
    """Return a share as a percentage with two decimals, a dash for NaN.

    >>> percent(0.91739), percent(float("nan"))
    ('91.74', '–')
    """
    return "–" if isnan(share) else f"{100 * share:.2f}"


def _share(share: Share) -> str:
    return f"{percent(share.value)} ({share.right} of {share.of})"


def _print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], names: int = 1) -> None:
    """Print a table under its title, unless it has no row; the first `names` columns are words, the others numbers."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns)
    for column in table.columns[names:]:
        column.justify = "right"
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    if table.row_count:
        print(title)
        Console().print(table)


def evaluation(result: Evaluation) -> None:
    """Print the measures of a tagger."""
    _print_table(
        f"strict: exact start, end and label; {result.texts} texts",
        ("label", "precision", "recall", "F1", "right", "found", "gold", "partial F1"),
        (
            (label, *_measures(score), score.right, score.found, score.gold, percent(result.partial[label].f1))
            for label, score in result.strict.items()
        ),
    )
    precision, recall, f1 = _measures(result.partial[ALL])
    print(f"partial (found in part, right label: one half): precision {precision}, recall {recall}, F1 {f1}")
    for name, groups in (("source", result.sources), ("decade", result.decades)):
        rows = sorted(groups.items(), key=lambda row: -row[1].gold if name == "source" else 0)
        left_out = f" (the {LONGEST} largest of {len(rows)})" if len(rows) > LONGEST else ""
        _print_table(
            f"by {name}{left_out}", (name, "gold", "F1"), ((n, s.gold, percent(s.f1)) for n, s in rows[:LONGEST])
        )
    labels = [*(label for label in result.strict if label != ALL), NONE]
    _print_table(
        "confusion: gold in rows, found in columns",
        ("gold", *labels),
        ((gold, *(result.confusion.get(gold, {}).get(found, 0) for found in labels)) for gold in labels),
    )
    print("errors by kind:", ", ".join(f"{kind} {number}" for kind, number in result.errors.items()) or "none")
    clitics = result.proclitics
    if clitics.all.of:
        kinds = f"clitic {_share(clitics.clitic)}, name {_share(clitics.name)}"
        print(f"right proclitic decisions: {_share(clitics.all)}; {kinds}")
    error = result.calibration_error
    print("expected calibration error", "–" if isnan(error) else f"{error:.3f}")


def _measures(score: Score) -> tuple[str, str, str]:
    return percent(score.precision), percent(score.recall), percent(score.f1)


def entity_evaluation(result: EntityEvaluation) -> None:
    """Print the measures of the resolver, and the worst of its errors."""
    _print_table(
        "B-cubed over gold mentions; names: mentions with the gold's English name",
        ("label", "precision", "recall", "F1", "names", "mentions", "entities", "clusters"),
        (
            (
                label,
                *(percent(value) for value in (one.precision, one.recall, one.f1, one.names.value)),
                *(one.mentions, one.entities, one.clusters),
            )
            for label, one in result.labels.items()
        ),
    )
    print(f"mentions of places with coordinates: {_share(result.coordinates)}")
    if result.near.of:
        print(f"within {NEAR:.0f} km of the gold's coordinates: {_share(result.near)}")
    print(f"mixed, of the {result.mixed.of} largest clusters: {result.mixed.right}")
    worst = slice(LONGEST)
    _print_table(
        "English names that are not the gold's",
        ("name", "found", "gold", "mentions"),
        ((one.name, one.found, one.gold, one.mentions) for one in result.misnomers[worst]),
        names=3,
    )
    for title, mixtures in (("wrongly merged", result.merged), ("wrongly split", result.split)):
        _print_table(
            title,
            ("entity", "parts", "wrong"),
            (
                (one.entity, "\n".join(f"{n} {part}" for part, n in one.parts.items()), one.wrong)
                for one in mixtures[worst]
            ),
            names=2,
        )
    _print_table(
        f"more than {NEAR:.0f} km from the gold's coordinates, or without",
        ("name", "found", "km", "mentions"),
        (
            (m.name, m.entity, "–" if m.kilometres is None else m.kilometres, m.mentions)
            for m in result.misplaced[worst]
        ),
        names=2,
    )
