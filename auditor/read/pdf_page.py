"""A PDF page as characters and ruling lines, in points from its top left corner, however the page is turned.

The characters and paths come from pdfium (pypdfium2, BSD/Apache): it is several times as fast as pdfminer. Its C
functions are called through prototypes that keep the interpreter lock, which halves the cost of a call and serialises
them: pdfium is not made for threads, so :data:`LOCK` is held around every page.
"""

from __future__ import annotations

import ctypes
import itertools
import math
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

Char = tuple[float, float, float, str, float]
"""x0, x1, baseline (points, downwards), the character, height of its font box."""
Ruling = tuple[float, float, float]
"""Position across, start and end along: ``(y, x0, x1)`` of a horizontal line, ``(x, top, bottom)`` of a vertical one."""
Box = tuple[float, float, float, float]

LOCK = threading.RLock()
"""Held around every use of pdfium."""

OBJECT_LIMIT = 60_000
"""Drawing objects of one page that are looked at; a page with more is a drawing, not a form."""
THIN = 3.0
"""Points: what is not wider than this is a line, not an area."""
SHORTEST = 3.0
"""Points: shorter strokes are ornaments."""

_PATH, _IMAGE, _FORM = 2, 3, 5
_LINE_TO, _BEZIER_TO, _MOVE_TO = 0, 1, 2
_INVISIBLE = 3

_RADICALS = {
    "⺀": "冫", "⺁": "厂", "⺄": "乙", "⺆": "冂", "⺈": "刀", "⺊": "卜", "⺋": "卩", "⺌": "小", "⺍": "小", "⺎": "兀",
    "⺏": "尢", "⺐": "尢", "⺒": "巳", "⺓": "幺", "⺔": "彑", "⺕": "彐", "⺗": "心", "⺘": "手", "⺙": "攵", "⺛": "旡",
    "⺝": "月", "⺞": "歹", "⺠": "民", "⺢": "水", "⺣": "灬", "⺤": "爪", "⺥": "爪", "⺦": "丬", "⺧": "牛", "⺨": "犭",
    "⺩": "王", "⺫": "目", "⺬": "示", "⺭": "礻", "⺮": "竹", "⺯": "糸", "⺰": "纟", "⺲": "罒", "⺶": "羊", "⺷": "羊",
    "⺸": "羊", "⺹": "老", "⺻": "聿", "⺼": "肉", "⺽": "臼", "⺾": "艹", "⺿": "艹", "⻀": "艹", "⻁": "虎", "⻂": "衤",
    "⻃": "西", "⻄": "西", "⻅": "见", "⻆": "角", "⻈": "讠", "⻉": "贝", "⻊": "足", "⻋": "车", "⻌": "辶", "⻍": "辶",
    "⻎": "辶", "⻏": "阝", "⻐": "钅", "⻑": "长", "⻒": "镸", "⻓": "长", "⻔": "门", "⻖": "阝", "⻗": "雨", "⻘": "青",
    "⻙": "韦", "⻚": "页", "⻛": "风", "⻜": "飞", "⻝": "食", "⻞": "食", "⻟": "饣", "⻠": "饣", "⻢": "马", "⻣": "骨",
    "⻤": "鬼", "⻥": "鱼", "⻦": "鸟", "⻧": "卤", "⻨": "麦", "⻩": "黄", "⻪": "黾", "⻫": "齐", "⻬": "齐", "⻭": "齿",
    "⻮": "齿", "⻯": "龙", "⻰": "龙", "⻱": "龟", "⻲": "龟", "⻳": "龟",
}  # fmt: skip


@cache
def _as_written(char: str) -> str:
    """The character that a reader sees, where the font names a radical or a compatibility form instead of it."""
    import unicodedata

    if char in _RADICALS:
        return _RADICALS[char]
    code = ord(char)
    if char == "\x02" or char in "\u2010\u2011":
        return "-"  # pdfium marks a hyphen at the end of a line as \x02
    if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF or 0xFB00 <= code <= 0xFB06 or 0xFE30 <= code <= 0xFE4F:
        return unicodedata.normalize("NFKC", char)
    if code < 32 or 0x7F <= code < 0xA0 or code in (0xAD, 0xFEFF, 0xFFFE, 0xFFFF) or 0x200B <= code <= 0x200F:
        return ""
    return "" if char.isspace() else char


