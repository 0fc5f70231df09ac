"""Merges and splits: what the user's corrections make of the identities that names were linked to.

A chain of merges (a name means an entity that another row merges with a third) is followed by hand: merges have a direction
and may be refused one by one, which sets that are joined (networkx, SciPy) do not know.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from ..arabic.folding import fold_all
from ..contracts.problems import Problem
from .corrections import COPY_ID, STAGE, Correction, Corrections, LabelledKey, Target, chains_of, mark_of
from .identity import Identity

Linked = tuple[Identity, LabelledKey]
"""What a name was linked to, and the label and key of the name."""


def corrected(
    identities: Sequence[Identity], names: Sequence[str], corrections: Corrections
) -> tuple[list[Identity], list[Problem]]:
    """Return whom distinct names mean with merges and splits applied, and a problem for each entity that there is not.

    A merged name means its entity in every document; when the documents know an entity by that name, all its other names
    go along. A split name becomes an entity of its own where it was taken for the row's entity, or wherever it stands when
    the row has none; other names stay where they are.

    Args:
        identities: what each name was linked to.
        names: the names, as many.
        corrections: the names file's.
    """
    if not (corrections.merged or corrections.split):
        return list(identities), []
    keys = fold_all(list(names))
    rows = [(identity, (identity.label, key)) for identity, key in zip(identities, keys, strict=True)]
    places, problems = _places(rows, corrections.merged)
    along = {row.entity: places[key] for key, row in corrections.merged.items() if key in places}
    split = corrections.split
    return [_meant(row, places, along, split) for row in rows], problems


def _meant(
    linked: Linked,
    places: Mapping[LabelledKey, Identity],
    along: Mapping[Identity, Identity],
    split: Mapping[LabelledKey, list[Correction]],
) -> Identity:
    """Return what a name means that was linked to an identity."""
    identity, key = linked
    if key in places:
        return places[key]
    for row in split.get(key, ()):
        if row.entity != identity.everywhere and (row.target is None or row.target.is_meant_by(identity)):
            return row.entity
    return along.get(identity.everywhere, identity)


def _places(
    names: Sequence[Linked], merged: Mapping[LabelledKey, Correction]
) -> tuple[dict[LabelledKey, Identity], list[Problem]]:
    """Return the identity that each merged name means, with a problem for each that means none.

    A row whose name is in none of the documents is no problem.
    """
    chains = chains_of(merged.values())
    last = {key: chains.end(row.meant) for key, row in merged.items() if row.meant}
    found = _found(names, last.values())
    places = {key: place for key, target in last.items() if (place := _place(target, found[target]))}
    along = {merged[key].entity: place for key, place in places.items()}
    ends = {key: end for key, place in places.items() if (end := _end(place, along))}
    met = {key for _, key in names} if len(ends) < len(merged) else set()
    return ends, [_unknown(row) for key, row in merged.items() if key in met and key not in ends]


def _found(names: Iterable[Linked], targets: Collection[Target]) -> dict[Target, list[Identity]]:
    """Return the identities that the documents have for each entity, by its name or by its id."""
    keys = {(target.label, target.key) for target in targets if target.key}
    marked = {target.mark for target in targets if not target.key and not target.known}
    by_name: dict[LabelledKey, list[Identity]] = defaultdict(list)
    by_mark: dict[str, list[Identity]] = defaultdict(list)
    for identity in sorted({identity for identity, _ in names if identity.key}):
        if (identity.label, identity.key) in keys:
            by_name[identity.label, identity.key].append(identity)
        if marked and (mark := mark_of(identity)) in marked:
            by_mark[mark].append(identity)
    return {target: by_name[target.label, target.key] if target.key else by_mark[target.mark] for target in targets}


def _place(target: Target, found: Sequence[Identity]) -> Identity | None:
    """Return the identity of an entity; None when the documents have several for it, or none and nothing is known of it.

    A name means first the entity that the documents know by that very name, then what the knowledge base says.
    """
    if target.known and not found:
        return Identity(target.label, known=target.known)
    return found[0] if len(found) == 1 else None


def _end(place: Identity, along: Mapping[Identity, Identity]) -> Identity | None:
    """Return the identity that merges lead to from one on, or None when they lead in a circle."""
    seen = {place}
    while (further := along.get(place.everywhere, place)) != place:
        if further in seen:
            return None
        seen.add(further)
        place = further
    return place


def _unknown(row: Correction) -> Problem:
    written = row.target.written if row.target else ""
    what = f"{row.name} is in the documents, but {written} is no entity, or not one only, of theirs or of the knowledge base"
    return Problem(row.file, row.number, f"{what}; not merged", COPY_ID, STAGE)
