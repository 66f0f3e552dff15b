"""Older office formats, with a small program in the place of LibreOffice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import docx as python_docx
import pytest

from auditor.errors import ReadError
from auditor.model import Grid, locate
from auditor.read import office
from auditor.read.source import Line


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A converter that hands out what stands in ``answer.docx`` beside it, if anything."""
    if os.name == "nt":
        pytest.skip("the small program is a script with a #! line")
    folder = tmp_path / "program"
    folder.mkdir()
    script = folder / "soffice"
    script.write_text(
        f"#!{sys.executable}\n"
        "import pathlib, shutil, sys\n"
        "given = sys.argv\n"
        "out = pathlib.Path(given[given.index('--outdir') + 1])\n"
        "target = given[given.index('--convert-to') + 1]\n"
        "answer = pathlib.Path(given[0]).with_name('answer.' + target)\n"
        "out.mkdir(parents=True)\n"
        "if answer.exists():\n"
        "    shutil.copy(answer, out / (pathlib.Path(given[-1]).stem + '.' + target))\n",
        encoding="utf-8",
    )
    script.chmod(0o755)
    monkeypatch.setenv(office.PROGRAM, str(script))
    return folder


def test_a_document_is_converted_and_read(tmp_path: Path, program: Path) -> None:
    document = python_docx.Document()
    document.add_paragraph("本年收入5万元。")
    document.save(str(program / "answer.docx"))
    path = tmp_path / "旧.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    found = office.source(path)
    line = found.blocks[0]
    assert isinstance(line, Line)
    assert (found.format, line.text, locate(line.runs, 4, 5).paragraph) == ("doc", "本年收入5万元。", 0)


def test_what_cannot_be_converted_is_said(tmp_path: Path, program: Path) -> None:
    path = tmp_path / "旧.wps"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(ReadError, match="打不开"):
        office.source(path)
    locked = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    locked[512:514] = b"\xec\xa5"
    locked[523] = 1
    path.write_bytes(locked)
    with pytest.raises(ReadError, match="密码"):
        office.source(path)


def test_without_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(office.PROGRAM, str(tmp_path / "nowhere"))
    path = tmp_path / "a.rtf"
    path.write_text(r"{\rtf1 a}")
    with pytest.raises(ReadError, match=r"需要 LibreOffice.*另存为"):
        office.source(path)


def test_files_in_disguise_need_no_conversion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(office.PROGRAM, str(tmp_path / "nowhere"))
    document = python_docx.Document()
    document.add_paragraph("甲")
    document.save(str(tmp_path / "a.doc"))
    assert office.source(tmp_path / "a.doc").format == "docx"
    (tmp_path / "b.doc").write_text("<html><body><p>甲</p></body></html>", encoding="utf-8")
    assert office.source(tmp_path / "b.doc").format == "html"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
@pytest.mark.parametrize("target", ["doc", "rtf", "odt"])
def test_real_conversion(tmp_path: Path, target: str) -> None:
    """A document that LibreOffice wrote in an older format is read as the .docx that it was."""
    document = python_docx.Document()
    document.add_heading("一、收入情况", 1)
    document.add_paragraph("本年收入12.50万元，其中：财政拨款收入10.00万元，其他收入2.50万元。")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["项目", "金额", "其他收入", "2.50"], strict=True):
        cell.text = text
    document.add_paragraph("以上数据经过审核。")
    document.save(str(tmp_path / "a.docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", target, "--outdir", str(tmp_path / "old"), str(tmp_path / "a.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    found = office.source(tmp_path / "old" / f"a.{target}")
    texts = [block.text for block in found.blocks if isinstance(block, Line)]
    grids = [[[cell.text for cell in row] for row in block.rows] for block in found.blocks if isinstance(block, Grid)]
    assert found.format == target
    assert "本年收入12.50万元，其中：财政拨款收入10.00万元，其他收入2.50万元。" in texts
    assert grids == [[["项目", "金额"], ["其他收入", "2.50"]]]
