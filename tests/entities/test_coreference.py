"""Coreference inside one document: who has the surname when several could be meant."""

import pytest

from pipeline.entities import coreference
from pipeline.entities.coreference import Coreference


@pytest.fixture
def meant(knowledge):
    """Returns whom each of a document's persons means, given their numbers of mentions in the order of the text.

    A known entity by its id, another as its identity.
    """

    def of(names):
        identities = Coreference(knowledge).identities({("PER", name): count for name, count in names.items()}, "d0")
        return [identity.known or identity for identity in identities]

    return of


@pytest.mark.parametrize(
    ("surname", "relative", "head_id", "relative_id"),
    [
        ("ترامب", "إيفانكا ترامب", "per/donald-trump", "per/ivanka-trump"),
        ("أوباما", "ميشيل أوباما", "per/barack-obama", "per/michelle-obama"),
        ("بوش", "جيب بوش", "per/george-w-bush", "per/jeb-bush"),
        ("نتنياهو", "سارة نتنياهو", "per/benjamin-netanyahu", "per/sara-netanyahu"),
        ("القذافي", "سيف الإسلام القذافي", "per/muammar-gaddafi", "per/saif-al-islam-gaddafi"),
    ],
)
def test_a_relative_does_not_take_over_a_surname(meant, surname, relative, head_id, relative_id):
    assert meant({surname: 30, relative: 1}) == [head_id, relative_id]
    assert meant({relative: 1, surname: 30}) == [relative_id, head_id]
    assert meant({relative: 3, surname: 2}) == [relative_id, relative_id]


def test_of_two_bearers_the_one_that_a_document_is_about_has_the_surname(meant):
    rafik, saad = "per/rafic-hariri", "per/saad-hariri"
    assert meant({"رفيق الحريري": 4, "سعد الحريري": 3, "الحريري": 8}) == [rafik, saad, rafik]
    assert meant({"رفيق الحريري": 3, "سعد الحريري": 3, "الحريري": 3}) == [rafik, saad, saad]
    assert meant({"إيفانكا ترامب": 3, "دونالد ترامب": 1, "ترامب": 30})[2] == "per/donald-trump"


def test_of_two_strangers_the_one_named_more_often_has_the_surname(meant):
    burhan, samir, surname = meant({"برهان دندش": 2, "سمير دندش": 1, "دندش": 3})
    assert surname == burhan != samir
    assert meant({"برهان دندش": 1, "سمير دندش": 1, "دندش": 3})[2] not in (burhan, samir)


def test_spellings_of_a_surname_count_together(meant):
    assert meant({"إيفانكا ترامب": 3, "ترامب": 3, "ترمب": 3}) == ["per/ivanka-trump", *["per/donald-trump"] * 2]


def test_a_stranger_who_is_introduced_first_has_the_surname(meant):
    assert meant({"فلان الأسد": 1, "الأسد": 5})[1] != "per/bashar-al-assad"
    assert meant({"الأسد": 5, "فلان الأسد": 1})[0] == "per/bashar-al-assad"


def test_forms_say_where_a_name_is_from(knowledge):
    assert Coreference(knowledge).form("LOC", "إدلب").country == "SY"
    assert Coreference(knowledge).form("LOC", "عمان").country == ""


def _compared(monkeypatch, label, forms):
    """Returns how many pairs of names are compared."""
    pairs = []
    relation = coreference._RELATIONS[label]
    monkeypatch.setitem(coreference._RELATIONS, label, lambda *pair: pairs.append(pair) or relation(*pair))
    coreference.corefer(dict.fromkeys(forms, 1))
    return len(pairs)


@pytest.mark.parametrize(("label", "shared"), [("PER", "محمد"), ("ORG", "لجنة")])
def test_thousands_of_names_that_share_a_word_are_not_all_compared(monkeypatch, label, shared):
    names = [f"{shared} {'بتثجحخدذ'[n % 8]}{n}{' الثاني' * (n % 2)}" for n in range(1000)]
    forms = [coreference.Form(label, name, tuple(name.split()), name, "", "") for name in names]
    assert _compared(monkeypatch, label, forms) < len(names)


def test_a_chain_of_aliases_means_one_whatever_is_known_of_its_end(knowledge):
    names = [("ORG", f"هيئة {sign}") for sign in "بتثجح"]
    pairs = [(names[n + 1], names[n]) for n in range(4)]
    found = coreference.Coreference(knowledge).identities(dict.fromkeys(names, 1), "d0", pairs)
    assert len(set(found)) == 1


@pytest.mark.parametrize(
    ("label", "name", "bound"),
    [
        ("ORG", "بنك", True),
        ("ORG", "مكتب", True),
        ("LOC", "المزرعة", True),
        ("LOC", "مزرعة شلهوب", False),
        ("ORG", "بنك شلهوب", False),
        ("ORG", "شلهوب", False),
    ],
)
def test_a_word_that_only_says_what_a_thing_is_means_another_in_every_document(knowledge, label, name, bound):
    one, other = (Coreference(knowledge).identities({(label, name): 1}, doc_id) for doc_id in ("d0", "d1"))
    assert (one != other) is bound


def test_a_bare_word_still_stands_for_a_fuller_name_of_its_document(knowledge):
    names = {("LOC", "بنك"): 1, ("ORG", "بنك شلهوب"): 2, ("ORG", "بنك"): 1}
    _, full, short = Coreference(knowledge).identities(names, "d0")
    assert short == full
    assert not full.document


@pytest.mark.parametrize(
    ("name", "beside", "bound"),
    [
        ("وزارة الداخلية", ("PER", "شلهوب دندش"), True),
        ("وزارة الداخلية", ("LOC", "النرويج"), False),
        ("وزارة الداخلية النرويجية", ("PER", "شلهوب دندش"), False),
        ("الدفاع المدني", ("LOC", "النرويج"), True),
        ("الدفاع المدني النرويجي", ("PER", "شلهوب دندش"), False),
    ],
)
def test_an_institution_of_no_country_is_another_in_every_document(knowledge, name, beside, bound):
    names = {("ORG", name): 1, beside: 2}
    one, other = (Coreference(knowledge).identities(names, doc_id)[0] for doc_id in ("d0", "d1"))
    assert (one != other) is bound
