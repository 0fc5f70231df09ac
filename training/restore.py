"""Turn a shipped model back into float weights, to train it further without repeating the first stages.

usage: python -m training.restore MODEL_FOLDER OUT [--layers N ...]

Undoes what training.export did: the scales of columns and rows, and the smoothing of feed-forward inputs; the lexicon's vectors
are solved for from the table of hints, of which they are sums. OUT/base gets config.json and tokenizer.json, OUT/start.pt the
weights of training.model.Tagger. The heads that are not exported start at random. What rounding to 7 bits lost is lost; some
hundred steps of training make up for it. With --layers only these layers are kept, counted from 0, and with --word-layers
the last of them see words alone (training/model.py): a network that is smaller, faster, and has to be trained on.
"""

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor
from transformers import BertConfig

from pipeline.taggers.labels import NEWS_TYPES
from pipeline.taggers.lexicon import NONE, PARTS, STATES, part_of, states_of
from training.export import EXPORTED_HEADS, Array
from training.model import Tagger

ATTENTION_HEADS = 12
"""Of multilingual-e5-small; the only size that does not show in the shapes of its weights."""

EMBEDDINGS = "encoder.embeddings"
LAYER = "encoder.encoder.layer.{}"
QUERY_KEY_VALUE = ("query", "key", "value")

FEED_FORWARD = {
    "attention.dense": "attention.output.dense",
    "intermediate": "intermediate.dense",
    "dense": "output.dense",
}
"""The names of a layer's matrices in the graph, and in the network."""

Constants = dict[str, npt.NDArray[np.generic]]
Weights = dict[str, Array]


def constants_of(path: Path) -> Constants:
    """Return the constants of an ONNX file that training.export wrote, by name."""
    return {tensor.name: numpy_helper.to_array(tensor) for tensor in onnx.load(path).graph.initializer}


def config_of(constants: Constants) -> BertConfig:
    """Return the network's sizes."""
    pieces, hidden = constants["words.table"].shape
    return BertConfig(
        vocab_size=pieces,
        hidden_size=hidden,
        num_hidden_layers=sum(name.endswith(".intermediate.weight") for name in constants),
        num_attention_heads=ATTENTION_HEADS,
        intermediate_size=4 * hidden,
        max_position_embeddings=len(constants["positions"]),
        layer_norm_eps=1e-12,
    )


def floats(constants: Constants, name: str) -> Array:
    """Return a constant as floats."""
    return constants[name].astype(np.float32)


def matrix(constants: Constants, name: str) -> Array:
    """Return a quantised matrix as torch keeps it [out, in], without its scales and its smoothing."""
    weight = (floats(constants, f"{name}.weight") * floats(constants, f"{name}.scale")).T
    return weight * floats(constants, f"{name}.smoothing") if f"{name}.smoothing" in constants else weight


def embeddings(constants: Constants) -> Weights:
    """Return the weights of the embeddings; the export added those of the token type to the positions."""
    words = floats(constants, "words.table") * floats(constants, "words.scale")
    positions = floats(constants, "positions")
    return {
        f"{EMBEDDINGS}.word_embeddings.weight": words,
        f"{EMBEDDINGS}.position_embeddings.weight": positions,
        f"{EMBEDDINGS}.token_type_embeddings.weight": np.zeros((2, words.shape[1]), np.float32),
        **{f"{EMBEDDINGS}.LayerNorm.{part}": floats(constants, f"{EMBEDDINGS}.{part}") for part in ("weight", "bias")},
    }


