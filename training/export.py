"""Export the trained network to the one ONNX file that the pipeline embeds, with its tokenizer.

usage: python -m training.export BASE MODEL.pt DATA OUT [--float]

The graph is written operator by operator, in the fused operators that onnxruntime has for BERT, so that there is nothing
to optimise when it is loaded. It takes one window of pieces and the lexicon's features of them, both [1, pieces], without
padding or mask, and the places of the words' first pieces [words]. Since only these are labelled, the last layer before
those that see words alone (training/model.py) works on them alone once it has attended to all. The encoder's matrices
become 8-bit integers with a scale a column, the embeddings 8-bit integers with a scale a row; activations are quantised as
they come (dynamic quantisation). Matrices keep to 7 bits, so that no processor's 8-bit multiply-add overflows its 16-bit sums
and all of them compute the same. The heads stay float: they are tiny and decide everything. A residual and its normalisation
are two operators: onnxruntime's one for both takes longer.

One channel in some hundred carries values ten times the others' into the feed-forward matrices, and would leave these few
of the 256 steps. So each channel is divided by a constant before it is quantised and its weights are multiplied by the
same (SmoothQuant, Xiao et al. 2023, with a migration strength of 0.8; the constants come from sentences of DATA).
"""

import argparse
import itertools
import json
import random
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn
from transformers import BertConfig

from pipeline.taggers.labels import HEADS, NEWS_TYPES, PROCLITICS
from pipeline.taggers.lexicon import FEATURES, INSIDE, NONE, Lexicon, states_of
from pipeline.taggers.manifest import sign
from pipeline.taggers.onnx import FILES
from training.data import read_news
from training.model import Tagger
from training.train import Cutter, Window

EXPORTED_HEADS = ("news", "anercorp")
MATRIX_LIMIT = 64
EMBEDDING_LIMIT = 127
MIGRATION = 0.8
SMOOTHED = ("intermediate.dense", "output.dense")
SAMPLE = 200
"""Sentences of DATA that show how large activations get."""

FAVOUR = {"PER": 2.0, "ORG": 2.0}
"""What a match in the lexicon adds to the logit of its label in the head `news`, chosen on dev: names that the training data
names so often that the network needs no hint for them teach it to trust hints too little. Places need none."""

NO_CALIBRATION = {"slope": 1.0, "intercept": 0.0}

Array = npt.NDArray[np.float32]
Weights = dict[str, Array]


def quantised(matrix: Array, axis: int, limit: int) -> tuple[npt.NDArray[np.int8], Array]:
    """Return `matrix` as int8 in [-limit, limit] and the float scales along the other axis; `axis` is the one reduced.

    >>> quantised(np.array([[1, -2], [4, 1]], np.float32), axis=0, limit=64)[0].tolist()
    [[16, -64], [64, 32]]
    """
    scale = np.maximum(np.abs(matrix).max(axis=axis, keepdims=True), 1e-12) / limit
    return np.rint(matrix / scale).astype(np.int8), scale.squeeze(axis).astype(np.float32)


def smoothing(largest: Array, weight: Array) -> Array:
    """Return what each input channel is divided by: `largest` is [in], its largest values; `weight` is [out, in].

    >>> smoothing(np.array([1, 1, 32], np.float32), np.ones((2, 3), np.float32)).astype(float).round(2).tolist()
    [0.4, 0.4, 6.35]
    """
    scale = np.maximum(largest, 1e-3) ** MIGRATION / np.maximum(np.abs(weight).max(axis=0), 1e-5) ** (1 - MIGRATION)
    return (scale / np.exp(np.log(scale).mean())).astype(np.float32)