def unreadable(char: str) -> bool:
    """Whether the font gives no meaning for this character."""
    code = ord(char[0])
    return code == 0xFFFD or 0xE000 <= code <= 0xF8FF or code >= 0xF0000


@dataclass(slots=True)
class PageContent:
    """What stands on a page, turned so that its text reads from left to right."""

    number: int
    """1-based."""
    width: float
    height: float
    turn: int = 0
    """Quarter turns by which the frame of ``chars`` is turned against the page as it is shown."""
    chars: list[Char] = field(default_factory=list)
    """In the order of the content stream, which means nothing."""
    horizontal: list[Ruling] = field(default_factory=list)
    vertical: list[Ruling] = field(default_factory=list)
    shades: list[Box] = field(default_factory=list)
    """Coloured areas, whose sides stand for ruling lines where none are drawn."""
    aside: list[tuple[Box, str, int]] = field(default_factory=list)
    """Characters that run another way than most: box, character, clockwise quarter turns that would set them upright."""
    covered: float = 0.0
    """Share of the page that pictures cover."""
    hidden: bool = False
    """Whether the text is invisible: the layer that a scanner's recognition left under the picture."""
    paths: int = 0
    """Number of paths, for pages whose text was turned to outlines."""
    sure: dict[Char, float] = field(default_factory=dict)
    """How sure the recognition was of each character, on pages that were recognised."""
    unread: list[tuple[float, float]] = field(default_factory=list)
    """Places where something stands in a cell that could not be recognised."""
    doubts: dict[Box, float] = field(default_factory=dict)
    """The same by the boxes that the characters got in lines."""

    @property
    def turned(self) -> bool:
        """Whether boxes have to be moved to be shown."""
        return self.turn != 0

    def shown(self, box: Box) -> Box:
        """A box of the turned frame, on the page as it is shown (points, top left origin)."""
        x0, top, x1, bottom = box
        if self.turn == 1:
            return (top, self.width - x1, bottom, self.width - x0)
        if self.turn == 2:
            return (self.width - x1, self.height - bottom, self.width - x0, self.height - top)
        if self.turn == 3:
            return (self.height - bottom, x0, self.height - top, x1)
        return box


@cache
def _native() -> dict[str, Callable[..., Any]]:
    """The functions of pdfium as the loops below call them: plain addresses in, the interpreter lock kept."""
    import pypdfium2.raw as raw

    handle, number, real = ctypes.c_void_p, ctypes.c_int, ctypes.c_float
    kinds: dict[str, tuple[Any, ...]] = {
        "FPDFText_GetLooseCharBox": (number, handle, number, handle),
        "FPDFText_GetCharOrigin": (number, handle, number, handle, handle),
        "FPDFText_GetCharAngle": (real, handle, number),
        "FPDFText_GetUnicode": (ctypes.c_uint, handle, number),
        "FPDFText_GetTextObject": (handle, handle, number),
        "FPDFTextObj_GetTextRenderMode": (number, handle),
        "FPDFPage_GetObject": (handle, handle, number),
        "FPDFFormObj_CountObjects": (number, handle),
        "FPDFFormObj_GetObject": (handle, handle, ctypes.c_ulong),
        "FPDFPageObj_GetType": (number, handle),
        "FPDFPageObj_GetBounds": (number, handle, handle, handle, handle, handle),
        "FPDFPageObj_GetMatrix": (number, handle, handle),
        "FPDFPageObj_GetFillColor": (number, handle, handle, handle, handle, handle),
        "FPDFPath_GetDrawMode": (number, handle, handle, handle),
        "FPDFPath_CountSegments": (number, handle),
        "FPDFPath_GetPathSegment": (handle, handle, number),
        "FPDFPathSegment_GetPoint": (number, handle, handle, handle),
        "FPDFPathSegment_GetType": (number, handle),
        "FPDFPathSegment_GetClose": (number, handle),
    }
    return {name: ctypes.PYFUNCTYPE(*kind)(ctypes.cast(getattr(raw, name), ctypes.c_void_p).value or 0) for name, kind in kinds.items()}


Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)


