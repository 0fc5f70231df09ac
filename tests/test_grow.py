"""Names that the lexicon learns from annotated texts."""

import json

import pytest

from training.grow import grown


def line(doc, text, *entities):
    """Return a line of a gold file; each surface is an entity where it first stands."""
    placed = [
        {"start": text.index(surface), "end": text.index(surface) + len(surface), "label": label, "name": surface}
        for surface, label in entities
    ]
    return json.dumps({"doc": doc, "text": text, "entities": placed}, ensure_ascii=False)


@pytest.fixture
def grow(tmp_path):
    def names(*lines):
        path = tmp_path / "gold.jsonl"
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return grown([path])

    return names


def test_two_documents_prove_a_name(grow):
    lines = [line("a", "قصف على بينين", ("بينين", "LOC")), line("b", "غارة في بينين", ("بينين", "LOC"))]
    assert grow(*lines) == [("LOC", "بينين")]
    assert grow(lines[0], lines[0].replace("قصف", "غارة")) == []


def test_a_name_that_is_mostly_a_common_word_stays_out(grow):
    lines = [line("a", "قال جسر برس", ("جسر", "ORG")), line("b", "نشر موقع جسر", ("جسر", "ORG"))]
    assert grow(*lines) == [("ORG", "جسر")]
    assert grow(*lines, line("c", "فوق جسر وتحت جسر آخر")) == []


def test_a_name_of_two_types_needs_its_share_in_each(grow):
    lines = [
        line(doc, "دخل الخابور", ("الخابور", label))
        for doc, label in (("a", "LOC"), ("b", "LOC"), ("c", "ORG"), ("d", "ORG"))
    ]
    assert grow(*lines) == []


def test_people_stay_out(grow):
    assert grow(*(line(doc, "رحم الله سامر الحلاق", ("سامر الحلاق", "PER")) for doc in "abc")) == []


def test_spellings_and_proclitics_are_one_name(grow):
    lines = [line("a", "قصف على معرة موخص", ("معرة موخص", "LOC")), line("b", "في معره موخص", ("معره موخص", "LOC"))]
    assert grow(*lines, line("c", "وبمعرة موخص", ("معرة موخص", "LOC"))) == [("LOC", "معرة موخص")]
