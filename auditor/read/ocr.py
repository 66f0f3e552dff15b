"""Pictures of pages: recognised offline, where the extra ``gouji[ocr]`` is installed."""

from __future__ import annotations

from pathlib import Path

from auditor.errors import ReadError
from auditor.read.source import Source

MISSING = "识别图片中的文字需要 gouji[ocr]，这里没有安装（pip install 'gouji[ocr]'）"
"""What to do where recognition is not installed."""


def source(path: Path) -> Source:
    """Read a picture of a page.

    Raises:
        ReadError: recognition is not installed, or the picture is damaged.
    """
    raise ReadError(f"{path} 是图片。{MISSING}。")
