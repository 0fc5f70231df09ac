"""Tables, lists and exported chats: which column is the text, what a row carries, which rows are left out."""

import io
import json

import pandas as pd
import pytest
from sources import ARTICLES, body, problems, read, read_file, records, refusal

from pipeline.contracts.records import Reading
from pipeline.formats.columns import find, is_header

TEXTS = ["قصف روسي على ريف إدلب الجنوبي", "زار الرئيس مدينة حلب أمس"]
ROWS = [{"id": "n1", "date": "2016-01-15", "body": TEXTS[0]}, {"id": "n2", "date": "2016-01-16", "body": TEXTS[1]}]


@pytest.mark.parametrize("name", ["rows.xlsx", "rows.ods", "rows.xls"])
def test_workbooks(name):
    found = read_file(name)
    assert [one.text for one in found] == [body(article) for article in ARTICLES]
    assert [(one.row, one.title, one.date, one.source, one.url, one.date_source) for one in found] == [
        (f"n{n}", article["title"], article["date"], "نشرة الريف", f"https://example.org/{n}", "metadata")
        for n, article in enumerate(ARTICLES, 1)
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", f"id,date,body\nn1,2016-01-15,{TEXTS[0]}\nn2,2016-01-16,{TEXTS[1]}\n".encode()),
        ("a.csv", f"id;date;body\r\nn1;15/01/2016;{TEXTS[0]}\r\nn2;16/01/2016;{TEXTS[1]}\r\n".encode("windows-1256")),
        ("a.tsv", f"id\tdate\tbody\nn1\t2016-01-15\t{TEXTS[0]}\nn2\t2016-01-16\t{TEXTS[1]}".encode("utf-16")),
        ("a.jsonl", "\n".join(map(json.dumps, ROWS)).encode()),
        ("a.json", json.dumps(ROWS).encode()),
        ("a.json", json.dumps({"total": 2, "articles": ROWS}).encode()),
    ],
)
def test_the_same_rows_in_every_format(name, content):
    assert [(one.row, one.date, one.text) for one in read(name, content)] == [
        ("n1", "2016-01-15", TEXTS[0]),
        ("n2", "2016-01-16", TEXTS[1]),
    ]


def test_parquet():
    packed = io.BytesIO()
    pd.DataFrame(ROWS).assign(date=pd.to_datetime(["2016-01-15", "2016-01-16"])).to_parquet(packed)
    assert [(one.row, one.date, one.text) for one in read("a.parquet", packed.getvalue())] == [
        ("n1", "2016-01-15", TEXTS[0]),
        ("n2", "2016-01-16", TEXTS[1]),
    ]


def test_rows_have_their_numbers_where_there_is_no_id_and_texts_their_lines():
    found = read("a.csv", f'النص\n"{TEXTS[0]}\n\nسطر ثان"\n{TEXTS[1]}')
    assert [(one.row, one.text) for one in found] == [("2", f"{TEXTS[0]}\n\nسطر ثان"), ("3", TEXTS[1])]


def test_the_text_is_found_by_content_and_a_table_may_have_no_header():
    found = read("a.csv", f"2016-01-15,حلب,{TEXTS[0]} {TEXTS[1]}\n2016-01-16,حمص,{TEXTS[1]} {TEXTS[0]}")
    assert [one.text for one in found] == [f"{TEXTS[0]} {TEXTS[1]}", f"{TEXTS[1]} {TEXTS[0]}"]


def test_the_user_names_the_column():
    content = f"ملخص,أصل\n{TEXTS[0]},{TEXTS[1]}"
    named = Reading(columns=(("text", "أصل"),))
    assert [one.text for one in read("a.csv", content, named)] == [TEXTS[1]]
    assert refusal("a.csv", content, Reading(columns=(("text", "متن"),))) == "no column متن"


