"""How many of a gold file's mentions the knowledge base knows, and how many places it can put on the map.

    python -m benchmarks.known GOLD.jsonl ... [--missing 50]

The gold mentions are given, with their names written clean, and go through the stages link and identify, whole documents at a
time. Known is what these find an entry for: a row of the curated table, an institution, a place of the gazetteer.
"""

import argparse
from pathlib import Path

import pandas as pd

from pipeline.contracts import schema
from pipeline.evaluation.entities import mention_frame
from pipeline.evaluation.gold import GoldError, GoldText, read_jsonl
from pipeline.evaluation.metrics import ALL, Ratio
from pipeline.identify import KNOWN, distinct, identify
from pipeline.knowledge.base import Knowledge
from pipeline.link import link
from pipeline.tabulate import entity_of


def named_texts(path: Path) -> list[GoldText]:
    """Return the texts of a JSONL gold file (docs/gold.md) whose mentions have their names.

    Raises:
        GoldError: a mention has no name, or the file cannot be read.
    """
    texts = list(read_jsonl(path))
    if not all(entity.name for text in texts for entity in text.entities):
        raise GoldError(f"{path}: every mention needs its name")
    return texts


def facts_of(texts: list[GoldText], knowledge: Knowledge) -> pd.DataFrame:
    """Return the label and name of each gold mention, whether it is `known`, and whether its place is `pinned`."""
    mentions = mention_frame(texts)
    links = link(mentions, knowledge)
    found = identify(distinct(links), knowledge)
    entities = found.entities.set_index("entity_id").loc[mentions["mention_id"].map(entity_of(links, found.identities))]
    known, pinned = entities["name_en_source"].eq(KNOWN), entities["latitude"].notna()
    return mentions[["label", "name"]].assign(known=known.to_numpy(), pinned=pinned.to_numpy())


def shares(facts: pd.DataFrame, column: str) -> dict[str, Ratio]:
    """Return how many mentions of each label, and of all, have a fact."""
    groups = {label: facts[facts["label"] == label] for label in schema.LABELS} | {ALL: facts}
    return {label: Ratio(int(group[column].sum()), len(group)) for label, group in groups.items()}


def missing(facts: pd.DataFrame, most: int) -> pd.DataFrame:
    """Return the names that are known least often, with how many of their mentions are not known."""
    return facts[~facts["known"]].groupby(["label", "name"]).size().nlargest(most).rename("mentions").reset_index()


def main() -> None:
    """Print the shares of each file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--missing", type=int, default=0, metavar="N", help="list the N names most often not known")
    arguments = parser.parse_args()
    knowledge = Knowledge()
    for path in arguments.gold:
        facts = facts_of(named_texts(path), knowledge)
        for label, ratio in shares(facts, "known").items():
            print(f"{path} {label}: known {100 * ratio.value:.1f} % ({ratio.right} of {ratio.of})")
        pinned = shares(facts, "pinned")["LOC"]
        print(f"{path} LOC: with coordinates {100 * pinned.value:.1f} % ({pinned.right} of {pinned.of})")
        for label, name, mentions in missing(facts, arguments.missing).itertuples(index=False):
            print(f"{mentions:6} {label} {name}")


if __name__ == "__main__":
    main()
