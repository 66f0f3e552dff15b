"""CSV: fields with commas or semicolons between them become rows with tabs, every character staying where it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MARKS = (",", ";", "，")
_QUOTED = re.compile(r'"(?:[^"\n]|"")*"')
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?%?")


def tabbed(text: str) -> str:
    """A text whose lines are rows of fields, with tabs for the marks between them and blanks for their quotes; any other as it is.

    A line with nothing but its first field (the title above, 单位：万元) stays a line.
    """
    lines = text.split("\n")
    told = [line for line in lines if line.strip()]
    mark = max(_MARKS, key=lambda one: sum(len(_fields(line, one)) > 1 for line in told))
    if "\t" in text or not _table([_fields(line, mark) for line in told]):
        return text
    return "\n".join(_row(line, mark) for line in lines)


def _table(rows: Sequence[Sequence[str]]) -> bool:
    """Whether most rows have as many fields as each other, and figures stand alone in some of them."""
    counts = [len(row) for row in rows]
    usual = max(counts, key=lambda count: (counts.count(count), count), default=0)
    figures = sum(bool(_NUMBER.fullmatch(field.strip(' "').replace(",", ""))) for row in rows for field in row)
    return usual > 1 and 2 * sum(count == usual for count in counts if count > 1) > sum(count > 1 for count in counts) and figures > 0


def _fields(line: str, mark: str) -> list[str]:
    return [line[start:end] for start, end in _spans(line, mark)]


def _spans(line: str, mark: str) -> list[tuple[int, int]]:
    """Where the fields of a line stand."""
    quoted = [
        match.span() for match in _QUOTED.finditer(line) if not line[: match.start()].strip() or line[: match.start()].rstrip()[-1] == mark
    ]
    places = [at for at, char in enumerate(line) if char == mark and not any(start <= at < end for start, end in quoted)]
    return list(zip([0, *(at + 1 for at in places)], [*places, len(line)], strict=True))


def _row(line: str, mark: str) -> str:
    spans = _spans(line, mark)
    fields = [_bare(line[start:end]) for start, end in spans]
    if not any(field.strip() for field in fields[1:]):
        return fields[0].rstrip()
    return "\t".join(fields)


def _bare(field: str) -> str:
    """A field without its quotes, as long as before."""
    if not (match := re.fullmatch(r'(\s*)"((?:[^"]|"")*)"(\s*)', field)):
        return field
    inside = match[2].replace('""', '" ')
    return f"{match[1]} {inside} {match[3]}"
