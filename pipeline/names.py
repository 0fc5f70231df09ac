"""Stage 3b, the analyst's corrections: names to tag always or never, names that mean one entity or do not.

usage: python -m pipeline.names build/sentences.parquet build/mentions.parquet build/corrected.parquet [--names names.csv]

The rows of a names file (pipeline.corrections) act in two places. `correct` forces and forbids mentions, after the tagger's
own result is stored, so that a changed file costs no tagging. `settle` merges and splits what `pipeline.resolve` has linked.
"""

import argparse
import sys
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from pipeline import files, schema
from pipeline.arabic.folding import fold, fold_all
from pipeline.arabic.occurrences import NameFinder, readings
from pipeline.corrections import (
    COPY_ID,
    NONE,
    STAGE,
    Correction,
    Corrections,
    Named,
    Target,
    follow,
    key_in,
    mark_of,
    read_names,
)
from pipeline.files import Problem
from pipeline.normalize import Sentence
from pipeline.tag import Mention, clean, frame, in_order, mention_of
from pipeline.taggers import Found

Linked = tuple[str, str, str]
"""A label, the identity that a name was linked to, and the key of the name."""


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
    named = zip(mentions["label"], mentions["name"], strict=True)
    allowed = _without(mentions, (_is_forbidden(label, name, forbidden) for label, name in named))
    kept, forced = _fitted(allowed, list(_forced_mentions(sentences, corrections.forced)))
    if not forced:
        return kept.reset_index(drop=True)
    both = pd.concat([kept, frame(forced)], ignore_index=True) if len(kept) else frame(forced)
    return in_order(both, sentences)


def _without(mentions: pd.DataFrame, left_out: Iterable[bool]) -> pd.DataFrame:
    """Return mentions without some, of which one truth value a row tells."""
    return mentions[~pd.Series(list(left_out), index=mentions.index, dtype="bool")]


def _is_forbidden(label: str, name: str, forbidden: set[Named]) -> bool:
    """Return whether a name is not to be tagged with this label."""
    return bool(forbidden) and not forbidden.isdisjoint({(label, fold(name)), ("", fold(name))})


def _forced_mentions(sentences: pd.DataFrame, forced: Mapping[str, Correction]) -> Iterator[Mention]:
    """Yield a mention for each place in the sentences where a forced name is written."""
    finder = NameFinder(row.name for row in forced.values())
    for cells in sentences[schema.SENTENCE_FIELDS].itertuples(index=False, name=None) if forced else ():
        sentence = Sentence(*cells)
        for found in finder.find(sentence.text):
            name = Found(found.start, found.end, forced[found.key].label, 1.0)
            yield replace(mention_of(sentence, name, STAGE), name=clean(found.name))


def _fitted(mentions: pd.DataFrame, forced: Sequence[Mention]) -> tuple[pd.DataFrame, list[Mention]]:
    """Return the mentions and the forced ones (in the order of the text) that stay: none shares a letter with another."""
    documents: dict[str, list[Mention]] = defaultdict(list)
    for one in forced:
        documents[one.doc_id].append(one)
    lost: list[bool] = []
    inside: set[str] = set()
    places = (mentions[column] for column in ("doc_id", "start", "end", "name"))
    for doc_id, start, end, name in zip(*places, strict=True):
        shared = _sharing(documents.get(doc_id, ()), start, end)
        longer = all(_is_part(one, start, end, name) for one in shared)
        lost.append(not longer)
        if longer:
            inside.update(one.mention_id for one in shared)
    return _without(mentions, lost), [one for one in forced if one.mention_id not in inside]


def _sharing(forced: Sequence[Mention], start: int, end: int) -> Sequence[Mention]:
    """Return the forced mentions of a document, in order and apart, that share a letter with [start, end)."""
    return forced[
        bisect_right(forced, start, key=lambda one: one.end) : bisect_left(forced, end, key=lambda one: one.start)
    ]


def _is_part(forced: Mention, start: int, end: int, name: str) -> bool:
    """Return whether a name at [start, end) is a longer one that holds a forced name, not the same with proclitics or signs."""
    holds = start <= forced.start and forced.end <= end
    return holds and fold(forced.name) not in {fold(reading) for _, reading in readings(name)}


