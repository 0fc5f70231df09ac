"""Cases that are kept as data in tests/data."""

import json
from pathlib import Path

import pytest

DATA = Path(__file__).parent / "data"


def cases(name):
    """Return the cases of a file as parameters of a test, called by their label."""
    return [pytest.param(case, id=case["label"]) for case in json.loads((DATA / name).read_text("utf-8"))]
