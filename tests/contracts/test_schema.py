"""The tables' columns are written once: the page about them is made from there."""

from pathlib import Path

from pipeline.contracts import schema

ROOT = Path(__file__).parents[2]


def test_the_page_about_the_tables_is_up_to_date():
    assert (ROOT / "docs/tables.md").read_text("utf-8") == schema.markdown()


def test_every_column_is_explained():
    for table in schema.TABLES:
        assert len(set(table.names)) == len(table.names)
        assert all(column.meaning for column in table.columns)
