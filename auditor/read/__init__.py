"""Reading: a file of any known format becomes a :class:`~auditor.model.Document`."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from auditor.errors import ReadError
from auditor.model import Document
from auditor.read import assemble, file

__all__ = ["read"]


def read(path: Path) -> Document:
    """The document in the file.

    Raises:
        ReadError: the file is missing, empty, too large, encrypted, damaged or of a kind that cannot be read.
    """
    path = Path(path)
    found = file.kind(path)
    try:
        reader = import_module(f"auditor.read.{found}")
    except ImportError as error:
        raise ReadError(f"读不了 {path}：{found} 格式缺少组件 {error.name}。请重新安装，或另存为文本。") from error
    return assemble.assemble(reader.source(path), path)
