"""The file itself: whether it can be opened, how large it may be, and what kind of file it really is."""

from __future__ import annotations

from pathlib import Path

from auditor.errors import ReadError

TEXT_LIMIT = 64 * 1024 * 1024
"""Bytes of the largest text file that is read."""
FILE_LIMIT = 512 * 1024 * 1024
"""Bytes of the largest file of any kind (scanned pages are large)."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What an OLE container begins with: .doc, .xls, and any Office file with a password."""

_SUFFIXES = {
    ".txt": "text", ".text": "text", ".md": "text", ".markdown": "text", ".tsv": "text", ".csv": "text", ".log": "text", "": "text",
    ".pdf": "pdf",
    ".docx": "docx", ".docm": "docx", ".dotx": "docx",
    ".xlsx": "xlsx", ".xlsm": "xlsx", ".xltx": "xlsx", ".xls": "xlsx",
    ".doc": "office", ".wps": "office", ".rtf": "office", ".odt": "office", ".et": "office", ".ods": "office",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html", ".mht": "html", ".mhtml": "html",
    ".zip": "bundle",
    ".png": "ocr", ".jpg": "ocr", ".jpeg": "ocr", ".tif": "ocr", ".tiff": "ocr", ".bmp": "ocr",
}  # fmt: skip
SUFFIXES = frozenset(suffix for suffix in _SUFFIXES if suffix not in ("", ".log"))
"""Suffixes of files that can be read, some of them only with what the message says when it is missing."""
_FIRM = frozenset(("pdf", "docx", "xlsx", "bundle", "ocr"))
"""Kinds whose files begin in ways of their own."""
_MAGIC = (
    (b"{\\rtf", "office"),
    (b"\x89PNG\r\n", "ocr"),
    (b"\xff\xd8\xff", "ocr"),
    (b"II*\x00", "ocr"),
    (b"MM\x00*", "ocr"),
    (b"BM", "ocr"),
)
_FOREIGN = (
    (b"GIF8", "GIF 图片", "请另存为 PNG 或 JPG"),
    (b"Rar!", "压缩包", "只读取 .zip 压缩包；请解压后指定文件夹，或改为 .zip"),
    (b"7z\xbc\xaf", "压缩包", "只读取 .zip 压缩包；请解压后指定文件夹，或改为 .zip"),
    (b"\x1f\x8b", "压缩包", "只读取 .zip 压缩包；请解压后指定文件夹，或改为 .zip"),
)
_ZIPPED = (("word/", "docx"), ("xl/", "xlsx"))


def size(path: Path, limit: int = FILE_LIMIT) -> int:
    """Bytes of the file.

    Raises:
        ReadError: it is missing, a directory, empty, larger than ``limit`` bytes or must not be read.
    """
    try:
        if path.is_dir():
            raise ReadError(f"{path} 是文件夹，不是文件。请给出要审核的文件。")
        found = path.stat().st_size
    except FileNotFoundError as error:
        raise ReadError(f"找不到文件 {path}。请检查路径和文件名。") from error
    except (OSError, ValueError) as error:
        raise ReadError(f"打不开文件 {path}：{_why(error)}。请检查路径和权限。") from error
    if not found:
        raise ReadError(f"文件 {path} 是空的（0 字节）。请确认已经保存或下载完整。")
    if found > limit:
        raise ReadError(f"文件 {path} 有 {found / 1048576:.0f} MB，超过上限 {limit // 1048576} MB。请拆分后再审核。")
    return found


def content(path: Path, limit: int = TEXT_LIMIT) -> bytes:
    """The bytes of the file.

    Raises:
        ReadError: see :func:`size`.
    """
    size(path, limit)
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReadError(f"打不开文件 {path}：{_why(error)}。请检查权限，或关闭正在使用它的程序。") from error


def kind(path: Path) -> str:
    """The reader of the file, by what it begins with and, failing that, by its suffix.

    ``text`` ``pdf`` ``docx`` ``xlsx`` ``html``; ``office`` for what LibreOffice has to turn into one of them, ``ocr`` for pictures,
    ``bundle`` for folders and archives of several files.

    Raises:
        ReadError: the file cannot be opened, or is of a kind that cannot be read; says what to do instead.
    """
    if path.is_dir():
        return "bundle"
    size(path)
    try:
        with path.open("rb") as stream:
            head = stream.read(4096)
    except OSError as error:
        raise ReadError(f"打不开文件 {path}：{_why(error)}。请检查权限，或关闭正在使用它的程序。") from error
    for magic, what, advice in _FOREIGN:
        if head.startswith(magic):
            raise ReadError(f"{path} 是{what}，不能直接读取。{advice}。")
    by_suffix = _SUFFIXES.get(path.suffix.lower())
    if head.startswith(OLE):
        return "xlsx" if by_suffix == "xlsx" else "office"
    for magic, found in _MAGIC:
        if head.startswith(magic) and (magic != b"BM" or by_suffix == "ocr"):
            return found
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zipped(path)
    if path.suffix.lower() == ".xls" and head.startswith((b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00\x04\x00")):
        return "xlsx"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<?xml") and any(name in start for name in (b"office:spreadsheet", b"word.document", b"office:document")):
        return "office"
    if start.startswith((b"<!doctype html", b"<html", b"<?xml", b"mime-version:")) or by_suffix == "html":
        return "html"
    if path.suffix.lower() == ".xls" and _worded(head):
        return "text"  # tables that programs export as text under the name of a workbook
    if by_suffix in _FIRM:
        raise ReadError(f"{path} 的内容不是 {path.suffix} 文件，可能已损坏或扩展名有误。请用原程序重新导出。")
    return "office" if by_suffix == "office" else "text"


def _worded(head: bytes) -> bool:
    """Whether a file begins as rows of text: with commas or tabs, without control characters."""
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    said = head.decode("utf-16" if wide else "latin-1", "ignore")
    return any(mark in said for mark in ",;\t") and not any(char < " " and char not in "\t\r\n" for char in said)


def _zipped(path: Path) -> str:
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(path) as archive:
            names = archive.namelist()
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ReadError(f"{path} 已损坏，打不开。请重新下载，或用原程序重新导出。") from error
    if "[Content_Types].xml" in names:
        for folder, found in _ZIPPED:
            if any(name.startswith(folder) for name in names):
                return found
        raise ReadError(f"{path} 是演示文稿或其他 Office 文件，不能读取。请另存为 .docx、.xlsx 或 .pdf。")
    if "mimetype" in names and "content.xml" in names:
        return "office"
    if "OFD.xml" in names:
        raise ReadError(f"{path} 是 OFD 文件，不能直接读取。请用阅读器另存或打印为 PDF 后再审核。")
    return "bundle"


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
