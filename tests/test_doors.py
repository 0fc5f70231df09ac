"""What a user sees when something is odd: one line and the right exit code, never a traceback."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kayan import extract
from pipeline.knowledge import Knowledge

ROOT = Path(__file__).parents[1]
KAYAN = [sys.executable, "-m", "pipeline"]
TEXT = "زار بوتين دمشق"

WITHOUT = """
import importlib.abc, sys
class Blocker(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "camel_tools":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Blocker())
from pipeline.cli import main
sys.exit(main(["doctor"]))
"""


def run(*command, **options):
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, **options)
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done


def interrupted(command, **options):
    """Start a command that waits for its input, and interrupt it when it is there."""

    def heed() -> None:  # who starts the tests in the background lets them ignore interrupts
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    process = subprocess.Popen(command, cwd=ROOT, preexec_fn=heed, **pipes)  # noqa: PLW1509  # no threads here
    time.sleep(3)
    process.send_signal(signal.SIGINT)
    said = process.communicate()[1].decode()
    assert said == "kayan: interrupted; finished files of before are untouched\n"
    assert process.returncode in (130, -signal.SIGINT)


def test_an_interrupted_command_says_one_line():
    interrupted([*KAYAN, "tag", "-"], stdin=subprocess.PIPE)


def test_an_interrupted_stage_says_one_line(tmp_path):
    os.mkfifo(tmp_path / "documents.parquet")
    paths = [str(tmp_path / name) for name in ("documents.parquet", "sentences.parquet")]
    interrupted([sys.executable, "-m", "pipeline.normalize", *paths])
    assert [path.name for path in tmp_path.iterdir()] == ["documents.parquet"]


def test_bytes_that_are_no_text_are_refused():
    done = run(*KAYAN, "tag", b"\xff\xfe")
    assert done.returncode == 2
    assert "the text is not UTF-8" in done.stderr.decode()


def test_an_output_of_ascii_gets_escapes():
    done = run(*KAYAN, "tag", TEXT, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert b"Vladimir Putin" in done.stdout
    assert b"\\u0628" in done.stdout


def test_a_closed_output_is_said():
    done = run("sh", "-c", f'"{sys.executable}" -m pipeline tag "{TEXT}" >&-')
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b"standard output is closed" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_an_output_that_is_full_is_said():
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run([*KAYAN, "tag", TEXT], cwd=ROOT, check=False, stdout=full, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)


@pytest.mark.parametrize("module", ["pipeline", "pipeline.tag"])
def test_without_the_environment_one_line_says_what_to_do(module):
    done = run(sys.executable, "-S", "-m", module, "doctor")
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b"Type `make` in the project folder" in done.stderr


def test_the_doctor_needs_no_patient_that_is_well():
    done = run(sys.executable, "-c", WITHOUT)
    assert done.returncode == 2
    assert "needs camel_tools" in done.stdout.decode()


def test_a_file_is_no_text(tmp_path):
    path = tmp_path / "خبر.txt"
    path.write_text(TEXT, "utf-8")
    done = run(*KAYAN, "tag", str(path))
    assert done.returncode == 2
    assert f"say kayan run {path} -o OUT" in done.stderr.decode()


def test_an_empty_text_has_an_empty_answer():
    assert extract("") == extract(" \n") == []
    for arguments in (["tag", ""], ["tag", "", "--json"], ["tag", "", "--conll"]):
        done = run(*KAYAN, *arguments)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_what_is_no_text_is_refused():
    with pytest.raises(TypeError, match="extract takes a text, not NoneType"):
        extract(None)


def test_a_mistyped_folder_takes_no_tables_away(tmp_path):
    (tmp_path / "T").mkdir()
    (tmp_path / "T/entities.csv").write_text("mine", "utf-8")
    done = run(*KAYAN, "run", str(tmp_path / "sedes"), "-o", str(tmp_path / "T"))
    assert done.returncode == 2
    assert "no document was found" in done.stderr.decode()
    assert [path.read_text("utf-8") for path in (tmp_path / "T").iterdir()] == ["mine"]


def test_both_names_of_the_package_give_the_same():
    from pipeline import extract as same

    assert [m.surface for m in extract(TEXT)] == [m.surface for m in same(TEXT)] == ["بوتين", "دمشق"]


def test_knowledge_travels_to_another_process_with_what_was_read(tmp_path):
    import pickle

    (tmp_path / "mine.csv").write_text("type,name_ar,name_en\nPER,زياد مرهج,Ziad Marhij\n", "utf-8")
    packed = pickle.dumps(Knowledge(tmp_path))
    (tmp_path / "mine.csv").unlink()
    assert pickle.loads(packed).find("PER", "زياد مرهج").name_en == "Ziad Marhij"
