"""Decoding, word pieces and the embedded model."""

import itertools
import json
import pickle
import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from pipeline.taggers import load
from pipeline.taggers.decode import decode, legal, spans, viterbi
from pipeline.taggers.labels import HEADS, PROCLITICS, Proclitic
from pipeline.taggers.manifest import MANIFEST, sign
from pipeline.taggers.onnx import EMBEDDED, FILES, Calibration, OnnxTagger, choose_proclitic
from pipeline.taggers.pieces import CLS, SEP, Encoded, Part, encode, load_tokenizer, pack, spaced
from pipeline.taggers.protocol import TaggerMissing

DATA = Path(__file__).parents[1] / "data"
PROCLITIC_CASES = json.loads((DATA / "proclitics.json").read_text("utf-8"))
NEWS = HEADS["news"]


@pytest.fixture(scope="module")
def tagger():
    return OnnxTagger()


def names(tagger, text):
    return [(text[n.start : n.end], n.label) for n in tagger.tag([text])[0]]


def test_viterbi_is_the_best_legal_sequence():
    rng = np.random.default_rng(3)
    labels = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC")
    for _ in range(30):
        scores = rng.normal(size=(4, len(labels))).astype(np.float32)
        legal_paths = (
            path
            for path in itertools.product(range(len(labels)), repeat=4)
            if all(legal(labels[a], labels[b]) for a, b in itertools.pairwise((0, *path)))
        )
        best = max(legal_paths, key=lambda path: sum(scores[i, label] for i, label in enumerate(path)))
        assert viterbi(scores, labels) == list(best)


def test_spans_follow_iob2():
    assert list(spans(["B-PER", "I-PER", "B-PER", "O", "B-ORG"])) == [(0, 1, "PER"), (2, 2, "PER"), (4, 4, "ORG")]


def test_span_probability_counts_every_word_and_the_end():
    logits = np.full((2, len(NEWS)), -20.0, np.float32)
    logits[0, NEWS.index("B-PER")] = 0.0
    logits[1, NEWS.index("I-PER")] = logits[1, NEWS.index("O")] = 0.0
    logits[1, NEWS.index("O")] = 0.001
    (found,) = decode(logits, NEWS)
    assert (found.first, found.last, found.label) == (0, 0, "PER")
    assert found.probability == pytest.approx(0.5, abs=0.01)


def sentence(words, pieces=2):
    return Encoded(tuple(range(10, 10 + words * pieces)), tuple(range(0, words * pieces, pieces)))


def test_windows_hold_as_many_sentences_as_fit():
    windows = list(pack(enumerate([sentence(3), sentence(2), sentence(4), sentence(0)]), size=14))
    assert [window.parts for window in windows] == [[Part(0, 0, 3), Part(1, 0, 2)], [Part(2, 0, 4)]]
    assert windows[0].ids == [CLS, *range(10, 16), SEP, *range(10, 14), SEP]
    assert windows[0].places == [1, 3, 5, 8, 10]


def test_a_sentence_longer_than_a_window_is_cut_and_stands_alone():
    windows = list(pack(enumerate([sentence(2), sentence(200), sentence(2)]), size=100))
    assert [{part.sentence for part in window.parts} for window in windows] == [{0}, *[{1}] * (len(windows) - 2), {2}]
    assert all(len(window.ids) <= 100 for window in windows)
    covered = {word for window in windows[1:-1] for part in window.parts for word in range(part.start, part.end)}
    assert covered == set(range(200))


def test_nothing_is_decoded_from_nothing():
    assert decode(np.zeros((0, len(NEWS)), np.float32), NEWS) == []


def test_calibration_keeps_the_order():
    calibration = Calibration(0.7, -0.2)
    scores = [calibration(p) for p in (0.0, 0.1, 0.5, 0.9, 1.0)]
    assert scores == sorted(scores)
    assert 0 < scores[0] < scores[-1] < 1
    assert Calibration()(0.9) == pytest.approx(0.9)


def test_windows_cover_every_word_and_overlap():
    encoded = Encoded(tuple(range(100)), tuple(range(0, 100, 2)))
    ranges = encoded.windows(size=30, overlap=10)
    assert ranges[0] == (0, 15)
    assert ranges[-1][1] == 50
    for (start, end), (later, _) in itertools.pairwise(ranges):
        assert start < later < end
        assert end - later == 5


def test_windows_always_go_on():
    encoded = Encoded(tuple(range(270)), tuple(range(30)))
    assert encoded.windows(size=240, overlap=32) == [(0, 29), (29, 30)]


