"""The documents of our own: written by their scripts, marked where the gold list says, and clean where they are clean."""

from __future__ import annotations

import runpy
import shutil
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

import auditor

CORPUS = Path(__file__).resolve().parent.parent.parent / "corpus"
FOLDERS = sorted(path.parent for path in CORPUS.glob("*/source.toml"))


def source(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "source.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_script_writes_what_is_committed(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(CORPUS / "scripts", tmp_path / "corpus" / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(CORPUS.parent / "lexicons", tmp_path / "lexicons")
    (tmp_path / "corpus" / folder.name).mkdir()
    script = tmp_path / "corpus" / source(folder)["script"]
    monkeypatch.syspath_prepend(str(script.parent))
    monkeypatch.delitem(sys.modules, "twin", raising=False)
    runpy.run_path(str(script), run_name="__main__")
    monkeypatch.delitem(sys.modules, "twin", raising=False)
    for made in sorted((tmp_path / "corpus" / folder.name).iterdir()):
        assert made.read_bytes() == (folder / made.name).read_bytes(), f"{made.name}: run corpus/{source(folder)['script']}"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_gold_stands_where_it_says(folder: Path) -> None:
    lines = (folder / "document.txt").read_text(encoding="utf-8").split("\n")
    gold = yaml.safe_load((folder / "gold.yaml").read_text(encoding="utf-8"))
    entries = [*gold["contradictions"], *gold["silent"]]
    assert len({entry["id"] for entry in entries}) == len(entries)
    for entry in entries:
        for place in (entry, *entry.get("also", [])):
            assert lines[place["line"] - 1][place["start"] : place["end"]] == place["quote"], entry["id"]
    clean = (folder / source(folder)["clean"]).read_text(encoding="utf-8").split("\n")
    differing = {number for number, (said, right) in enumerate(zip(lines, clean, strict=True), 1) if said != right}
    assert differing == {entry["line"] for entry in gold["contradictions"]}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_clean_twin_stays_silent(folder: Path) -> None:
    audit = auditor.audit(folder / source(folder)["clean"])
    assert not audit.faults
    assert [finding.message for finding in audit.findings if finding.level != "note"] == []
