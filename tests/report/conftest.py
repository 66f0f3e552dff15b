"""The hand-made audit that every report is written from, and the snapshots that it is held against."""

from __future__ import annotations

import os
import runpy
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor.model import Audit

HERE = Path(__file__).resolve().parent


@pytest.fixture
def sample() -> Audit:
    """A fresh audit with every verdict, level and kind of place."""
    made = runpy.run_path(str(HERE / "sample.py"))["audit"]()
    assert isinstance(made, Audit)
    return made


@pytest.fixture
def snapshot() -> Callable[[str, str], None]:
    """Compare with ``snapshots/NAME``; ``GOUJI_UPDATE=1`` rewrites it."""

    def compare(name: str, content: str) -> None:
        path = HERE / "snapshots" / name
        if os.environ.get("GOUJI_UPDATE"):
            path.write_text(content, encoding="utf-8", newline="\n")
        assert content == path.read_text(encoding="utf-8"), f"{path.name} differs; look at it, then GOUJI_UPDATE=1 rewrites it"

    return compare
