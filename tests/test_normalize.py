"""The stage from documents to sentences."""

import pandas as pd

from pipeline.contracts import schema
from pipeline.contracts.stagefiles import read_frame, write_frames
from pipeline.normalize import main, normalize, stamp_of


def documents(*texts):
    rows = [
        dict.fromkeys(schema.DOCUMENT_FIELDS, "") | {"doc_id": f"d{i}", "text": text} for i, text in enumerate(texts)
    ]
    return pd.DataFrame(rows, columns=schema.DOCUMENT_FIELDS)


def test_stage_has_the_columns_of_the_schema():
    frame = normalize(documents("وصل بوتين. غادر.", "", "إدلب"))
    assert list(frame.columns) == schema.SENTENCE_FIELDS
    assert list(frame["doc_id"]) == ["d0", "d0", "d2"]
    assert list(frame["sentence"]) == [1, 2, 1]
    assert list(normalize(documents()).columns) == schema.SENTENCE_FIELDS


def test_stage_runs_on_files(tmp_path):
    write_frames({tmp_path / "documents.parquet": documents("وصل بوتين.")})
    assert main([str(tmp_path / "documents.parquet"), str(tmp_path / "new/sentences.parquet")]) == 0
    assert list(read_frame(tmp_path / "new/sentences.parquet")["text"]) == ["وصل بوتين."]


def test_a_document_is_known_by_its_text():
    one, other, again = normalize(documents("وصل بوتين.", "غادر بوتين.", "وصل بوتين."))["stamp"]
    assert one == again != other
    assert stamp_of("وصل \ud800") != stamp_of("وصل")
