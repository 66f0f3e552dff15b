"""Write what the tool says about every document of the corpus to reports/: NAME.txt, NAME.json, NAME.html, NAME.clean.txt.

    python corpus/reports.py

Runs the command itself, from the top folder, so that a committed report is what a reader gets.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "reports"


def check(document: Path, formats: str, stem: str) -> None:
    """Audit a document and write one report for each format.

    Raises:
        SystemExit: the audit itself failed.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = document.relative_to(ROOT).as_posix()
        command = [sys.executable, "-m", "auditor", "check", path, "--format", formats, "--fail-on", "never", "--output", folder + "/"]
        done = subprocess.run(
            command, cwd=ROOT, env=os.environ | {"COLUMNS": "100", "NO_COLOR": "1"}, capture_output=True, encoding="utf-8", check=False
        )
        if done.returncode:
            sys.exit(f"{path}: exit code {done.returncode}\n{done.stderr}")
        for made in sorted(Path(folder).iterdir()):
            target = REPORTS / f"{stem}{made.suffix}"
            target.write_bytes(made.read_bytes())
            print(target.relative_to(ROOT).as_posix())


def main() -> None:
    """Report on all documents."""
    REPORTS.mkdir(exist_ok=True)
    for source in sorted(ROOT.glob("corpus/*/source.toml")):
        name = source.parent.name
        check(source.parent / "document.txt", "text,json,html", name)
        if (source.parent / "clean.txt").exists():
            check(source.parent / "clean.txt", "text", f"{name}.clean")


if __name__ == "__main__":
    main()
