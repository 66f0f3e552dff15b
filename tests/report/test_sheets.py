"""Pages as printed: which are pictured, how large they are, and that every box in them is where its digits are."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest

import auditor
from auditor.model import Audit, Finding
from auditor.report import html, sheets


@pytest.fixture
def audit(printed: Path) -> Audit:
    return auditor.audit(printed)


def test_pages_of_findings_are_pictured(audit: Audit, printed: Path) -> None:
    (sheet,) = sheets.sheets(audit, printed.read_bytes())
    assert sheet.number == 2
    assert (round(sheet.width), round(sheet.height)) == (595, 842)
    kind, _, content = sheet.address.partition(";base64,")
    assert kind == "data:image/png"
    assert base64.b64decode(content).startswith(b"\x89PNG")
    assert len(sheet.address) < 60_000


def test_every_box_is_over_its_digits(audit: Audit, printed: Path) -> None:
    page = html.render(audit, sheets=sheets.sheets(audit, printed.read_bytes()))
    (drawing,) = re.findall(r"<svg viewBox=\"0 0 [\d.]+ [\d.]+\".*?</svg>", page)
    shown: dict[str, list[tuple[float, ...]]] = {}
    for look, of, *box in re.findall(r'<rect class="(\w+)" data-of="([\w-]+)" x="(.*?)" y="(.*?)" width="(.*?)" height="(.*?)"/>', drawing):
        assert look in ("consistent", "rounding", "inconsistent", "unchecked", "evidence")
        shown.setdefault(of, []).append(tuple(map(float, box)))
    assert {claim.id for claim in audit.figures} <= set(shown)
    with pdfplumber.open(printed) as opened:
        characters = opened.pages[1].chars
    for claim in audit.figures:
        inside = ""
        for x, y, width, height in shown[claim.id]:
            for c in characters:
                middle = (c["x0"] + c["x1"]) / 2, (c["top"] + c["bottom"]) / 2
                if x <= middle[0] <= x + width and y <= middle[1] <= y + height:
                    inside += c["text"]
        assert inside.startswith(re.sub(r"[^\d.]", "", claim.text)), claim
    for target in shown:
        assert f'id="{target}"' in page


def test_pictures_are_the_only_thing_the_policy_adds(audit: Audit, printed: Path) -> None:
    with_pictures = html.render(audit, sheets=sheets.sheets(audit, printed.read_bytes()))
    without = html.render(audit)
    assert "img-src data:; " in with_pictures
    assert "img-src" not in without
    assert "<img" not in without
    assert re.findall(r'<img src="(.{11})', with_pictures) == ["data:image/"]
    assert 'href="#page-2"' in with_pictures
    assert 'id="at-2"' in without
    assert 'href="#page-2"' not in without


def test_limits(audit: Audit, printed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = printed.read_bytes()
    monkeypatch.setattr(sheets, "MOST_CHARACTERS", 10)
    assert sheets.sheets(audit, original) == ()
    monkeypatch.undo()
    monkeypatch.setattr(sheets, "MOST_PAGES", 0)
    assert sheets.sheets(audit, original) == ()


def test_scans_are_kept_small(audit: Audit) -> None:
    from PIL import Image

    noise = Image.effect_noise((860, 1216), 90)
    content = BytesIO()
    noise.save(content, "PDF", resolution=104)
    (sheet,) = sheets.sheets(replace(audit, findings=on_page(audit, 1)), content.getvalue())
    assert sheet.address.startswith("data:image/jpeg")


def test_what_cannot_be_drawn_has_no_picture(audit: Audit) -> None:
    assert sheets.sheets(audit, b"%PDF-1.7 nothing") == ()
    assert sheets.sheets(replace(audit, findings=on_page(audit, 9)), b"%PDF-1.7 nothing") == ()
    assert sheets.sheets(replace(audit, findings=tuple(replace(f, waived="误报") for f in audit.findings)), b"") == ()


def on_page(audit: Audit, page: int) -> tuple[Finding, ...]:
    first = audit.findings[0]
    check = first.check
    reported = replace(check.reported, location=replace(check.reported.location, page=page))
    return (replace(first, check=replace(check, reported=reported, using=())),)


def test_command(printed: Path, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from auditor.cli import main

    target = tmp_path / "out.html"
    result = CliRunner().invoke(main, ["check", str(printed), "--format", "html", "--output", str(target)])
    assert result.exit_code == 1, result.output
    assert target.read_text(encoding="utf-8").count('<img src="data:image/png;base64,') == 1
