"""The stage that applies forced and forbidden names, on mentions of the fake tagger."""

import pandas as pd
import pytest
from corrections import corrections
from fake import FakeTagger

from pipeline.contracts import schema
from pipeline.correct import correct
from pipeline.entities.corrections import NONE
from pipeline.normalize import normalize
from pipeline.tag import tag


@pytest.fixture
def tagged(knowledge):
    """Returns the mentions of documents, corrected."""

    def of(texts, names, *rows):
        documents = pd.DataFrame({"doc_id": [f"d{i}" for i in range(len(texts))], "text": texts})
        sentences = normalize(documents)
        return correct(sentences, tag(sentences, FakeTagger(names)), corrections(knowledge, *rows))

    return of


@pytest.fixture
def shown(tagged):
    """Returns the label and name of each mention of one text, corrected."""

    def of(text, names, *rows):
        mentions = tagged([text], names, *rows)
        assert all(text[row.start : row.end] == row.surface for row in mentions.itertuples())
        return list(zip(mentions["label"], mentions["name"], strict=True))

    return of


@pytest.mark.parametrize(
    ("written", "surface"),
    [
        ("دندش", "دندش"),
        ("ودندش", "دندش"),
        ("بدندش", "دندش"),
        ("ولدندش", "دندش"),
        ("دُنْدُش", "دُنْدُش"),
        ("دنـــدش", "دنـــدش"),
        ("«دندش»", "دندش"),
        ("#دندش_الآن", "دندش"),
    ],
)
def test_a_forced_name_is_tagged_with_proclitics_and_signs_around_it(tagged, written, surface):
    text = f"زار {written} حلب"
    mentions = tagged([text], {}, "force,دندش,PER")
    assert list(mentions["surface"]) == [surface]
    assert list(mentions["name"]) == ["دندش"]
    assert list(mentions["score"]) == [1.0]
    assert list(mentions["tagger"]) == ["names"]


@pytest.mark.parametrize("text", ["الدندشي", "دندشية", "ودندشهم", "أدندش", "دندش2", "فيدندش", "دن"])
def test_a_forced_name_inside_a_longer_word_is_not_tagged(shown, text):
    assert shown(f"زار {text} حلب", {}, "force,دندش,PER") == []


@pytest.mark.parametrize(
    ("forced", "text", "name"),
    [
        ("عبد الله دندش", "قال عبدالله دندش", "عبدالله دندش"),
        ("كفردندش", "في كفر دندش", "كفر دندش"),
        ("أبو بكر", "مع وأبي بكر أمس", "أبي بكر"),
        ("ابن دندش", "قال بن دندش", "بن دندش"),
        ("هيئة الأدب", "قالت هيئه الادب", "هيئه الادب"),
        ("نادي دندش", "وفاز نادى_دندش", "نادى دندش"),
        ("نادي دندش", "وفاز نادي «دندش»", "نادي دندش"),
        ("الأمم المتحدة", "للأمم المتحدة", "الأمم المتحدة"),
        ("اللاذقية", "وللاذقية", "اللاذقية"),
        ("اللبابيدي", "شكرا للبابيدي", "اللبابيدي"),
        ("لبنان", "شكرا للبنان", "لبنان"),
        ("وليد", "شكر ووليد", "وليد"),
        ("ا.ف.ب", "قالت ا.ف.ب أمس", "ا.ف.ب"),
        ("أوبك+", "قررت أوبك+ الخفض", "أوبك+"),
        ("ACME", "شركة acme", "acme"),
    ],
)
def test_a_forced_name_is_found_in_every_spelling(shown, forced, text, name):
    assert shown(text, {}, f"force,{forced},ORG") == [("ORG", name)]


