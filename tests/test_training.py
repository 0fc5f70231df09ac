"""Training: readers, batches, and the exported graph against the network it was made from."""

import json
import lzma
import random
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")

from torch import nn  # noqa: E402  # torch may be missing
from transformers import BertConfig  # noqa: E402

from pipeline.taggers.decode import spans  # noqa: E402
from pipeline.taggers.labels import HEADS, PROCLITICS  # noqa: E402
from pipeline.taggers.lexicon import FEATURES, Lexicon  # noqa: E402
from pipeline.taggers.onnx import EMBEDDED as MODEL  # noqa: E402
from pipeline.taggers.onnx import OnnxTagger  # noqa: E402
from pipeline.taggers.pieces import PAD, encode, load_tokenizer, pack  # noqa: E402
from training.augment import Augmenter, names_in  # noqa: E402
from training.calibrate import fit  # noqa: E402
from training.data import (  # noqa: E402
    COLUMNS,
    IGNORED,
    RUNNING,
    SOFT_HEADS,
    Example,
    Patch,
    from_entities,
    patched,
    read_conll,
    read_news,
    read_patches,
    read_soft,
    read_wikifane,
)
from training.distil import Teacher, apart  # noqa: E402
from training.distil import label as label_softly  # noqa: E402
from training.export import build, favours, largest_activations, weights_of  # noqa: E402
from training.model import Tagger  # noqa: E402
from training.people import COMPOUNDS, Parts, full_names, hinted, read_parts  # noqa: E402
from training.restore import lexicon_vectors, restored, word_layers_of  # noqa: E402
from training.selftrain import articles, label  # noqa: E402
from training.templates import TEMPLATES, TYPES, TemplateError, Templates, slots, villages  # noqa: E402
from training.train import (  # noqa: E402
    BATCH_PIECES,
    FIELD,
    PATCHES,
    SOFT,
    Cutter,
    Stage,
    Window,
    averaged,
    batches,
    documents_of,
    freeze,
    loss_of,
    tensors,
    trained,
)

DATA = Path(__file__).parent / "data"


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


def example(words, document=""):
    return Example(tuple(f" {word}" for word in words), ("O",) * len(words), (IGNORED,) * len(words), document)


@pytest.fixture
def cutter():
    return Cutter(MODEL / "tokenizer.json", Lexicon.of([("LOC", "إدلب")]))


STAGE = Stage("trial", 3, {"news": 2, "anercorp": 0.5}, 1e-4, 1e-3, decays=True, in_context=True)


def gold():
    news = [example(["قال"] * (5 + i % 40), f"d{i // 4}") for i in range(100)]
    return {"news": news, "anercorp": news[:40], "wikifane": [], "field": [], "templates": []}


def test_batches_use_every_word_once_an_epoch_and_fit(cutter):
    plan = batches(STAGE, gold(), cutter)
    assert all(len({window.head for window in batch}) == 1 for batch in plan)
    most = max(len(batch) * max(len(window.ids) for window in batch) for batch in plan)
    assert most <= 1.1 * BATCH_PIECES  # lengths are shuffled by a few pieces, so a batch is not quite ascending
    words = {head: sum(len(e.words) for e in examples) for head, examples in gold().items()}
    seen = {head: sum(len(w.places) for b in plan for w in b if w.head == head) for head in STAGE.epochs}
    assert seen == {"news": 2 * words["news"], "anercorp": sum(len(e.words) for e in gold()["anercorp"][:20])}
    assert plan == batches(STAGE, gold(), cutter)
    longest = max(len(e.words) for e in gold()["news"])
    assert any(len(window.places) > longest for batch in plan for window in batch)  # sentences share windows


def test_sentences_of_a_document_share_windows(cutter):
    examples = [
        example(["نعم"], "a"),
        example(["وإدلب", "لا"], "a"),
        example(["نعم"], "b"),
        example(["لا"]),
        example(["لا"]),
    ]
    assert [len(group) for group in documents_of(examples)] == [2, 1, 1, 1]
    windows = [w for seed in range(20) for w in cutter.in_context("news", examples, random.Random(seed))]
    assert {len(window.places) for window in windows} == {1, 2, 3}
    assert any(window.features[window.places[-2]] for window in windows if len(window.places) == 3)
    assert all(not any(window.features) for window in cutter.alone("news", examples))


