"""Older and other office formats (.doc .wps .rtf .odt, .et .ods): LibreOffice turns them into .docx or .xlsx, when it is installed.

LibreOffice runs without a window, with a profile of its own that is thrown away, on a copy of the file; places are those of the
converted document. Files that are something else than their suffix says (a .doc that is a web page or a .docx) are read as what
they are, without it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from auditor.errors import ReadError
from auditor.read.file import FILE_LIMIT, OLE, content
from auditor.read.package import encrypted
from auditor.read.source import Source

SECONDS = 180
"""How long a conversion may take."""
PROGRAM = "GOUJI_SOFFICE"
"""The environment variable that names LibreOffice where it is not on the path."""

_WORKBOOKS = frozenset((".et", ".ett", ".ods", ".fods", ".xls", ".xlt"))
_NAMES = ("soffice", "libreoffice")
_PLACES = ("/Applications/LibreOffice.app/Contents/MacOS/soffice", "C:/Program Files/LibreOffice/program/soffice.exe")


def source(path: Path) -> Source:
    """Read a file through LibreOffice.

    Raises:
        ReadError: LibreOffice is not installed, cannot open the file (a password, damage) or takes longer than :data:`SECONDS`.
    """
    data = content(path, FILE_LIMIT)
    if encrypted(data) or _locked(data):
        raise ReadError(f"{path} 需要密码才能打开。请在 Word 或 WPS 中取消密码，另存后再审核。")
    known = _disguised(path, data)
    if known is not None:
        return known
    program = installed()
    if program is None:
        raise ReadError(
            f"{path}：读取这种文件（旧版 Word、WPS、RTF、ODF）需要 LibreOffice，这里没有安装。请安装 LibreOffice（或用环境变量 {PROGRAM} 指明它的位置），"
            "或用 Word、WPS 另存为 .docx、.xlsx 后再审核。"
        )
    with TemporaryDirectory(prefix="gouji-") as folder:
        found = _converted(path, data, program, Path(folder))
        read = _xlsx if found.suffix == ".xlsx" else _docx
        try:
            converted = read(found)
        except ReadError as error:
            raise ReadError(str(error).replace(str(found), str(path))) from error
    return replace(converted, format=path.suffix.lower().lstrip(".") or converted.format, sha256=sha256(data).hexdigest())


def installed() -> str | None:
    """Where LibreOffice is, if it is installed."""
    named = os.environ.get(PROGRAM)
    if named:
        return shutil.which(named)
    return next((found for name in (*_NAMES, *_PLACES) if (found := shutil.which(name))), None)


def _docx(path: Path) -> Source:
    from auditor.read.docx import source as read

    return read(path)


def _xlsx(path: Path) -> Source:
    from auditor.read.xlsx import source as read

    return read(path)


def _disguised(path: Path, data: bytes) -> Source | None:
    """The file read as what it is, where that needs no conversion."""
    if data.startswith(b"PK"):
        if b"word/document.xml" in data:
            return _docx(path)
        if b"xl/workbook.xml" in data:
            return _xlsx(path)
    if data.startswith(OLE) and "Workbook".encode("utf-16-le") in data and "WordDocument".encode("utf-16-le") not in data:
        return _xlsx(path)
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype html", b"mime-version:")) or (start.startswith(b"<") and b"<html" in start):
        from auditor.read.html import source as web

        return web(path)
    return None


def _locked(data: bytes) -> bool:
    """Whether a .doc says in its first bytes (FIB, [MS-DOC] 2.5.2) that it is encrypted."""
    return data.startswith(OLE) and data[512:514] == b"\xec\xa5" and bool(int.from_bytes(data[522:524], "little") & 0x0100)


def _converted(path: Path, data: bytes, program: str, folder: Path) -> Path:
    """The file as .docx or .xlsx, in a folder."""
    suffix = path.suffix.lower()
    target = "xlsx" if suffix in _WORKBOOKS else "docx"
    copy = folder / f"document{suffix}"
    copy.write_bytes(data)
    command = [
        program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nolockcheck", "--nodefault",
        "--convert-to", target, "--outdir", str(folder / "out"), str(copy),
    ]  # fmt: skip
    try:
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        ) as process:
            try:
                process.wait(SECONDS)
            except subprocess.TimeoutExpired as error:
                _end(process)
                raise ReadError(
                    f"{path}：LibreOffice 在 {SECONDS} 秒内没有完成转换。请用 Word 或 WPS 另存为 .docx、.xlsx 后再审核。"
                ) from error
    except OSError as error:
        raise ReadError(f"{path}：启动 LibreOffice（{program}）失败：{error.strerror or error}。请检查安装。") from error
    found = folder / "out" / f"document.{target}"
    if not found.is_file():
        raise ReadError(f"{path}：LibreOffice 打不开它（可能已损坏，或需要密码）。请用 Word 或 WPS 打开并另存为 .docx、.xlsx 后再审核。")
    return found


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a conversion and what it started."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