def test_a_word_longer_than_a_window_is_kept():
    encoded = Encoded(tuple(range(60)), (0, 2, 52))
    ranges = encoded.windows(size=20, overlap=4)
    assert {word for start, end in ranges for word in range(start, end)} == {0, 1, 2}
    (window,) = [window for window in pack([(0, encoded)], size=22) if window.parts == [Part(0, 1, 2)]]
    assert (len(window.ids), window.places) == (22, [1])


def test_every_word_has_a_piece(tagger):
    tokenizer = load_tokenizer(tagger.folder / "tokenizer.json")
    words = [" قال", " 😀", " ", "🇸🇾", " ولبنان"]
    (encoded,) = encode(tokenizer, [words])
    assert len(encoded.first) == len(words)
    assert len(set(encoded.first)) == len(words)


def test_words_that_were_cut_before_have_the_same_pieces(tagger):
    tokenizer = load_tokenizer(tagger.folder / "tokenizer.json")
    sentences = [[" زار", " لافروف", " دمشق", "،", " ودمشق"], [" لافروف", " 😀", " في", " دمشق"], []]
    known = {}
    assert [encode(tokenizer, [one], known)[0] for one in sentences] == encode(tokenizer, sentences)
    assert set(known) == {word for one in sentences for word in one}


def test_spaces_belong_to_the_word_after():
    assert spaced("نعم، لا\nلا", [(0, 3), (3, 4), (5, 7), (8, 10)]) == [" نعم", "،", " لا", " لا"]


@pytest.mark.parametrize(
    ("word", "wanted", "expected"),
    [
        ("ولبنان", 1, Proclitic(1, False)),
        ("للأمم", 3, Proclitic(1, True)),
        ("بوتين", 2, Proclitic(0, False)),
        ("موسكو", 1, Proclitic(0, False)),
        ("لبنان", 3, Proclitic(0, False)),
        ("وب", 1, Proclitic(0, False)),
    ],
)
def test_only_possible_proclitics_are_chosen(word, wanted, expected):
    logits = np.zeros(len(PROCLITICS), np.float32)
    logits[0], logits[wanted] = 1.0, 5.0
    assert choose_proclitic(word, logits)[0] == expected


@pytest.mark.parametrize("case", PROCLITIC_CASES, ids=lambda case: case["word"])
def test_proclitics_are_told_from_letters(tagger, case):
    from pipeline.taggers.mentions import clean

    found = tagger.tag([case["text"]])[0]
    at = case["text"].index(case["word"])
    inside = [name for name in found if at <= name.start < at + len(case["word"]) or name.start <= at < name.end]
    assert [clean(case["text"][name.start : name.end], name.article) for name in inside] == [case["name"]]


def test_tags_the_three_types(tagger):
    text = "قال الرئيس بشار الأسد في دمشق إن حزب الله اللبناني يقاتل في حلب."
    assert names(tagger, text) == [
        ("بشار الأسد", "PER"),
        ("دمشق", "LOC"),
        ("حزب الله اللبناني", "ORG"),
        ("حلب", "LOC"),
    ]


def test_finds_nothing_where_nothing_is_named(tagger):
    assert tagger.tag(["ذهب الولد إلى المدرسة صباحا.", "", "123", "!"]) == [[], [], [], []]


def test_a_document_never_depends_on_others(tagger):
    texts = [
        "وصل بوتين إلى أنقرة.",
        "التقى أردوغان في إسطنبول وزير الخارجية الروسي سيرغي لافروف " * 5,
        "نعم",
        "زار دمشق.",
    ]
    documents = ["a", "a", "b", "b"]
    together = tagger.tag(texts, documents)
    assert together == tagger.tag(texts[:2], ["a", "a"]) + tagger.tag(texts[2:], ["b", "b"])
    assert together == OnnxTagger(threads=1).tag(texts, documents)
    assert tagger.tag(texts) == [tagger.tag([text])[0] for text in texts]


def test_a_surname_is_known_by_the_full_name_before_it(tagger):
    texts = ["قالت الناشطة سعاد مبروك إن الوضع صعب.", "وأضافت مبروك أن الحل قريب."]
    both = tagger.tag(texts, ["a", "a"])
    assert [[texts[i][n.start : n.end] for n in names] for i, names in enumerate(both)] == [["سعاد مبروك"], ["مبروك"]]


