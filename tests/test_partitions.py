"""Partitions: the same tables whatever their number and wherever they are worked on; nothing that is known is made again."""

import os
import signal
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from fake import FakeTagger

from pipeline.contracts import making, partitions
from pipeline.contracts.partitions import HERE, Cluster, Processes
from pipeline.contracts.stagefiles import read_frame
from pipeline.english import romanise
from pipeline.export import export
from pipeline.formats.readings import Readings
from pipeline.read import make as read
from pipeline.run import Work, make

NAMES = {"بشار الأسد": "PER", "الأسد": "PER", "دمشق": "LOC", "حزب_الله": "ORG", "سامر الحداد": "PER", "دندش": "PER"}
TEXTS = [
    "وصل بشار الأسد إلى دمشق.\nوقال الأسد إن #حزب_الله معه.",
    "زار سامر الحداد دمشق أمس، وقال دندش إنه رآه هناك.",
    "التقى المهندس سامر الحداد في دمشق بشار الأسد.",
    "قال دندش إن القصف استهدف دمشق.",
    "لا شيء هنا يسمى.",
]
DOCUMENTS = 12


class CountingTagger(FakeTagger):
    """A fake tagger that notes in a file what it is given, in whatever process it is."""

    def __init__(self, names, log):
        super().__init__(names)
        self.log = Path(log)

    def tag(self, sentences, documents=None):
        with self.log.open("a", encoding="utf-8") as file:
            file.writelines(f"{document}\n" for document in dict.fromkeys(documents or ()))
        return super().tag(sentences, documents)

    @property
    def tagged(self):
        return self.log.read_text("utf-8").split() if self.log.exists() else []


class DyingTagger(CountingTagger):
    """A tagger whose process is killed once, while it works."""

    def tag(self, sentences, documents=None):
        mark = self.log.with_suffix(".died")
        if not mark.exists() and len(self.tagged) > DOCUMENTS // 3:
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().tag(sentences, documents)


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(DOCUMENTS):
        (folder / f"d{number:02}.txt").write_text(f"خبر {number}\n{TEXTS[number % len(TEXTS)]}", "utf-8")
    return folder


@pytest.fixture
def work(knowledge, tmp_path):
    return Work(CountingTagger(NAMES, tmp_path / "log"), knowledge)


def written(tables, folder):
    """Return what the tables are as files, by name."""
    export(tables, folder, ("csv", "jsonl"))
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def whole(corpus, work, tmp_path):
    """The tables that come of a single partition."""
    return written(make([corpus], tmp_path / "whole", work), tmp_path / "whole-out")


@pytest.mark.parametrize("pool", [HERE, Processes(2, least=1)], ids=["here", "processes"])
@pytest.mark.parametrize("size", [1, 60])
def test_the_same_bytes_come_of_any_number_of_partitions(corpus, work, whole, tmp_path, size, pool):
    tables = make([corpus], tmp_path / "build", replace(work, size=size, pool=pool))
    assert 1 < len(list(tables.frames("mentions"))) <= DOCUMENTS
    assert written(tables, tmp_path / "out") == whole


def test_processes_end_behind_a_stage_of_many_partitions(corpus, work, whole, tmp_path, monkeypatch):
    monkeypatch.setattr(making, "MANY", 2)
    pool = Processes(2, least=1)
    tables = make([corpus], tmp_path / "build", replace(work, size=1, pool=pool))
    assert not partitions._started
    assert written(tables, tmp_path / "out") == whole


def test_a_document_that_is_known_by_its_text_is_not_tagged_again(corpus, work, tmp_path):
    small = replace(work, size=1)
    make([corpus], tmp_path / "build", small)
    assert len(work.tagger.tagged) == DOCUMENTS
    work.tagger.log.unlink()
    (corpus / "d03.txt").rename(corpus / "zz.txt")
    (corpus / "d05.txt").unlink()
    (corpus / "a.txt").write_text("وصل دندش إلى دمشق.", "utf-8")
    (corpus / "d07.txt").write_text("عاد دندش إلى دمشق.", "utf-8")
    again = make([corpus], tmp_path / "build", small)
    assert sorted(work.tagger.tagged) == ["a", "d07"]
    anew = make([corpus], tmp_path / "anew", work)
    assert written(again, tmp_path / "again-out") == written(anew, tmp_path / "anew-out")


def test_a_partition_that_is_as_before_is_not_worked_on_again(corpus, work, tmp_path):
    class Noting:
        def __init__(self):
            self.calls = []

        def map(self, function, arguments):
            given = list(arguments)
            self.calls.append(len(given))
            return HERE.map(function, given)

    small = replace(work, size=1)
    make([corpus], tmp_path / "build", small)
    (corpus / "d07.txt").write_text("عاد دندش إلى دمشق.", "utf-8")
    noting = Noting()
    make([corpus], tmp_path / "build", replace(small, pool=noting))
    assert len(noting.calls) == len(["normalize", "tag", "correct", "link", "tabulate"])
    assert max(noting.calls) <= 2


def test_a_run_that_was_cut_off_goes_on(corpus, work, whole, tmp_path):
    class Breaking:
        def map(self, function, arguments):
            for number, given in enumerate(arguments):
                if number == 5:
                    raise KeyboardInterrupt
                yield function(*given)

    small = replace(work, size=1)
    work.tagger.log.unlink()
    with pytest.raises(KeyboardInterrupt):
        make([corpus], tmp_path / "build", replace(small, pool=Breaking()))
    with pytest.raises(KeyboardInterrupt):
        make([corpus], tmp_path / "build", replace(small, pool=Breaking()))
    assert written(make([corpus], tmp_path / "build", small), tmp_path / "out") == whole
    assert sorted(work.tagger.tagged) == sorted(f"d{number:02}" for number in range(DOCUMENTS))
    assert not (tmp_path / "build/partial").exists()


