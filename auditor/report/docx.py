"""A copy of the audited Word document with a review comment at every figure that a finding is about.

Each comment is anchored at just the claimed characters: runs are split where they must be, with their looks. Places are the paths and
offsets that the reader gave (:mod:`auditor.read.docx`): characters of the accepted text, as a reader sees it. Where Word takes no
comment (text boxes, notes), it stands at the paragraph or mark that holds them. Needs python-docx (``pip install gouji[annotate]``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any
from unicodedata import normalize
from zipfile import BadZipFile

from auditor.errors import ConfigError
from auditor.model import Audit, Location
from auditor.report.text_of import Lookup, note, shorten, visible

if TYPE_CHECKING:
    from docx.document import Document

_AUTHOR, _INITIALS = "勾稽", "勾"
_LENGTH = 2000
"""Characters of the longest comment."""
_NAMESPACES = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
_W = f"{{{_NAMESPACES['w']}}}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PARAGRAPH, _TABLE, _RUN, _TEXT = (f"{_W}{name}" for name in ("p", "tbl", "r", "t"))
_THROUGH = frozenset(
    f"{_W}{name}" for name in ("ins", "moveTo", "customXml", "smartTag", "sdt", "sdtContent", "hyperlink", "fldSimple", "dir", "bdo")
)
_ONE = frozenset(f"{_W}{name}" for name in ("tab", "ptab", "cr", "noBreakHyphen", "sym"))
"""Elements that are one character."""
_OUTSIDE = re.compile(r"(.*?)/descendant::w:txbxContent\[\d+\]")
_NOTE = re.compile(r"/w:(footnote|endnote)s/w:\1\[@w:id='(-?\d+)'\]")


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Characters of the accepted text that stand in one element of a run."""

    start: int
    end: int
    run: Any
    element: Any


def render(audit: Audit, original: bytes, *, lang: str = "zh", titles: Mapping[str, str] | None = None, name: str | None = None) -> bytes:
    """The commented copy of a Word document.

    Args:
        audit: what was found out about it.
        original: the file that was audited.
        lang: ``zh`` or ``en``.
        titles: rule id → what the rule checks, in words.
        name: name of the file in a document of several files; places in the others are left out.

    Raises:
        ConfigError: python-docx is missing or too old, or the file is none that it can open.
    """
    try:
        import docx
    except ImportError as error:
        raise ConfigError("批注 Word 需要 python-docx；请安装 gouji[annotate]") from error
    try:
        document = docx.Document(BytesIO(original))
    except (KeyError, ValueError, OSError, BadZipFile, SyntaxError) as error:
        raise ConfigError(f"这份 Word 文档打不开，不能写批注（{type(error).__name__}: {error}）；请用 Word 另存后再试") from error
    if not hasattr(document, "add_comment"):
        raise ConfigError("批注 Word 需要 python-docx 1.2 以上；请升级 gouji[annotate]")
    lookup = Lookup(audit)
    for number, finding in enumerate(audit.findings, 1):
        where = finding.check.reported.location
        if where.file is None or name is None or where.file == name:
            text = f"{number}. {shorten(note(finding, lookup, lang, titles), _LENGTH)}"
            _comment(document, where, finding.check.reported.text, visible(text, keep="\n"))
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _comment(document: Document, where: Location, printed: str, text: str) -> None:
    from docx.text.run import Run

    first, last = _runs(document, where, printed)
    made = document.add_comment([Run(first, document), Run(last, document)], text, _AUTHOR, _INITIALS)
    made._comment_elm.attrib.pop(f"{_W}date", None)  # the same audit gives the same comments


def _runs(document: Document, where: Location, printed: str) -> tuple[Any, Any]:
    """The first and last run of what is printed at a place; a place that cannot take a comment gives the nearest that can."""
    root = document.element
    element, exact = _element(root, where.xpath or "")
    if element is not None and element.tag == _RUN:
        return element, element
    if element is not None and exact and where.start is not None and where.end is not None:
        for at in (where.start, where.end):
            _split(element, at)
        found = [s for s in _stretches(element) if s.run is not None and where.start <= s.start and s.end <= where.end]
        anchored = "".join(s.element.text or "" for s in found if s.element.tag == _TEXT)
        if found and _plain(anchored) in _plain(printed):
            return found[0].run, found[-1].run
    runs = list((element if element is not None else root).iter(_RUN))
    if not runs:
        paragraph = next((element if element is not None else root).iter(_PARAGRAPH), None)
        if paragraph is None:
            paragraph = root.body.add_p()
        runs = [paragraph.makeelement(_RUN)]
        paragraph.append(runs[0])
    outer = [run for run in runs if not any(up.tag == f"{_W}txbxContent" for up in run.iterancestors())] or runs
    return outer[0], outer[-1] if element is not None else outer[0]


