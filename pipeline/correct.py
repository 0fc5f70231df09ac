"""Stage 4, mentions to mentions: the names that the user forces are tagged, those that she forbids are not.

usage: python -m pipeline.correct build/sentences.parquet build/mentions.parquet build/corrected.parquet [--names names.csv]

The tagger's own result stays as it is, so that a changed names file costs no tagging. The rows of the file that merge and
split act later, in pipeline.identify. A file that cannot be used at all stops the run: tables without her corrections would
replace tables with them.
"""

import sys
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd

from .arabic.folding import fold
from .arabic.occurrences import NameFinder
from .arabic.proclitics import readings
from .arabic.sentences import Sentence
from .contracts import schema, script
from .contracts.making import Function, Made, make_partitions
from .contracts.partitions import HERE, Pool, Processes, in_order
from .contracts.problems import USAGE, Problem, report
from .contracts.records import Mention, frame_of_mentions
from .entities.corrections import NONE, STAGE, Correction, Corrections, LabelledKey, read_corrections
from .knowledge.base import Knowledge
from .taggers.mentions import clean, mention_of
from .taggers.protocol import TaggedSpan


def correct(sentences: pd.DataFrame, mentions: pd.DataFrame, corrections: Corrections) -> pd.DataFrame:
    """Return mentions (schema.MENTION_FIELDS) with forced names and without forbidden ones, in the order of the text.

    A forced name is tagged wherever its sentence writes it as whole words (pipeline.arabic.occurrences), with score 1.0 and
    tagger `names`, but not inside a longer name that the tagger found: where الجيش is forced, الجيش التركي stays. Otherwise
    it wins over every mention of the tagger that shares a letter with it. Of two forced names that share one the longer
    wins, of equal ones the earlier. Forbidden are mentions of exactly that name, in any of its spellings, not longer names
    that it is a part of; where a longer name is forbidden, a forced one inside it is tagged.

    Args:
        sentences: schema.SENTENCE_FIELDS, whole documents.
        mentions: what the tagger found in them, in the order of the text.
        corrections: the names file's.
    """
    forbidden = corrections.forbidden
    labelled = zip(mentions["label"], mentions["name"], strict=True)
    allowed = _without(mentions, (_is_forbidden(label, name, forbidden) for label, name in labelled))
    kept, forced = _fitted(allowed, list(_forced_mentions(sentences, corrections.forced)))
    if not forced:
        return kept.reset_index(drop=True)
    added = frame_of_mentions(forced)
    both = pd.concat([kept, added], ignore_index=True) if len(kept) else added
    return in_order(both, sentences)


def _without(mentions: pd.DataFrame, left_out: Iterable[bool]) -> pd.DataFrame:
    """Return mentions without some, of which one truth value a row tells."""
    return mentions[~pd.Series(list(left_out), index=mentions.index, dtype="bool")]


def _is_forbidden(label: str, name: str, forbidden: set[LabelledKey]) -> bool:
    """Return whether a name is not to be tagged with this label."""
    return bool(forbidden) and not forbidden.isdisjoint({(label, fold(name)), ("", fold(name))})


def _forced_mentions(sentences: pd.DataFrame, forced: Mapping[str, Correction]) -> Iterator[Mention]:
    """Yield a mention for each place in the sentences where a forced name is written."""
    finder = NameFinder(row.name for row in forced.values())
    for cells in sentences[schema.SENTENCE_FIELDS].itertuples(index=False, name=None) if forced else ():
        sentence = Sentence(*cells)
        for found in finder.find(sentence.text):
            span = TaggedSpan(found.start, found.end, forced[found.key].label, 1.0)
            yield replace(mention_of(sentence, span, STAGE), name=clean(found.name))


def _fitted(mentions: pd.DataFrame, forced: Sequence[Mention]) -> tuple[pd.DataFrame, list[Mention]]:
    """Return the mentions and the forced ones (in the order of the text) that stay: none shares a letter with another."""
    documents: dict[str, list[Mention]] = defaultdict(list)
    for mention in forced:
        documents[mention.doc_id].append(mention)
    lost: list[bool] = []
    inside: set[str] = set()
    places = (mentions[column] for column in ("doc_id", "start", "end", "name"))
    for doc_id, start, end, name in zip(*places, strict=True):
        shared = _sharing(documents.get(doc_id, ()), start, end)
        longer = all(_is_part(mention, start, end, name) for mention in shared)
        lost.append(not longer)
        if longer:
            inside.update(mention.mention_id for mention in shared)
    return _without(mentions, lost), [mention for mention in forced if mention.mention_id not in inside]


def _sharing(forced: Sequence[Mention], start: int, end: int) -> Sequence[Mention]:
    """Return the forced mentions of a document, in order and apart, that share a letter with [start, end)."""
    return forced[
        bisect_right(forced, start, key=lambda mention: mention.end) : bisect_left(
            forced, end, key=lambda mention: mention.start
        )
    ]


def _is_part(forced: Mention, start: int, end: int, name: str) -> bool:
    """Return whether a name at [start, end) is a longer one that holds a forced name, not the same with proclitics or signs."""
    holds = start <= forced.start and forced.end <= end
    return holds and fold(forced.name) not in {fold(reading) for _, reading in readings(name)}


def make(
    sentences: Path,
    mentions: Path,
    corrected: Path,
    corrections: Corrections,
    uses: Sequence[str],
    pool: Pool = HERE,
) -> Made:
    """Make the stage file of corrected mentions; `uses` are digests of what the user says."""

    def prepare() -> tuple[Function, list[Problem]]:
        return partial(_work, corrections=corrections), list(corrections.problems)

    return make_partitions("correct", [sentences, mentions], [corrected], prepare, uses, pool)


def _work(sentences: pd.DataFrame, mentions: pd.DataFrame, corrections: Corrections) -> list[pd.DataFrame]:
    return [correct(sentences, mentions, corrections)]


def main(argv: list[str] | None = None) -> int:
    """Run the stage on files."""
    parser = script.parser(__doc__, "sentences", "mentions", "corrected")
    script.add_names(parser)
    arguments = parser.parse_args(argv)
    knowledge = Knowledge(script.knowledge_folder())
    corrections = read_corrections(arguments.names, knowledge) if arguments.names else NONE
    if not corrections.usable:
        report(corrections.problems)
        return USAGE
    files = arguments.sentences, arguments.mentions, arguments.corrected
    uses = script.user_digests(arguments.names)
    return script.finish("correct", lambda: make(*files, corrections, uses, Processes()))


if __name__ == "__main__":
    sys.exit(main())
