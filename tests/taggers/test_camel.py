"""The camel-tools tagger, with a small BERT folder built here: no download, no network."""

import json
import math

import pytest

from pipeline.taggers import load
from pipeline.taggers.camel import CamelTagger, installed_model
from pipeline.taggers.onnx import OnnxTagger
from pipeline.taggers.protocol import TaggerMissing

LABELS = ["O", "B-PERS", "I-PERS", "B-LOC", "I-LOC", "B-MISC"]
VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "بوتين", "وإدلب", "فلاديمير", "زار", ".", "الربيع"]
WORD_LABELS = {"فلاديمير": 1, "بوتين": 2, "وإدلب": 3, "الربيع": 5}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A BERT classifier whose label of a word depends on that word alone: embeddings are one-hot, layers pass them on."""
    torch = pytest.importorskip("torch")
    from transformers import BertConfig, BertForTokenClassification

    path = tmp_path_factory.mktemp("bert")
    size = 12
    config = BertConfig(
        vocab_size=len(VOCABULARY),
        hidden_size=size,
        num_hidden_layers=1,
        num_attention_heads=1,
        intermediate_size=size,
        id2label=dict(enumerate(LABELS)),
        label2id={label: i for i, label in enumerate(LABELS)},
    )
    model = BertForTokenClassification(config)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
        for name, parameter in model.named_parameters():
            if name.endswith("LayerNorm.weight"):
                parameter.fill_(1.0)
        model.bert.embeddings.word_embeddings.weight.copy_(torch.eye(len(VOCABULARY), size))
        model.classifier.weight[0].fill_(0.1)
        for word, label in WORD_LABELS.items():
            model.classifier.weight[label, VOCABULARY.index(word)] = 9.0
        model.classifier.bias[0] = 1.0
    model.save_pretrained(path)
    settings = {"do_lower_case": False, "tokenizer_class": "BertTokenizer"}
    (path / "tokenizer_config.json").write_text(json.dumps(settings), "utf-8")
    (path / "vocab.txt").write_text("\n".join(VOCABULARY) + "\n", "utf-8")
    return path


def test_tags_words_of_a_model_folder_and_cuts_proclitics(folder):
    text = "زار فلاديمير بوتين وإدلب."
    found = load(str(folder)).tag([text, "...", ""])
    assert [(text[n.start : n.end], n.label) for n in found[0]] == [("فلاديمير بوتين", "PER"), ("إدلب", "LOC")]
    assert all(math.isnan(name.score) for name in found[0])
    assert found[1:] == [[], []]


def test_leaves_out_other_types(folder):
    assert CamelTagger(OnnxTagger(), folder).tag(["الربيع"]) == [[]]


def test_uses_the_model_that_camel_data_installed(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("CAMELTOOLS_DATA", str(tmp_path))
    dataset = {"default": "tiny", "datasets": {"tiny": {"path": "ner/tiny"}}}
    catalogue = {"version": "1", "packages": {}, "components": {"NamedEntityRecognition": dataset}}
    (tmp_path / "catalogue.json").write_text(json.dumps(catalogue), "utf-8")
    assert installed_model() is None
    (tmp_path / "data/ner").mkdir(parents=True)
    (tmp_path / "data/ner/tiny").symlink_to(folder)
    assert [name.label for name in load("camel").tag(["زار بوتين وإدلب"])[0]] == ["PER", "LOC"]


def test_missing_data_say_how_to_get_them(tmp_path, monkeypatch):
    monkeypatch.setenv("CAMELTOOLS_DATA", str(tmp_path))
    with pytest.raises(TaggerMissing, match="camel_data -i ner-arabert"):
        load("camel")


def test_unknown_tagger_names_the_choices():
    with pytest.raises(TaggerMissing, match="onnx, camel, or the path"):
        load("no-such-folder")
