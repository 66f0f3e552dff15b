"""What all tests share: the sample documents beside the checkout, where they are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("GOUJI_SHARED") or ROOT.parent / "shared")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip tests marked ``shared`` where the sample documents are missing, and say what would run them."""
    if (SHARED / "documents").is_dir():
        return
    skip = pytest.mark.skip(reason=f"needs the sample documents: {SHARED} is missing (set GOUJI_SHARED)")
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of the sample documents: ``documents/`` ``gold/`` ``design/``."""
    return SHARED


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The documents of our own."""
    return ROOT / "corpus"