def test_other_dates_of_the_column_tell_the_order_of_day_and_month():
    found = read("a.csv", f"النص,التاريخ\n{TEXTS[0]},03/04/2016\n{TEXTS[1]},15/04/2016")
    assert [one.date for one in found] == ["2016-04-03", "2016-04-15"]


def test_rows_without_text_are_told_once():
    found = read("a.csv", f"id,النص\n1,{TEXTS[0]}\n2,\n3,")
    assert len(records(found)) == 1
    assert [one.what for one in problems(found)] == ["rows without a text, left out: 2; the first is 3"]


def test_a_line_that_is_no_json_is_told():
    found = read("a.jsonl", json.dumps(ROWS[0]) + "\n{broken\n")
    assert len(records(found)) == 1
    assert [(one.row, one.what.split(":")[0]) for one in problems(found)] == [("2", "not JSON")]


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.csv", "id,text\n1,London\n", "no column holds Arabic texts"),
        ("a.json", "{", "not JSON"),
        ("a.csv", "", "empty"),
    ],
)
def test_what_is_no_table_of_texts_is_refused(name, content, what):
    assert refusal(name, content).startswith(what)


def test_headers():
    assert is_header(["text", "date"])
    assert not is_header(["1", "حلب"])
    assert find(["عنوان الخبر", "نص_الخبر"], [["أ", TEXTS[0]]], {}) == {"text": 1, "title": 0}


def test_a_large_file_streams(monkeypatch):
    monkeypatch.setattr("pipeline.formats.tables.WHOLE", 1000)
    rows = "\n".join(f"{n},{TEXTS[0]}" for n in range(100))
    found = read("a.csv", f"id,النص\n{rows}")
    assert len(found) == 100
    assert refusal("a.csv", f"id,النص\n{rows}", Reading(max_size=3000)).startswith("larger than")


def test_telegram():
    messages = [
        {
            "id": 7,
            "type": "message",
            "date": "2016-01-15T10:22:33",
            "from": "سلمى",
            "text": ["وصلنا ", {"text": "#حلب"}],
        },
        {"id": 8, "type": "service", "date": "2016-01-15T10:22:33", "text": "انضم أحمد"},
        {"id": 9, "type": "message", "date": "2016-01-16T10:22:33", "text": ""},
    ]
    (record,) = read("result.json", json.dumps({"name": "أخبار حلب", "messages": messages}))
    assert (record.row, record.date, record.source, record.text) == ("7", "2016-01-15", "سلمى", "وصلنا #حلب")
    account = {"chats": {"list": [{"id": 1, "messages": messages}, {"id": 2, "messages": messages}]}}
    assert [one.row for one in read("result.json", json.dumps(account))] == ["1-7", "2-7"]


def test_whatsapp():
    chat = (
        "15/1/16, 10:22 - الرسائل مشفرة\n"
        "15/1/16, 10:23 - سلمى: وصلنا إلى حلب\nوالطريق مفتوح\n"
        "15/1/16, 10:24 - أحمد: <Media omitted>\n"
        "16/1/16, 09:00 - أحمد: الحمد لله\n"
    )
    found = read("chat.txt", chat)
    assert [(one.row, one.source, one.text) for one in found] == [
        ("2016-01-15", "سلمى", "وصلنا إلى حلب\nوالطريق مفتوح"),
        ("2016-01-16", "أحمد", "الحمد لله"),
    ]
    assert len(read("a.txt", "15/1/16, 10:23 - سلمى: وصلنا إلى حلب")) == 1


def test_subtitles():
    srt = "1\n00:00:01,000 --> 00:00:02,000\nقال الوزير\n\n2\n00:00:02,000 --> 00:00:03,000\nإنه <i>عائد</i>.\n"
    vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\nقال الوزير\n\n00:02.000 --> 00:03.000\nقال الوزير\nإنه عائد.\n"
    assert [one.text for one in [*read("a.srt", srt), *read("a.vtt", vtt)]] == ["قال الوزير إنه عائد.\n"] * 2
    assert refusal("a.srt", "نص").startswith("no subtitles")
