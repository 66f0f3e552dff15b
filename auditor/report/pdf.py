"""A copy of the audited PDF with a highlight and a note on every figure that a finding is about.

Claims are marked in the colour of their level, evidence in violet; the note says what is wrong. The copy is the original with the
marks appended, so that nothing of it changes. Needs pypdf (``pip install gouji[annotate]``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from auditor.errors import ConfigError
from auditor.model import Audit, Evidence, Finding
from auditor.report.text_of import Lookup, note, say, shorten, visible

if TYPE_CHECKING:
    from pypdf import PageObject, PdfWriter

_COLORS = {
    "error": (1.0, 0.55, 0.52),
    "warning": (1.0, 0.82, 0.4),
    "note": (0.6, 0.8, 1.0),
    "evidence": (0.83, 0.7, 0.95),
    "waived": (0.8, 0.8, 0.8),
}
_LOUD = ("error", "warning", "note", "waived", "evidence")
_LENGTH = 2000
"""Characters of the longest note."""
_MARGIN = 0.5
"""Points by which a highlight reaches over the characters."""

Box = tuple[float, float, float, float]
Boxes = tuple[Box, ...]


def render(audit: Audit, original: bytes, *, lang: str = "zh", titles: Mapping[str, str] | None = None, name: str | None = None) -> bytes:
    """The annotated copy of a PDF.

    Args:
        audit: what was found out about it.
        original: the file that was audited.
        lang: ``zh`` or ``en``.
        titles: rule id → what the rule checks, in words.
        name: name of the file in a document of several files; places in the others are left out.

    Raises:
        ConfigError: pypdf is missing, or the file cannot be written to.
    """
    try:
        from pypdf import PdfReader, PdfWriter
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise ConfigError("批注 PDF 需要 pypdf；请安装 gouji[annotate]") from error
    try:
        reader = PdfReader(BytesIO(original))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ConfigError("PDF 需要密码，不能写批注；请先解除密码")
        writer = PdfWriter(clone_from=reader) if reader.is_encrypted else PdfWriter(BytesIO(original), incremental=True)
        pages = list(writer.pages)
        for (number, boxes), (level, texts) in _marks(audit, lang, titles or {}, name).items():
            if 1 <= number <= len(pages):
                _add(writer, pages[number - 1], boxes, level, "\n\n".join(texts))
        target = BytesIO()
        writer.write(target)
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise ConfigError(f"这份 PDF 的结构有损，不能写批注（{type(error).__name__}: {error}）；请另存后再试") from error
    return target.getvalue()


def _marks(audit: Audit, lang: str, titles: Mapping[str, str], name: str | None) -> dict[tuple[int, Boxes], tuple[str, list[str]]]:
    """(page, boxes) → the loudest level and the notes of what stands there; without a box, on the page as a whole."""
    lookup = Lookup(audit)
    found: dict[tuple[int, Boxes], tuple[str, list[str]]] = {}

    def put(evidence: Evidence, level: str, text: str) -> None:
        where = evidence.location
        if where.file is not None and name is not None and where.file != name:
            return
        key = (where.page or 1, lookup.boxes(evidence))
        had, texts = found.get(key, (level, []))
        if text not in texts:
            texts.append(text)
        found[key] = (min(had, level, key=_LOUD.index), texts)

    for number, finding in enumerate(audit.findings, 1):
        put(finding.check.reported, _level(finding), f"{number}. {shorten(note(finding, lookup, lang, titles), _LENGTH)}")
    for number, finding in enumerate(audit.findings, 1):
        for position, evidence in enumerate(finding.check.using, 1):
            if evidence.location.bbox is not None:
                put(evidence, "evidence", say("evidence-of", lang, n=number, position=position))
    return found


def _level(finding: Finding) -> str:
    return "waived" if finding.waived else finding.level.value


def _add(writer: PdfWriter, page: PageObject, boxes: Boxes, level: str, text: str) -> None:
    """Put a highlight over boxes of the page as it is shown, or a note in its corner."""
    from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject, TextStringObject

    color = _COLORS[level]
    frame = _frame(page)
    if not boxes:
        placed = [frame((6.0, 6.0, 26.0, 26.0))]
        kind = {"/Subtype": NameObject("/Text"), "/Name": NameObject("/Comment")}
    else:
        placed = [frame((x0 - _MARGIN, y0 - _MARGIN, x1 + _MARGIN, y1 + _MARGIN)) for x0, y0, x1, y1 in boxes]
        corners = [at for x0, y0, x1, y1 in placed for at in (x0, y1, x1, y1, x0, y0, x1, y0)]
        kind = {"/Subtype": NameObject("/Highlight"), "/QuadPoints": _numbers(corners), "/AP": _appearance(writer, placed, color)}
    annotation = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            **{NameObject(key): value for key, value in kind.items()},
            NameObject("/Rect"): _numbers(_around(placed)),
            NameObject("/C"): ArrayObject([FloatObject(part) for part in color]),
            NameObject("/F"): NumberObject(4),
            NameObject("/T"): TextStringObject("勾稽"),
            NameObject("/Contents"): TextStringObject(visible(text, keep="\n")),
            NameObject("/P"): page.indirect_reference,
        }
    )
    known = page.get("/Annots")
    annotations = ArrayObject(known.get_object() if known is not None else [])
    annotations.append(writer._add_object(annotation))
    page[NameObject("/Annots")] = annotations


def _appearance(writer: PdfWriter, boxes: Sequence[Box], color: tuple[float, float, float]) -> Any:
    """How the highlight looks, for viewers that draw none themselves: colour that lets the ink through."""
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    state = DictionaryObject({NameObject("/Type"): NameObject("/ExtGState"), NameObject("/BM"): NameObject("/Multiply")})
    form = DecodedStreamObject()
    form.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): _numbers(_around(boxes)),
            NameObject("/Resources"): DictionaryObject({NameObject("/ExtGState"): DictionaryObject({NameObject("/G"): state})}),
        }
    )
    red, green, blue = color
    areas = " ".join(f"{x0:.2f} {y0:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re" for x0, y0, x1, y1 in boxes)
    form.set_data(f"/G gs {red:.3f} {green:.3f} {blue:.3f} rg {areas} f".encode("ascii"))
    return DictionaryObject({NameObject("/N"): writer._add_object(form)})


def _around(boxes: Sequence[Box]) -> Box:
    lows, highs = [box[:2] for box in boxes], [box[2:] for box in boxes]
    return min(x for x, _ in lows), min(y for _, y in lows), max(x for x, _ in highs), max(y for _, y in highs)


def _numbers(values: Iterable[float]) -> Any:
    from pypdf.generic import ArrayObject, FloatObject

    return ArrayObject([FloatObject(round(value, 2)) for value in values])


def _frame(page: PageObject) -> Callable[[Box], Box]:
    """From a box of the page as it is shown (points, origin top left) to one of page space, however the page is turned."""
    media, crop = page.mediabox, page.cropbox
    left, bottom = max(float(media.left), float(crop.left)), max(float(media.bottom), float(crop.bottom))
    right, top = min(float(media.right), float(crop.right)), min(float(media.top), float(crop.top))
    if right - left < 1 or top - bottom < 1:
        left, bottom, right, top = (float(value) for value in (media.left, media.bottom, media.right, media.top))
    turned: dict[int, Callable[[float, float], tuple[float, float]]] = {
        0: lambda x, y: (left + x, top - y),
        90: lambda x, y: (left + y, bottom + x),
        180: lambda x, y: (right - x, bottom + y),
        270: lambda x, y: (right - y, top - x),
    }
    at = turned[page.rotation % 360]

    def place(box: Box) -> Box:
        (a, b), (c, d) = at(box[0], box[1]), at(box[2], box[3])
        return min(a, c), min(b, d), max(a, c), max(b, d)

    return place
