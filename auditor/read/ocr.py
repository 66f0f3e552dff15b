"""Pictures of pages: recognised offline, where the extra ``gouji[ocr]`` (RapidOCR on onnxruntime) is installed.

A page is set straight, its ruling lines are found with OpenCV, and what stands in each cell of the ruled tables, and on each line
outside them, is recognised by itself. The result is a page of characters and ruling lines like that of a born-digital PDF, so that
tables and paragraphs are found by the same code; every character keeps how sure the recognition was of it, and its place in the
picture as it was given.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any
from unicodedata import normalize

from auditor.errors import ReadError
from auditor.read.file import FILE_LIMIT, content
from auditor.read.pdf_page import Box, Char, PageContent, Ruling
from auditor.read.pdf_ruled import Lattice, lattices
from auditor.read.source import Source

MISSING = "识别图像中的文字需要安装 gouji[ocr]（pip install 'gouji[ocr]'）"
"""What to do where recognition is not installed."""
DPI = 200
"""Resolution at which pages are recognised."""
PIXELS = 40_000_000
"""Of the largest picture; an A3 page at 400 dpi has 31 million."""
PAGES = 500
"""Pages that are recognised of one file."""
LEAST = 0.5
"""Mean certainty of a line below which it is taken for a stain or a stamp."""
_LEGIBLE = 0.8
"""Mean certainty of the lines below which the page is tried the other way up."""
RECOGNISED = 0.99
"""The most that a recognised character is trusted: whatever rests on it is checked against the original."""

_POINT = 72 / DPI
"""Points in a pixel."""
_ACROSS, _DOWN = 70, 45
"""Pixels of the shortest ruling lines: longer than the strokes of body text."""
_PIECE, _GAP = 25, 13
"""Pixels of the pieces that ruling lines are put together from, and of the gaps between them."""
_THICK = 14
"""Pixels of the thickest ruling line."""
_HIGH, _STEP, _TOGETHER = 48, 32, 2048
"""Pixels of the height at which a line is recognised, of the steps of its width, and of the widths of those recognised at once."""
_DASH = re.compile("[-—－–─一]")
_SIMPLE = str.maketrans("決淨況減準衆產內戶黃溫強毎効別呂德値", "决净况减准众产内户黄温强每效别吕德值")
"""Forms of characters that are not in use and differ from those that are by a stroke or two."""
_MARK = frozenset(".,，．")
_GROUPED = re.compile(r"\d{1,3}(?:[.,，．]\d{3})*[.,，．]\d{1,2}|\d{1,3}(?:[.,，．]\d{3}){2,}")
"""Numbers of which the length of the groups tells whether a mark is the point or parts thousands."""
_DASHES = frozenset("-—－–─一_~～")
_MARKS = frozenset(",;:()、，。；：！？（）《》“”‘’【】…·")
_NUMERIC = frozenset("0123456789.,，．%％-")
_DESCENDERS = frozenset(",，;；、。()（）[]【】《》“”\"'‘’gjpqy")


_Area = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""


def available() -> bool:
    """Whether recognition is installed."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))


@dataclass(slots=True)
class Scan(PageContent):
    """A recognised page: set straight; its boxes are given on the picture as it was."""

    angle: float = 0.0
    """Degrees by which the picture was turned, counter-clockwise, to set it straight."""
    quarters: int = 0
    """Quarter turns, counter-clockwise, by which it was turned before."""
    zoom: float = 1.0
    """Units of the picture as it was in one point."""

    @property
    def turned(self) -> bool:
        """Whether boxes have to be moved to be shown."""
        return True

    def shown(self, box: Box) -> Box:
        """A box on the picture as it was given."""
        x0, top, x1, bottom = box
        x, y = (x0 + x1) / 2 - self.width / 2, (top + bottom) / 2 - self.height / 2
        half, tall = (x1 - x0) / 2, (bottom - top) / 2
        turn = math.radians(self.angle)
        x, y = x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)
        width, height = self.width, self.height
        for _ in range(self.quarters):
            x, y, half, tall, width, height = -y, x, tall, half, height, width
        x, y, zoom = x + width / 2, y + height / 2, self.zoom
        return ((x - half) * zoom, (y - tall) * zoom, (x + half) * zoom, (y + tall) * zoom)


