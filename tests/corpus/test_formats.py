"""The same document in every format in which disclosures are published gives the same findings, wherever they stand there."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("reportlab", reason="PDF is written with reportlab")
pytest.importorskip("docx", reason="Word documents are written with python-docx")
pytest.importorskip("openpyxl", reason="workbooks are written with openpyxl")

import render
from generate.edits import apply

import auditor

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
OWN = "department-final-accounts-01"
PLANTED = ("budget-karst-000-m", "final-accounts-lakes-000-m", "overall-loess-000-m", "projects-plateau-000-m", "unit-accounts-basin-000-m")
"""Generated documents of five genres, each with several contradictions."""
FORMS = ("md", "docx", "html", "xlsx", "ruled", "borderless", "repeated", "broken", "docx+xlsx")


@cache
def _variants() -> dict[str, dict[str, Any]]:
    with (CORPUS / "sample" / "variants.jsonl").open(encoding="utf-8") as file:
        return {one["id"]: one for one in map(json.loads, file)}


@cache
def _text(name: str) -> str:
    if name == OWN:
        return (CORPUS / OWN / "document.txt").read_text(encoding="utf-8")
    variant = _variants()[name]
    lines = (CORPUS / "sample" / "documents" / f"{variant['document']}.txt").read_text(encoding="utf-8").split("\n")
    return "\n".join(apply(lines, variant["edits"]))


def _said(text: str) -> str:
    """A figure without its unit, which a cell leaves to its table."""
    return re.sub(r"(?<=\d)\s*(?:[万亿]?元|辆|人次?|台（套）|[个批]次?)$", "", text.replace(" ", ""))


def _findings(found: auditor.Audit) -> Counter[tuple[Any, ...]]:
    return Counter(
        (f.check.rule, str(f.level), _said(f.check.reported.text), tuple(sorted(_said(e.text) for e in f.check.using)))
        for f in found.findings
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("formats")


@cache
def _plain(name: str, folder: Path) -> tuple[Path, Counter[tuple[Any, ...]]]:
    path = folder / f"{name}.txt"
    path.write_text(_text(name), encoding="utf-8")
    return path, _findings(auditor.audit(path))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", [OWN, *PLANTED])
def test_findings_do_not_depend_on_the_format(name: str, form: str, folder: Path) -> None:
    if form == "docx+xlsx" and name in ("overall-loess-000-m", "projects-plateau-000-m"):
        pytest.skip("it has no statutory tables that stand in a workbook of their own")
    source, wanted = _plain(name, folder)
    path, *tables = render.render(source, folder, form)
    found = auditor.audit(path, tables=tables)
    assert not found.faults
    assert wanted
    assert _findings(found) == wanted


@pytest.mark.parametrize("name", ["overall-loess-000-m", "projects-plateau-000-m"])
def test_errors_of_a_scan_are_those_of_the_document(name: str, folder: Path) -> None:
    pytest.importorskip("rapidocr", reason="recognition is the extra gouji[ocr]")
    source, wanted = _plain(name, folder)
    try:
        (path,) = render.render(source, folder, "scan")
    except FileNotFoundError as error:
        pytest.skip(str(error))
    found = auditor.audit(path)
    assert not found.faults
    assert Counter(one for one in _findings(found).elements() if one[1] == "error") == Counter(
        one for one in wanted.elements() if one[1] == "error"
    )


@pytest.mark.parametrize("form", ["html", "xlsx", "borderless", "broken"])
def test_a_clean_document_is_clean_in_every_format(form: str, folder: Path) -> None:
    source = folder / "clean.txt"
    source.write_text((CORPUS / OWN / "clean.txt").read_text(encoding="utf-8"), encoding="utf-8")
    (path,) = render.render(source, folder, form)
    found = auditor.audit(path)
    assert not [finding for finding in found.findings if finding.level != "note"]
