"""Gouji (勾稽): holds every number of a disclosure's narrative against its tables and against the other numbers.

    file ─read→ Document ─extract→ Claims ─link→ Links ─check→ Checks ─diagnose→ Diagnoses ─report→ HTML · JSON · …

``auditor.audit(path)`` runs the stages and returns an :class:`~auditor.model.Audit`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.config import Config
    from auditor.model import Audit

__version__ = "0.1.0"
__all__ = ["__version__", "audit"]


def audit(
    path: str | Path,
    tables: Iterable[str | Path] = (),
    *,
    config: Config | str | Path | None = None,
    previous: str | Path | None = None,
    budget: str | Path | None = None,
    copy: str | Path | None = None,
    units: Iterable[str | Path] = (),
) -> Audit:
    """Audit one document.

    Args:
        path: its file; or a folder or .zip, all files of which are the document.
        tables: further files that belong to it, as when its tables are published as workbooks of their own.
        config: a configuration, or its file (``auditor.toml``); none is looked for.
        previous: the disclosure of the year before, whose figures this one repeats.
        budget: the budget disclosure of the same year, which the final accounts compare with.
        copy: another publication of the same disclosure.
        units: the disclosures of the units that a department consolidates, its own office among them.

    Raises:
        auditor.errors.ReadError: a file is missing, empty, encrypted, damaged or of a kind that cannot be read.
        auditor.errors.ConfigError: the configuration is wrong.
    """
    from auditor.pipeline import audit as run
    from auditor.pipeline import configured

    settled = configured(Path(config)) if isinstance(config, str | Path) else config
    others = {"previous": previous, "budget": budget, "copy": copy}
    others |= {f"unit {number}": file for number, file in enumerate(units, 1)}
    return run(Path(path), tuple(map(Path, tables)), settled, {which: Path(file) for which, file in others.items() if file is not None})
