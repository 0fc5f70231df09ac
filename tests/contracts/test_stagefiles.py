"""Stage files: read back as written, damage seen."""

import pandas as pd
import pytest

from pipeline.contracts.stagefiles import DamagedError, read_frame, read_state, write_frames

FRAME = pd.DataFrame({"doc_id": ["a", "b"], "text": ["دمشق", "حلب"], "score": [0.5, None]})


@pytest.fixture
def path(tmp_path):
    write_frames({tmp_path / "build/documents.parquet": FRAME}, {"key": "k"})
    return tmp_path / "build/documents.parquet"


def test_a_frame_comes_back_with_its_state(path):
    pd.testing.assert_frame_equal(read_frame(path), FRAME)
    assert read_state(path) == {"key": "k"}


def test_the_digest_is_one_that_sha256sum_checks(path):
    digest, name = path.with_name("documents.parquet.sha256").read_text("utf-8").split()
    assert (len(digest), name) == (64, "documents.parquet")


@pytest.mark.parametrize("place", [4, 60, -60, -5])
def test_a_flipped_byte_is_seen_wherever_it_is(path, place):
    raw = bytearray(path.read_bytes())
    raw[place] ^= 1
    path.write_bytes(raw)
    with pytest.raises(DamagedError, match="damaged"):
        read_frame(path)
    assert read_state(path) == {}


@pytest.mark.parametrize("size", [0, 3, 100])
def test_a_file_that_was_cut_off_is_seen(path, size):
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(DamagedError):
        read_frame(path)


def test_what_is_no_stage_file_is_damaged_even_without_a_digest(tmp_path):
    (tmp_path / "x.parquet").write_text("hello", "utf-8")
    with pytest.raises(DamagedError):
        read_frame(tmp_path / "x.parquet")


def test_a_stage_file_of_other_tools_needs_no_digest(tmp_path):
    FRAME.to_parquet(tmp_path / "x.parquet")
    assert len(read_frame(tmp_path / "x.parquet")) == 2
    assert read_state(tmp_path / "x.parquet") == {}


def test_a_file_that_is_not_there_has_no_state(tmp_path):
    assert read_state(tmp_path / "none.parquet") == {}
    with pytest.raises(FileNotFoundError):
        read_frame(tmp_path / "none.parquet")
