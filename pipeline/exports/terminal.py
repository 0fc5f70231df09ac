"""What `kayan tag` shows: the text with its mentions coloured, or CoNLL lines."""

from collections.abc import Iterable, Sequence

from ..arabic import words
from ..arabic.sentences import sentences_of
from ..contracts.records import ExtractedMention
from ..taggers.mentions import find
from ..taggers.protocol import Tagger

COLOURS = {"PER": "cyan", "LOC": "green", "ORG": "magenta"}


def isolated(text: str) -> str:
    r"""Return a text that does not turn what stands beside it: first strong isolate, text, pop.

    Terminals that know of right and left keep the order of a line so; others show nothing for these two signs.

    >>> isolated("حلب") == "\u2068حلب\u2069"
    True
    """
    return f"\u2068{text}\u2069"


def coloured(text: str, mentions: Sequence[ExtractedMention]) -> None:
    """Print the text with its mentions coloured, then a line for each entity."""
    from rich.console import Console
    from rich.text import Text

    if not text.strip():
        return
    console = Console(highlight=False)
    line = Text(text.strip("\n"))
    lead = len(text) - len(text.lstrip("\n"))
    for mention in mentions:
        line.stylize(f"bold {COLOURS[mention.label]}", mention.start - lead, mention.end - lead)
    console.print(line)
    for mention in mentions:
        row = Text(f"{mention.label}  ", COLOURS[mention.label])
        row.append(f"{isolated(mention.name)}  {mention.entity.name_en}  ", "default")
        row.append(f"{mention.entity.entity_id}  {mention.start}-{mention.end}", "dim")
        row.append("" if mention.score is None else f"  {mention.score:.3f}", "dim")
        console.print(row, soft_wrap=True)


def conll(text: str, tagger: Tagger) -> str:
    """Return the normalised words with IOB2 labels, tab-separated, a blank line after each sentence.

    A word whose first letters are proclitics is given in two lines, the proclitics first.
    """
    sentences = list(sentences_of("text", text, ""))
    lines = []
    for sentence, spans in zip(sentences, find([sentence.text for sentence in sentences], tagger), strict=True):
        starts = {span.start for span in spans}
        for start, end in _cut(words.spans(sentence.text), starts):
            label = next((span.label for span in spans if span.start <= start < span.end), None)
            prefix = "" if label is None else "B-" if start in starts else "I-"
            lines.append(f"{sentence.text[start:end]}\t{prefix}{label or 'O'}\n")
        lines.append("\n")
    return "".join(lines)


def _cut(spans: Iterable[tuple[int, int]], starts: set[int]) -> Iterable[tuple[int, int]]:
    """Cut words in two where a name starts inside them."""
    for start, end in spans:
        inside = [place for place in range(start + 1, end) if place in starts]
        yield from zip([start, *inside], [*inside, end], strict=True)