def test_long_sentences_are_windowed_and_never_truncated(tagger):
    text = " ".join(["قال المتحدث إن المعارك مستمرة منذ أيام"] * 60) + " في مدينة حلب"
    assert names(tagger, text)[-1] == ("حلب", "LOC")


def test_the_model_is_at_most_32_megabytes(tagger):
    assert sum((tagger.folder / file).stat().st_size for file in FILES) <= 32e6


def test_a_folder_without_its_files_says_so(tmp_path):
    (tmp_path / "model.onnx").touch()
    with pytest.raises(TaggerMissing, match=r"tokenizer\.json, model\.json, lexicon\.tsv, SHA256SUMS missing"):
        load(str(tmp_path))


def flipped(content):
    return content[:1000] + bytes([content[1000] ^ 1]) + content[1001:]


@pytest.mark.parametrize(
    ("file", "damage"),
    [
        ("model.onnx", flipped),
        ("model.onnx", lambda content: content[: len(content) // 2]),
        ("tokenizer.json", flipped),
        ("lexicon.tsv", lambda content: content[:-1]),
        ("lexicon.tsv", lambda _: b""),
        ("model.json", lambda _: b"{}"),
    ],
    ids=["bit", "half a model", "tokenizer", "last byte", "empty lexicon", "no calibration"],
)
def test_a_damaged_file_is_named_with_the_remedy(tmp_path, file, damage):
    folder = shutil.copytree(EMBEDDED, tmp_path / "model")
    load(str(folder))
    (folder / file).write_bytes(damage((folder / file).read_bytes()))
    with pytest.raises(TaggerMissing, match=rf"model/{re.escape(file)} is damaged: get the project again"):
        load(str(folder))


@pytest.mark.parametrize("content", [b"", b"\xff\x00\n", b"no checksums here\n"])
def test_checksums_that_say_nothing_vouch_for_nothing(tmp_path, content):
    folder = shutil.copytree(EMBEDDED, tmp_path / "model")
    (folder / MANIFEST).write_bytes(content)
    with pytest.raises(TaggerMissing, match=r"model\.onnx, .*lexicon\.tsv are damaged"):
        load(str(folder))


def test_a_file_exchanged_on_purpose_is_signed(tmp_path):
    folder = shutil.copytree(EMBEDDED, tmp_path / "model")
    before = OnnxTagger(folder).fingerprint
    (folder / "lexicon.tsv").write_text("حلب\tLOC\n", "utf-8")
    sign(folder, FILES)
    assert OnnxTagger(folder).fingerprint != before == OnnxTagger(EMBEDDED).fingerprint


def test_each_head_reads_windows_of_its_own_size_and_others_on_demand():
    words = [["نعم"] * 120] * 2
    sizes = {}
    for head, pieces in (("news", None), ("anercorp", None), ("news", 64)):
        tagger = OnnxTagger(head=head, pieces=pieces)
        seen = []
        tagger._run = lambda window, features, tagger=tagger, seen=seen: (
            seen.append(len(window.ids)) or OnnxTagger._run(tagger, window, features)
        )
        tagger.tag_words(words, ["a", "a"])
        sizes[head, pieces] = max(seen)
    assert sizes["news", None] <= 160 < sizes["anercorp", None] <= 256
    assert sizes["news", 64] <= 64


def test_a_graph_of_another_version_is_refused_by_name(tmp_path):
    onnx = pytest.importorskip("onnx")
    for file in FILES:
        shutil.copy(EMBEDDED / file, tmp_path)
    value = onnx.helper.make_tensor_value_info("input_ids", onnx.TensorProto.INT64, [1])
    out = onnx.helper.make_tensor_value_info("news", onnx.TensorProto.INT64, [1])
    node = onnx.helper.make_node("Identity", ["input_ids"], ["news"])
    graph = onnx.helper.make_graph([node], "old", [value], [out])
    opset = [onnx.helper.make_opsetid("", 17)]
    onnx.save(onnx.helper.make_model(graph, opset_imports=opset, ir_version=8), str(tmp_path / "model.onnx"))
    sign(tmp_path, FILES)
    with pytest.raises(TaggerMissing, match=r"model\.onnx is of another version"):
        OnnxTagger(tmp_path).tag(["نعم"])


def test_a_tagger_travels_with_all_that_decides_what_it_finds():
    there = pickle.loads(pickle.dumps(OnnxTagger(head="anercorp", least_score=0.2, pieces=96, threads=3)))
    assert (there.head, there.least_score, there.pieces, there.threads) == ("anercorp", 0.2, 96, 1)
