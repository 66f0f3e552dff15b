"""Pictures of the pages of a PDF that findings are about, small enough to stand in the annotated page.

The pages where something is claimed come first, in the order of the findings, then those of the evidence, as far as the limits go.
Drawn in a few greys, which keeps letters sharp and files small; photographs and scans are smaller as JPEG.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from auditor.model import Audit

MOST_PAGES = 24
MOST_CHARACTERS = 1_000_000
"""Length of all pictures together, as they stand in the page."""
_WIDTH = 860
"""Pixels across a page: legible at its size on the screen, and twice that small."""
_TALLEST = 2.5
"""Height over width of the longest page that is drawn; a web page that was printed as one sheet is none."""
_GREYS = 8
_QUALITY = 45


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it looks."""

    number: int
    """1-based."""
    width: float
    """In points, as all boxes are."""
    height: float
    address: str
    """The picture as a data address."""


def sheets(audit: Audit, original: bytes) -> tuple[Sheet, ...]:
    """Pictures of the pages that the findings of a PDF are about, in page order; none where it cannot be drawn."""
    import pypdfium2

    found: list[Sheet] = []
    room = MOST_CHARACTERS
    try:
        document = pypdfium2.PdfDocument(original)
    except pypdfium2.PdfiumError:
        return ()
    try:
        for number in dict.fromkeys(_wanted(audit)):
            if len(found) == MOST_PAGES:
                break
            sheet = _sheet(document, number)
            if sheet is not None and len(sheet.address) <= room:
                room -= len(sheet.address)
                found.append(sheet)
    finally:
        document.close()
    return tuple(sorted(found, key=lambda sheet: sheet.number))


def _wanted(audit: Audit) -> Iterator[int]:
    """Numbers of the pages, the most wanted first."""
    live = [finding.check for finding in audit.findings if not finding.waived]
    for places in ((check.reported for check in live), (evidence for check in live for evidence in check.using)):
        for evidence in places:
            if evidence.location.page is not None and evidence.location.bbox is not None:
                yield evidence.location.page


def _sheet(document: Any, number: int) -> Sheet | None:
    import pypdfium2

    if not 1 <= number <= len(document):
        return None
    try:
        page = document[number - 1]
        width, height = page.get_size()
        if not (width > 1 and 1 < height <= _TALLEST * width):
            return None
        grey = page.render(scale=_WIDTH / width, grayscale=True, may_draw_forms=False).to_pil().convert("L")
    except (pypdfium2.PdfiumError, ValueError, MemoryError):
        return None
    return Sheet(number, width, height, _address(grey))


def _address(grey: Any) -> str:
    """The smaller of two pictures: a few greys without loss, or JPEG."""
    from PIL import Image

    most = _GREYS - 1
    levels = Image.frombytes("P", grey.size, grey.point([round(value / 255 * most) for value in range(256)]).tobytes())
    levels.putpalette([value * 255 // most for value in range(_GREYS) for _ in range(3)])
    sharp, photograph = BytesIO(), BytesIO()
    levels.save(sharp, "PNG", bits=4, compress_level=6)
    grey.save(photograph, "JPEG", quality=_QUALITY)
    kind, picture = min((("png", sharp), ("jpeg", photograph)), key=lambda found: found[1].tell())
    return f"data:image/{kind};base64,{b64encode(picture.getvalue()).decode('ascii')}"
