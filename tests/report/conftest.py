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
def printed(tmp_path: Path) -> Path:
    """A PDF page with a paragraph that contradicts its table and itself; a figure is broken over two lines."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    head = ("某某局2023年度部门决算", "第三部分 决算情况说明", "一、支出决算情况说明")
    text = "2023年度支出合计641.00万元，其中：基本支出452.36万元，占75.68%；项目支出187.64万元，占29.27%。"
    rows = (("项目", "本年支出合计", "基本支出", "项目支出"), ("合计", "640.00", "452.36", "187.64"))
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    path = tmp_path / "page.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("STSong-Light", 11)
    canvas.drawString(240, 500, head[0])
    canvas.showPage()
    canvas.setFont("STSong-Light", 11)
    at = 780
    for line in (*head, text[:38], text[38:], "支出决算表", "单位：万元"):
        canvas.drawString(60, at, line)
        at -= 24
    for row, texts in enumerate(rows):
        for column, word in enumerate(texts):
            canvas.rect(60 + 110 * column, at - 20 * row - 6, 110, 20)
            canvas.drawString(66 + 110 * column, at - 20 * row, word)
    canvas.showPage()
    canvas.save()
    return path


@pytest.fixture
def snapshot() -> Callable[[str, str], None]:
    """Compare with ``snapshots/NAME``; ``GOUJI_UPDATE=1`` rewrites it."""

    def compare(name: str, content: str) -> None:
        path = HERE / "snapshots" / name
        if os.environ.get("GOUJI_UPDATE"):
            path.write_text(content, encoding="utf-8", newline="\n")
        assert content == path.read_text(encoding="utf-8"), f"{path.name} differs; look at it, then GOUJI_UPDATE=1 rewrites it"

    return compare
