"""What every format reader hands to the common part: lines and grids in reading order.

A format reader (``read/text.py``, ``read/pdf.py`` …) exports ``source(path: Path) -> Source`` and knows nothing of
public finance; ``read/assemble.py`` joins lines to passages, finds sections, titles, units and kinds, and gives each
cell its role and aspects, the same way for all formats.
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.model import Grid, Run


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text outside tables, or a whole paragraph where the format knows where paragraphs end."""

    text: str
    """Cleaned text: no markup, no page furniture; full-width forms stay as they are."""
    runs: tuple[Run, ...]
    """Where each stretch of ``text`` stands in the file."""
    complete: bool = False
    """Whether the format says that this is a whole paragraph (docx, html): nothing is joined to it."""
    heading: int = 0
    """Level of a heading that the format itself marks (1 …), 0 when it does not say."""
    page: int | None = None
    blank_before: bool = False
    """Whether an empty line or a wide gap stands above it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file as its format reader found it."""

    format: str
    """``text`` ``markdown`` ``pdf`` ``docx`` ``xlsx`` ``html``"""
    sha256: str
    blocks: tuple[Line | Grid, ...]
    title: str = ""
    """A title that the file's own properties or first heading give."""
    pages: int | None = None
    faults: tuple[str, ...] = ()
    """What was lost, in Chinese, for the report (``第7页为扫描图像，未识别``): content that nobody has audited makes an audit fail."""
    notices: tuple[str, ...] = ()
    """What a reader of the report should know although nothing is lost by it: what the file itself hides, pictures, recognised pages."""