def _spanned(matrix: Matrix, left: float, bottom: float, right: float, top: float) -> Box:
    """The box (x0, y0, x1, y1) that holds a transformed rectangle."""
    x, y = _at(matrix, left, bottom)
    u, v = _at(matrix, right, top)
    if matrix[1] and matrix[0]:
        corners = [(x, y), (u, v), _at(matrix, left, top), _at(matrix, right, bottom)]
        return (min(p[0] for p in corners), min(p[1] for p in corners), max(p[0] for p in corners), max(p[1] for p in corners))
    return (min(u, x), min(v, y), max(x, u), max(y, v))


def _frames(box: Box) -> list[Matrix]:
    """Page space (origin bottom left, upwards) to a frame with its origin top left, for each clockwise quarter turn."""
    left, bottom, right, top = box
    return [
        (1, 0, 0, -1, -left, top),
        (0, 1, 1, 0, -bottom, -left),
        (-1, 0, 0, 1, right, -bottom),
        (0, -1, -1, 0, top, right),
    ]


def read_page(page: Any, number: int) -> PageContent:
    """Everything of a pypdfium2 page that the finders need; the page may be closed afterwards.

    ``number`` is its 1-based place in the file. :data:`LOCK` must be held.
    """
    import pypdfium2.raw as raw

    rotation: int = raw.FPDFPage_GetRotation(page.raw)
    media, crop = page.get_mediabox(), page.get_cropbox()
    box = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
    if box[2] - box[0] < 1 or box[3] - box[1] < 1:
        box = media
    frames = _frames(box)
    textpage = raw.FPDFText_LoadPage(page.raw)
    try:
        found = _characters(raw, textpage)
        turns = Counter(entry[0] for entry in found)
        # Text that runs upwards (turned counter-clockwise) reads from left to right once its frame is turned clockwise.
        upright = turns.most_common(1)[0][0] if turns else rotation
        wide, tall = box[2] - box[0], box[3] - box[1]
        content = PageContent(number, *((tall, wide) if upright % 2 else (wide, tall)), turn=(upright - rotation) % 4)
        _place(content, found, frames[upright], upright)
        _drawings(raw, page, content, frames[upright])
        if content.covered > 0.6 and content.chars:
            content.hidden = _all_hidden(textpage, raw.FPDFText_CountChars(textpage))
    finally:
        raw.FPDFText_ClosePage(textpage)
    return content


_Raw = tuple[int, float, float, float, float, float, float, str]
"""Quarter turn, left, bottom, right, top, origin x and y in page space, character."""


def _characters(raw: Any, textpage: Any) -> list[_Raw]:
    """The characters with the quarter turn of each; those that stand at a slant (watermarks) are left out."""
    native = _native()
    loose, origin, angle = (native[f"FPDFText_Get{name}"] for name in ("LooseCharBox", "CharOrigin", "CharAngle"))
    handle = ctypes.cast(textpage, ctypes.c_void_p).value
    count: int = raw.FPDFText_CountChars(textpage)
    if count <= 0:
        return []
    buffer = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(textpage, 0, count, buffer) - 1
    text: str | list[str] = bytes(buffer)[: 2 * max(written, 0)].decode("utf-16-le", "replace")
    if len(text) != count:  # characters without meaning are left out of the text, and those beyond the BMP take two units
        of = native["FPDFText_GetUnicode"]
        codes = [of(handle, k) for k in range(count)]
        text = [chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes]
    rectangle = (ctypes.c_float * 4)()
    point = (ctypes.c_double * 2)()
    at, px = ctypes.addressof(rectangle), ctypes.addressof(point)
    py = px + 8
    found: list[_Raw] = []
    quarter = math.pi / 2
    turn, level, reached = 0, math.nan, 0.0
    for k, char in enumerate(text):
        if char <= " " and char != "\x02":
            continue
        written_as = _as_written(char)
        if not written_as:
            continue
        origin(handle, k, px, py)
        x, y = point
        if y != level or x < reached:  # else it stands on the line of upright text before it
            turned = angle(handle, k)
            if -0.02 < turned < 0.02:
                turn, level = 0, y
            else:
                turn, level = -round(turned / quarter) % 4, math.nan  # pdfium counts clockwise
                if abs(turned - round(turned / quarter) * quarter) > 0.03:
                    continue
        reached = x
        loose(handle, k, at)
        left, top, right, bottom = rectangle
        found.append((turn, left, bottom, right, top, x, y, written_as))
    return found


