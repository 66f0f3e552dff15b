"""Zip packages of XML parts (.docx, .xlsx), opened safely.

A part is read only up to a stated size, whatever the archive declares; XML is parsed without entities, document types or
network; relationships never lead out of the package.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from posixpath import dirname, join, normpath
from types import TracebackType
from typing import Any
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812

from lxml import etree

from auditor.errors import ReadError
from auditor.read.file import OLE, size

PART_LIMIT = 96 * 1024 * 1024
"""Bytes of one unpacked part; a document of a thousand pages has about 20 MB."""
TOTAL_LIMIT = 2 * 1024 * 1024 * 1024
"""Bytes of all parts together, pictures included, as the archive declares them."""
PARTS = 20_000
"""Parts in one package."""

_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/", b"http://schemas.openxmlformats.org/wordprocessingml/2006/"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/", b"http://schemas.openxmlformats.org/spreadsheetml/2006/"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def encrypted(data: bytes) -> bool:
    """Whether an OLE container holds an Office package that a password encrypts."""
    return data.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in data


def _transitional(data: bytes) -> bytes:
    """XML with the names of the strict form of Office files replaced by the usual ones."""
    if b"http://purl.oclc.org/ooxml/" in data:
        for strict, transitional in _STRICT:
            data = data.replace(strict, transitional)
    return data


class Package:
    """An open package; a context manager."""

    def __init__(self, path: Path, what: str) -> None:
        """Open the package; ``what`` names the kind of file in messages (``Word 文档``).

        Raises:
            ReadError: it is missing, empty, too large, damaged, a zip bomb, or needs a password.
        """
        size(path)
        self.path, self.what = path, what
        with path.open("rb") as stream:
            head = stream.read(8)
        if head == OLE:
            if encrypted(path.read_bytes()):
                raise ReadError(f"{path} 需要密码才能打开。请在 Office 或 WPS 中取消密码，另存后再审核。")
            raise ReadError(f"{path} 是旧版 Office 文件（.doc、.xls），扩展名却是 {path.suffix}。请另存为 .docx 或 .xlsx。")
        try:
            self._zip = ZipFile(path)
        except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise ReadError(f"{path} 不是完整的{what}，打不开（已损坏或未下载完整）。请重新下载，或用原程序重新导出。") from error
        entries = self._zip.infolist()
        if len(entries) > PARTS or sum(entry.file_size for entry in entries) > TOTAL_LIMIT:
            self._zip.close()
            raise ReadError(f"{path} 解压后超过上限（{PARTS} 个部件、{TOTAL_LIMIT // 1048576} MB），可能是压缩炸弹，未读取。")
        self._names = {entry.filename.lower().lstrip("/"): entry for entry in entries}

    def __enter__(self) -> Package:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def data(self, name: str, limit: int = PART_LIMIT) -> bytes:
        """The bytes of a part.

        Raises:
            ReadError: it is missing, damaged, encrypted or larger than ``limit`` bytes.
        """
        entry = self._names.get(name.lower())
        if entry is None:
            raise ReadError(f"{self.path} 不是完整的{self.what}：缺少部件 {name}。请用原程序重新导出。")
        if entry.flag_bits & 1:
            raise ReadError(f"{self.path} 需要密码才能打开。请取消密码，另存后再审核。")
        if entry.file_size > limit:
            raise ReadError(f"{self.path} 的部件 {name} 解压后超过 {limit // 1048576} MB，可能是压缩炸弹，未读取。")
        try:
            with self._zip.open(entry) as stream:
                return stream.read(limit)
        except (BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, ZlibError) as error:
            raise ReadError(f"{self.path} 的部件 {name} 已损坏，无法解压。请重新下载，或用原程序重新导出。") from error

    def xml(self, name: str) -> Any:
        """The root element of an XML part, its names in the transitional form.

        Raises:
            ReadError: see :meth:`data`; or it is no well-formed XML, or has a document type.
        """
        data = _transitional(self.data(name))
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise ReadError(self._malformed(name)) from error
        if root.getroottree().docinfo.doctype:
            raise ReadError(self._typed(name))
        return root

    def elements(self, name: str, *tags: str) -> Iterator[Any]:
        """The elements of an XML part that have one of the tags, one after the other; each is emptied when the next is asked for.

        Raises:
            ReadError: see :meth:`xml`.
        """
        data = BytesIO(_transitional(self.data(name)))
        parsed = etree.iterparse(
            data, events=("end",), tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            for _, element in parsed:
                if element.getroottree().docinfo.doctype:
                    raise ReadError(self._typed(name))
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except (etree.XMLSyntaxError, ValueError) as error:
            raise ReadError(self._malformed(name)) from error

    def _malformed(self, name: str) -> str:
        return f"{self.path} 的部件 {name} 不是合法的 XML，文件已损坏。请用原程序打开并重新保存。"

    def _typed(self, name: str) -> str:
        return f"{self.path} 的部件 {name} 含有文档类型声明，Office 文件不允许，未读取。"

    def relations(self, name: str = "") -> tuple[tuple[str, str, str], ...]:
        """(id, last word of the type, target part) of each relationship of a part inside the package; of the package for ``""``."""
        folder = dirname(name)
        rels = join(folder, "_rels", f"{name.rsplit('/', 1)[-1]}.rels")
        if rels not in self:
            return ()
        found = []
        for relation in self.xml(rels).iter(_RELATION):
            target = relation.get("Target", "")
            if relation.get("TargetMode") == "External" or not target:
                continue
            part = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
            found.append((relation.get("Id", ""), relation.get("Type", "").rsplit("/", 1)[-1], part))
        return tuple(found)

    def main(self, default: str) -> str:
        """The name of the part that holds the document itself."""
        named = next((part for _, kind, part in self.relations() if kind == "officeDocument" and part in self), None)
        return named or default