def test_running_text_is_parted_into_documents(tmp_path):
    (tmp_path / "a.conll").write_text("نعم\tO\n\n" * (RUNNING + 1), "utf-8")
    assert [len(group) for group in documents_of(list(read_conll(tmp_path / "a.conll", running=True)))] == [RUNNING, 1]
    assert len(documents_of(list(read_conll(tmp_path / "a.conll")))) == RUNNING + 1


def test_tensors_pad_and_point_to_words():
    batch = [
        Window("news", [0, 5, 2], [0, 4, 0], [1], [3], [0]),
        Window("news", [0, 5, 6, 2], [0, 0, 1, 0], [1, 2], [1, 2], [IGNORED, 1]),
    ]
    ids, features, mask, rows, columns, labels, proclitics = tensors(batch)
    assert ids.tolist() == [[0, 5, 2, 1], [0, 5, 6, 2]]
    assert features.tolist() == [[0, 4, 0, 0], [0, 0, 1, 0]]
    assert mask.tolist() == [[1, 1, 1, 0], [1, 1, 1, 1]]
    assert (rows.tolist(), columns.tolist()) == ([0, 1, 1], [1, 1, 2])
    assert (labels.tolist(), proclitics.tolist()) == ([3, 1, 2], [0, IGNORED, 1])


def test_patches_change_spans(tmp_path):
    (tmp_path / "p.tsv").write_text("# note\ns1\t6\t10\t-\tno name\ns1\t12\t24\tORG\tmissed\n", "utf-8")
    fixes = read_patches(tmp_path / "p.tsv")
    text = "وصل إلى دمشق للأمم المتحدة"
    old = [{"start": 8, "end": 12, "label": "LOC", "name": "دمشق"}]
    assert patched(text, old, []) == old
    with pytest.raises(ValueError, match=r"no entity at \(6, 10\)"):
        patched(text, old, fixes["s1"])
    (entity,) = patched(text, old, [Patch(8, 12, "-"), Patch(14, 26, "ORG")])
    assert entity == {"start": 14, "end": 26, "label": "ORG", "name": "الأمم المتحدة"}


def test_every_patch_is_well_formed():
    patches = [patch for fixes in read_patches(PATCHES).values() for patch in fixes]
    assert len(patches) > 200
    assert all(patch.start < patch.end and patch.label in {"PER", "LOC", "ORG", "-"} for patch in patches)


def test_wikifane_is_written_as_in_print(tmp_path):
    tokens = "ل O|الامم B-ORG|المتحدة I-ORG|مدن O|ها O|ب O|حلب B-LOC"
    (tmp_path / "w.conll").write_text("\n".join(tokens.replace(" ", "\t").split("|")) + "\n", "utf-8")
    (found,) = read_wikifane(tmp_path / "w.conll")
    assert found.words == (" للامم", " المتحدة", " مدنها", " بحلب")
    assert found.labels == ("B-ORG", "I-ORG", "O", "B-LOC")
    decisions = [PROCLITICS[found.proclitics[i]] for i in (0, 3)]
    assert [(decision.letters, decision.article) for decision in decisions] == [(1, True), (1, False)]


def test_changes_keep_labels_and_words_together():
    made = from_entities(
        "زار بوتين حلب وحزب الله",
        [
            {"start": 4, "end": 9, "label": "PER", "name": "بوتين"},
            {"start": 10, "end": 13, "label": "LOC", "name": "حلب"},
            {"start": 15, "end": 23, "label": "ORG", "name": "حزب الله"},
        ],
    )
    names = names_in([made])
    assert names == {"PER": [(" بوتين",)], "LOC": [(" حلب",)]}
    augment = Augmenter(names | {"ORG": [(" حركة", " فتح")]}, seed=1)
    changed = {augment(made) for _ in range(3000)}
    assert len(changed) > 10
    for one in changed:
        assert len(one.words) == len(one.labels) == len(one.proclitics)
        assert [label for _, _, label in spans(one.labels)] == ["PER", "LOC", "ORG"]
    assert any(" وحركة" in one.words for one in changed)
    assert any(" #" in one.words for one in changed)


