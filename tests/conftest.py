"""What many tests need: the knowledge that is shipped, read once."""

import pytest
from tables import stage_frames

from pipeline.knowledge import Knowledge


@pytest.fixture(scope="session")
def knowledge():
    """What is known without any table of a user's."""
    return Knowledge()


@pytest.fixture
def stages():
    """The frames of the stages before tabulate, and the problems: its arguments, by name."""
    return stage_frames()


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory, monkeypatch):
    """Keep what runs keep out of the user's cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