@pytest.mark.parametrize(
    ("forced", "text"),
    [
        ("دمشق حلب", "من دمشق، حلب"),
        ("دمشق حلب", "إلى دمشق. حلب"),
        ("دمشق حلب", "دمشق وحلب"),
        ("أوبك+", "قررت أوبك الخفض"),
        ("عمر", "قال عمرو"),
        ("الأسد", "قال أسد"),
        ("أسد", "قال الأسد"),
    ],
)
def test_other_names_are_not_taken_for_a_forced_one(shown, forced, text):
    assert shown(text, {}, f"force,{forced},LOC") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("زار دندش حلب", "دندش"),
        ("زار ودندش حلب", "ودندش"),
        ("زار «دندش» حلب", "«دندش»"),
        ("زار نادي دندش حلب", "نادي"),
    ],
)
def test_a_forced_name_wins_over_what_the_tagger_found_there(shown, text, found):
    row = "force,نادي دندش,PER" if "نادي" in text else "force,دندش,PER"
    assert [label for label, _ in shown(text, {found: "ORG", "حلب": "LOC"}, row)] == ["PER", "LOC"]


def test_a_forced_name_wins_over_one_that_it_shares_a_part_with(shown):
    assert shown("زار نادي دندش حلب", {"دندش حلب": "ORG"}, "force,نادي دندش,ORG") == [("ORG", "نادي دندش")]
    rows = ("force,دندش,PER", "force,حلب الجديدة,LOC")
    assert shown("زار دندش حلب الجديدة", {"دندش حلب": "ORG"}, *rows) == [("PER", "دندش"), ("LOC", "حلب الجديدة")]


def test_a_longer_name_of_the_tagger_s_stays(shown):
    names = {"جامعة دندش": "ORG", "حلب": "LOC"}
    text = "في جامعة دندش في حلب ومع دندش"
    kept = [("ORG", "جامعة دندش"), ("LOC", "حلب")]
    assert shown(text, names, "force,دندش,PER") == [*kept, ("PER", "دندش")]
    assert shown("قال «جامعة ودندش»", {"جامعة ودندش": "ORG"}, "force,دندش,PER") == [("ORG", "جامعة ودندش")]
    apart = [("PER", "دندش"), ("LOC", "حلب"), ("PER", "دندش")]
    assert shown(text, names, "force,دندش,PER", "forbid,جامعة دندش") == apart


def test_of_forced_names_the_longer_wins(shown):
    rows = ("force,دندش,PER", "force,نادي دندش,ORG", "force,دندش حلب,LOC")
    assert shown("زار نادي دندش وقال دندش", {}, *rows) == [("ORG", "نادي دندش"), ("PER", "دندش")]
    assert shown("زار نادي دندش حلب", {}, *rows) == [("ORG", "نادي دندش")]


def test_mentions_stay_in_the_order_of_the_text(tagged):
    mentions = tagged(["حلب ثم دندش ثم حلب", "دندش في حلب"], {"حلب": "LOC"}, "force,دندش,PER")
    assert list(mentions["mention_id"]) == ["d0:0-3", "d0:7-11", "d0:15-18", "d1:0-4", "d1:8-11"]
    assert list(mentions.columns) == schema.MENTION_FIELDS


def test_a_forbidden_name_is_not_tagged(shown):
    names = {"دندش": "PER", "دنـــدش": "PER", "نادي دندش": "ORG"}
    assert shown("زار ودندش نادي دندش", names, "forbid,دندش") == [("ORG", "نادي دندش")]
    assert shown("زار أدهم", {"أدهم": "PER"}, "forbid,ادهم") == []


def test_a_name_is_forbidden_with_one_label_only(shown):
    assert shown("زار دندش", {"دندش": "PER"}, "forbid,دندش,LOC") == [("PER", "دندش")]
    assert shown("زار دندش", {"دندش": "LOC"}, "forbid,دندش,loc") == []
    assert shown("زار دندش", {"دندش": "LOC"}, "forbid,دندش,LOC", "force,دندش,PER") == [("PER", "دندش")]


def test_no_corrections_change_nothing(knowledge):
    sentences = normalize(pd.DataFrame({"doc_id": ["d"], "text": ["زار دندش حلب"]}))
    mentions = tag(sentences, FakeTagger({"دندش": "PER", "حلب": "LOC"}))
    pd.testing.assert_frame_equal(correct(sentences, mentions, NONE), mentions)
    corrected = corrections(knowledge, "force,دندش,PER", "forbid,حلب")
    assert correct(sentences[:0], mentions[:0], corrected).empty
