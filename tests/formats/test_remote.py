"""Documents behind addresses, with fsspec's file system in memory."""

import argparse
from importlib.util import find_spec
from pathlib import Path

import pytest

from pipeline.formats.readings import Readings
from pipeline.formats.remote import place
from pipeline.read import NO_WISHES, collect, read

fsspec = pytest.importorskip("fsspec")
pytest.importorskip("upath")


@pytest.fixture
def bucket():
    memory = fsspec.filesystem("memory")
    memory.pipe("/bucket/خبر.txt", "زار بوتين دمشق.".encode())
    memory.pipe("/bucket/more/b.jsonl", '{"text": "قصف على إدلب"}\n{"text": "هدوء في حلب"}\n'.encode())
    yield memory
    memory.rm("/bucket", recursive=True)


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("memory://bucket", ["b#1", "b#2", "خبر"]),
        ("memory://bucket/*.txt", ["خبر"]),
        ("memory://bucket/**/*.jsonl", ["b#1", "b#2"]),
        ("memory://bucket/more/b.jsonl", ["b#1", "b#2"]),
    ],
)
@pytest.mark.usefixtures("bucket")
def test_addresses_are_read_as_folders_files_and_patterns(address, names):
    documents, problems = read([place(address)])
    assert sorted(documents["doc_id"]) == names
    assert problems == []
    assert documents["file"].str.startswith("memory://bucket/").all()


@pytest.mark.usefixtures("bucket")
def test_an_address_that_is_not_there_is_a_problem():
    documents, problems = read([place("memory://bucket/none.txt"), place("memory://bucket/*.pdf")])
    assert documents.empty
    assert [problem.file for problem in problems] == ["memory://bucket/none.txt", "memory://bucket/*.pdf"]


def test_a_file_that_changed_is_read_again(bucket, tmp_path):
    def texts():
        with Readings(tmp_path / "r.sqlite") as readings:
            kept, _ = collect([place("memory://bucket/خبر.txt")], NO_WISHES, readings)
            return kept[0].number, readings.frame(kept)["text"].tolist()

    first, again = texts(), texts()
    assert first == again
    bucket.pipe("/bucket/خبر.txt", "عاد بوتين من حلب.".encode())
    assert texts()[1] == ["عاد بوتين من حلب."]


@pytest.mark.parametrize(("address", "told"), [("nix://b", "Unsupported filesystem"), ("s3://b", "s3fs")])
def test_an_address_that_nothing_opens_says_what_is_missing(address, told):
    if address.startswith("s3") and find_spec("s3fs"):
        pytest.skip("s3fs is installed here")
    with pytest.raises(argparse.ArgumentTypeError, match=told):
        place(address)


def test_a_path_stays_a_path():
    assert place("seeds/*.txt") == Path("seeds/*.txt")