def layer(constants: Constants, prefix: str, name: str) -> Weights:
    """Return the weights of one layer of the encoder, which is `prefix` in the graph and `name` in the network."""
    weights: Weights = {}
    stacked = zip(
        np.split(matrix(constants, f"{prefix}.attention"), len(QUERY_KEY_VALUE)),
        np.split(floats(constants, f"{prefix}.attention.bias"), len(QUERY_KEY_VALUE)),
        strict=True,
    )
    for kind, (weight, bias) in zip(QUERY_KEY_VALUE, stacked, strict=True):
        weights |= {f"attention.self.{kind}.weight": weight, f"attention.self.{kind}.bias": bias}
    for theirs, ours in FEED_FORWARD.items():
        weights[f"{ours}.weight"] = matrix(constants, f"{prefix}.{theirs}")
        weights[f"{ours}.bias"] = floats(constants, f"{prefix}.{theirs}.bias")
    for norm in ("attention.output", "output"):
        for i, part in enumerate(("weight", "bias")):
            weights[f"{norm}.LayerNorm.{part}"] = floats(constants, f"{prefix}.{norm}.{i}")
    return {f"{name}.{own}": value for own, value in weights.items()}


def lexicon_vectors(hints: Array) -> Weights:
    """Return the vectors of types [types, states, hidden] and of PARTS [parts, hidden] whose sums are the hints of features."""
    chosen = np.zeros((len(hints), len(NEWS_TYPES), STATES), np.float32)
    parts = np.zeros((len(hints), len(PARTS)), np.float32)
    for feature in range(len(hints)):
        for place, state in enumerate(states_of(feature)):
            chosen[feature, place, state] = state != NONE
        parts[feature, part_of(feature)] = part_of(feature) != NONE
    both = np.concatenate([chosen.reshape(len(hints), -1), parts], axis=1)
    vectors = np.linalg.lstsq(both, hints, rcond=None)[0].astype(np.float32)
    of_types, of_parts = np.split(vectors, [-len(PARTS)])
    return {"lexicon": of_types.reshape(len(NEWS_TYPES), STATES, -1), "parts": of_parts}


def word_layers_of(path: Path, layers: int) -> int:
    """Return how many of so many layers of an ONNX file see words alone: those after the one that goes over to words."""
    names = {node.name for node in onnx.load(path).graph.node}
    return next((layers - 1 - number for number in range(layers) if f"{LAYER.format(number)}.attended" in names), 0)


def restored(path: Path, layers: Sequence[int] = (), word_layers: int | None = None) -> Tagger:
    """Return the network with the weights of an ONNX file that training.export wrote.

    Of its layers, if any are given, these; the last `word_layers` see words alone, by default as many as in the file.
    """
    constants = constants_of(path)
    config = config_of(constants)
    config.word_layers = word_layers_of(path, config.num_hidden_layers) if word_layers is None else word_layers
    kept = layers or range(config.num_hidden_layers)
    config.num_hidden_layers = len(kept)
    model = Tagger(config)
    weights = embeddings(constants) | lexicon_vectors(floats(constants, "hints"))
    for place, number in enumerate(kept):
        weights |= layer(constants, LAYER.format(number), LAYER.format(place))
    for head in (*(f"heads.{name}" for name in EXPORTED_HEADS), "proclitics"):
        weights |= {f"{head}.weight": floats(constants, f"{head}.weight").T}
        weights |= {f"{head}.bias": floats(constants, f"{head}.bias")}
    known: dict[str, Tensor] = {name: torch.tensor(np.ascontiguousarray(value)) for name, value in weights.items()}
    model.load_state_dict(model.state_dict() | known)
    return model


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--layers", type=int, nargs="+", default=[], help="which to keep, in order (default: all)")
    parser.add_argument(
        "--word-layers", type=int, help="how many of the last see words alone (default: as in the model)"
    )
    arguments = parser.parse_args()
    torch.manual_seed(0)
    model = restored(arguments.model / "model.onnx", arguments.layers, arguments.word_layers)
    model.encoder.config.save_pretrained(arguments.out / "base")
    shutil.copy(arguments.model / "tokenizer.json", arguments.out / "base")
    torch.save(model.state_dict(), arguments.out / "start.pt")


if __name__ == "__main__":
    main()
