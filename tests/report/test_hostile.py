"""A document that would like to be more than text: in every format it is text, to the last character."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml
from zipfile import ZipFile

import docx as python_docx
import openpyxl
import pytest
from pypdf import PdfReader

import auditor
from auditor.model import Audit
from auditor.report import docx, html, json_v1, junit, markdown, pdf, sarif, terminal, xlsx

ATTACKS = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x.example","x")',
    "[点这里](javascript:alert(1))",
    "![x](http://x.example/x.png)",
    "{{ 7 * 7 }}{% raw %}",
    "]]></failure><!--",
    "\x1b]0;x\x07\x1b[2J",
    "\u202e倒\u2066转\u2069",
    "@someone #12 :smile: `code` | **b**",
)
HOSTILE = " ".join(ATTACKS)
LONG = "长" * 5000
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def sentences(name: str) -> tuple[str, str]:
    return f"2023年度{name}支出合计641.00万元，其中：基本支出452.36万元，占75.68%。", f"{name}基本支出452.36万元，项目支出187.64万元。"


@pytest.fixture(scope="module", params=["markdown", "docx"])
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A disclosure whose title, headings, sentences, heads and cells hold all of it."""
    folder = tmp_path_factory.mktemp("坏")
    rows = (
        ("项目", "本年支出合计", "基本支出", "项目支出", HOSTILE),
        ("合计", "640.00", "452.36", "187.64", HOSTILE),
        (HOSTILE, "640.00", "452.36", "188.64", LONG),
        *((attack, "", "", "", attack) for attack in ATTACKS),
    )
    title, heading = f"某某局2023年度部门决算{HOSTILE}", f"一、支出决算情况说明{HOSTILE}"
    if request.param == "docx":
        path = folder / "坏.docx"
        document = python_docx.Document()
        clean = str.maketrans("", "", "\x00\x07\x1b")  # XML holds no control characters, so Word files do not
        for text, level in ((title, 0), ("第三部分 决算情况说明", 1), (heading, 2)):
            document.add_heading(text.translate(clean), level)
        for text in (*sentences(HOSTILE), "支出决算表", "单位：万元"):
            document.add_paragraph(text.translate(clean))
        table = document.add_table(0, 5)
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text.translate(clean)
        document.save(str(path))
        return path
    path = folder / "坏<b>&'.md"
    lines = [f"# {title}", "## 第三部分 决算情况说明", f"### {heading}", *sentences(HOSTILE), "支出决算表", "单位：万元"]
    cells = [[text.replace("|", "\\|") for text in row] for row in rows]
    grid = "\n".join(f"| {' | '.join(row)} |" + ("\n|---|---|---|---|---|" if at == 0 else "") for at, row in enumerate(cells))
    path.write_text("\n\n".join([*lines, grid]) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def audit(path: Path) -> Audit:
    """What was found, and once more everything hostile where a rule, a reviewer or a fault may put words of the document."""
    found = auditor.audit(path)
    assert found.findings
    assert any("<script>" in passage.text for passage in found.document.passages)
    assert any(len(cell.text) == 5000 for table in found.document.tables for cell in table.cells)
    first = found.findings[0]
    check = replace(
        first.check,
        message=HOSTILE,
        formula=HOSTILE,
        display=HOSTILE,
        using=tuple(replace(evidence, label=HOSTILE, text=HOSTILE) for evidence in first.check.using),
    )
    checks = tuple(check if one is first.check else one for one in found.checks)
    fault = auditor.model.Fault("read", HOSTILE)
    document = replace(found.document, notices=(HOSTILE,), organization=HOSTILE)
    findings = (replace(first, check=check, message=HOSTILE), *found.findings[1:])
    return replace(found, document=document, checks=checks, findings=findings, faults=(fault,))


class Elements(HTMLParser):
    """What a browser would see as elements, and as text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings(part)


def test_terminal(audit: Audit) -> None:
    for color in (False, True):
        text = terminal.render(audit, level="note", color=color, width=400)
        assert not UNSEEN.search(re.sub(r"\x1b\[[0-9;]*m", "", text))
        assert "<script>alert(1)</script>" in text
        assert "{{ 7 * 7 }}{% raw %}" in text
        assert ":smile:" in text


def test_json(audit: Audit) -> None:
    content = json_v1.render(audit)
    assert not UNSEEN.search(content)
    assert json.loads(content)["findings"][0]["formula"] == HOSTILE


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_html(audit: Audit, lang: str) -> None:
    page = html.render(audit, lang=lang, titles={audit.findings[0].check.rule: HOSTILE}, manuals={audit.findings[0].check.rule: HOSTILE})
    elements = Elements(page)
    assert not UNSEEN.search(page)
    assert elements.tags.count("script") == 2
    assert not {"img", "iframe", "object", "embed", "base", "form"} & set(elements.tags)
    assert not [name for name, _ in elements.attributes if name.startswith("on")]
    assert all((value or "").startswith("#") for name, value in elements.attributes if name in ("href", "src"))
    for attack in ATTACKS[:8]:
        assert elements.text.count(attack) > 2, attack
    assert "⟨U+202E⟩倒⟨U+2066⟩转⟨U+2069⟩" in elements.text
    assert LONG in elements.text
    assert '<div class="long"' in page


def test_markdown(audit: Audit) -> None:
    from markdown_it import MarkdownIt

    text = markdown.render(audit)
    elements = Elements(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text))
    assert not UNSEEN.search(text)
    assert set(elements.tags) <= set("h2 p strong em table thead tbody tr th td details summary sub br ul li code blockquote".split())
    assert not elements.attributes or {name for name, _ in elements.attributes} <= {"style", "open"}
    shown = " ".join(elements.text.split())
    for attack in (ATTACKS[0], ATTACKS[1], ATTACKS[2], ATTACKS[4], ATTACKS[5], "@someone #12 :smile: `code` | **b**"):
        assert attack in shown, attack
    assert not re.search(r"@someone|#12|:smile:|http://", text)


def test_sarif(audit: Audit) -> None:
    from jsonschema import Draft4Validator

    log = sarif.render(audit)
    schema = json.loads(Path(__file__).with_name("sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
    content = json.loads(log)
    assert list(Draft4Validator(schema).iter_errors(content)) == []
    assert not any(UNSEEN.search(text) for text in strings(content))
    said = content["runs"][0]["results"][0]["message"]["text"]
    assert "<script>alert(1)</script>" in said
    assert "\\[点这里\\](javascript:" in said
    assert not re.search(r"(?<!\\)\[[^\[\]\\]*\]\(", said)


def test_junit(audit: Audit) -> None:
    content = junit.render(audit)
    root = Xml.fromstring(content)
    assert not UNSEEN.search(content)
    failure = root.find(".//failure")
    assert failure is not None
    for attack in ATTACKS[:8]:
        assert attack in (failure.text or ""), attack
        assert attack in failure.attrib["message"], attack
    assert {element.tag for element in root.iter()} <= set(
        "testsuites testsuite properties property testcase failure error skipped system-out".split()
    )


def test_xlsx(audit: Audit) -> None:
    content = xlsx.render(audit)
    book = openpyxl.load_workbook(BytesIO(content))
    found = set()
    for sheet in book:
        assert not sheet._hyperlinks
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert not re.search("cmd|HYPERLINK|alert|http", cell.value, re.IGNORECASE), cell.value
                elif isinstance(cell.value, str):
                    assert not UNSEEN.search(cell.value)
                    found |= {attack for attack in ATTACKS if attack in cell.value}
                    assert not cell.value.startswith(("=", "@")) or cell.quotePrefix, cell.coordinate
    assert set(ATTACKS[:8]) <= found
    with ZipFile(BytesIO(content)) as packed:
        assert not [name for name in packed.namelist() if re.search("external|vba|macro", name, re.IGNORECASE)]


def test_word(audit: Audit, path: Path) -> None:
    if path.suffix != ".docx":
        pytest.skip("a copy of Word files alone")
    notes = [comment.text for comment in python_docx.Document(BytesIO(docx.render(audit, path.read_bytes()))).comments]
    assert len(notes) == len(audit.findings)
    assert not any(UNSEEN.search(note) for note in notes)
    for attack in ATTACKS[:8]:
        assert attack in notes[0], attack


def test_pdf(audit: Audit, printed: Path) -> None:
    first = audit.findings[0]
    check = replace(first.check, reported=replace(first.check.reported, location=replace(first.check.reported.location, page=1, bbox=None)))
    found = pdf.render(replace(audit, findings=(replace(first, check=check),)), printed.read_bytes())
    notes = [a.get_object() for a in PdfReader(BytesIO(found)).pages[0]["/Annots"]]  # type: ignore[attr-defined]
    assert [note["/Subtype"] for note in notes] == ["/Text"]
    assert not set(notes[0]) & {"/A", "/AA", "/RC"}
    contents = str(notes[0]["/Contents"])
    assert not UNSEEN.search(contents.replace("\n", ""))
    for attack in ATTACKS[:8]:
        assert attack in contents, attack
