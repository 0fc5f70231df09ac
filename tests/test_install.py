"""What is installed: the wheel alone tags, the sdist can be made again, and the light way needs no torch."""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = "التقى بوتين وأردوغان في موسكو مع لجنة الحريات الأساسية"
NAME = re.compile(r"[A-Za-z0-9._-]+")

# Refuses what no package of the light list brings, as if it were not installed.
BLOCKER = """
import importlib.abc, sys
class Blocker(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {blocked}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Blocker())
from kayan.cli import main
sys.exit(main(["tag", "--json", {text!r}]))
"""


def plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def light():
    lines = (ROOT / "requirements-light.txt").read_text("utf-8").splitlines()
    return {plain(line) for line in lines if line and not line.startswith("#")}


def closure(names):
    """Return distributions with all that they require."""
    found, left = set(), list(names)
    while left:
        name = plain(left.pop())
        if name not in found:
            found.add(name)
            required = importlib.metadata.requires(name) or []
            left += [NAME.match(one).group() for one in required if "extra ==" not in one and _installed(one)]
    return found


def _installed(requirement):
    try:
        importlib.metadata.distribution(NAME.match(requirement).group())
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def test_the_light_list_is_what_the_project_needs_but_for_camel_tools():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert {plain(name) for name in project["dependencies"]} - {"camel-tools"} == light() - {"six"}


def test_the_default_run_imports_nothing_that_the_light_way_does_not_install():
    ours = closure(light()) | {"camel-tools", "kayan"}
    blocked = {
        module
        for module, owners in importlib.metadata.packages_distributions().items()
        if not {plain(owner) for owner in owners} & ours and not module.startswith(("_", "sitecustomize"))
    } - {"pipeline"}
    assert {"torch", "transformers"} <= blocked | {"torch", "transformers"}
    code = BLOCKER.format(blocked=blocked | {"torch", "transformers", "sklearn"}, text=TEXT)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Vladimir Putin" in done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The wheel and the sdist, made from a copy of the project."""
    if importlib.util.find_spec("setuptools") is None:
        pytest.skip("setuptools is not installed: pip install setuptools")
    folder = tmp_path_factory.mktemp("built")
    leave_out = shutil.ignore_patterns(".*", "build", "output", "*.egg-info", "__pycache__")
    shutil.copytree(ROOT, folder / "project", ignore=leave_out)
    for kind in ("wheel", "sdist"):
        code = f"from setuptools import build_meta; build_meta.build_{kind}({str(folder)!r})"
        subprocess.run([sys.executable, "-c", code], cwd=folder / "project", check=True, capture_output=True)
    return folder


def test_the_wheel_alone_tags_even_beside_a_pipeline_py_of_the_users(built, tmp_path):
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/pipeline.py").write_text("raise SystemExit('the user’s own module')", "utf-8")
    code = f"import kayan; print(kayan.__file__, [m.surface for m in kayan.extract({TEXT!r})])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path / "mine",
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert str(tmp_path / "site") in done.stdout
    assert "بوتين" in done.stdout


def test_the_sdist_carries_what_make_and_readers_need(built):
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    needed = {
        "Makefile",
        "README.md",
        "constraints.txt",
        "requirements-light.txt",
        "docs/design.md",
        "kayan/__init__.py",
    }
    assert needed <= names
    assert {f"seeds/{path.name}" for path in (ROOT / "seeds").glob("*.txt")} <= names
    assert {"pipeline/models/model.onnx", "pipeline/contracts/prerequisites.tsv"} <= names
