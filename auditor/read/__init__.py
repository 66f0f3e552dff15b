"""Reading: a file of any known format, or several that are one document, become a :class:`~auditor.model.Document`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from auditor.errors import ReadError
from auditor.model import Document
from auditor.read import assemble, file
from auditor.read.elsewhere import elsewhere
from auditor.read.source import Source

__all__ = ["elsewhere", "read"]


def read(path: Path, tables: Sequence[Path] = (), given: Mapping[str, str] | None = None) -> Document:
    """The document in the file; in all files of a folder or .zip; or in the file and in those that hold its ``tables``.

    ``given`` is what somebody knows of it without reading: its ``genre``, the ``unit`` of tables that name none.

    Raises:
        ReadError: a file is missing, empty, too large, encrypted, damaged or of a kind that cannot be read.
    """
    found = _source(path) if not tables else _joined([path, *tables])
    if not found.blocks:
        if not (found.faults or found.notices):
            raise ReadError(f"{path} 中没有文字。请确认导出或下载是否完整。")
        found = replace(found, faults=(*found.faults, *found.notices), notices=())
    return assemble.assemble(found, path, given or {})


def _joined(paths: Sequence[Path]) -> Source:
    """What the readers find in several files, each read once."""
    from auditor.read import bundle

    parts: list[tuple[str, Source]] = []
    names: set[str] = set()
    seen: set[str] = set()
    for path in paths:
        part = _source(path)
        if part.sha256 not in seen:
            parts.append((str(path) if path.name in names else path.name, part))
        names.add(path.name)
        seen.add(part.sha256)
    return bundle.join(parts)


def _source(path: Path) -> Source:
    """What the reader of its format finds in a file, a folder or an archive."""
    if file.kind(path) == "bundle":
        from auditor.read import bundle

        return bundle.source(path, _one)
    return _one(path)


def _one(path: Path) -> Source:
    """What the reader of its format finds in one file.

    Raises:
        ReadError: see :func:`read`; or it is several files.
    """
    found = file.kind(path)
    if found == "bundle":
        raise ReadError(f"{path} 是压缩包，不读取压缩包中的压缩包。请解压后指定文件夹。")
    try:
        reader = import_module(f"auditor.read.{found}")
    except ImportError as error:
        raise ReadError(f"读不了 {path}：{found} 格式缺少组件 {error.name}。请重新安装，或另存为文本。") from error
    source: Source = reader.source(path)
    return source
