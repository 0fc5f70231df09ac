"""The report: one page of HTML that holds all it shows, requests nothing, and runs no script but its own.

Its Content-Security-Policy allows the scripts and the style by their digests only, so that nothing in a text can run. The parts
that others made (vendor/) are renewed by `make report-template`; the page is put together here, and users need no node.
"""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...arabic.data import read_table
from ...contracts.atomic import Writer

if TYPE_CHECKING:
    import pandas as pd

_FOLDER = Path(__file__).parent
_APP = ("base", "search", "lists", "map", "network", "timeline", "entity", "document", "main")
_LIBRARIES = ("d3.min.js", "topojson-client.min.js")
_SLOT = re.compile(r"\{\{([a-z]+)\}\}")


def html_files(tables: "Mapping[str, pd.DataFrame]") -> dict[str, Writer]:
    """Return report.html with what writes it."""
    return {"report.html": partial(_write, tables)}


def _write(tables: "Mapping[str, pd.DataFrame]", path: Path) -> None:
    path.write_text(page(tables), "utf-8", newline="\n")


def page(tables: "Mapping[str, pd.DataFrame]") -> str:
    """Return the report as HTML."""
    from .data import page_data

    libraries = "\n".join(_file(f"vendor/{name}") for name in _LIBRARIES)
    app = "\n".join(_file(f"app/{name}.js") for name in _APP)
    parts = {
        "style": _file("style.css"),
        "libraries": libraries,
        "app": app,
        "policy": policy(_file("style.css"), libraries, app),
        "world": _file("vendor/countries-50m.json"),
        "governorates": _file("vendor/governorates.json"),
    }
    known = page_data(tables)
    known["data"]["words"] = words()
    parts |= {name: embedded(value) for name, value in known.items()}
    return _SLOT.sub(lambda slot: parts[slot[1]], _file("page.html"))


def _file(name: str) -> str:
    return (_FOLDER / name).read_text("utf-8")


def policy(style: str, *scripts: str) -> str:
    """Return a Content-Security-Policy under which these run and nothing else does, and nothing is requested."""
    runs = " ".join(map(_digest, scripts))
    rules = ["default-src 'none'", f"script-src {runs}", f"style-src {_digest(style)}", "img-src data:"]
    return "; ".join([*rules, "base-uri 'none'", "form-action 'none'"])


def _digest(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"


def embedded(value: Any) -> str:
    r"""Return a value as JSON that can stand inside a script element: no text in it ends the element or begins a comment.

    >>> embedded({"name": "</script><!--"})
    '{"name":"\\u003c/script>\\u003c!--"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")
    return text.encode("utf-8", "replace").decode()  # lone halves of surrogate pairs are no UTF-8


def words() -> dict[str, list[str]]:
    """Return the words of the interface by key: in English, in Arabic."""
    rows = read_table("words.tsv", __package__)
    return {key: [english, arabic] for key, english, arabic in rows}