def largest_activations(model: Tagger, windows: Sequence[Window]) -> Weights:
    """Return, by the name of a linear layer's weight, the largest magnitude of each of its input channels over windows."""
    largest: dict[str, Tensor] = {}

    def watch(name: str) -> Any:
        def note(_: nn.Module, inputs: tuple[Tensor, ...]) -> None:
            seen = inputs[0].abs().amax(dim=(0, 1))
            largest[name] = torch.maximum(largest.get(name, seen), seen)

        return note

    linear = [(name, module) for name, module in model.named_modules() if isinstance(module, nn.Linear)]
    hooks = [module.register_forward_pre_hook(watch(f"{name}.weight")) for name, module in linear]
    with torch.no_grad():
        for window in windows:
            row = torch.tensor([window.ids])
            places = torch.tensor(window.places)
            model.states(row, torch.tensor([window.features]), torch.ones_like(row), torch.zeros_like(places), places)
    for hook in hooks:
        hook.remove()
    return {name: value.numpy() for name, value in largest.items()}


class Graph:
    """An ONNX graph under construction; every method adds nodes and returns the name of their result."""

    def __init__(self, as_float: bool) -> None:
        self.as_float = as_float
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[TensorProto] = []

    def constant(self, name: str, value: npt.NDArray[np.generic]) -> str:
        """Add a constant."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: list[str], name: str, outputs: int = 1, **attributes: float) -> list[str]:
        """Add a node of the standard operators, or of onnxruntime's where only those have the kind."""
        own = kind in {"Attention", "QAttention", "DynamicQuantizeMatMul", "Gelu"}
        results = [f"{name}:{i}" for i in range(outputs)]
        domain = "com.microsoft" if own else ""
        self.nodes.append(helper.make_node(kind, inputs, results, name, domain=domain, **attributes))
        return results

    def linear(self, x: str, weight: Array, bias: Array, name: str, largest: Array | None = None) -> str:
        """Add x · weightᵀ + bias; `weight` is [out, in], as torch keeps it. With `largest` [in] the input is smoothed."""
        b = self.constant(f"{name}.bias", bias)
        if self.as_float:
            product = self.node("MatMul", [x, self.constant(f"{name}.weight", weight.T)], f"{name}.product")[0]
            return self.node("Add", [product, b], name)[0]
        if largest is not None:
            divisor = smoothing(largest, weight)
            x = self.node("Mul", [x, self.constant(f"{name}.smoothing", 1 / divisor)], f"{name}.smoothed")[0]
            weight = weight * divisor
        matrix, scale = quantised(weight.T, 0, MATRIX_LIMIT)
        inputs = [x, self.constant(f"{name}.weight", matrix), self.constant(f"{name}.scale", scale), "", b]
        return self.node("DynamicQuantizeMatMul", inputs, name)[0]

    def attention(self, x: str, weight: Array, bias: Array, heads: int, name: str) -> str:
        """Add multi-head self-attention; `weight` is [3 · hidden, hidden]: queries, keys, values."""
        b = self.constant(f"{name}.bias", bias)
        if self.as_float:
            return self.node("Attention", [x, self.constant(f"{name}.weight", weight.T), b], name, num_heads=heads)[0]
        matrix, scale = quantised(weight.T, 0, MATRIX_LIMIT)
        x8, x_scale, x_zero = self.node("DynamicQuantizeLinear", [x], f"{name}.input", 3)
        w8, w_scale = self.constant(f"{name}.weight", matrix), self.constant(f"{name}.scale", scale)
        w_zero = self.constant(f"{name}.zero", np.zeros(len(scale), np.int8))
        return self.node("QAttention", [x8, w8, b, x_scale, w_scale, "", x_zero, w_zero], name, num_heads=heads)[0]

    def embeddings(self, ids: str, table: Array, name: str) -> str:
        """Add the look-up of rows of `table` [pieces, hidden]."""
        if self.as_float:
            return self.node("Gather", [self.constant(f"{name}.table", table), ids], name)[0]
        rows, scale = quantised(table, 1, EMBEDDING_LIMIT)
        row8 = self.node("Gather", [self.constant(f"{name}.table", rows), ids], f"{name}.row")[0]
        row_scale = self.node("Gather", [self.constant(f"{name}.scale", scale[:, None]), ids], f"{name}.row_scale")[0]
        row = self.node("Cast", [row8], f"{name}.float", to=TensorProto.FLOAT)[0]
        return self.node("Mul", [row, row_scale], name)[0]