def _plain(text: str) -> str:
    """The digits and letters of a text, whatever their width."""
    return "".join(filter(str.isalnum, normalize("NFKC", text)))


def _element(root: Any, path: str) -> tuple[Any, bool]:
    """The paragraph, cell or run that a path leads to, and whether it is the place itself; ``None`` where it leads nowhere."""
    if mark := _NOTE.match(path):
        kind, identity = mark.groups()
        found = root.xpath(f".//w:r[w:{kind}Reference[@w:id='{identity}']]")
        return (found[0] if found else None), False
    boxed = _OUTSIDE.match(path)
    if boxed:
        path = boxed[1]
    if not path.startswith("/w:document/"):
        return None, False
    from lxml.etree import XPathError

    try:
        found = root.getroottree().xpath(path, namespaces=_NAMESPACES)
    except XPathError:
        return None, False
    return (found[0] if found else None), boxed is None


def _split(element: Any, at: int) -> None:
    """Make a run begin at an offset of the accepted text."""
    for stretch in _stretches(element):
        if stretch.run is None or not stretch.start <= at < stretch.end:
            continue
        run, child, offset = stretch.run, stretch.element, at - stretch.start
        tail = [*child.itersiblings()]
        if offset == 0:
            if all(before.tag == f"{_W}rPr" for before in child.itersiblings(preceding=True)):
                return
            tail.insert(0, child)
        else:
            rest = deepcopy(child)
            child.text, rest.text = child.text[:offset], child.text[offset:]
            for part in (child, rest):
                part.set(_SPACE, "preserve")
            tail.insert(0, rest)
        second = run.makeelement(run.tag, run.attrib)
        looks = run.find(f"{_W}rPr")
        if looks is not None:
            second.append(deepcopy(looks))
        second.extend(tail)
        run.addnext(second)
        return


def _stretches(element: Any) -> list[_Stretch]:
    """The accepted text of a paragraph, or of the paragraphs of a cell, one character apart."""
    found: list[_Stretch] = []
    if element.tag == _PARAGRAPH:
        _gather(element, 0, found)
        return found
    offset = 0
    for paragraph in _paragraphs(element):
        offset = _gather(paragraph, offset, found) + (not _end_deleted(paragraph))
    return found


def _paragraphs(element: Any) -> Iterator[Any]:
    """The paragraphs of a cell, without those of tables in it."""
    for child in element:
        if child.tag == _PARAGRAPH:
            yield child
        elif child.tag in _THROUGH:
            yield from _paragraphs(child)
        elif child.tag == f"{_MC}AlternateContent":
            chosen = _alternative(child)
            if chosen is not child:
                yield from _paragraphs(chosen)


def _gather(paragraph: Any, offset: int, found: list[_Stretch]) -> int:
    """Add the stretches of a paragraph, from an offset on; returns the offset behind it."""
    fields: list[bool] = []

    def put(length: int, run: Any, element: Any) -> None:
        nonlocal offset
        if length and not any(fields):
            found.append(_Stretch(offset, offset + length, run, element))
            offset += length

    def walk(parent: Any, run: Any) -> None:
        for child in parent:
            tag = child.tag
            if tag == _TEXT:
                put(len(child.text or ""), run, child)
            elif tag == _RUN:
                looks = child.find(f"{_W}rPr")
                if looks is None or not _on(looks, "vanish"):
                    walk(child, child)
            elif tag in _THROUGH:
                walk(child, run)
            elif tag in _ONE:
                put(1, run, child)
            elif tag == f"{_W}br":
                if child.get(f"{_W}type", "textWrapping") == "textWrapping":
                    put(1, run, child)
            elif tag == f"{_W}fldChar":
                kind = child.get(f"{_W}fldCharType")
                if kind == "begin":
                    fields.append(True)
                elif kind == "separate" and fields:
                    fields[-1] = False
                elif kind == "end" and fields:
                    fields.pop()
            elif tag == f"{_W}ruby":
                for base in child.iterchildren(f"{_W}rubyBase"):
                    walk(base, None)
            elif tag in (f"{_M}oMath", f"{_M}oMathPara"):
                put(sum(len(text.text or "") for text in child.iter(f"{_M}t")), None, child)
            elif tag == f"{_MC}AlternateContent":
                walk(_alternative(child), run)

    walk(paragraph, None)
    return offset


def _on(properties: Any, name: str) -> bool:
    found = properties.find(f"{_W}{name}")
    return found is not None and found.get(f"{_W}val", "true") not in ("0", "false", "off")


def _alternative(element: Any) -> Any:
    choices = [child for child in element if len(child)]
    return choices[0] if choices else element


def _end_deleted(paragraph: Any) -> bool:
    properties = paragraph.find(f"{_W}pPr/{_W}rPr")
    return properties is not None and (properties.find(f"{_W}del") is not None or properties.find(f"{_W}moveFrom") is not None)
