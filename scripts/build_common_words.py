"""Make common_words.tsv: Arabic words that texts write outside of names far more often than in them.

usage: python -m scripts.build_common_words GOLD.jsonl …

The files are gold files (docs/gold.md) of the training sets. A body whose name holds such a word is described by it, so that
English letters would say nothing: الكلية الحربية is no Al-Klia al-Harbia; alone it is a name only where the tagger is sure.
"""

import argparse
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from pipeline.arabic import common as common_words
from pipeline.arabic.folding import fold_words, without_article
from pipeline.evaluation.gold import GoldText, read_jsonl

NOTE = """\
# Words, folded and without ال, that texts write outside of names: {least} times at least, and in {share:.0%} of cases at least.
# Counted in the training sets by scripts/build_common_words.py.
"""
LEAST, SHARE = 3, 0.8
_SHORTEST = 2


def counts(texts: Iterable[GoldText]) -> tuple[Counter[str], Counter[str]]:
    """Return how often words stand outside of names, and in names of people and places."""
    outside: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    for text in texts:
        at = 0
        for entity in sorted(text.entities, key=lambda entity: entity.start):
            outside.update(map(without_article, fold_words(text.text[at : entity.start])))
            at = entity.end
            if entity.label != "ORG":
                inside.update(map(without_article, fold_words(entity.name)))
        outside.update(map(without_article, fold_words(text.text[at:])))
    return outside, inside


def common(texts: Iterable[GoldText]) -> list[str]:
    """Return the words, sorted."""
    outside, inside = counts(texts)
    return sorted(
        word
        for word, count in outside.items()
        if count >= LEAST and count >= SHARE * (count + inside[word]) and word.isalpha() and len(word) >= _SHORTEST
    )


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("gold", type=Path, nargs="+", help="gold files")
    words = common(text for path in parser.parse_args().gold for text in read_jsonl(path))
    arabic = [word for word in words if not word.isascii()]
    table = Path(common_words.__file__).with_name("common_words.tsv")
    table.write_text(NOTE.format(least=LEAST, share=SHARE) + "\n".join(arabic) + "\n", "utf-8")
    print(f"{len(arabic)} words")


if __name__ == "__main__":
    main()
