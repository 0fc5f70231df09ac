"""Where a text says that a place is: what speaks against a known place of that name, and what does not."""

import pandas as pd
import pytest
from documents import mentions_of

from pipeline.contracts import schema
from pipeline.entities.introduced import introduced
from pipeline.entities.whereabouts import whereabouts
from pipeline.knowledge.entry import Whereabouts
from pipeline.run import entity_of, resolve


def text_of(text, *names):
    """Return the mentions of a text of one sentence, given its names with their labels, in order."""
    mentions = mentions_of([(label, name) for label, name in names])
    starts, end = [], 0
    for _, name in names:
        starts.append(text.index(name, end))
        end = starts[-1] + len(name)
    ends = [start + len(name) for start, (_, name) in zip(starts, names, strict=True)]
    return mentions.assign(start=starts, end=ends, context=text)[schema.MENTION_FIELDS]


def meant(text, name, knowledge, *names):
    """Return the id that a name means in a text with other names, or empty where nothing is known of it."""
    mentions = text_of(text, *names)
    links, found = resolve(mentions, knowledge)
    mention = mentions.loc[mentions["name"] == name, "mention_id"].iloc[0]
    entity_id = entity_of(links, found.identities)[mention]
    known = found.entities.set_index("entity_id")["name_en_source"]
    return entity_id if known[entity_id] == "kb" else ""


@pytest.mark.parametrize(
    ("text", "one", "other", "said"),
    [
        ("قتل في منطقة الطيانة بمحافظة جيجل", "الطيانة", "جيجل", [Whereabouts("الطيانة", "جيجل")]),
        ("قرية الطيانة في ريف جيجل", "الطيانة", "جيجل", [Whereabouts("الطيانة", "جيجل")]),
        ("في بني وليد بتاونات", "بني وليد", "تاونات", [Whereabouts("بني وليد", "تاونات", loosely=True)]),
        ("بلدة حضر غربي دمشق", "حضر", "دمشق", [Whereabouts("حضر", "دمشق", loosely=True)]),
        ("نازحو عفرين في الحسكة", "عفرين", "الحسكة", []),
        ("في حلب وإدلب", "حلب", "إدلب", []),
        ("في حلب ومحافظة إدلب", "حلب", "إدلب", []),
        ("من حلب إلى محافظة إدلب", "حلب", "إدلب", []),
    ],
)
def test_a_text_says_what_a_place_lies_in(text, one, other, said):
    assert list(whereabouts(text_of(text, ("LOC", one), ("LOC", other))).get("d0", [])) == said


def test_a_nationality_says_it_of_settlements_alone():
    assert whereabouts(text_of("بلدة بني وليد المغربية", ("LOC", "بني وليد")))["d0"] == [
        Whereabouts("بني وليد", country="MA")
    ]
    assert not whereabouts(text_of("قاعدة حميميم الروسية", ("LOC", "حميميم")))
    assert not whereabouts(pd.DataFrame(columns=schema.MENTION_FIELDS))


@pytest.mark.parametrize(
    ("text", "names", "entity_id"),
    [
        ("بلدة بني وليد المغربية", ["بني وليد"], ""),
        ("بلدة بني وليد الليبية", ["بني وليد"], "loc/ly/bani-walid"),
        ("في بني وليد", ["بني وليد"], "loc/ly/bani-walid"),
        ("قصف قرية البريج بريف إدلب", ["البريج", "إدلب"], "loc/sy/al-burayj-171183"),
        ("قصف البريج وإدلب", ["البريج", "إدلب"], "loc/ps/bureij"),
        ("قصف مخيم البريج وسط غزة", ["البريج", "غزة"], "loc/ps/bureij"),
        ("في قرية أسكندرون بريف الحسكة", ["أسكندرون", "الحسكة"], "loc/sy/eskandarun-c4665"),
        ("في السخنة بريف حمص", ["السخنة", "حمص"], "loc/sy/al-sukhnah"),
        ("حلفاء الرياض في لبنان", ["الرياض", "لبنان"], "loc/sa/riyadh"),
        ("في كركوك شمالي بغداد", ["كركوك", "بغداد"], "loc/iq/kirkuk"),
        ("في أم الرشراش في فلسطين", ["أم الرشراش", "فلسطين"], "loc/il/eilat"),
    ],
)
def test_it_speaks_against_a_known_place_that_lies_elsewhere(knowledge, text, names, entity_id):
    assert meant(text, names[0], knowledge, *(("LOC", name) for name in names)) == entity_id


@pytest.mark.parametrize(
    ("text", "names", "entity_id"),
    [
        ("خورفكان وكلباء ونزوى", ["خورفكان", "كلباء", "نزوى"], ""),
        ("خورفكان وكلباء ونزوى في عمان، سلطنة عمان", ["خورفكان", "كلباء", "نزوى", "سلطنة عمان"], "loc/om/nizwa"),
        ("خورفكان ونزوى", ["خورفكان", "نزوى"], "loc/om/nizwa"),
        ("طنجة وتطوان والرشيدية", ["طنجة", "تطوان", "الرشيدية"], "loc/ma/errachidia-7280528"),
        ("تركيا وسوريا ودافوس", ["تركيا", "سوريا", "دافوس"], "loc/ch/davos"),
        ("خورفكان وكلباء وحلب", ["خورفكان", "كلباء", "حلب"], "loc/sy/aleppo"),
    ],
)
def test_a_small_place_needs_its_country_beside_several_places_far_away(knowledge, text, names, entity_id):
    assert (
        meant(text, names[-1] if names[-1] != "سلطنة عمان" else "نزوى", knowledge, *(("LOC", n) for n in names))
        == entity_id
    )


def test_a_name_of_several_places_is_another_in_every_document(knowledge):
    mentions = text_of("قصفت قرية الحميدية", ("LOC", "الحميدية"))
    links, _ = resolve(mentions, knowledge)
    assert (links["known"].tolist(), links["document"].tolist()) == ([""], ["d0"])


def test_a_place_that_is_another_is_so_in_its_document_alone(knowledge):
    one = text_of("بلدة بني وليد المغربية", ("LOC", "بني وليد"))
    links, _ = resolve(one, knowledge)
    assert links["document"].tolist() == ["d0"]


@pytest.mark.parametrize(
    ("text", "entity_id"),
    [
        ("أشار الصحفي «جميل الحسن» إلى الحفرة", ""),
        ("أشار اللواء جميل الحسن إلى الحفرة", "per/jamil-hassan"),
        ("إلى جميل الحسن", "per/jamil-hassan"),
    ],
)
def test_a_reporter_is_no_general_of_his_name(knowledge, text, entity_id):
    assert meant(text, "جميل الحسن", knowledge, ("PER", "جميل الحسن")) == entity_id


def test_the_first_word_of_a_text_is_introduced_by_none():
    assert not introduced(text_of("جميل الحسن", ("PER", "جميل الحسن")))
