"""The analyst's corrections: every action, every error with its row, the files that spreadsheets write."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from pipeline import files, schema
from pipeline.arabic.folding import fold
from pipeline.arabic.occurrences import NameFinder
from pipeline.cli import main as kayan
from pipeline.corrections import NONE, Corrections, parse, read_names
from pipeline.names import correct, main
from pipeline.normalize import frame, sentences_of
from pipeline.resolve import main as resolve_main
from pipeline.resolve import resolve, resolve_corrected
from pipeline.run import extract, run
from pipeline.tabulate import read_table, write_tables
from pipeline.tag import tag
from pipeline.taggers.fake import FakeTagger

HEADER = "action,name,label,entity_id,note\n"


def corrections(*rows):
    """The corrections of rows that have no problem."""
    found, problems = parse(HEADER + "\n".join(rows), "names.csv")
    assert problems == []
    return found


def problems(*rows):
    """The rows and problems of a names file."""
    return [(problem.file, problem.problem) for problem in parse(HEADER + "\n".join(rows), "names.csv")[1]]


def tagged(texts, names, *rows):
    """The mentions of documents, corrected."""
    sentences = frame(one for i, text in enumerate(texts) for one in sentences_of(f"d{i}", text, "s"))
    return correct(sentences, tag(sentences, FakeTagger(names)), corrections(*rows))


def shown(text, names, *rows):
    """The label and name of each mention of one text, corrected."""
    mentions = tagged([text], names, *rows)
    assert all(text[row.start : row.end] == row.surface for row in mentions.itertuples())
    return list(zip(mentions["label"], mentions["name"], strict=True))


def entities(documents, *rows):
    """The names of each entity by its id, and the problems, of documents whose names the fake tagger knows by label."""
    names = {name: label for document in documents for name, label in document.items()}
    found = corrections(*rows)
    mentions = tagged([" ثم ".join(document) for document in documents], names)
    resolved, unknown = resolve_corrected(mentions, found)
    named = dict(zip(mentions["mention_id"], mentions["name"], strict=True))
    ids = zip(resolved["entity_id"], resolved["mention_ids"], strict=True)
    return {entity_id: sorted({named[mention] for mention in group}) for entity_id, group in ids}, unknown


def merged(documents, *rows):
    """The names of each entity, without their ids; there is no problem."""
    found, unknown = entities(documents, *rows)
    assert unknown == []
    return sorted(found.values())


# Names to tag always


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
def test_a_forced_name_is_tagged_with_proclitics_and_signs_around_it(written, surface):
    text = f"زار {written} حلب"
    mentions = tagged([text], {}, "force,دندش,PER")
    assert list(mentions["surface"]) == [surface]
    assert list(mentions["name"]) == ["دندش"]
    assert list(mentions["score"]) == [1.0]
    assert list(mentions["tagger"]) == ["names"]


@pytest.mark.parametrize("text", ["الدندشي", "دندشية", "ودندشهم", "أدندش", "دندش2", "فيدندش", "دن"])
def test_a_forced_name_inside_a_longer_word_is_not_tagged(text):
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
def test_a_forced_name_is_found_in_every_spelling(forced, text, name):
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
def test_other_names_are_not_taken_for_a_forced_one(forced, text):
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
def test_a_forced_name_wins_over_what_the_tagger_found_there(text, found):
    row = "force,نادي دندش,PER" if "نادي" in text else "force,دندش,PER"
    assert [label for label, _ in shown(text, {found: "ORG", "حلب": "LOC"}, row)] == ["PER", "LOC"]


def test_a_forced_name_wins_over_one_that_it_shares_a_part_with():
    assert shown("زار نادي دندش حلب", {"دندش حلب": "ORG"}, "force,نادي دندش,ORG") == [("ORG", "نادي دندش")]
    rows = ("force,دندش,PER", "force,حلب الجديدة,LOC")
    assert shown("زار دندش حلب الجديدة", {"دندش حلب": "ORG"}, *rows) == [("PER", "دندش"), ("LOC", "حلب الجديدة")]


def test_a_longer_name_of_the_tagger_s_stays():
    names = {"جامعة دندش": "ORG", "حلب": "LOC"}
    text = "في جامعة دندش في حلب ومع دندش"
    kept = [("ORG", "جامعة دندش"), ("LOC", "حلب")]
    assert shown(text, names, "force,دندش,PER") == [*kept, ("PER", "دندش")]
    assert shown("قال «جامعة ودندش»", {"جامعة ودندش": "ORG"}, "force,دندش,PER") == [("ORG", "جامعة ودندش")]
    apart = [("PER", "دندش"), ("LOC", "حلب"), ("PER", "دندش")]
    assert shown(text, names, "force,دندش,PER", "forbid,جامعة دندش") == apart


def test_of_forced_names_the_longer_wins():
    rows = ("force,دندش,PER", "force,نادي دندش,ORG", "force,دندش حلب,LOC")
    assert shown("زار نادي دندش وقال دندش", {}, *rows) == [("ORG", "نادي دندش"), ("PER", "دندش")]
    assert shown("زار نادي دندش حلب", {}, *rows) == [("ORG", "نادي دندش")]


def test_mentions_stay_in_the_order_of_the_text():
    mentions = tagged(["حلب ثم دندش ثم حلب", "دندش في حلب"], {"حلب": "LOC"}, "force,دندش,PER")
    assert list(mentions["mention_id"]) == ["d0:0-3", "d0:7-11", "d0:15-18", "d1:0-4", "d1:8-11"]
    assert list(mentions.columns) == schema.MENTION_FIELDS


def test_the_fold_of_a_name_ends_with_the_fold_of_its_last_word():
    for name in ("أبي بكر", "آل ثاني", "ابن سلمان", "أبا أحمد", "عبد الله أميركي", "علي بن أبي"):
        assert fold(name).endswith(fold(name.split()[-1]))


def test_a_name_finder_without_names_finds_nothing():
    assert NameFinder([]).find("زار دندش حلب") == []
    assert NameFinder(["؟"]).find("متى؟") == []


# Names never to tag


def test_a_forbidden_name_is_not_tagged():
    names = {"دندش": "PER", "دنـــدش": "PER", "نادي دندش": "ORG"}
    assert shown("زار ودندش نادي دندش", names, "forbid,دندش") == [("ORG", "نادي دندش")]
    assert shown("زار أدهم", {"أدهم": "PER"}, "forbid,ادهم") == []


def test_a_name_is_forbidden_with_one_label_only():
    assert shown("زار دندش", {"دندش": "PER"}, "forbid,دندش,LOC") == [("PER", "دندش")]
    assert shown("زار دندش", {"دندش": "LOC"}, "forbid,دندش,loc") == []
    assert shown("زار دندش", {"دندش": "LOC"}, "forbid,دندش,LOC", "force,دندش,PER") == [("PER", "دندش")]


def test_no_corrections_change_nothing():
    sentences = frame(sentences_of("d", "زار دندش حلب", "s"))
    mentions = tag(sentences, FakeTagger({"دندش": "PER", "حلب": "LOC"}))
    pd.testing.assert_frame_equal(correct(sentences, mentions, NONE), mentions)
    pd.testing.assert_frame_equal(resolve_corrected(mentions, NONE)[0], resolve(mentions))
    assert correct(frame(iter(())), mentions[:0], corrections("force,دندش,PER", "forbid,حلب")).empty


# Names that mean one entity


def test_a_merged_name_means_the_entity_in_every_document():
    documents = [{"برهان دندش": "PER", "أبو شهاب": "PER"}, {"أبو شهاب": "PER"}, {"برهان دندش": "PER"}]
    assert merged(documents) == [["أبو شهاب"], ["أبو شهاب"], ["برهان دندش"]]
    assert merged(documents, "merge,ابو شهاب,PER,برهان دندش") == [["أبو شهاب", "برهان دندش"]]


def test_a_merge_keeps_the_entity_s_id():
    documents = [{"برهان دندش": "PER", "أبو شهاب": "PER"}]
    before, _ = entities(documents)
    entity_id = next(one for one, names in before.items() if names == ["برهان دندش"])
    assert entity_id.startswith("per/x-")
    after, unknown = entities(documents, f"merge,أبو شهاب,,{entity_id}")
    assert after == {entity_id: ["أبو شهاب", "برهان دندش"]}
    assert unknown == []


def test_a_name_can_be_merged_with_what_the_knowledge_base_knows():
    documents = [{"أبو دندش": "PER"}]
    for entity in ("per/bashar-al-assad", "بشار الأسد"):
        assert entities(documents, f"merge,أبو دندش,PER,{entity}") == ({"per/bashar-al-assad": ["أبو دندش"]}, [])


def test_short_forms_go_along_with_a_merged_name():
    documents = [{"برهان دندش": "PER", "دندش": "PER"}, {"علان الشهابي": "PER"}]
    assert merged(documents, "merge,برهان دندش,PER,علان الشهابي") == [["برهان دندش", "دندش", "علان الشهابي"]]


def test_a_short_form_that_is_merged_leaves_the_others():
    documents = [{"برهان دندش": "PER", "دندش": "PER"}, {"علان الشهابي": "PER"}]
    assert merged(documents, "merge,دندش,PER,علان الشهابي") == [["برهان دندش"], ["دندش", "علان الشهابي"]]


def test_merges_are_followed_to_the_end():
    documents = [{"فلان الأول": "PER", "علان الثاني": "PER", "ترتان الثالث": "PER"}]
    rows = ("merge,فلان الأول,PER,علان الثاني", "merge,علان الثاني,PER,ترتان الثالث")
    assert merged(documents, *rows) == merged(documents, *reversed(rows)) == [sorted(documents[0])]


def test_a_merge_does_not_touch_the_same_name_of_another_label():
    documents = [{"دندش": "LOC"}, {"علان الشهابي": "PER"}]
    assert merged(documents, "merge,دندش,PER,علان الشهابي") == [["دندش"], ["علان الشهابي"]]


def test_a_name_that_always_means_what_is_known_can_be_merged_with():
    documents = [{"عباس": "PER", "رام الله": "LOC", "فلسطين": "LOC", "أبو دندش": "PER"}]
    before, _ = entities(documents)
    assert before["per/mahmoud-abbas"] == ["عباس"]
    after, unknown = entities(documents, "merge,أبو دندش,PER,عباس")
    assert (after["per/mahmoud-abbas"], unknown) == (["أبو دندش", "عباس"], [])


def test_the_documents_entity_of_a_name_comes_before_the_known_one():
    documents = [{"عباس": "PER", "جعفر": "PER", "حلب": "LOC"}]
    assert merged(documents, "merge,جعفر,PER,عباس") == [["جعفر", "عباس"], ["حلب"]]
    assert "per/mahmoud-abbas" not in entities(documents, "merge,جعفر,PER,عباس")[0]


def test_a_name_that_is_another_man_in_every_document_may_be_merged_into_one():
    documents = [{"دندش": "PER"}, {"دندش": "PER"}, {"فلان الشهابي": "PER"}]
    before, _ = entities(documents)
    one, _ = (entity_id for entity_id, names in before.items() if names == ["دندش"])
    after, unknown = entities(documents, f"merge,دندش,,{one}")
    assert (after[one], len(after), unknown) == (["دندش"], 2, [])
    assert merged(documents, f"merge,دندش,,{one}", f"merge,فلان الشهابي,,{one}") == [["دندش", "فلان الشهابي"]]


def test_a_name_of_several_entities_is_no_target():
    documents = [{"دندش": "PER"}, {"دندش": "PER"}, {"فلان الشهابي": "PER"}]
    found, unknown = entities(documents, "merge,فلان الشهابي,PER,دندش")
    assert len(found) == 3
    assert "not one only" in unknown[0].problem


def test_a_split_does_not_join_men_of_several_documents():
    documents = [{"دندش": "PER"}, {"دندش": "PER"}]
    assert merged(documents, "split,دندش,PER") == [["دندش"], ["دندش"]]


def test_merges_that_the_documents_close_to_a_circle_are_told():
    documents = [{"دندش": "PER", "شهاب": "PER"}]
    before, _ = entities(documents)
    ids = {names[0]: entity_id for entity_id, names in before.items()}
    after, unknown = entities(documents, f"merge,دندش,,{ids['شهاب']}", f"merge,شهاب,,{ids['دندش']}")
    assert after == before
    assert [problem.file for problem in unknown] == ["names.csv, row 2", "names.csv, row 3"]


def test_a_forced_name_may_say_whom_it_means():
    mentions = extract("زار دندش حلب", FakeTagger({"حلب": "LOC"}), corrections("force,دندش,,per/bashar-al-assad"))
    assert [(one.name, one.entity.entity_id) for one in mentions] == [
        ("دندش", "per/bashar-al-assad"),
        ("حلب", "loc/sy/aleppo"),
    ]


@pytest.mark.parametrize("entity", ["per/x-somebody-000000", "ترتان الثالث"])
def test_an_entity_that_is_nowhere_is_a_problem_only_when_the_name_is_there(entity):
    row = f"merge,أبو دندش,PER,{entity}"
    found, unknown = entities([{"أبو دندش": "PER"}], row)
    assert list(found.values()) == [["أبو دندش"]]
    assert [(one.file, one.stage) for one in unknown] == [("names.csv, row 2", "names")]
    assert entity in unknown[0].problem
    assert entities([{"برهان دندش": "PER"}], row)[1] == []


# Names that do not mean an entity


def test_a_split_name_becomes_an_entity_of_its_own():
    documents = [{"الأسد": "PER", "بشار الأسد": "PER"}]
    assert merged(documents) == [["الأسد", "بشار الأسد"]]
    for entity in ("", "per/bashar-al-assad", "بشار الأسد"):
        assert merged(documents, f"split,الأسد,PER,{entity}") == [["الأسد"], ["بشار الأسد"]]


def test_a_split_touches_no_other_name_and_no_other_entity():
    documents = [{"برهان دندش": "PER", "برهان": "PER", "دندش": "PER"}, {"سمير دندش": "PER", "دندش": "PER"}]
    before, _ = entities(documents)
    burhan = next(one for one, names in before.items() if "برهان دندش" in names)
    after, _ = entities(documents, f"split,دندش,PER,{burhan}")
    assert sorted(after.values()) == [["برهان", "برهان دندش"], ["دندش"], ["دندش", "سمير دندش"]]
    assert set(before) < set(after)


def test_spellings_of_a_split_name_stay_together():
    documents = [{"ادلب": "LOC", "إدلب": "LOC"}, {"أدلب": "LOC"}]
    assert merged(documents, "split,إدلب,LOC") == [["أدلب", "إدلب", "ادلب"]]
    assert "loc/sy/idlib" not in entities(documents, "split,إدلب,LOC")[0]


def test_a_name_split_from_one_entity_may_be_merged_with_another():
    documents = [{"الأسد": "PER", "بشار الأسد": "PER", "برهان دندش": "PER"}]
    rows = ("split,الأسد,PER,per/bashar-al-assad", "merge,الأسد,PER,برهان دندش")
    assert merged(documents, *rows) == [["الأسد", "برهان دندش"], ["بشار الأسد"]]


# Rows that cannot be used


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("tag,دندش,PER", "the action tag is unknown"),
        (",دندش,PER", "no action"),
        ("force,,PER", "no name"),
        ("force,؟؟؟,PER", "no letters in the name ؟؟؟"),
        ("force,دندش|شهاب,PER", "more than one name"),
        ("force,دندش,MISC", "the label MISC is unknown"),
        ("force,دندش", "no label"),
        ("merge,دندش,PER", "no entity to merge with"),
        ("merge,دندش,,برهان دندش", "no label"),
        ("split,دندش", "no label"),
        ("forbid,دندش,PER,per/bashar-al-assad", "a forbidden name means no entity"),
        ("merge,دندش,PER,per/nobody-at-all", "no entity has the id per/nobody-at-all"),
        ("merge,دندش,PER,loc/sy/idlib", "loc/sy/idlib is not the id of a PER"),
        ("merge,دندش,PER,؟", "؟ is neither an id nor a name"),
        ("merge,دندش,PER,دندش", "دندش means this entity already"),
        ("split,برهان دندش,PER,برهان دندش", "برهان دندش is the entity's own name"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_and_the_others_apply(row, problem):
    found, met = parse(f"{HEADER}forbid,حلب\n{row}\nforce,شهاب,PER\n", "names.csv")
    assert [(one.file, one.stage, one.problem) for one in met] == [("names.csv, row 3", "names", problem)]
    assert met[0].remedy
    assert [one.name for one in found.rows] == ["حلب", "شهاب"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("force,دندش,PER", "forbid,دندش"),
        ("forbid,أدهم,PER", "force,ادهم,PER"),
        ("force,دندش,PER", "force,دندش,LOC"),
        ("merge,دندش,PER,برهان شهاب", "merge,دندش,PER,علان شهاب"),
        ("force,دندش,PER,برهان شهاب", "merge,دندش,PER,علان شهاب"),
        ("merge,دندش,PER,برهان شهاب", "split,دندش,PER"),
        ("split,دندش,PER,برهان شهاب", "merge,دندش,PER,برهان شهاب"),
        ("merge,دندش,PER,per/bashar-al-assad", "split,دندش,PER,بشار الأسد"),
    ],
)
def test_of_two_rows_that_contradict_each_other_the_first_counts(first, second):
    found, met = parse(HEADER + f"{first}\n{second}\n", "names.csv")
    assert [one.row for one in found.rows] == ["names.csv, row 2"]
    assert [one.file for one in met] == ["names.csv, row 3"]
    assert "contradicts names.csv, row 2" in met[0].problem


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("force,دندش,PER", "force,دندش,PER"),
        ("force,دندش,PER", "merge,دندش,PER,برهان شهاب"),
        ("merge,دندش,PER,بشار الأسد", "merge,دندش,PER,per/bashar-al-assad"),
        ("merge,دندش,PER,برهان شهاب", "merge,دندش,ORG,نادي دندش"),
        ("split,دندش,PER,برهان شهاب", "split,دندش,PER,علان شهاب"),
        ("force,دندش,PER", "forbid,دندش الأول"),
    ],
)
def test_rows_that_agree_are_both_used(first, second):
    assert len(corrections(first, second).rows) == 2


def test_a_circle_of_merges_is_told():
    rows = ("merge,فلان أ,PER,فلان ب", "merge,فلان ب,PER,فلان ج", "merge,فلان ج,PER,فلان أ")
    assert [file for file, problem in problems(*rows) if "circle" in problem] == ["names.csv, row 4"]


def test_a_circle_by_ids_is_told():
    first, second = sorted(entities([{"برهان دندش": "PER"}, {"علان الشهابي": "PER"}])[0].items())
    rows = (f"merge,{first[1][0]},,{second[0]}", f"merge,{second[1][0]},,{first[0]}")
    assert [file for file, problem in problems(*rows) if "circle" in problem] == ["names.csv, row 3"]


# Files


CELLS = [["action", "name", "label", "entity_id", "note"], ["force", "دندش", "PER", "", "a, b; c"], ["forbid", "حلب"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_files_of_every_spreadsheet_are_read(tmp_path, encoding, separator, line_end):
    lines = [separator.join(f'"{cell}"' for cell in cells) for cells in CELLS]
    path = tmp_path / "names.csv"
    path.write_bytes((line_end.join(lines) + line_end).encode(encoding))
    found, met = read_names(path)
    assert met == []
    assert [(one.action, one.name, one.label) for one in found.rows] == [
        ("force", "دندش", "PER"),
        ("forbid", "حلب", ""),
    ]


def test_columns_may_stand_in_any_order_among_those_of_the_tables():
    text = "entity_id;Name ;mentions;Action\nper/bashar-al-assad;دندش;3;Merge\n\n;;;\n"
    found, met = parse(text, "names.csv")
    assert met == []
    assert [(one.row, one.label) for one in found.rows] == [("names.csv, row 2", "PER")]


def test_rows_count_as_in_a_spreadsheet():
    text = HEADER + 'force,دندش,PER,,"a note\nof two lines"\n\nforce,,PER\n'
    assert [problem.file for problem in parse(text, "names.csv")[1]] == ["names.csv, row 4"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no column action"),
        ("name,label\nدندش,PER\n", "no column action; the file is not used"),
        ("action,label\nforbid,PER\n", "no column name; the file is not used"),
        ("action,name,lable\nforbid,دندش,PER\n", "the column lable is unknown and not used"),
        ("action,name,name\nforbid,دندش,حلب\n", "2 columns are called name; the last is used"),
    ],
)
def test_a_header_that_is_wrong_is_told(text, problem):
    met = parse(text, "names.csv")[1]
    assert met[0].file == "names.csv, row 1"
    assert met[0].problem.startswith(problem)


def test_a_cell_too_many_is_told():
    found, met = parse(HEADER + "force,دندش,PER,,a, b\nforbid,حلب,,,,\n", "names.csv")
    assert [one.name for one in found.rows] == ["حلب"]
    assert [(one.file, one.problem) for one in met] == [("names.csv, row 2", "more cells than the first row names")]


def test_a_stray_quote_is_told_and_the_rows_before_it_apply():
    found, met = parse(HEADER + 'force,دندش,PER\nforce,"شهاب,PER\nforbid,حلب\n', "names.csv")
    assert [one.name for one in found.rows] == ["دندش"]
    assert [one.file for one in met] == ["names.csv, row 3"]


def test_a_file_in_another_encoding_is_told(tmp_path):
    path = tmp_path / "names.csv"
    path.write_bytes((HEADER + "force,المهندس برهان دندش,PER\n").encode("windows-1256"))
    found, met = read_names(path)
    assert (found, len(met)) == (Corrections(), 1)
    assert met[0].problem == "the encoding is not UTF-8; no correction is applied"
    assert "UTF-8" in met[0].remedy


def test_a_file_that_is_not_there_is_told(tmp_path):
    assert [one.problem for one in read_names(tmp_path / "none.csv")[1]] == [
        "cannot be read: No such file or directory; no correction is applied"
    ]


# The whole way


def test_the_example_in_the_documentation_has_no_problems():
    page = (Path(__file__).parents[1] / "docs/names.md").read_text("utf-8")
    table = re.search(r"^\| action .*?\n\n", page, re.MULTILINE | re.DOTALL)
    rows = [line.split("|")[1:-1] for line in table.group().splitlines() if line and "---" not in line]
    found, met = parse("\n".join("\t".join(map(str.strip, row)) for row in rows), "names.md")
    assert met == []
    assert len(found.rows) == len(rows) - 1


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/أ.txt").write_text("زار برهان دندش وأبو شهاب مدينة حلب.", "utf-8")
    rows = ["force;أبو شهاب;PER;برهان دندش", "forbid;حلب", "merge;حلب", "merge;برهان دندش;PER;ترتان الثالث"]
    (tmp_path / "names.csv").write_text("\r\n".join(["action;name;label;entity_id", *rows]), "utf-8-sig")
    return tmp_path


def test_run_applies_a_names_file(corpus):
    tagger = FakeTagger({"برهان دندش": "PER", "حلب": "LOC"})
    write_tables(run([corpus / "in"], tagger, corpus / "names.csv"), corpus / "out")
    people = read_table(corpus / "out/entities.csv")
    assert sorted(people["name"]) == ["أبو شهاب", "برهان دندش"]
    found = read_table(corpus / "out/problems.csv")
    assert [file.rpartition("/")[2] for file in found["file"]] == [f"names.csv, row {row}" for row in (2, 4, 5)]
    assert set(found["stage"]) == {"names"}


def test_the_stage_scripts_do_the_same(corpus):
    tagger = FakeTagger({"برهان دندش": "PER", "حلب": "LOC"})
    sentences = frame(sentences_of("أ", (corpus / "in/أ.txt").read_text("utf-8"), "s"))
    paths = [corpus / f"build/{name}.parquet" for name in ("sentences", "mentions", "corrected", "entities")]
    files.write_frame(sentences, paths[0])
    files.write_frame(tag(sentences, tagger), paths[1])
    options = ["--names", str(corpus / "names.csv")]
    assert main([*map(str, paths[:3]), *options]) == files.PROBLEMS_FOUND
    assert list(files.read_frame(paths[2])["name"]) == ["برهان دندش", "أبو شهاب"]
    assert resolve_main([*map(str, paths[2:]), *options]) == files.PROBLEMS_FOUND
    told = [files.read_frame(path.with_suffix(".problems.parquet")) for path in paths[2:]]
    assert [len(one) for one in told] == [1, 2]
    assert main([*map(str, paths[:3])]) == files.OK
    pd.testing.assert_frame_equal(files.read_frame(paths[2]), files.read_frame(paths[1]))
    assert files.read_frame(corpus / "build/corrected.problems.parquet").empty


def test_the_command_line_takes_a_names_file(corpus, capsys):
    names = ["--names", str(corpus / "names.csv")]
    assert kayan(["run", str(corpus / "in"), "-o", str(corpus / "out"), *names]) == files.PROBLEMS_FOUND
    assert "names.csv, row 4: no entity to merge with. Copy the entity_id from entities.csv" in capsys.readouterr().err
    assert kayan(["tag", "زار بوتين حلب", "--json", *names]) == files.PROBLEMS_FOUND
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["name"] for line in lines] == ["بوتين"]
    assert kayan(["tag", "زار بوتين حلب", "--conll", *names]) == files.USAGE


def test_a_names_file_that_is_not_there_is_a_wrong_argument(corpus, capsys):
    with pytest.raises(SystemExit) as error:
        kayan(["run", str(corpus / "in"), "-o", str(corpus / "out"), "--names", str(corpus / "none.csv")])
    assert error.value.code == files.USAGE
    assert "there is no file" in capsys.readouterr().err
