"""What the command line shows people: coloured mentions, CoNLL lines, tables of scores."""

from collections.abc import Iterable, Sequence

from pipeline.arabic import words
from pipeline.evaluate import Judged, calibration_error, error_kinds, scores
from pipeline.normalize import sentences_of
from pipeline.run import ExtractedMention
from pipeline.tag import find
from pipeline.taggers import Tagger

COLOURS = {"PER": "cyan", "LOC": "green", "ORG": "magenta"}


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


def score_table(judged: Sequence[Judged]) -> None:
    """Print precision, recall and F1 by label, and the calibration error of the scores."""
    from rich.console import Console
    from rich.table import Table

    table = Table("label", "precision", "recall", "F1", "right", "found", "gold")
    for column in table.columns[1:]:
        column.justify = "right"
    for label, score in scores(judged).items():
        measures = (f"{100 * value:.2f}" for value in (score.precision, score.recall, score.f1))
        table.add_row(label, *measures, *map(str, (score.right, score.found, score.gold)))
    console = Console()
    console.print(table)
    console.print(f"strict: exact start, end and label; {len(judged)} texts")
    kinds = ", ".join(f"{kind} {number}" for kind, number in error_kinds(judged).most_common())
    console.print(f"errors by kind: {kinds or 'none'}")
    console.print(f"expected calibration error {calibration_error(judged):.3f}")
