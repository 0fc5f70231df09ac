"""Stage 5, mentions to links: in each document by itself, whom a mention means, across short forms and aliases.

usage: python -m pipeline.link build/corrected.parquet build/links.parquet

الأسد is بشار الأسد where the document names him so before or after. What is not known is linked to the key of its fullest name
there; over all documents, pipeline.identify says which entity that is.
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pandas as pd

from .contracts import schema, script
from .contracts.making import Function, Made, make_partitions
from .contracts.partitions import HERE, Pool, Processes
from .contracts.problems import Problem
from .entities.apposition import aliases
from .entities.companions import companions
from .entities.coreference import Coreference, LabelledName
from .entities.introduced import introduced
from .entities.whereabouts import whereabouts
from .knowledge.base import Knowledge
from .knowledge.protocol import KnowledgeBase


def link(mentions: pd.DataFrame, knowledge: KnowledgeBase) -> pd.DataFrame:
    """Return whom each mention of whole documents means (schema.LINK_FIELDS), in the order of documents and places in them.

    Args:
        mentions: schema.MENTION_FIELDS, in any order.
        knowledge: what is known of entities.
    """
    mentions = mentions.sort_values(["doc_id", "start", "end", "label"], ignore_index=True)
    key = ["doc_id", "label", "name"]
    names = mentions.groupby(key, as_index=False, sort=False).size()
    documents: dict[str, dict[LabelledName, int]] = defaultdict(dict)
    for doc_id, label, name, count in names.itertuples(index=False):
        documents[doc_id][label, name] = count
    given, beside = aliases(mentions), companions(mentions)
    said, against = whereabouts(mentions), introduced(mentions)
    coreference = Coreference(knowledge)
    meant = [
        (identity.known, identity.key, identity.document)
        for doc_id, counts in documents.items()
        for identity in coreference.identities(
            counts,
            doc_id,
            given.get(doc_id, ()),
            beside.get(doc_id, ()),
            said.get(doc_id, ()),
            against.get(doc_id, {}),
        )
    ]
    told = pd.DataFrame(meant, columns=["known", "key", "document"], index=names.index, dtype="str")
    return mentions.merge(names.join(told), how="left", on=key)[schema.LINK_FIELDS]


def make(
    corrected: Path, links: Path, knowledge: Callable[[], Knowledge], uses: Sequence[str], pool: Pool = HERE
) -> Made:
    """Make the stage file of links; `knowledge` is asked for when there is work, `uses` are digests of what the user says."""

    def prepare() -> tuple[Function, list[Problem]]:
        known = knowledge()
        return partial(_work, knowledge=known), known.problems

    return make_partitions("link", [corrected], [links], prepare, uses, pool)


def _work(mentions: pd.DataFrame, knowledge: KnowledgeBase) -> list[pd.DataFrame]:
    return [link(mentions, knowledge)]


def main(argv: list[str] | None = None) -> int:
    """Run the stage on files."""
    arguments = script.parser(__doc__, "corrected", "links").parse_args(argv)
    knowledge = partial(Knowledge, script.knowledge_folder())
    uses = script.user_digests(None)
    return script.finish("link", lambda: make(arguments.corrected, arguments.links, knowledge, uses, Processes()))


if __name__ == "__main__":
    sys.exit(main())
