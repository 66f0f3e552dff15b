"""Reports: one module per format, each a function from an audit to text or bytes; only :func:`write` touches the disk.

The forms in :data:`JOINED` can hold several documents: their modules make one part of each audit, and join the parts.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

FORMATS: Mapping[str, str] = {
    "text": "txt",
    "json": "json",
    "html": "html",
    "markdown": "md",
    "sarif": "sarif",
    "junit": "xml",
    "xlsx": "xlsx",
    "pdf": "pdf",
    "docx": "docx",
}
"""Names of the forms of a report, and how their files end."""
JOINED = frozenset({"json", "markdown", "sarif", "junit"})
"""Forms in which one file can report on several documents."""
COPIES: Mapping[str, str] = {"pdf": "PDF", "docx": "Word（.docx）"}
"""Forms that are annotated copies of the audited file, which must be of that format."""


def write(path: Path, content: str | bytes) -> None:
    """Write a report so that a reader sees the old file or the whole new one, never half of it.

    Raises:
        OSError: the folder cannot be written to.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