@pytest.mark.parametrize("word_layers", [0, 1])
@pytest.mark.parametrize(("as_float", "tolerance"), [(True, 1e-4), (False, 0.05)])
def test_the_exported_graph_computes_what_the_network_computes(as_float, tolerance, word_layers):
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
    config.word_layers = word_layers
    model = Tagger(config).eval()
    nn.init.normal_(model.lexicon)
    nn.init.normal_(model.parts)
    ids = torch.randint(0, 60, (1, 17))
    hints = torch.randint(0, FEATURES, (1, 17))
    words = torch.tensor([0, 1, 4, 5, 16])
    largest = largest_activations(model, [Window("news", ids[0].tolist(), hints[0].tolist(), words.tolist(), [], [])])
    assert largest["encoder.encoder.layer.1.output.dense.weight"].shape == (64,)
    session = onnxruntime.InferenceSession(build(weights_of(model), largest, config, as_float).SerializeToString())
    with torch.no_grad():
        states = model.states(ids, hints, torch.ones_like(ids), torch.zeros_like(words), words)
        favoured = torch.from_numpy(favours())[hints[0, words]]
        expected = [model.heads["news"](states) + favoured, model.heads["anercorp"](states), model.proclitics(states)]
    inputs = {"input_ids": ids.numpy(), "lexicon": hints.numpy(), "words": words.numpy()}
    got = session.run(["news", "anercorp", "proclitics"], inputs)
    assert [g.shape[-1] for g in got] == [len(HEADS["news"]), len(HEADS["anercorp"]), len(PROCLITICS)]
    for one, other in zip(got, expected, strict=True):
        assert np.abs(one[0] - other.numpy()).max() < tolerance


@pytest.mark.parametrize("word_layers", [0, 1, 2])
def test_a_window_is_read_alike_alone_and_in_a_batch(word_layers):
    config = BertConfig(vocab_size=60, hidden_size=8, num_hidden_layers=2, num_attention_heads=1, intermediate_size=8)
    config.word_layers = word_layers
    model = Tagger(config).eval()
    windows = [([5, 6, 7, 8, 9, 10], [1, 2, 4]), ([11, 12, 13, 14], [0, 3]), ([15, 16, 17], [0, 1, 2])]
    ids = torch.tensor([pieces + [PAD] * (6 - len(pieces)) for pieces, _ in windows])
    rows = torch.tensor([row for row, (_, places) in enumerate(windows) for _ in places])
    columns = torch.tensor([place for _, places in windows for place in places])
    together = model.states(ids, torch.zeros_like(ids), (ids != PAD).long(), rows, columns)
    alone = []
    for pieces, places in windows:
        row, place = torch.tensor([pieces]), torch.tensor(places)
        alone.append(model.states(row, torch.zeros_like(row), torch.ones_like(row), torch.zeros_like(place), place))
    assert torch.allclose(together, torch.cat(alone), atol=1e-5)


def test_the_average_lies_between_the_two():
    made = averaged({"a": torch.ones(2)}, {"a": torch.zeros(2)}, 0.25)
    assert made["a"].tolist() == pytest.approx([0.75] * 2)


def test_calibration_finds_the_scale():
    rng = np.random.default_rng(5)
    raw = rng.uniform(0.05, 0.95, 20_000)
    true = 1 / (1 + np.exp(-(0.5 * np.log(raw / (1 - raw)) + 0.3)))
    found = fit(raw, (rng.uniform(size=len(raw)) < true).astype(float))
    assert (found.slope, found.intercept) == (pytest.approx(0.5, abs=0.05), pytest.approx(0.3, abs=0.05))


NAMES = {slot: ["الأمين"] if kind == "PER" else ["اللاذقية"] for slot, kind in TYPES.items()}


def test_templates_are_filled_and_parted_into_sentences():
    (first, second) = Templates(["وصل {GIVEN} إلى [قرية {CITY}|LOC].\\nشكرا ل{CITY} ول[لأمم المتحدة|ORG]"], NAMES, 1)(1)
    assert first.words == (" وصل", " الأمين", " إلى", " قرية", " اللاذقية", ".")
    assert first.labels == ("O", "B-PER", "O", "B-LOC", "I-LOC", "O")
    assert second.words == (" شكرا", " للاذقية", " وللأمم", " المتحدة")
    assert second.labels == ("O", "B-LOC", "B-ORG", "I-ORG")
    decisions = [PROCLITICS[i] for i in second.proclitics if i != IGNORED]
    assert [(d.letters, d.article) for d in decisions] == [(1, True), (2, True)]
    assert first.document == second.document != ""