def build(weights: Weights, largest: Weights, config: BertConfig, as_float: bool) -> onnx.ModelProto:
    """Return the graph of the whole network, from one window to the logits [1, words, labels] of each output.

    Its inputs are input_ids and lexicon [1, pieces], and words [words], the places of the words' first pieces. `weights`
    is what `weights_of` returns and `largest` what `largest_activations` does; the float graph needs only the first.
    """
    graph = Graph(as_float)
    state = add_embeddings(graph, weights, config)
    last_whole = config.num_hidden_layers - getattr(config, "word_layers", 0) - 1
    for layer in range(config.num_hidden_layers):
        state = add_layer(graph, weights, largest, config, layer, state, layer == last_whole)
    outputs = {head: (f"heads.{head}", len(HEADS[head])) for head in EXPORTED_HEADS}
    outputs["proclitics"] = ("proclitics", len(PROCLITICS))
    values = []
    for name, (key, size) in outputs.items():
        matrix = graph.constant(f"{key}.weight", weights[f"{key}.weight"].T)
        product = graph.node("MatMul", [state, matrix], f"{key}.product")[0]
        bias = graph.constant(f"{key}.bias", weights[f"{key}.bias"])
        if name == "news":
            features = graph.node("Gather", ["lexicon", "words"], "features", axis=1)[0]
            favour = graph.node("Gather", [graph.constant("favours", favours()), features], "favour")[0]
            bias = graph.node("Add", [favour, bias], f"{key}.favoured")[0]
        graph.nodes.append(helper.make_node("Add", [product, bias], [name], key))
        values.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, "words", size]))
    shapes = {"input_ids": [1, "pieces"], "lexicon": [1, "pieces"], "words": ["words"]}
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name, shape in shapes.items()]
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    built = helper.make_graph(graph.nodes, "kayan", inputs, values, graph.constants)
    return helper.make_model(built, opset_imports=opsets, ir_version=8, producer_name="kayan")


def favours() -> Array:
    """Return what each feature of the lexicon adds to the logits of the head `news` [FEATURES, labels]: FAVOUR, by label.

    >>> from pipeline.taggers.lexicon import feature_of
    >>> table = favours()
    >>> [float(table[feature_of([NONE, NONE, INSIDE]), HEADS["news"].index(label)]) for label in ("B-ORG", "I-ORG")]
    [0.0, 2.0]
    """
    labels = HEADS["news"]
    table = np.zeros((FEATURES, len(labels)), np.float32)
    for feature in range(FEATURES):
        for label, state in zip(NEWS_TYPES, states_of(feature), strict=True):
            if state != NONE:
                prefix = "I" if state == INSIDE else "B"
                table[feature, labels.index(f"{prefix}-{label}")] += FAVOUR.get(label, 0.0)
    return table


def add_embeddings(graph: Graph, weights: Weights, config: BertConfig) -> str:
    """Add the embeddings of pieces, of the lexicon's features, of positions and type, and their normalisation."""
    prefix = "encoder.embeddings"
    words = graph.embeddings("input_ids", weights[f"{prefix}.word_embeddings.weight"], "words")
    hints = graph.node("Gather", [graph.constant("hints", weights["hints"]), "lexicon"], "hinted")[0]
    words = graph.node("Add", [words, hints], "words_and_hints")[0]
    positions = weights[f"{prefix}.position_embeddings.weight"] + weights[f"{prefix}.token_type_embeddings.weight"][:1]
    shape = graph.node("Shape", ["input_ids"], "length", start=1, end=2)[0]
    zero, axis = graph.constant("zero", np.zeros(1, np.int64)), graph.constant("axis", np.zeros(1, np.int64))
    places = graph.node("Slice", [graph.constant("positions", positions), zero, shape, axis], "places")[0]
    total = graph.node("Add", [words, places], "embeddings")[0]
    norm = [graph.constant(f"{prefix}.{part}", weights[f"{prefix}.LayerNorm.{part}"]) for part in ("weight", "bias")]
    return graph.node("LayerNormalization", [total, *norm], "normalised", epsilon=config.layer_norm_eps)[0]


