"""Word lists, and the public code lists that forms are filled with."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
LEXICONS = HERE.parents[2] / "lexicons"


@cache
def words(name: str) -> Any:
    """The word list ``words/<name>.yaml``."""
    return yaml.load((HERE / f"{name}.yaml").read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def _rows(name: str) -> dict[str, list[tuple[int, int, str]]]:
    lines = (line for line in (LEXICONS / f"{name}.tsv").read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    head = next(lines).split("\t")
    found: dict[str, list[tuple[int, int, str]]] = {}
    for line in lines:
        row = dict(zip(head, line.split("\t"), strict=False))
        if row.get("system", "部门") == "部门":
            span = (int(row["valid_from"] or 0), int(row["valid_to"] or 9999), row["name"])
            found.setdefault(row["code"], []).append(span)
    return found


@cache
def function(code: str, year: int) -> str:
    """The official name of a 功能分类 code in a year, as forms print it.

    Raises:
        KeyError: the chart of that year has no such code.
    """
    return next(name for first, last, name in _rows("functions")[code] if first <= year <= last)


@cache
def economic(code: str, year: int) -> str:
    """The official name of a 经济分类 code in a year."""
    return next(name for first, last, name in _rows("economics")[code] if first <= year <= last)