def test_a_process_that_is_killed_loses_nothing(corpus, work, whole, tmp_path):
    dying = DyingTagger(NAMES, tmp_path / "dying")
    tables = make([corpus], tmp_path / "build", replace(work, tagger=dying, size=1, pool=Processes(2, least=1)))
    assert (tmp_path / "dying.died").exists()
    assert written(tables, tmp_path / "out") == whole


def test_a_cluster_makes_the_same_and_loses_nothing_with_a_worker(corpus, work, whole, tmp_path):
    distributed = pytest.importorskip("distributed")
    dying = DyingTagger(NAMES, tmp_path / "dying")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local,
        Cluster(local.scheduler_address) as cluster,
    ):
        tables = make([corpus], tmp_path / "build", replace(work, tagger=dying, size=1, pool=cluster))
    assert (tmp_path / "dying.died").exists()
    assert written(tables, tmp_path / "out") == whole


def test_a_damaged_stage_file_is_made_again(corpus, work, whole, tmp_path):
    make([corpus], tmp_path / "build", work)
    for name in ("links", "tables/mentions", "counted/pairs"):
        path = tmp_path / f"build/{name}.parquet"
        path.write_bytes(path.read_bytes()[:-9])
    (tmp_path / "build/documents.sqlite").write_bytes(b"SQLite format 3\0 but no more")
    assert written(make([corpus], tmp_path / "build", work), tmp_path / "out") == whole


def test_more_mentions_than_a_person_opens_are_left_to_the_tables(corpus, work, tmp_path):
    from pipeline.export import readable

    tables = make([corpus], tmp_path / "build", work)
    shown = readable(tables, most=30)
    assert 0 < len(shown["mentions"]) <= 30
    assert set(shown["mentions"]["doc_id"]) == set(shown["texts"]["doc_id"])
    assert len(shown["entities"]) == len(tables["entities"])
    assert "hold" in shown["problems"]["problem"].iloc[-1]
    assert readable(tables) is tables
    pd.testing.assert_frame_equal(tables["mentions"], make([corpus], tmp_path / "build", work)["mentions"])


def test_documents_that_are_as_before_are_not_unpacked_again(corpus, work, tmp_path, monkeypatch):
    small, unpacked = replace(work, size=1), []
    make([corpus], tmp_path / "build", small)
    (corpus / "d07.txt").write_text("عاد دندش إلى دمشق.", "utf-8")
    whole = Readings.frame
    monkeypatch.setattr(Readings, "frame", lambda self, kept: unpacked.extend(kept) or whole(self, kept))
    again = make([corpus], tmp_path / "build", small)
    assert [one.doc_id for one in unpacked] == ["d07"]
    assert written(again, tmp_path / "again-out") == written(
        make([corpus], tmp_path / "anew", work), tmp_path / "anew-out"
    )


def test_a_name_that_was_spelt_is_not_spelt_again(corpus, work, tmp_path, monkeypatch):
    asked = []
    by_models = romanise._by_models
    monkeypatch.setattr(romanise, "_by_models", lambda words: asked.append(set(words)) or by_models(words))
    for text, new in (("وصل دندشان إلى حلب.", {"دندشان"}), ("وصل دندشان وبكريان إلى حلب.", {"بكريان"})):
        monkeypatch.setattr(romanise, "_so_far", {})
        asked.clear()
        (corpus / "d07.txt").write_text(text, "utf-8")
        tagger = FakeTagger({"دندشان": "PER", "بكريان": "PER"})
        make([corpus], tmp_path / "build", replace(work, tagger=tagger))
        assert {word for words in asked for word, _ in words} == new
    (tmp_path / "build/spellings.parquet").write_bytes(b"damaged")
    monkeypatch.setattr(romanise, "_so_far", {})
    (tmp_path / "build/entities.parquet").unlink()
    make([corpus], tmp_path / "build", replace(work, tagger=tagger))
    assert {name for name, _ in romanise.remembered()} == {"دندشان", "بكريان"}


def test_files_are_read_alike_in_several_processes(corpus, tmp_path, monkeypatch):
    (corpus / "empty.txt").write_text("", "utf-8")
    (corpus / "rows.jsonl").write_text('{"text": "وصل بوتين"}\n{"text": "إلى دمشق"}\nno row\n', "utf-8")
    (corpus / "long.txt").write_text("وصل بوتين إلى دمشق. " * 200, "utf-8")
    expected = [frame.to_dict("records") for frame in read_files([corpus], tmp_path / "here.parquet", HERE)]
    monkeypatch.setattr("pipeline.read.BUNDLE", 1000)
    processes = [
        frame.to_dict("records") for frame in read_files([corpus], tmp_path / "two.parquet", Processes(2, least=1))
    ]
    assert processes == expected
    assert len(expected[0]) == DOCUMENTS + 3
    assert len(expected[1]) == 2


def read_files(inputs, target, pool):
    """Return the documents and the problems of files."""
    read(inputs, target, pool=pool)
    return read_frame(target), read_frame(target.with_suffix(".problems.parquet"))
