"""The generator stands in corpus/, which is no package of the distribution."""

from __future__ import annotations

import sys
from pathlib import Path

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
for folder in (CORPUS, CORPUS / "scripts"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