def test_a_template_that_cannot_be_read_is_named():
    with pytest.raises(TemplateError, match="زار \\{WHO\\}"):
        list(Templates(["زار {WHO} دمشق"], NAMES, 1)(1))


def test_every_template_can_be_filled(knowledge):
    lines = TEMPLATES.read_text("utf-8").splitlines()
    names = slots(knowledge.entries.values(), {"ORG": [(" حزب", " الله")]})
    names["MADE"] = list(full_names(Parts(tuple(names["GIVEN"]), tuple(names["FAMILY"])), 200))
    assert all(len(listed) > 100 for listed in names.values())
    examples = list(Templates(lines, names, 1)(1))
    assert len(examples) > 500
    assert {label[2:] for example in examples for label in example.labels} == {"", *TYPES.values()}


def test_templates_are_no_promises():
    def runs(text):
        words = re.findall(r"\w+", re.sub(r"\|[A-Z]+\]", "", text))
        return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}

    promises = [case["text"] for case in json.loads((DATA / "promises.json").read_text("utf-8"))]
    templates = {run for line in TEMPLATES.read_text("utf-8").splitlines() for run in runs(line)}
    assert not [text for text in promises if runs(text) & templates]


def test_articles_are_labelled_in_turn_for_each_head(tmp_path):
    with pytest.raises(FileNotFoundError, match="holds no articles"):
        list(articles(tmp_path, 25))
    texts = [f"زار أحمد الشرع دمشق في {i} آذار. قال لا شيء." for i in range(4)]
    with lzma.open(tmp_path / "a.jsonl.xz", "wt", encoding="utf-8") as out:
        for i, text in enumerate(texts):
            out.write(json.dumps({"id": str(i), "source": f"s{i % 2}", "text": text}) + "\n")
    assert [source for source, _ in articles(tmp_path, 25)] == ["s0", "s1", "s0"]
    label(MODEL, articles(tmp_path, 10**6), tmp_path / "out")
    news = list(read_news(tmp_path / "out/raw-news.jsonl"))
    anercorp = list(read_conll(tmp_path / "out/raw-anercorp.conll"))
    assert {name for e in news for name in e.labels} == {"O", "B-PER", "I-PER", "B-LOC"}
    assert len(documents_of(news)) == 2
    assert [label for label in anercorp[0].labels if label != "O"] == ["B-PER", "I-PER", "B-LOC"]


