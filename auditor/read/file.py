"""The file itself: whether it can be opened, how large it may be, and what kind of file it really is."""

from __future__ import annotations

from pathlib import Path

from auditor.errors import ReadError

TEXT_LIMIT = 64 * 1024 * 1024
"""Bytes of the largest text file that is read."""
FILE_LIMIT = 512 * 1024 * 1024
"""Bytes of the largest file of any kind (scanned pages are large)."""

_SUFFIXES = {
    ".txt": "text", ".text": "text", ".md": "text", ".markdown": "text", ".tsv": "text", ".log": "text", "": "text",
    ".pdf": "pdf",
    ".docx": "docx", ".docm": "docx",
    ".xlsx": "xlsx", ".xlsm": "xlsx",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html",
}  # fmt: skip
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "旧版 Office 文件（.doc、.xls）", "请用 Word、WPS 或 LibreOffice 另存为 .docx、.xlsx"),
    (b"{\\rtf", "RTF 文件", "请用 Word 或 WPS 另存为 .docx"),
    (b"\x89PNG", "图片", "请先做文字识别，存为文本或 PDF"),
    (b"\xff\xd8\xff", "图片", "请先做文字识别，存为文本或 PDF"),
    (b"GIF8", "图片", "请先做文字识别，存为文本或 PDF"),
    (b"II*\x00", "图片", "请先做文字识别，存为文本或 PDF"),
    (b"MM\x00*", "图片", "请先做文字识别，存为文本或 PDF"),
    (b"Rar!", "压缩包", "请先解压，再审核其中的文件"),
    (b"7z\xbc\xaf", "压缩包", "请先解压，再审核其中的文件"),
    (b"\x1f\x8b", "压缩包", "请先解压，再审核其中的文件"),
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
    """``text`` ``pdf`` ``docx`` ``xlsx`` or ``html``, by what the file begins with and, failing that, by its suffix.

    Raises:
        ReadError: the file cannot be opened, or is of a kind that cannot be read; says what to do instead.
    """
    size(path)
    try:
        with path.open("rb") as stream:
            head = stream.read(4096)
    except OSError as error:
        raise ReadError(f"打不开文件 {path}：{_why(error)}。请检查权限，或关闭正在使用它的程序。") from error
    for magic, what, advice in _FOREIGN:
        if head.startswith(magic):
            raise ReadError(f"{path} 是{what}，不能直接读取。{advice}。")
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zipped(path)
    by_suffix = _SUFFIXES.get(path.suffix.lower())
    if by_suffix in ("pdf", "docx", "xlsx"):
        raise ReadError(f"{path} 的内容不是 {path.suffix} 文件，可能已损坏或扩展名有误。请用原程序重新导出。")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<?xml")) or by_suffix == "html":
        return "html"
    return "text"


def _zipped(path: Path) -> str:
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(path) as archive:
            names = archive.namelist()
    except (BadZipFile, OSError) as error:
        raise ReadError(f"{path} 已损坏，打不开。请重新下载，或用原程序重新导出。") from error
    for folder, found in _ZIPPED:
        if any(name.startswith(folder) for name in names):
            return found
    raise ReadError(f"{path} 是压缩包，不能直接读取。请先解压，再审核其中的文件。")


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