def settle(links: pd.DataFrame, corrections: Corrections) -> tuple[pd.DataFrame, list[Problem]]:
    """Return links (pipeline.resolve.LINK_FIELDS) with names merged and split, and a problem for each unknown entity.

    A merged name means its entity in every document; when the documents know an entity by that name, all its other names
    go along. A split name becomes an entity of its own where it was taken for the row's entity, or wherever it stands when
    the row has none; other names stay where they are. The work is done on distinct names, not on mentions.
    """
    if not (corrections.merged or corrections.split):
        return links, []
    key = ["label", "identity", "name"]
    names = links[key].drop_duplicates()
    rows = list(zip(names["label"], names["identity"], fold_all(names["name"].tolist()), strict=True))
    places, problems = _places(rows, corrections.merged)
    along = {row.entity: places[named] for named, row in corrections.merged.items() if named in places}
    split = corrections.split
    settled = pd.Series([_identity(row, places, along, split) for row in rows], index=names.index, dtype="str")
    both = links.merge(names.assign(settled=settled), how="left", on=key)
    return both.assign(identity=both["settled"])[list(links.columns)], problems


def _identity(
    linked: Linked, places: Mapping[Named, str], along: Mapping[Named, str], split: Mapping[Named, list[Correction]]
) -> str:
    """Return what a name means that was linked to an identity."""
    label, identity, key = linked
    if (label, key) in places:
        return places[label, key]
    for row in split.get((label, key), ()):
        own = row.entity[1]
        if own != key_in(identity) and (row.target is None or row.target.is_called(label, identity)):
            return own
    return along.get((label, key_in(identity)), identity)


def _places(names: Sequence[Linked], merged: Mapping[Named, Correction]) -> tuple[dict[Named, str], list[Problem]]:
    """Return the identity that each merged name means, with a problem for each that means none.

    A row whose name is in none of the documents is no problem.
    """
    by_mark = {mark_of(*row.entity): row for row in merged.values()}
    last = {named: follow(row.meant, by_mark) for named, row in merged.items() if row.meant}
    found = _found(names, last.values())
    places = {named: place for named, target in last.items() if (place := _place(target, found[target]))}
    along = {merged[named].entity: place for named, place in places.items()}
    ends = {named: end for named, place in places.items() if (end := _end(named[0], place, along))}
    met = {(label, key) for label, _, key in names} if len(ends) < len(merged) else set()
    return ends, [_unknown(row) for named, row in merged.items() if named in met and named not in ends]


def _found(names: Iterable[Linked], targets: Collection[Target]) -> dict[Target, list[str]]:
    """Return the identities that the documents have for each entity, by its name or by its id."""
    named = {(target.label, target.key) for target in targets if target.key}
    marked = {target.mark for target in targets if not target.key and not target.known}
    by_name: dict[Named, list[str]] = defaultdict(list)
    by_mark: dict[str, list[str]] = defaultdict(list)
    for label, identity in {(label, identity) for label, identity, _ in names}:
        if (label, key_in(identity)) in named:
            by_name[label, key_in(identity)].append(identity)
        if marked and (mark := mark_of(label, identity)) in marked:
            by_mark[mark].append(identity)
    return {target: by_name[target.label, target.key] if target.key else by_mark[target.mark] for target in targets}


def _place(target: Target, found: Sequence[str]) -> str:
    """Return the identity of an entity; empty when the documents have several for it, or none and nothing is known of it.

    A name means first the entity that the documents know by that very name, then what the knowledge base says.
    """
    if target.known and not found:
        return target.known
    return found[0] if len(found) == 1 else ""


def _end(label: str, place: str, along: Mapping[Named, str]) -> str:
    """Return the identity that merges lead to from one on, or empty when they lead in a circle."""
    seen = {place}
    while (further := along.get((label, key_in(place)), place)) != place:
        if further in seen:
            return ""
        seen.add(further)
        place = further
    return place


def _unknown(row: Correction) -> Problem:
    written = row.target.written if row.target else ""
    problem = f"{row.name} is in the documents, but {written} is no entity, or not one only, of theirs or of the knowledge base"
    return Problem(row.row, STAGE, f"{problem}; not merged", COPY_ID)


def main(argv: list[str] | None = None) -> int:
    """Run the stage on files."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.names", description=__doc__.split("\n")[0])
    parser.add_argument("sentences", type=Path, help="sentences.parquet, as pipeline.normalize writes it")
    parser.add_argument("mentions", type=Path, help="mentions.parquet, as pipeline.tag writes it")
    parser.add_argument("corrected", type=Path, help="the file to write; the problems of the names file go beside it")
    parser.add_argument(
        "--names", type=Path, metavar="FILE", help="names file (docs/names.md); without it nothing changes"
    )
    arguments = parser.parse_args(argv)
    corrections, problems = read_names(arguments.names) if arguments.names else (NONE, [])
    mentions = correct(files.read_frame(arguments.sentences), files.read_frame(arguments.mentions), corrections)
    files.write_frame(files.problem_frame(problems), arguments.corrected.with_suffix(".problems.parquet"))
    files.write_frame(mentions, arguments.corrected)
    return files.report(problems)


if __name__ == "__main__":
    sys.exit(main())