def test_posts_have_their_kind_for_a_source(tmp_path):
    records = [
        {"id": f"{kind}-{i}", "kind": kind, "text": f"{kind} {i}"} for kind in ("telegram", "x") for i in range(3)
    ]
    with lzma.open(tmp_path / "raw.jsonl.xz", "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(record) + "\n" for record in records)
    assert [source for source, _ in articles(tmp_path, 8)] == ["telegram", "x", "telegram", "x"]


def test_parts_of_names_are_arab_and_counted(tmp_path):
    rows = ["ar\ten\tcount", "عماد\timad\t1", "عماد\temad\t3", "الحلاق\thallaq\t2", "جون\tjohn\t90", "ضياء\tdiaa\t1"]
    (tmp_path / "wikidata_names.tsv").write_text("\n".join(rows) + "\n", "utf-8")
    assert read_parts(tmp_path) == Parts(("عماد",), ("الحلاق", "عماد"))
    assert Parts(("عماد",), ()).with_more(["سعاد"], ["حداد"]) == Parts(("عماد", "سعاد"), ("حداد",))


def test_full_names_are_made_of_their_parts_and_always_the_same():
    parts = Parts(("سعاد", "نذير"), ("الحلاق",))
    names = list(full_names(parts, 300))
    assert names == list(full_names(parts, 300))
    assert {part for name in names for part in name.split()} <= {
        *parts.given,
        *parts.family,
        *" ".join(COMPOUNDS).split(),
    }
    assert all(2 <= len(name.split()) <= 9 for name in names)
    without_family = sum(not name.endswith("الحلاق") for name in names)
    assert 0 < without_family < len(names) / 3


def test_villages_are_names_in_letters():
    names = list(villages())
    assert len(names) > 5000
    assert "معوبرة" in names
    assert not [name for name in names if any(sign.isdigit() or sign in "()/" for sign in name)]


def test_a_model_is_restored_to_what_its_rounded_weights_say():
    restored_model = restored(MODEL / "model.onnx").eval()
    text = ["قتل", "أبو", "محمد", "الجولاني", "في", "بلدة", "الدانا"]
    encoded = encode(load_tokenizer(MODEL / "tokenizer.json"), [[f" {word}" for word in text]])
    (window,) = pack(enumerate(encoded))
    ids, features = torch.tensor([window.ids]), torch.zeros((1, len(window.ids)), dtype=torch.long)
    places = torch.tensor(window.places)
    with torch.no_grad():
        logits, _ = restored_model(ids, features, torch.ones_like(ids), torch.zeros_like(places), places, "anercorp")
    (shipped,) = OnnxTagger(head="anercorp").logits([[f" {word}" for word in text]])
    assert logits.argmax(1).tolist() == shipped.labels.argmax(1).tolist()
    assert np.abs(logits.numpy() - shipped.labels).mean() < 0.5


def test_some_layers_can_be_restored_in_the_order_given():
    whole = restored(MODEL / "model.onnx").state_dict()
    part = restored(MODEL / "model.onnx", [0, 3])
    name = "encoder.encoder.layer.{}.attention.self.query.weight"
    assert part.encoder.config.num_hidden_layers == len(part.encoder.encoder.layer) == 2
    for place, number in enumerate((0, 3)):
        assert torch.equal(part.state_dict()[name.format(place)], whole[name.format(number)])
    assert torch.equal(part.state_dict()["heads.news.weight"], whole["heads.news.weight"])


def test_how_many_layers_see_words_alone_is_restored(tmp_path):
    config = tiny().encoder.config
    for word_layers in (0, 1):
        config.word_layers = word_layers
        model = Tagger(config)
        onnx.save(build(weights_of(model), {}, config, True), tmp_path / "model.onnx")
        assert word_layers_of(tmp_path / "model.onnx", config.num_hidden_layers) == word_layers
    assert restored(MODEL / "model.onnx", word_layers=2).word_layers == 2


def test_parts_of_names_are_frequent_or_rare(tmp_path):
    (tmp_path / "wikidata_names.tsv").write_text("ar\ten\tcount\nأحمد\tahmad\t9\nدندش\tdandash\t2\nشلاج\tschlag\t1\n")
    (tmp_path / "google_ar2en.tsv").write_text("ar\ten\nهنيدي\thenidi\n")
    assert sorted(hinted(tmp_path)) == [("PART", "احمد"), ("RARE", "دندش"), ("RARE", "هنيدي")]


def tiny():
    return Tagger(BertConfig(vocab_size=14498, hidden_size=8, num_hidden_layers=2, num_attention_heads=1))


def test_frozen_layers_stay_and_thaw():
    model = tiny()
    freeze(model, 1)
    learning = {name for name, value in model.named_parameters() if value.requires_grad}
    assert "heads.news.weight" in learning
    assert any(name.startswith("encoder.encoder.layer.1.") for name in learning)
    assert not [name for name in learning if name.startswith(("encoder.embeddings", "encoder.encoder.layer.0."))]
    assert "lexicon" not in learning
    freeze(model, 0)
    assert all(value.requires_grad for value in model.parameters())


def test_a_teacher_gives_every_word_probabilities_and_the_student_reads_them(tmp_path):
    teacher = Teacher(MODEL, MODEL, Lexicon.of([("LOC", "إدلب")]))
    label_softly(teacher, [("post", "قصف على إدلب. وصل أبو محمد."), ("post", " \n")], tmp_path / "field")
    first, second = read_soft(tmp_path / "field")
    assert first.words == (" قصف", " على", " إدلب", ".")
    assert first.document == second.document == "post/0"
    assert first.soft.shape == (4, COLUMNS)
    news, anercorp = len(HEADS["news"]), len(HEADS["anercorp"])
    for columns in np.split(first.soft.astype(float), [news, news + anercorp], axis=1):
        assert np.allclose(columns.sum(axis=1), 1, atol=0.01)
    assert HEADS["news"][int(first.soft[2, :news].argmax())] == "B-LOC"


def test_what_the_export_adds_is_taken_off_what_a_teacher_says():
    words = [[" وصل", " حزب", " الله"]]
    with_hint = Teacher(MODEL, None, Lexicon.of([("ORG", "حزب الله")]))(words)[0]
    without = Teacher(MODEL, None, Lexicon.of([]))(words)[0]
    organisation = HEADS["news"].index("B-ORG")
    assert with_hint[1, organisation] < without[1, organisation]
    assert np.allclose(with_hint[0], without[0])


def test_raw_documents_that_share_text_with_gold_are_left_out(tmp_path):
    sentence = "واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية"
    (tmp_path / "dev.jsonl").write_text(json.dumps({"text": sentence, "entities": []}) + "\n", "utf-8")
    drawn = [("a", f"قبل ذلك {sentence}، وبعده"), ("b", "واحد اثنان ثلاثة أربعة خمسة ستة"), ("c", "غير ذلك")]
    assert [source for source, _ in apart(drawn, [tmp_path / "dev.jsonl"])] == ["b", "c"]
    assert list(apart(drawn, [])) == drawn


def soft_window(decided):
    """A window of two words of which a teacher is sure that they are outside, or people, for every head."""
    soft = np.zeros((2, COLUMNS), np.float16)
    at = 0
    for head in SOFT_HEADS:
        soft[:, at + HEADS[head].index(decided)] = 1
        at += len(HEADS[head])
    soft[:, at] = 1
    return Window(SOFT, [0, 7, 8, 2], [0] * 4, [1, 2], [0, 0], [IGNORED] * 2, soft)


def test_a_student_learns_what_its_teacher_says():
    torch.manual_seed(2)
    model = tiny()
    optimiser = torch.optim.AdamW(model.parameters(), lr=0.02)
    before = loss_of(model, [soft_window("B-PER")]).item()
    for _ in range(20):
        loss = loss_of(model, [soft_window("B-PER")])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    assert loss.item() < before / 3
    assert loss_of(model, [soft_window("O")]).item() > before


def test_soft_sentences_are_learned_as_they_are(cutter):
    soft = np.eye(COLUMNS, dtype=np.float16)[:5]
    taught = [
        Example(
            tuple(f" {word}" for word in ["قال", "إن", "إدلب", "آمنة", "اليوم"]), ("O",) * 5, (IGNORED,) * 5, "d", soft
        )
    ]
    stage = Stage("trial", 3, {"soft_field": 2}, 1e-4, 1e-3, decays=True, in_context=True)
    plan = batches(stage, gold() | {"soft_field": taught}, cutter)
    windows = [window for batch in plan for window in batch]
    assert [window.head for window in windows] == [SOFT, SOFT]
    assert all(np.array_equal(window.soft, soft) for window in windows)


def test_people_can_be_exchanged_more_often_than_others():
    text = [example(["زار", "أحمد", "حمص"])]
    labelled = replace(text[0], labels=("O", "B-PER", "B-LOC"), proclitics=(IGNORED, 0, 0))
    others = {"PER": [(" سمير",)], "LOC": [(" درعا",)]}
    changed = [Augmenter(others, seed, 0.0, people=1.0)(labelled) for seed in range(20)]
    assert not [one for one in changed if any("حمد" in word for word in one.words)]
    assert not [one for one in changed if any("درعا" in word for word in one.words)]


def test_vectors_of_the_lexicon_are_solved_for():
    model = Tagger(BertConfig(vocab_size=9, hidden_size=4, num_hidden_layers=1, num_attention_heads=1))
    torch.nn.init.normal_(model.lexicon)
    torch.nn.init.normal_(model.parts)
    hints = model.hints().detach().numpy()
    for name, vectors in lexicon_vectors(hints).items():
        getattr(model, name).data = torch.tensor(vectors)
    assert np.allclose(model.hints().detach().numpy(), hints, atol=1e-5)


def test_the_last_stage_alone_runs_upon_a_start(tmp_path):
    stage = replace(FIELD, name="trial", epochs={"news": 1}, half=True)
    config = BertConfig(
        vocab_size=14498, hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8
    )
    model = Tagger(config)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    cutter = Cutter(MODEL / "tokenizer.json", Lexicon.of([("LOC", "إدلب")]))
    after = trained(stage, model, before, 1.0, gold=gold(), cutter=cutter, out=tmp_path)
    assert all(torch.equal(after[name], value) for name, value in before.items() if name != "lexicon")
    again = trained(stage, model, before, 0.0, gold={}, cutter=cutter, out=tmp_path)
    assert not torch.equal(again["heads.news.weight"], before["heads.news.weight"])
