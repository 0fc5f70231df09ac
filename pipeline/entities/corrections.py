r"""The names file: what an analyst corrects in the tables, a row for each correction (docs/names.md).

>>> from pipeline.knowledge import Knowledge
>>> corrections = parse("action,name,label\nforbid,تلغرام,\nforce,دندش,XYZ\n", "names.csv", Knowledge())
>>> [(row.action, row.name) for row in corrections.rows]
[('forbid', 'تلغرام')]
>>> [(problem.place, problem.what) for problem in corrections.problems]
[('names.csv, row 3', 'the label XYZ is unknown')]
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..arabic.folding import fold
from ..contracts import schema
from ..contracts.problems import Problem, UnreadableError
from ..formats.usertables import UserTable, parse_user_table, read_user_table
from ..knowledge.ids import id_of_name
from ..knowledge.protocol import KnowledgeBase
from .chains import Chains
from .identity import Identity

COLUMNS = ("action", "name", "label", "entity_id", "note")
ACTIONS = FORCE, FORBID, MERGE, SPLIT = "force", "forbid", "merge", "split"
NEEDED = COLUMNS[:2]

STAGE = "names"
"""What stands in the problems' `stage` column, and in the mentions' `tagger` column where a name was forced."""

COPY_ID = "Copy the entity_id from entities.csv"
"""What to do where a row names no entity."""

_ID = re.compile(r"(per|loc|org)/\S+")
_NEW_ID = re.compile(r"(per|loc|org)/x-[a-z0-9-]+-([0-9a-f]{8}(?:[0-9a-f]{8})?)")
_SAY_LABEL = f"Write one of {', '.join(schema.LABELS)}"
_OF_THE_TABLES = {*schema.MENTIONS.names, *schema.ENTITIES.names}
"""Columns that a names file may have too, for rows are copied from the tables."""

_DELETE = "Delete one of the two rows"
_OPEN_CIRCLE = "Delete one of the rows, so that a last entity is left"

LabelledKey = tuple[str, str]
"""A label and the key of a name."""


class RowError(UnreadableError):
    """A row that cannot be used: what is wrong, what to do."""


@dataclass(frozen=True)
class Target:
    """The entity that a row speaks of.

    Attributes:
        label: PER, LOC or ORG.
        written: its id or name, as the row has it.
        known: its id in the knowledge base, or empty.
        mark: what tells it from others: `mark_of` its identity, `mark_of_id` of its id, or its id in the knowledge base.
        key: the key of its name (Knowledge.key_of) where the row gives the name, else empty.
    """

    label: str
    written: str
    known: str
    mark: str
    key: str = ""

    def is_same(self, other: "Target") -> bool:
        """Return whether two rows speak of one entity."""
        return (self.known or self.mark) == (other.known or other.mark)

    def is_meant_by(self, identity: Identity) -> bool:
        """Return whether a mention that is linked to an identity means it."""
        if identity.known:
            return identity.known == self.known
        return identity.key == self.key or mark_of(identity) == self.mark


@dataclass(frozen=True)
class Correction:
    """One row of a names file, understood.

    Attributes:
        file: the names file.
        number: the number of its row there.
        action: one of ACTIONS.
        name: the name as written there.
        label: PER, LOC, ORG, or empty in a forbid row for all of them.
        own: the key of the entity that the name is when nothing else is known of it (Knowledge.key_of).
        target: the entity; always in merge rows, in force and split rows where one is given.
    """

    file: str
    number: str
    action: str
    name: str
    label: str
    own: str
    target: Target | None = None

    @property
    def key(self) -> LabelledKey:
        """The label and the key of the name, equal for all its spellings."""
        return self.label, fold(self.name)

    @property
    def entity(self) -> Identity:
        """The entity that the name is when nothing else is known of it."""
        return Identity(self.label, key=self.own)

    @property
    def meant(self) -> Target | None:
        """The entity that the name means in every document, where the row says so."""
        return self.target if self.action in (FORCE, MERGE) else None


@dataclass(frozen=True)
class Corrections:
    """What a names file corrects.

    Attributes:
        rows: the rows that can be used, in order; no two contradict each other.
        problems: what is wrong with the others.
        usable: whether the file as a whole can be used.
    """

    rows: tuple[Correction, ...] = ()
    problems: tuple[Problem, ...] = ()
    usable: bool = True

    @property
    def forced(self) -> dict[str, Correction]:
        """The names to tag always, by key."""
        return {row.key[1]: row for row in self.rows if row.action == FORCE}

    @property
    def forbidden(self) -> set[LabelledKey]:
        """The names never to tag, by label (empty: any) and key."""
        return {row.key for row in self.rows if row.action == FORBID}

    @property
    def merged(self) -> dict[LabelledKey, Correction]:
        """The names that mean one entity in every document."""
        return {row.key: row for row in self.rows if row.meant}

    @property
    def split(self) -> dict[LabelledKey, list[Correction]]:
        """The names that do not mean some entity, or none but their own."""
        split: dict[LabelledKey, list[Correction]] = defaultdict(list)
        for row in self.rows:
            if row.action == SPLIT:
                split[row.key].append(row)
        return split


NONE = Corrections()


def mark_of(identity: Identity) -> str:
    """Return what tells the entity of a name that nothing is known of from others: its id without the English name.

    >>> samer = Identity("PER", key="سامرالحداد")
    >>> mark_of(samer) == mark_of_id(samer.new_id("Samer al-Haddad"))
    True
    """
    return identity.new_id("")


def mark_of_id(entity_id: str) -> str:
    """Return the mark of an entity that nothing is known of, or empty when the id is not of that form.

    >>> mark_of_id("per/x-samer-al-haddad-0a1b2c3d"), mark_of_id("loc/sy/idlib")
    ('per/x-name-0a1b2c3d', '')
    """
    match = _NEW_ID.fullmatch(entity_id)
    return id_of_name(match[1], "", match[2]) if match else ""


def read_corrections(path: Path, knowledge: KnowledgeBase) -> Corrections:
    """Return the corrections of a names file: CSV or a workbook, as pipeline.formats.usertables reads them."""
    return _corrections(read_user_table(path, STAGE, COLUMNS, NEEDED, _OF_THE_TABLES), str(path), knowledge)


def parse(text: str, file: str, knowledge: KnowledgeBase) -> Corrections:
    """Return the corrections that the text of a names file makes; rows count from 1, the header."""
    return _corrections(parse_user_table(text, file, STAGE, COLUMNS, NEEDED, _OF_THE_TABLES), file, knowledge)


def _corrections(table: UserTable, file: str, knowledge: KnowledgeBase) -> Corrections:
    """Return the corrections that the rows of a table make. Of two that contradict each other the earlier counts."""
    problems = list(table.problems)
    accepted = _Accepted()
    for number, cells in table.rows:
        try:
            accepted.add(understood(file, str(number), cells, knowledge))
        except RowError as error:
            problems.append(Problem(file, str(number), error.what, error.remedy, STAGE))
    return Corrections(tuple(accepted.rows), tuple(problems), table.usable)


def understood(file: str, number: str, cells: Mapping[str, str], knowledge: KnowledgeBase) -> Correction:
    """Return the correction that the cells of a row make.

    Raises:
        RowError: it makes none.
    """
    action, name, label, entity = (cells.get(column, "") for column in COLUMNS[:4])
    action, label = action.lower(), label.upper()
    if action not in ACTIONS:
        problem = f"the action {action} is unknown" if action else "no action"
        raise RowError(problem, f"Write one of {', '.join(ACTIONS)}")
    if not fold(name):
        raise RowError(f"no letters in the name {name}" if name else "no name", "Write the name, in Arabic letters")
    if "|" in name:
        raise RowError("more than one name", "Write a row for each")
    if label not in ("", *schema.LABELS):
        raise RowError(f"the label {label} is unknown", _SAY_LABEL)
    if entity and action == FORBID:
        raise RowError(
            "a forbidden name means no entity", "Empty the cell entity_id, or split the name from the entity"
        )
    if not entity and action == MERGE:
        raise RowError("no entity to merge with", COPY_ID)
    label = label or _label_of(entity)
    if not label and action != FORBID:
        raise RowError("no label", _SAY_LABEL)
    return _with_target(Correction(file, number, action, name, label, knowledge.key_of(name)), entity, knowledge)


def _with_target(correction: Correction, entity: str, knowledge: KnowledgeBase) -> Correction:
    """Return a correction with the entity that its row gives, if any; that a name means itself is nothing new."""
    if not entity:
        return correction
    target = target_of(correction.label, entity, knowledge)
    if target.mark != mark_of(correction.entity):
        return replace(correction, target=target)
    if correction.action == SPLIT:
        raise RowError(f"{correction.name} is the entity's own name", "Write the other name, the one that is to leave")
    if correction.action == MERGE:
        raise RowError(f"{correction.name} means this entity already", "Write another name, or the id of the entity")
    return correction


def _label_of(entity: str) -> str:
    """Return the label that an entity's id begins with, or empty when it is a name."""
    match = _ID.fullmatch(entity)
    return match[1].upper() if match else ""


