"""Training: readers, batches, and the exported graph against the network it was made from."""

import json

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from transformers import BertConfig  # noqa: E402  # torch may be missing

from pipeline.taggers.labels import HEADS, PROCLITICS  # noqa: E402
from training.calibrate import fit  # noqa: E402
from training.data import IGNORED, from_entities, read_conll, read_news  # noqa: E402
from training.export import build, largest_activations  # noqa: E402
from training.model import Tagger  # noqa: E402
from training.train import BATCH_PIECES, EPOCHS, Window, batches, tensors  # noqa: E402


def test_entities_become_labels_and_proclitics():
    text = "وبإِدْلِب قوات للأمم المتحدة."
    entities = [
        {"start": 2, "end": 9, "label": "LOC", "name": "إدلب"},
        {"start": 16, "end": 28, "label": "ORG", "name": "الأمم المتحدة"},
    ]
    example = from_entities(text, entities)
    assert example.words == (" وبإدلب", " قوات", " للأمم", " المتحدة", ".")
    assert example.labels == ("B-LOC", "O", "B-ORG", "I-ORG", "O")
    decisions = [PROCLITICS[i] if i != IGNORED else None for i in example.proclitics]
    assert [d and (d.letters, d.article) for d in decisions] == [(2, False), None, (1, True), None, None]


def test_an_entity_that_ends_inside_a_word_is_refused():
    with pytest.raises(ValueError, match="does not end with a word"):
        from_entities("لبنانية", [{"start": 0, "end": 5, "label": "LOC", "name": "لبنان"}])


def test_readers_read_both_formats(tmp_path):
    (tmp_path / "a.conll").write_text("بُوتين\tB-PER\tB-PERS\n.\tO\tO\n\n\nنعم\tO\tO\n", "utf-8")
    assert [e.words for e in read_conll(tmp_path / "a.conll")] == [(" بوتين", " ."), (" نعم",)]
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "نعم", "entities": []}) + "\n", "utf-8")
    assert [e.labels for e in read_news(tmp_path / "a.jsonl")] == [("O",)]


def windows(head, count):
    return [Window(head, [0] * (5 + i % 40), [1], [0], [IGNORED]) for i in range(count)]


def test_batches_use_every_window_once_an_epoch_and_fit():
    plan = batches({head: windows(head, 100) for head in EPOCHS})
    assert all(len({window.head for window in batch}) == 1 for batch in plan)
    most = max(len(batch) * max(len(window.ids) for window in batch) for batch in plan)
    assert most <= 1.1 * BATCH_PIECES  # lengths are shuffled by a few pieces, so a batch is not quite ascending
    for head, epochs in EPOCHS.items():
        assert sum(len(batch) for batch in plan if batch[0].head == head) == 100 * epochs
    again = batches({head: windows(head, 100) for head in EPOCHS})
    assert plan == again


def test_tensors_pad_and_point_to_words():
    batch = [Window("news", [0, 5, 2], [1], [3], [0]), Window("news", [0, 5, 6, 2], [1, 2], [1, 2], [IGNORED, 1])]
    ids, mask, rows, columns, labels, proclitics = tensors(batch)
    assert ids.tolist() == [[0, 5, 2, 1], [0, 5, 6, 2]]
    assert mask.tolist() == [[1, 1, 1, 0], [1, 1, 1, 1]]
    assert (rows.tolist(), columns.tolist()) == ([0, 1, 1], [1, 1, 2])
    assert (labels.tolist(), proclitics.tolist()) == ([3, 1, 2], [0, IGNORED, 1])


@pytest.mark.parametrize(("as_float", "tolerance"), [(True, 1e-4), (False, 0.05)])
def test_the_exported_graph_computes_what_the_network_computes(as_float, tolerance):
    import onnxruntime

    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=60,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=40,
        type_vocab_size=2,
    )
    model = Tagger(config).eval()
    weights = {name: value.numpy() for name, value in model.state_dict().items()}
    ids = torch.randint(0, 60, (1, 17))
    largest = largest_activations(model, [ids[0].tolist()])
    assert largest["encoder.encoder.layer.1.output.dense.weight"].shape == (64,)
    session = onnxruntime.InferenceSession(build(weights, largest, config, as_float).SerializeToString())
    with torch.no_grad():
        states = model.states(ids, torch.ones_like(ids))
        expected = [model.heads["news"](states), model.heads["anercorp"](states), model.proclitics(states)]
    got = session.run(["news", "anercorp", "proclitics"], {"input_ids": ids.numpy()})
    assert [g.shape[-1] for g in got] == [len(HEADS["news"]), len(HEADS["anercorp"]), len(PROCLITICS)]
    for one, other in zip(got, expected, strict=True):
        assert np.abs(one - other.numpy()).max() < tolerance


def test_calibration_finds_the_scale():
    rng = np.random.default_rng(5)
    raw = rng.uniform(0.05, 0.95, 20_000)
    true = 1 / (1 + np.exp(-(0.5 * np.log(raw / (1 - raw)) + 0.3)))
    found = fit(raw, (rng.uniform(size=len(raw)) < true).astype(float))
    assert (found.slope, found.intercept) == (pytest.approx(0.5, abs=0.05), pytest.approx(0.3, abs=0.05))