def add_layer(
    graph: Graph, weights: Weights, largest: Weights, config: BertConfig, layer: int, state: str, to_words: bool
) -> str:
    """Add one layer of the encoder: attention, then the feed-forward network, each with its residual.

    The result is as long as `state`; a layer that goes over `to_words` attends to all pieces and returns [1, words, hidden].
    """
    prefix = f"encoder.encoder.layer.{layer}"

    def part(name: str) -> tuple[Array, Array]:
        return weights[f"{prefix}.{name}.weight"], weights[f"{prefix}.{name}.bias"]

    def normalised(x: str, residual: str, name: str) -> str:
        norm = [graph.constant(f"{prefix}.{name}.{i}", value) for i, value in enumerate(part(f"{name}.LayerNorm"))]
        total = graph.node("Add", [x, residual], f"{prefix}.{name}.residual")[0]
        inputs, epsilon = [total, *norm], config.layer_norm_eps
        return graph.node("LayerNormalization", inputs, f"{prefix}.{name}.normalised", epsilon=epsilon)[0]

    parts = [part(f"attention.self.{name}") for name in ("query", "key", "value")]
    weight, bias = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    attended = graph.attention(state, weight, bias, config.num_attention_heads, f"{prefix}.attention")
    if to_words:
        attended, state = (
            graph.node("Gather", [x, "words"], f"{prefix}.{name}", axis=1)[0]
            for x, name in ((attended, "attended"), (state, "state"))
        )
    mixed = graph.linear(attended, *part("attention.output.dense"), f"{prefix}.attention.dense")
    state = normalised(mixed, state, "attention.output")
    into, outof = (largest.get(f"{prefix}.{name}.weight") for name in SMOOTHED)
    wide = graph.linear(state, *part("intermediate.dense"), f"{prefix}.intermediate", into)
    active = graph.node("Gelu", [wide], f"{prefix}.gelu")[0]
    narrow = graph.linear(active, *part("output.dense"), f"{prefix}.dense", outof)
    return normalised(narrow, state, "output")


def sample(base: Path, data: Path, lexicon: Lexicon) -> list[Window]:
    """Return windows of some training documents."""
    examples = list(itertools.islice(read_news(data / "news/train.jsonl"), SAMPLE))
    cutter = Cutter(base / "tokenizer.json", lexicon)
    return cutter.in_context("news", examples, random.Random(0))


def weights_of(model: Tagger) -> Weights:
    """Return the network's weights by name, and the table of the lexicon's hints as `hints`."""
    hints = model.hints().detach().numpy()
    return {name: value.numpy() for name, value in model.state_dict().items()} | {"hints": hints}


def export(base: Path, weights: Path, data: Path, out: Path, as_float: bool) -> None:
    """Write model.onnx, tokenizer.json, lexicon.tsv, model.json and checksums to `out`; the lexicon lies beside the weights."""
    out.mkdir(parents=True, exist_ok=True)
    config = BertConfig.from_pretrained(base)
    model = Tagger(config)
    model.load_state_dict(torch.load(weights, weights_only=True))
    lexicon = weights.with_name("lexicon.tsv")
    largest = {} if as_float else largest_activations(model.eval(), sample(base, data, Lexicon.read(lexicon)))
    onnx.save(build(weights_of(model), largest, config, as_float), str(out / "model.onnx"))
    shutil.copyfile(base / "tokenizer.json", out / "tokenizer.json")
    shutil.copyfile(lexicon, out / "lexicon.tsv")
    (out / "model.json").write_text(json.dumps({"calibration": NO_CALIBRATION}, indent=1) + "\n", "utf-8")
    sign(out, FILES)
    print(f"{out / 'model.onnx'}: {(out / 'model.onnx').stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--float", action="store_true", help="write the float model, to compare with")
    arguments = parser.parse_args()
    export(arguments.base, arguments.model, arguments.data, arguments.out, arguments.float)


if __name__ == "__main__":
    main()
