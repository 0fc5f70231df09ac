"""The list of what a stage is made from, held against what it imports."""

import ast
from pathlib import Path

import pytest

from pipeline.contracts.prerequisites import code_digest, prerequisites, stages

PACKAGE = Path(__file__).parents[2] / "pipeline"

# How stages read and write files and say what went wrong: a change here changes no result.
EDGES = {
    *(f"contracts/{name}.py" for name in ("__init__", "atomic", "listing", "partitions", "prerequisites", "problems")),
    *(
        f"contracts/{name}.py"
        for name in ("frames", "making", "partitioned", "records", "script", "stagefiles", "tables")
    ),
    "__init__.py",
}


def imports(path):
    """Yield the modules of ours that a module imports."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = path.parents[node.level - 1] / (node.module or "").replace(".", "/")
            for target in (base, *(base / alias.name for alias in node.names)):
                yield from (file for file in (target.with_suffix(".py"), target / "__init__.py") if file.is_file())


def reached(path):
    seen, left = set(), [path]
    while left:
        module = left.pop()
        if module not in seen:
            seen.add(module)
            left += imports(module)
    return seen


def test_the_stages_are_all_there_in_the_order_of_their_work():
    assert stages() == ["read", "normalize", "tag", "correct", "link", "identify", "tabulate", "export"]


@pytest.mark.parametrize("stage", stages())
def test_what_a_stage_imports_is_in_its_list(stage):
    needed = {path for path in reached(PACKAGE / f"{stage}.py") if path.relative_to(PACKAGE).as_posix() not in EDGES}
    missing = needed - set(prerequisites(stage))
    assert {path.relative_to(PACKAGE).as_posix() for path in missing if path.name != "__init__.py"} == set()


@pytest.mark.parametrize("stage", stages())
def test_no_door_is_in_any_list(stage):
    doors = {PACKAGE / name for name in ("cli.py", "run.py", "__main__.py")}
    shown = set((PACKAGE / "evaluation").iterdir())
    assert not (doors | shown) & set(prerequisites(stage))


def test_the_digest_is_of_content():
    assert code_digest("normalize") == code_digest("normalize")
    assert len({code_digest(stage) for stage in stages()}) == len(stages())
    assert code_digest("normalize", "tag") != code_digest("tag")
