"""`import kayan` is the package in the folder pipeline/, under the name of the project.

A program beside whose modules lies a pipeline.py cannot say `import pipeline`; here nothing is looked up by that name. Use one
of the two names in a program: what is loaded under one is not the same as under the other.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1] / "pipeline"
__path__ = [str(_PACKAGE)]

exec(compile((_PACKAGE / "__init__.py").read_text("utf-8"), str(_PACKAGE / "__init__.py"), "exec"))
