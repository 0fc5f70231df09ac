"""Names files for tests, as rows."""

from pipeline.entities.corrections import parse

HEADER = "action,name,label,entity_id,note\n"


def corrections(knowledge, *rows):
    """Return the corrections of rows that have no problem."""
    found = parse(HEADER + "\n".join(rows), "names.csv", knowledge)
    assert found.problems == ()
    assert found.usable
    return found