def source(path: Path) -> Source:
    """Read the picture of a page; of a .tif, all of its pages.

    Raises:
        ReadError: recognition is not installed, the picture is damaged or larger than :data:`PIXELS`, or shows no text.
    """
    data = content(path, FILE_LIMIT)
    if not available():
        raise ReadError(f"{path} 是图片。{MISSING}，或提供可复制文字的版本。")
    from auditor.read.pdf import pages_of

    pages: list[PageContent] = []
    for picture, zoom in _pictures(path):
        pages.append(recognised(picture, len(pages) + 1, zoom=zoom))
    blocks, title = pages_of(pages)
    if not blocks:
        raise ReadError(f"{path} 是图片，其中没有识别出文字。请提供更清晰的图片，或可复制文字的版本。")
    return Source("image", sha256(data).hexdigest(), blocks, title, len(pages), (), (f"{notice([page.number for page in pages])}。",))


def notice(numbers: Sequence[int]) -> str:
    """What a reader of the report is told of recognised pages."""
    from auditor.read.pdf import page_names

    return f"{page_names(numbers)}为扫描图像，文字由程序识别，可能有误认；依据这些文字的问题须对照原件"


def _pictures(path: Path) -> Iterator[tuple[Any, float]]:
    """The pages of a picture file in grey, each with its pixels in a point of the page.

    Raises:
        ReadError: the picture is damaged or too large.
    """
    import warnings

    import numpy
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    try:
        with warnings.catch_warnings(action="ignore"):
            opened = Image.open(path)
        with opened as file:
            # Cameras put previews behind their pictures; pages stand only in a .tif.
            for count, frame in enumerate(ImageSequence.Iterator(file) if file.format == "TIFF" else [file]):
                if count >= PAGES:
                    raise ReadError(f"{path} 超过 {PAGES} 页，未读取。请拆分后再审核。")
                if frame.width * frame.height > PIXELS:
                    raise ReadError(f"{path} 有 {frame.width}×{frame.height} 像素，超过上限，未读取。请缩小后再审核。")
                upright = ImageOps.exif_transpose(frame)
                plain = upright.convert("RGBA")
                paper = Image.new("RGBA", plain.size, "white")
                colour = Image.alpha_composite(paper, plain).convert("RGB")
                # Red stamps vanish in the red channel.
                grey = colour.getchannel("R")
                scale = _scale(frame)
                if abs(scale - 1) > 0.05:
                    size = (max(1, round(grey.width * scale)), max(1, round(grey.height * scale)))
                    grey = grey.resize(size, Image.Resampling.LANCZOS)
                yield numpy.asarray(grey), 1 / scale / _POINT
    except ReadError:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise ReadError(f"{path} 是图片，但已损坏或格式不受支持。请重新导出为 PNG 或 JPG。") from error


def _scale(frame: Any) -> float:
    """By how much a picture is to be enlarged to have :data:`DPI`; one that does not say how large it is, is taken for A4."""
    stated = frame.info.get("dpi", (0, 0))[0]
    longer = max(frame.width, frame.height)
    dpi = float(stated) if stated and 5 < longer / float(stated) < 25 else longer / 11.7
    scale = DPI / max(dpi, 50.0)
    return min(scale, math.sqrt(PIXELS / (frame.width * frame.height)))


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    # Lines are padded to that width at least; the default of 320 doubles the cost of a page of figures.
    return RapidOCR(
        params={"Global.log_level": "critical", "Global.max_side_len": 4000, "Rec.rec_img_shape": [3, 48, 96], "Det.limit_side_len": 480}
    )


def recognised(picture: Any, number: int, *, zoom: float = 1.0) -> Scan:
    """The characters and ruling lines of a picture.

    Args:
        picture: grey, one byte a pixel, at :data:`DPI`.
        number: 1-based page.
        zoom: units of its places in one point.
    """
    quarters = int(_sideways(_ink(picture)) and _tall(picture))
    scan, legible = _attempt(picture, number, quarters, zoom)
    if legible < _LEGIBLE and scan.sure:
        other, better = _attempt(picture, number, quarters + 2, zoom)
        if better > legible:
            return other
    return scan


def _attempt(picture: Any, number: int, quarters: int, zoom: float) -> tuple[Scan, float]:
    """The page, read after so many quarter turns counter-clockwise, and how sure the recognition is of its lines."""
    import numpy

    upright = numpy.ascontiguousarray(numpy.rot90(picture, quarters)) if quarters else picture
    angle = _skew(_ink(upright))
    straight = _turned(upright, angle)
    height, width = straight.shape
    page = _Page(straight, _ink(straight))
    page.rule()
    scan = Scan(number, width * _POINT, height * _POINT, horizontal=page.horizontal, vertical=page.vertical)
    scan.angle, scan.quarters, scan.zoom = angle, quarters, zoom
    page.unread = scan.unread
    for char, sure in page.read(scan):
        scan.chars.append(char)
        scan.sure[char] = min(sure, RECOGNISED)
    return scan, sum(page.certainties) / max(1, len(page.certainties))


