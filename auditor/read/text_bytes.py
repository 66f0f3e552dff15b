"""The bytes of a text file: which encoding they are in, and what is no text."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from auditor.errors import ReadError

_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f]")


def decode(data: bytes, path: Path) -> tuple[str, tuple[str, ...]]:
    r"""The text of a file in UTF-8, UTF-16, UTF-32 or GB18030 with ``\n`` line ends, and what could not be decoded.

    Raises:
        ReadError: the bytes are no text.
    """
    text, notices = _decoded(data, path)
    if len(_CONTROL.findall(text[:1_000_000])) * 200 > min(len(text), 1_000_000):
        raise _binary(path)
    if not text.strip():
        raise ReadError(f"文件 {path} 里没有文字，只有空白。请确认导出是否完整。")
    return text.replace("\r\n", "\n").replace("\r", "\n"), notices


def _decoded(data: bytes, path: Path) -> tuple[str, tuple[str, ...]]:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return _mended(data[len(mark) :], name, path)
    if b"\0" in data:
        sample = data[:100_000]
        name = "utf-16-be" if sample[::2].count(0) > sample[1::2].count(0) else "utf-16-le"
        if len(data) % 2 == 0 and sample.count(0) * 50 > len(sample):
            try:
                return data.decode(name), ()
            except UnicodeDecodeError:
                pass
        raise _binary(path)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    lossy = data.decode("utf-8", "replace")
    if lossy.count("\ufffd") * 50 < sum(map(lossy.count, "的一年度、，。预决算收支出")):
        return _mended(data, "utf-8", path)
    for name in ("gb18030", "big5"):
        try:
            return data.decode(name), ()
        except UnicodeDecodeError:
            continue
    return _mended(data, "gb18030", path)


def _mended(data: bytes, name: str, path: Path) -> tuple[str, tuple[str, ...]]:
    """The text, and on which lines bytes are no characters."""
    try:
        return data.decode(name), ()
    except UnicodeDecodeError:
        text = data.decode(name, "replace")
    lost = text.count("\ufffd")
    if lost * 20 > len(text):
        raise _binary(path)
    lines = [str(number) for number, line in enumerate(re.split("\r\n|\r|\n", text), 1) if "\ufffd" in line]
    shown = "、".join(lines[:5]) + (" 等" if len(lines) > 5 else "")
    return text, (f"第 {shown} 行有 {lost} 处无法识别的字符，已跳过",)


def _binary(path: Path) -> ReadError:
    return ReadError(f"{path} 不是文本文件（含有二进制内容）。请确认扩展名，或用原程序另存为文本、PDF、Word 或 Excel。")
