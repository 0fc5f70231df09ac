"""The checksums of a model's files: a flipped byte or a half-copied lexicon would tag worse without a word.

They stand in the model's folder in the format of sha256sum, so that `sha256sum -c SHA256SUMS` checks them too, and
`sha256sum model.onnx tokenizer.json model.json lexicon.tsv > SHA256SUMS` signs a folder in which a file was exchanged on purpose.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from ..contracts.stagefiles import digest_of

MANIFEST = "SHA256SUMS"


def sign(folder: Path, files: Iterable[str]) -> None:
    """Write the checksums of a folder's files."""
    lines = [f"{digest_of(folder / file)}  {file}\n" for file in files]
    (folder / MANIFEST).write_text("".join(lines), "utf-8")


def damaged(folder: Path, files: Iterable[str]) -> Iterator[str]:
    """Yield the files that are not what was signed; all that the checksums do not name are among them."""
    lines = (folder / MANIFEST).read_text("utf-8", errors="replace").splitlines()
    signed = {file: digest for digest, _, file in (line.partition("  ") for line in lines)}
    return (file for file in files if signed.get(file) != digest_of(folder / file))
