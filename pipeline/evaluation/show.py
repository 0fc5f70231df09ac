"""What `kayan evaluate` shows: tables of metrics, lists of the worst errors."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from math import isnan
from typing import Any

from .entities import NEAR, EntityEvaluation
from .mentions import Evaluation
from .metrics import ALL, NONE, Ratio, Score

LONGEST = 15
"""Rows of a list that is shown; JSON has them all."""


def as_json(value: Any) -> Any:
    """Return figures as JSON has them: dataclasses as objects of their fields and properties, missing numbers as null.

    >>> as_json(Ratio(1, 3))
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


def percent(value: float) -> str:
    """Return a ratio as a percentage with two decimals, a dash for NaN.

    >>> percent(0.91739), percent(float("nan"))
    ('91.74', '–')
    """
    return "–" if isnan(value) else f"{100 * value:.2f}"


def _ratio(ratio: Ratio) -> str:
    return f"{percent(ratio.value)} ({ratio.right} of {ratio.of})"


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
    """Print the metrics of a tagger."""
    _print_table(
        f"strict: exact start, end and label; {result.texts} texts",
        ("label", "precision", "recall", "F1", "right", "found", "gold", "partial F1"),
        (
            (label, *_metrics(score), score.right, score.found, score.gold, percent(result.partial[label].f1))
            for label, score in result.strict.items()
        ),
    )
    precision, recall, f1 = _metrics(result.partial[ALL])
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
        kinds = f"clitic {_ratio(clitics.clitic)}, name {_ratio(clitics.name)}"
        print(f"right proclitic decisions: {_ratio(clitics.all)}; {kinds}")
    error = result.calibration_error
    print("expected calibration error", "–" if isnan(error) else f"{error:.3f}")


def _metrics(score: Score) -> tuple[str, str, str]:
    return percent(score.precision), percent(score.recall), percent(score.f1)


def entity_evaluation(result: EntityEvaluation) -> None:
    """Print the metrics of the entities, and the worst of its errors."""
    _print_table(
        "B-cubed over gold mentions; names: mentions with the gold's English name",
        ("label", "precision", "recall", "F1", "names", "mentions", "entities", "clusters"),
        (
            (
                label,
                *(percent(value) for value in (of.precision, of.recall, of.f1, of.names.value)),
                *(of.mentions, of.entities, of.clusters),
            )
            for label, of in result.labels.items()
        ),
    )
    print(f"mentions of places with coordinates: {_ratio(result.coordinates)}")
    if result.near.of:
        print(f"within {NEAR:.0f} km of the gold's coordinates: {_ratio(result.near)}")
    print(f"mixed, of the {result.mixed.of} largest clusters: {result.mixed.right}")
    worst = slice(LONGEST)
    _print_table(
        "English names that are not the gold's",
        ("name", "found", "gold", "mentions"),
        ((wrong.name, wrong.found, wrong.gold, wrong.mentions) for wrong in result.misnomers[worst]),
        names=3,
    )
    for title, mixtures in (("wrongly merged", result.merged), ("wrongly split", result.split)):
        _print_table(
            title,
            ("entity", "parts", "wrong"),
            (
                (mixed.entity, "\n".join(f"{n} {part}" for part, n in mixed.parts.items()), mixed.wrong)
                for mixed in mixtures[worst]
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