def _place(content: PageContent, found: list[_Raw], frame: Matrix, upright: int) -> None:
    """Put the characters into the frame, without those outside the page and those that run another way."""
    a, b, c, d, e, f = frame
    width, height = content.width, content.height
    chars = content.chars
    for turn, left, bottom, right, top, x, y, char in found:
        if turn != upright:
            content.aside.append((_spanned(frame, left, bottom, right, top), char, (turn - upright) % 4))
            continue
        x0, x1 = a * left + c * bottom + e, a * right + c * top + e
        if x1 < x0:
            x0, x1 = x1, x0
        base = b * x + d * y + f
        if x1 <= 0 or x0 >= width or base <= 0 or base >= height + 4:
            continue
        tall = abs(b * (right - left) + d * (top - bottom))
        if x1 - x0 < 0.5:  # the font does not say how wide it is
            x1 = x0 + (1.0 if char >= "⺀" else 0.5) * min(tall, 14.0)
        if len(char) == 1:
            chars.append((x0, x1, base, char, tall))
        else:
            step = (x1 - x0) / len(char)
            chars += [(x0 + i * step, x0 + (i + 1) * step, base, part, tall) for i, part in enumerate(char)]


def _all_hidden(textpage: Any, count: int) -> bool:
    """Whether all characters that are looked at are drawn invisibly."""
    native = _native()
    handle = ctypes.cast(textpage, ctypes.c_void_p).value
    modes = []
    for k in range(0, count, max(1, count // 40)):
        shape = native["FPDFText_GetTextObject"](handle, k)
        if shape:
            modes.append(native["FPDFTextObj_GetTextRenderMode"](shape))
    return bool(modes) and all(mode == _INVISIBLE for mode in modes)


def _objects(raw: Any, page: Any) -> Iterator[tuple[int, int, Matrix]]:
    """Type, address and matrix of the drawing objects of a page, those in forms included."""
    native = _native()
    kind_of, member = native["FPDFPageObj_GetType"], native["FPDFPage_GetObject"]
    handle = ctypes.cast(page.raw, ctypes.c_void_p).value
    count = min(raw.FPDFPage_CountObjects(page.raw), OBJECT_LIMIT)
    forms: list[tuple[int, Matrix, int]] = []
    for k in range(count):
        shape = member(handle, k)
        kind = kind_of(shape)
        if kind == 1:
            continue
        if kind == _FORM:
            forms.append((shape, _UNIT, 0))
        else:
            yield kind, shape, _UNIT
    budget = OBJECT_LIMIT
    values = (ctypes.c_float * 6)()
    while forms:
        form, outer, depth = forms.pop()
        native["FPDFPageObj_GetMatrix"](form, ctypes.addressof(values))
        a, b, c, d, e, f = values
        matrix = _times((a, b, c, d, e, f), outer)
        for k in range(native["FPDFFormObj_CountObjects"](form)):
            budget -= 1
            if budget < 0:
                return
            shape = native["FPDFFormObj_GetObject"](form, k)
            kind = kind_of(shape) if shape else 0
            if kind == _FORM and depth < 8:
                forms.append((shape, matrix, depth + 1))
            elif kind in (_PATH, _IMAGE):
                yield kind, shape, matrix


def _drawings(raw: Any, page: Any, content: PageContent, frame: Matrix) -> None:
    """Collect ruling lines and the area of pictures."""
    native = _native()
    bounds, draw_mode, segments = (native[name] for name in ("FPDFPageObj_GetBounds", "FPDFPath_GetDrawMode", "FPDFPath_CountSegments"))
    fill_color = native["FPDFPageObj_GetFillColor"]
    corners = (ctypes.c_float * 4)()
    at = ctypes.addressof(corners)
    mode = (ctypes.c_int * 2)()
    mode_at = ctypes.addressof(mode)
    color = (ctypes.c_uint * 4)()
    color_at = ctypes.addressof(color)
    horizontal, vertical = content.horizontal, content.vertical
    width, height = content.width, content.height
    for kind, shape, matrix in _objects(raw, page):
        if not bounds(shape, at, at + 4, at + 8, at + 12):
            continue
        left, bottom, right, top = corners
        whole = frame if matrix is _UNIT else _times(matrix, frame)
        x0, y0, x1, y1 = _spanned(whole, left, bottom, right, top)
        if x1 < 0 or y1 < 0 or x0 > width or y0 > height:
            continue
        wide, tall = x1 - x0, y1 - y0
        if kind == _IMAGE:
            content.covered += max(0.0, min(x1, width) - max(x0, 0)) * max(0.0, min(y1, height) - max(y0, 0)) / (width * height)
        elif kind == _PATH:
            content.paths += 1
        else:
            continue
        if tall <= THIN:
            if (
                wide >= SHORTEST
                and wide > 1.5 * tall
                and (kind == _IMAGE or _painted(draw_mode, fill_color, shape, mode, mode_at, color, color_at))
            ):
                horizontal.append(((y0 + y1) / 2, x0, x1))
            continue
        if wide <= THIN:
            if tall > 1.5 * wide and (kind == _IMAGE or _painted(draw_mode, fill_color, shape, mode, mode_at, color, color_at)):
                vertical.append(((x0 + x1) / 2, y0, y1))
            continue
        if kind == _PATH and _painted(draw_mode, fill_color, shape, mode, mode_at, color, color_at):
            count = segments(shape)
            if count > 1:
                values = (ctypes.c_float * 6)()
                native["FPDFPageObj_GetMatrix"](shape, ctypes.addressof(values))
                a, b, c, d, e, f = values
                _outline(shape, min(count, 5000), _times((a, b, c, d, e, f), whole), bool(mode[1]), content)


def _painted(draw_mode: Any, fill_color: Any, shape: int, mode: Any, mode_at: int, color: Any, color_at: int) -> bool:
    """Whether a path is stroked, or filled with something other than white."""
    if not draw_mode(shape, mode_at, mode_at + 4):
        return False
    if mode[1]:
        return True
    if not mode[0]:
        return False
    if not fill_color(shape, color_at, color_at + 4, color_at + 8, color_at + 12):
        return True
    return color[3] > 20 and not (color[0] > 250 and color[1] > 250 and color[2] > 250)


def _outline(shape: int, count: int, matrix: Matrix, stroked: bool, content: PageContent) -> None:
    """Add the level and upright strokes of a path; of a filled path, boxes: those that are as thin as lines, and shades."""
    horizontal, vertical = content.horizontal, content.vertical
    native = _native()
    segment, point_of, kind_of, closes = (
        native[name]
        for name in ("FPDFPath_GetPathSegment", "FPDFPathSegment_GetPoint", "FPDFPathSegment_GetType", "FPDFPathSegment_GetClose")
    )
    point = (ctypes.c_float * 2)()
    px = ctypes.addressof(point)
    strokes: list[list[tuple[float, float]]] = []
    straight: list[bool] = []
    for k in range(count):
        part = segment(shape, k)
        if not part or not point_of(part, px, px + 4):
            continue
        x, y = _at(matrix, point[0], point[1])
        kind = kind_of(part)
        if kind == _MOVE_TO or not strokes:
            strokes.append([(x, y)])
            straight.append(True)
        else:
            strokes[-1].append((x, y))
            if kind == _BEZIER_TO:
                straight[-1] = False
        if closes(part):
            strokes[-1].append(strokes[-1][0])
    for points, plain in zip(strokes, straight, strict=True):
        if not plain or len(points) < 2:
            continue
        if not stroked:
            x0, x1 = min(p[0] for p in points), max(p[0] for p in points)
            y0, y1 = min(p[1] for p in points), max(p[1] for p in points)
            if y1 - y0 <= THIN and x1 - x0 >= SHORTEST:
                horizontal.append(((y0 + y1) / 2, x0, x1))
            elif x1 - x0 <= THIN and y1 - y0 >= SHORTEST:
                vertical.append(((x0 + x1) / 2, y0, y1))
            elif len(points) <= 6:
                content.shades.append((x0, y0, x1, y1))
            continue
        for (x0, y0), (x1, y1) in itertools.pairwise(points):
            if abs(y1 - y0) < 0.7 and abs(x1 - x0) >= SHORTEST:
                horizontal.append(((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif abs(x1 - x0) < 0.7 and abs(y1 - y0) >= SHORTEST:
                vertical.append(((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