def target_of(label: str, entity: str, knowledge: KnowledgeBase) -> Target:
    """Return the entity that an id, or the name of an entity of this label, stands for.

    Raises:
        RowError: it is of another label, or there is no such id.
    """
    if _label_of(entity) not in ("", label):
        remedy = "Give an entity of the same label; to change the label of a name, force it"
        raise RowError(f"{entity} is not the id of a {label}", remedy)
    if not _label_of(entity):
        return _target_by_name(label, entity, knowledge)
    entry = knowledge.entry(entity)
    mark = entry.entity_id if entry else mark_of_id(entity)
    if not mark:
        raise RowError(f"no entity has the id {entity}", COPY_ID)
    return Target(label, entity, entry.entity_id if entry else "", mark)


def _target_by_name(label: str, name: str, knowledge: KnowledgeBase) -> Target:
    """Return the entity that goes by a name."""
    if not fold(name):
        raise RowError(f"{name} is neither an id nor a name", COPY_ID)
    entry = knowledge.find(label, name)
    identity = Identity(label, key=knowledge.key_of(name))
    return Target(label, name, entry.entity_id if entry else "", mark_of(identity), identity.key)


class _Accepted:
    """The rows of a file that can be used, as it is read; each must agree with those before it."""

    def __init__(self) -> None:
        self.rows: list[Correction] = []
        self._by_key: dict[str, list[Correction]] = defaultdict(list)
        self._merges = chains_of(())

    def add(self, new: Correction) -> None:
        """Take one more row.

        Raises:
            RowError: it contradicts a row before it, or closes a circle of merges.
        """
        for old in self._by_key[new.key[1]]:
            if contradict(old, new):
                raise RowError(
                    f"{new.action} {new.name} contradicts {old.file}, row {old.number}: {old.action} {old.name}",
                    _DELETE,
                )
        if new.meant:
            self._refuse_circle(new, new.meant)
            self._merges.lead(mark_of(new.entity), new.meant)
        self._by_key[new.key[1]].append(new)
        self.rows.append(new)

    def _refuse_circle(self, new: Correction, target: Target) -> None:
        """Raise when the rows before it lead from a row's entity back to its name."""
        last = self._merges.end(target)
        if last.mark == mark_of(new.entity):
            raise RowError(f"a circle of merges leads from {new.name} over {target.written} back to it", _OPEN_CIRCLE)


def chains_of(rows: Iterable[Correction]) -> Chains[Target]:
    """Return where merges lead: from the mark of each row's name on to the row's entity. They have no circle."""
    chains: Chains[Target] = Chains(lambda target: target.mark)
    for row in rows:
        if row.meant:
            chains.lead(mark_of(row.entity), row.meant)
    return chains


def contradict(one: Correction, other: Correction) -> bool:
    """Return whether two rows of one name cannot both be followed."""
    actions = {one.action, other.action}
    same_label = one.label == other.label
    if actions == {FORCE}:
        return not same_label or _mean_two(one, other)
    if actions == {FORCE, FORBID}:
        return same_label or "" in (one.label, other.label)
    if SPLIT in actions and same_label:
        split, rest = (one, other) if one.action == SPLIT else (other, one)
        return rest.meant is not None and (split.target is None or split.target.is_same(rest.meant))
    return same_label and _mean_two(one, other)


def _mean_two(one: Correction, other: Correction) -> bool:
    """Return whether two rows give a name two entities."""
    return one.meant is not None and other.meant is not None and not one.meant.is_same(other.meant)
