"""Linguistic lists: tab-separated files beside this module, `#` opens a comment line."""

from importlib.resources import files


def read_table(name: str) -> list[list[str]]:
    """Return the rows of one list, each a list of its cells.

    >>> read_table("letters.tsv")[0][:2]
    ['ی', 'ي']
    """
    lines = files(__package__).joinpath(name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
