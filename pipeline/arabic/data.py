"""Lists as data: tab-separated files beside the modules, `#` opens a comment line."""

from importlib.resources import files


def read_table(name: str, package: str = __package__) -> list[list[str]]:
    """Return the rows of a list that is kept in a package, each a list of its cells.

    >>> read_table("folding.tsv")[0][:2]
    ['ؤ', 'و']
    """
    lines = files(package).joinpath(name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