def blank(picture: Any) -> bool:
    """Whether a picture shows next to nothing: an empty page that was scanned along; edges and shades of the paper do not count."""
    import numpy

    height, width = (size // 64 * 64 for size in picture.shape)
    if not height or not width:
        return False
    small = picture[:height, :width].reshape(height // 4, 4, width // 4, 4).mean(axis=(1, 3))
    tiles = small.reshape(height // 64, 16, width // 64, 16).transpose(0, 2, 1, 3).reshape(-1, 256)
    paper = numpy.maximum(numpy.median(tiles, axis=1), numpy.median(small) - 60)
    dark = (tiles < paper[:, None] - 30).reshape(height // 64, width // 64, 16, 16).transpose(0, 2, 1, 3).reshape(small.shape)
    top, left = height // 100, width // 100
    return float(dark[top:-top, left:-left].mean()) < 0.0006


# Setting straight


def _ink(picture: Any) -> Any:
    """255 where the picture is darker than the paper around it."""
    import cv2

    smooth = cv2.GaussianBlur(picture, (3, 3), 0)
    return cv2.adaptiveThreshold(smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 51, 25)


def _skew(ink: Any) -> float:
    """Degrees, counter-clockwise, by which ink has to be turned so that its lines are level; beyond 5 it is left alone."""
    import cv2

    scale = min(1.0, 1000 / max(ink.shape))
    small = cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)

    def sharpness(angle: float) -> float:
        rows = _turned(small, angle, paper=0).sum(axis=1, dtype="float64")
        return float(((rows[1:] - rows[:-1]) ** 2).sum())

    best = 0.0
    for reach, step in ((5.0, 0.5), (0.5, 0.1), (0.1, 0.02)):
        count = round(reach / step)
        best = max((best + k * step for k in range(-count, count + 1)), key=sharpness)
    return best if abs(best) <= 5 else 0.0


def _turned(picture: Any, angle: float, *, paper: int = 255) -> Any:
    import cv2

    if abs(angle) < 0.01:
        return picture
    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(paper,))


def _sideways(ink: Any) -> bool:
    """Whether the lines of text may run up or down: what is left without ruling lines is not much sharper in its rows."""
    import cv2

    scale = min(1.0, 1000 / max(ink.shape))
    text = ink
    for size in ((_ACROSS, 1), (1, _ACROSS)):
        rules = cv2.morphologyEx(ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))
        text = cv2.bitwise_and(text, cv2.bitwise_not(cv2.dilate(rules, cv2.getStructuringElement(cv2.MORPH_RECT, (5, 5)))))
    small = cv2.resize(text, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    level, upright = (small.sum(axis=axis, dtype="float64") / small.shape[axis] for axis in (1, 0))
    return bool(((upright[1:] - upright[:-1]) ** 2).sum() > 0.35 * ((level[1:] - level[:-1]) ** 2).sum())


def _tall(picture: Any) -> bool:
    """Whether the detector finds lines that are higher than wide, too."""
    sides = [(right - left, bottom - top) for left, top, right, bottom in _boxes(picture, 0.3)]
    return sum(tall > 1.5 * wide for wide, tall in sides) > 2 * sum(wide > 1.5 * tall for wide, tall in sides)


# Recognising


def _boxes(picture: Any, scale: float = 0.5) -> list[_Area]:
    """The lines of text that the detector finds, at a lower resolution."""
    import cv2

    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    found = _engine()(cv2.cvtColor(small, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=False).boxes
    if found is None:
        return []
    return [
        (
            int(box[:, 0].min() / scale),
            int(box[:, 1].min() / scale),
            math.ceil(box[:, 0].max() / scale),
            math.ceil(box[:, 1].max() / scale),
        )
        for box in found
    ]


@cache
def _recogniser() -> Any:
    """What tells the characters of one line."""
    import numpy

    engine = _engine()
    engine(numpy.full((_HIGH, 2 * _HIGH, 3), 255, numpy.uint8), use_det=False, use_cls=False, use_rec=True)
    return engine.text_rec


@cache
def _letters() -> tuple[list[str], dict[int, Any]]:
    """The characters that are told apart, and, for each that has doubles (， and ,), the places of all of them: between these is no doubt."""
    import numpy

    letters = [letter.translate(_SIMPLE) for letter in _recogniser().postprocess_op.character]
    doubles: dict[str, list[int]] = defaultdict(list)
    for place, letter in enumerate(letters):
        doubles[normalize("NFKC", _DASH.sub("-", letter))].append(place)
    return letters, {place: numpy.array(same) for same in doubles.values() if len(same) > 1 for place in same}


_Reading = list[tuple[str, float, float]]
"""Character, how sure, middle as a share of the width, of each of a line."""


def _readings(pictures: Sequence[Any]) -> list[_Reading]:
    """What the pictures of lines say. Those of like width are recognised together: half of the time goes into starting."""
    import cv2
    import numpy

    scaled = []
    for picture in pictures:
        height, width = picture.shape
        wide = max(_HIGH, math.ceil(width * _HIGH / height))
        line = cv2.resize(picture, (math.ceil(width * _HIGH / height), _HIGH)).astype(numpy.float32) / 127.5 - 1
        scaled.append((-(-wide // _STEP) * _STEP, line))
    groups: dict[int, list[int]] = defaultdict(list)
    for k, (wide, _) in enumerate(scaled):
        groups[wide].append(k)
    found: list[_Reading] = [[] for _ in pictures]
    for wide, members in groups.items():
        together = max(1, _TOGETHER // wide)
        for start in range(0, len(members), together):
            part = members[start : start + together]
            batch = numpy.zeros((len(part), 3, _HIGH, wide), numpy.float32)
            for k, member in enumerate(part):
                line = scaled[member][1]
                batch[k, :, :, : line.shape[1]] = line
            for member, told in zip(part, _recogniser().session(batch), strict=True):
                found[member] = _decoded(told, wide / scaled[member][1].shape[1])
    return found


def _decoded(told: Any, stretch: float) -> _Reading:
    """The characters of a line by the probability of each character in each step of it (CTC).

    A character is as sure as its best step, less what its neighbourhood leaves open: a step without a character that may have held
    another one, and a step between that may part two of the same.
    """
    letters, doubles = _letters()
    best = told.argmax(axis=1)
    marks = [place for place, letter in enumerate(letters) if letter in _MARK]
    runs: list[list[int]] = []
    for step, letter in enumerate(best.tolist()):
        if runs and runs[-1][0] == letter:
            runs[-1][2] = step + 1
        else:
            runs.append([letter, step, step + 1])

    def chance(letter: int, first: int, last: int) -> Any:
        return told[first:last, doubles[letter]].sum(axis=1) if letter in doubles else told[first:last, letter]

    chars = [k for k, (letter, _, _) in enumerate(runs) if letter and not letters[letter].isspace()]
    text = "".join(letters[runs[k][0]][0] for k in chars)
    settled = {
        at
        for number in _GROUPED.finditer(text)
        for at in range(*number.span())
        if text[at] in _MARK and (_well_formed(number[0]) or number[0] == text)
    }
    reading: _Reading = []
    for at, k in enumerate(chars):
        letter, first, last = runs[k]
        own = told[first:last, marks].sum(axis=1) if at in settled else chance(letter, first, last)
        sure = float(own.max())
        if last - first > 2:
            sure = min(sure, 1 - float(told[first + 1 : last - 1, 0].max()))
        for other in (chars[at - 1] if at else -1, chars[at + 1] if at + 1 < len(chars) else len(runs)):
            low, high = (
                (runs[other][2] if other >= 0 else 0, first) if other < k else (last, runs[other][1] if other < len(runs) else len(best))
            )
            if low < high:
                sure = min(
                    sure, float(_quiet(told[low:high], (letter, runs[other][0]) if 0 <= other < len(runs) else (letter,), marks).min())
                )
        place = first + float((own * _steps(last - first)).sum() / own.sum()) + 0.5
        reading.append((letters[letter], min(sure, 1.0), place / len(best) * stretch))
    return reading


def _quiet(told: Any, beside: Sequence[int], marks: Sequence[int]) -> Any:
    """How sure it is of each step between two characters that nothing but these stands there."""
    letters, doubles = _letters()
    known = told[:, 0] + told[:, -1]
    taken: set[int] = set()
    for letter in beside:
        same = set(marks) if letters[letter] in _MARK else set(doubles[letter].tolist()) if letter in doubles else {letter}
        known = known + told[:, sorted(same - taken)].sum(axis=1)
        taken |= same
    return known


def _well_formed(number: str) -> bool:
    """Whether every mark of a number is the one that its place asks for."""
    groups = re.split("[.,，．]", number)
    wanted = [","] * (len(groups) - 1)
    if len(groups[-1]) < 3:
        wanted[-1] = "."
    return [normalize("NFKC", mark) for mark in number if mark in _MARK] == wanted


@cache
def _steps(count: int) -> Any:
    import numpy

    return numpy.arange(count)


@dataclass(slots=True)
class _Line:
    """A recognised line, in pixels."""

    chars: list[tuple[str, float, float]]
    """Character, how sure, middle."""
    left: int
    top: int
    right: int
    bottom: int
    cell: bool
    """Whether it stands in a cell of a ruled table."""

    @property
    def size(self) -> tuple[float, bool]:
        """Size of its type, and whether there is enough of it to tell."""
        tall = float(self.bottom - self.top)
        pitches = sorted(b[2] - a[2] for a, b in pairwise(self.chars) if _square(a[0]) and _square(b[0]))
        close = [pitch for pitch in pitches if pitch < 1.5 * pitches[len(pitches) // 2]]
        if len(close) >= 4:  # places are steps of a sixth of the height: only their mean is exact
            return min(max(sum(close) / len(close), 0.8 * tall), 1.3 * tall), True
        if any(_square(char) for char, _, _ in self.chars):
            return 1.08 * tall, False
        return tall * (1.15 if any(char in _DESCENDERS for char, _, _ in self.chars) else 1.35), False

    def placed(self, sizes: Sequence[float]) -> Iterator[tuple[Char, float]]:
        """Its characters with their places in points; ``sizes`` are those of the type on the page, the usual one first."""
        em, certain = self.size
        near = [size for size in sizes if 0.75 * em < size < 1.3 * em]
        if certain or self.cell:
            em = min(near, key=lambda size: abs(size - em), default=em)
        elif near:  # the short last line of a paragraph tells too little
            em = near[0]
        wide = [char >= "⺀" for char, _, _ in self.chars]
        if not any(wide) and all(char in _DASHES for char, _, _ in self.chars):
            em = max(em, (self.right - self.left) / len(self.chars))
        base = self.bottom - (0.12 * em if any(wide) or any(char in _DESCENDERS for char, _, _ in self.chars) else 0.0)
        halves = [em / 2 if one else em / 3.8 for one in wide]
        edges = [max(self.left, self.chars[0][2] - halves[0])]
        for k, (one, two) in enumerate(pairwise(self.chars)):
            # Recognition knows places only roughly: neighbours touch unless there is room for a gap between them.
            room = 1.0 if one[0] in _NUMERIC and two[0] in _NUMERIC or {one[0], two[0]} & _MARKS else 0.5
            if two[2] - one[2] - halves[k] - halves[k + 1] < room * em:
                edges += [(one[2] + two[2] + halves[k] - halves[k + 1]) / 2] * 2
            else:
                edges += [one[2] + halves[k], two[2] - halves[k + 1]]
        edges.append(min(self.right, self.chars[-1][2] + halves[-1]))
        for (char, sure, _), x0, x1 in zip(self.chars, edges[::2], edges[1::2], strict=True):
            yield (x0 * _POINT, max(x0 + 1.0, x1) * _POINT, base * _POINT, char, em * _POINT), sure


def _square(char: str) -> bool:
    """Whether a character fills its square."""
    return char >= "⺀" and char not in _MARKS


def _sizes(lines: Sequence[_Line]) -> list[float]:
    """The sizes of type on a page, as its longer lines tell them, the usual one first."""
    known = sorted(size for size, certain in (line.size for line in lines) if certain)
    groups: list[list[float]] = []
    for size in known:
        if groups and size < 1.08 * groups[-1][0]:
            groups[-1].append(size)
        else:
            groups.append([size])
    return [group[len(group) // 2] for group in sorted(groups, key=len, reverse=True)]


@dataclass(slots=True)
class _Page:
    """A straight picture while it is being read; places in pixels unless points are spoken of."""

    picture: Any
    ink: Any
    horizontal: list[Ruling] = field(default_factory=list)
    vertical: list[Ruling] = field(default_factory=list)
    certainties: list[float] = field(default_factory=list)
    """Of the lines that were recognised."""
    unread: list[tuple[float, float]] = field(default_factory=list)
    """Middles, in points, of what stands in cells and could not be recognised."""

    def rule(self) -> None:
        """Find the ruling lines and take them out of the picture."""
        import cv2

        found: dict[bool, list[tuple[int, int, int, int]]] = {}
        for across in (True, False):
            pieces, mend = ((_PIECE, 1), (_GAP, 3)) if across else ((1, _PIECE), (3, _GAP))
            long = cv2.morphologyEx(self.ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, pieces))
            long = cv2.morphologyEx(long, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, mend))
            boxes = cv2.connectedComponentsWithStats(long, connectivity=8)[2][1:, :4].tolist()
            found[across] = [
                (left, top, left + width, top + height)
                for left, top, width, height in boxes
                if (height if across else width) <= _THICK and (width >= _ACROSS if across else height >= _DOWN)
            ]
        # Strokes of neighbouring characters may make a line, too, but one that meets no other.
        level = [one for one in found[True] if one[2] - one[0] > self.ink.shape[1] / 4 or any(_meet(one, two) for two in found[False])]
        upright = [two for two in found[False] if any(_meet(one, two) for one in level)]
        self.picture = self.picture.copy()
        for left, top, right, bottom in (*level, *upright):
            self.ink[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2] = 0
            self.picture[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2] = 255
        self.horizontal = [((top + bottom) / 2 * _POINT, left * _POINT, right * _POINT) for left, top, right, bottom in level]
        self.vertical = [((left + right) / 2 * _POINT, top * _POINT, bottom * _POINT) for left, top, right, bottom in upright]

    def read(self, scan: Scan) -> Iterator[tuple[Char, float]]:
        """Every character with its certainty: the cells of ruled tables one by one, then the lines outside them."""
        rest = self.picture.copy()
        parts: list[_Part] = []
        for lattice in lattices(scan):
            parts += self._cells(lattice)
            left, right = round(lattice.xs[0] / _POINT), round(lattice.xs[-1] / _POINT)
            top, bottom = round(lattice.ys[0] / _POINT), round(lattice.ys[-1] / _POINT)
            rest[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2] = 255
            self.ink[top:bottom, left:right] = 0
        taken: list[_Area] = []
        for area in sorted(_boxes(rest)):
            wide = self._stretched(area)
            if not any(_inside(wide, other) for other in taken):
                taken.append(wide)
                parts += self._parts(wide, rest)
        found = list(self._lines(parts))
        sizes = _sizes(found)
        for line in found:
            yield from line.placed(sizes)

    def _cells(self, lattice: Lattice) -> Iterator[_Part]:
        for patch in lattice.patches:
            left, right = round(lattice.xs[patch.column] / _POINT) + 3, round(lattice.xs[patch.column + patch.colspan] / _POINT) - 2
            top, bottom = round(lattice.ys[patch.row] / _POINT) + 3, round(lattice.ys[patch.row + patch.rowspan] / _POINT) - 2
            for x0, y0, x1, y1 in _rows(self.ink[top:bottom, left:right]):
                yield from self._parts((left + x0, top + y0, left + x1, top + y1), self.picture)

    def _stretched(self, area: _Area) -> _Area:
        """A box that holds all the ink of its line that is not set apart: detectors lose thin strokes at its ends (一、)."""
        left, top, right, bottom = area
        tall = bottom - top
        band = self.ink[top + tall // 6 : bottom - tall // 6].any(axis=0)
        room = int(0.9 * tall)
        while left > 0 and band[max(0, left - room) : left].any():
            left = max(0, left - room) + int(band[max(0, left - room) : left].argmax())
        while right < len(band) and band[right : right + room].any():
            right += len(band[right : right + room]) - int(band[right : right + room][::-1].argmax())
        return left, top, right, bottom

    def _parts(self, area: _Area, picture: Any) -> Iterator[_Part]:
        """A line, cut where it is empty for long."""
        import cv2
        import numpy

        left, top, right, bottom = area
        ink = self.ink[top:bottom, left:right]
        rows = numpy.flatnonzero(_clean(ink).any(axis=1))
        if not len(rows):
            return
        top, bottom = top + int(rows[0]), top + int(rows[-1]) + 1
        tall = bottom - top
        for first, last in _stretches(ink.any(axis=0), max(2.0 * tall, 40.0)):
            strokes = cv2.connectedComponentsWithStats(self.ink[top:bottom, left + first : left + last])[2][1:, 3]
            yield _Part(left + first, top, left + last, bottom, picture, int(strokes.max(initial=0)), cell=picture is self.picture)

    def _lines(self, parts: Sequence[_Part]) -> Iterator[_Line]:
        """What the lines say."""
        rules = [part.cell and 3 * part.tall < part.wide and part.tall < 12 for part in parts]
        usual = sorted(part.tall for part in parts)[len(parts) // 2] if parts else 0
        lines = [part for part, rule in zip(parts, rules, strict=True) if not rule]
        told = iter(self._told(lines, usual))
        for part, rule in zip(parts, rules, strict=True):
            middle = (part.left + part.right) / 2
            if rule:
                yield _Line([("—", RECOGNISED, middle)], part.left, part.top, part.right, part.bottom, part.cell)
                continue
            chars = next(told)
            mean = sum(sure for _, sure, _ in chars) / len(chars) if chars else 0.0
            if mean < LEAST:
                # A dot or a colon on a line of its own is no lost figure.
                if part.cell and 2 * part.stroke > usual:
                    self.unread.append((middle * _POINT, (part.top + part.bottom) / 2 * _POINT))
                self.certainties.append(mean)
                continue
            self.certainties.append(mean)
            if all(char in _DASHES for char, _, _ in chars):
                chars = [("—", sure, share) for _, sure, share in chars]
            start, wide = part.left - part.pad, part.wide + 2 * part.pad
            yield _Line(
                [(char, sure, start + share * wide) for char, sure, share in chars], part.left, part.top, part.right, part.bottom, part.cell
            )

    def _told(self, parts: Sequence[_Part], usual: int) -> list[_Reading]:
        """What the lines say; at doubtful figures and cells it looks again, with more and less paper around them."""
        found = [part.mended(reading) for part, reading in zip(parts, _readings([part.framed(usual) for part in parts]), strict=True)]
        again = [k for k, reading in enumerate(found) if _dubious(reading, parts[k].cell)]
        looks = _readings([look for k in again for look in parts[k].looks(usual, len(found[k]))])
        at = 0
        for k in again:
            own = [parts[k].mended(look) for look in looks[at : at + LOOKS]]
            # Recognition knows lines; a single character is sure only where it is repeated.
            found[k] = _agreed([found[k], *own] if len(found[k]) > 1 else [_single(look) for look in own])
            at += LOOKS
        return found


LOOKS = 3
"""Times that a doubtful line is looked at again."""


def _dubious(reading: _Reading, cell: bool) -> bool:
    """Whether a line is worth another look."""
    if not reading:
        return cell
    if min(sure for _, sure, _ in reading) >= 0.95:
        return False
    return cell or any(sure < 0.95 and (char in _NUMERIC or char.isdigit()) for char, sure, _ in reading)


def _single(reading: _Reading) -> _Reading:
    """One character, of a line in which it is repeated; at its end, recognition is less sure."""
    chars = [char for char, _, _ in reading]
    most = max(chars, key=chars.count, default="")
    if len(chars) < 2 or chars.count(most) < len(chars) - 1:
        return reading
    return [(most, max(sure for char, sure, _ in reading if char == most), 0.5)]


def _agreed(readings: Sequence[_Reading]) -> _Reading:
    """One reading of several: a character is as sure as in the best of them where all agree; else most count, and it stays doubtful."""
    texts = [normalize("NFKC", "".join(char for char, _, _ in one)) for one in readings]
    most = max(texts, key=lambda text: (texts.count(text), text == texts[0]))
    same = [one for one, text in zip(readings, texts, strict=True) if text == most]
    share = len(same) / len(texts)
    best = [max(one[k][1] for one in same) for k in range(len(same[0]))]
    return [(char, sure if share == 1 else min(share, sure), place) for (char, _, place), sure in zip(same[0], best, strict=True)]


@dataclass(slots=True)
class _Part:
    """A line, or the part of one, before it is recognised, in pixels."""

    left: int
    top: int
    right: int
    bottom: int
    picture: Any
    """That it is taken from."""
    stroke: int
    """Height of its tallest stroke."""
    cell: bool
    """Whether it stands in a cell of a ruled table."""

    @property
    def tall(self) -> int:
        """Height of its ink."""
        return self.bottom - self.top

    @property
    def wide(self) -> int:
        """Width of its ink."""
        return self.right - self.left

    @property
    def pad(self) -> int:
        """Paper around it."""
        return max(4, self.tall // 5)

    def framed(self, usual: int, *, more: int = 0, blur: bool = False) -> Any:
        """Its picture with paper around it, so much that a mark by itself is not as high as a line, which usually is ``usual``."""
        import cv2

        own, pad = self.picture[self.top : self.bottom, self.left : self.right], self.pad
        above = max(pad, (usual - self.tall) // 2 + pad)
        framed = cv2.copyMakeBorder(own, above, above, pad, pad, cv2.BORDER_CONSTANT, value=(255,))
        if more > 0:
            framed = cv2.copyMakeBorder(framed, more, more, more, more, cv2.BORDER_CONSTANT, value=(255,))
        elif more < 0:
            cut = min(-more, above - 1, pad - 1)
            framed = framed[cut:-cut, cut:-cut] if cut > 0 else framed
        return cv2.GaussianBlur(framed, (3, 3), 0) if blur else framed

    def looks(self, usual: int, count: int) -> list[Any]:
        """:data:`LOOKS` other pictures of it; a single character is repeated, as lines are what recognition knows."""
        import numpy

        if count <= 1:
            return [
                numpy.hstack([picture] * 3) for picture in (self.framed(usual), self.framed(usual, more=2), self.framed(usual, blur=True))
            ]
        return [self.framed(usual, more=self.tall // 6), self.framed(usual, more=-(self.tall // 8)), self.framed(usual, blur=True)]

    def mended(self, reading: _Reading) -> _Reading:
        """A reading in which the marks of a number that fills the line are those that their places ask for."""
        text = "".join(char for char, _, _ in reading)
        if not self.cell or not _GROUPED.fullmatch(text) or _well_formed(text):
            return reading
        last = max(at for at, char in enumerate(text) if char in _MARK)
        point = last if len(text) - last < 4 else -1
        return [("." if at == point else "," if char in _MARK else char, sure, share) for at, (char, sure, share) in enumerate(reading)]


def _meet(level: _Area, upright: _Area) -> bool:
    """Whether two ruling lines cross or touch."""
    reach = 8
    return (
        level[0] - reach <= upright[2]
        and upright[0] <= level[2] + reach
        and upright[1] - reach <= level[3]
        and level[1] <= upright[3] + reach
    )


def _inside(box: _Area, other: _Area) -> bool:
    """Whether more than half of a box lies in another one."""
    width = min(box[2], other[2]) - max(box[0], other[0])
    height = min(box[3], other[3]) - max(box[1], other[1])
    return width > 0 and height > 0 and 2 * width * height > (box[2] - box[0]) * (box[3] - box[1])


def _stretches(filled: Any, gap: float) -> Iterator[tuple[int, int]]:
    """First and last (exclusive) of the stretches that are parted by at least so many empty places."""
    import numpy

    places = numpy.flatnonzero(filled)
    if not len(places):
        return
    cuts = numpy.flatnonzero(numpy.diff(places) > gap)
    starts = [places[0], *(places[k + 1] for k in cuts)]
    ends = [*(places[k] for k in cuts), places[-1]]
    for start, end in zip(starts, ends, strict=True):
        yield int(start), int(end) + 1


def _specks(stats: Any) -> list[int]:
    """The connected strokes that are as small as dust."""
    return [k for k in range(1, len(stats)) if stats[k][4] < 12 and max(stats[k][2], stats[k][3]) < 5]


def _clean(ink: Any) -> Any:
    """Ink without dust."""
    import cv2
    import numpy

    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    specks = _specks(stats)
    return numpy.where(numpy.isin(labels, specks), 0, ink) if specks else ink


def _rows(ink: Any) -> list[_Area]:
    """Left, top, right, bottom of the lines of text in a cell; specks are no text, and the strokes of 二 and 三 are one line."""
    import cv2
    import numpy

    if ink.size == 0 or not ink.any():
        return []
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    specks = _specks(stats)
    clean = _clean(ink)
    bands = [(first, last) for first, last in _stretches(clean.any(axis=1), 1.5)]
    if not bands:
        return []
    usual = max(last - first for first, last in bands)
    usual = min(usual, 60) if usual > 60 else usual
    lines: list[list[int]] = []
    for first, last in bands:
        small = last - first < 0.6 * usual or (lines and lines[-1][1] - lines[-1][0] < 0.6 * usual)
        if lines and small and last - lines[-1][0] <= 1.25 * usual:
            lines[-1][1] = last
        else:
            lines.append([first, last])
    found = []
    for first, last in lines:
        columns = numpy.flatnonzero(clean[first:last].any(axis=0))
        if len(columns) and (last - first >= 4 or columns[-1] - columns[0] >= 6):
            # A point at the end of a line is as small as a speck.
            reach = int(columns[-1]) + 1 + int(0.4 * (last - first))
            points = [
                stats[k][0] + stats[k][2]
                for k in specks
                if stats[k][4] > 3 and columns[-1] < stats[k][0] < reach and first + last < 2 * stats[k][1] < 2 * last
            ]
            found.append((int(columns[0]), first, int(max([columns[-1] + 1, *points])), last))
    return found
