"""Annotated copies: highlights and comments stand on just the claimed digits, and nothing else of the file has changed."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx as python_docx
import pdfplumber
import pytest
from docx.oxml.ns import qn
from lxml import etree
from pypdf import PdfReader, PdfWriter
from pypdf.generic import RectangleObject

import auditor
from auditor.errors import ConfigError
from auditor.model import Audit, Finding
from auditor.report import docx, pdf

HEAD = ("某某局2023年度部门决算", "第三部分 决算情况说明", "一、支出决算情况说明")
PARAGRAPH = "2023年度支出合计641.00万元，其中：基本支出452.36万元，占75.68%；项目支出187.64万元，占29.27%。"
ROWS = (("项目", "本年支出合计", "基本支出", "项目支出"), ("合计", "640.00", "452.36", "187.64"))
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
TITLES = {"text-table.amount": "文字中的数与表格一致"}


def digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit() or c == ".")


def figures(audit: Audit) -> list[Finding]:
    return [finding for finding in audit.findings if finding.check.reported.figure or finding.check.reported.cell]


class TestPdf:
    @pytest.fixture
    def page(self, printed: Path) -> Path:
        return printed

    def marked(self, audit: Audit, path: Path) -> bytes:
        original = path.read_bytes()
        found = pdf.render(audit, original, titles=TITLES)
        assert found.startswith(original)
        return found

    def highlights(self, content: bytes) -> dict[str, str]:
        """Note → the text under the highlight."""
        found = {}
        with pdfplumber.open(BytesIO(content)) as opened:
            for page in opened.pages:
                for annotation in page.annots:
                    if annotation["data"]["Subtype"].name != "Highlight":
                        continue
                    corners = [float(at) for at in annotation["data"]["QuadPoints"]]
                    inside = []
                    for at in range(0, len(corners), 8):
                        xs, ys = corners[at : at + 8 : 2], corners[at + 1 : at + 8 : 2]
                        for c in page.chars:
                            x, y = (c["x0"] + c["x1"]) / 2, page.height - (c["top"] + c["bottom"]) / 2
                            if min(xs) <= x <= max(xs) and min(ys) <= y <= max(ys):
                                inside.append(c["text"])
                    found[annotation["contents"]] = "".join(inside)
        return found

    def test_every_finding_covers_its_digits(self, page: Path) -> None:
        audit = auditor.audit(page)
        assert len(figures(audit)) >= 2
        found = self.highlights(self.marked(audit, page))
        for finding in figures(audit):
            under = next(text for note, text in found.items() if finding.id in note)
            assert digits(under) == digits(finding.check.reported.text)
            assert under.rstrip("%万元") == digits(under)

    @pytest.mark.parametrize("turn", [90, 180, 270])
    def test_turned_and_cropped_pages(self, page: Path, tmp_path: Path, turn: int) -> None:
        writer = PdfWriter(clone_from=page)
        writer.pages[1].rotate(turn)
        writer.pages[1].cropbox = RectangleObject((30, 20, 560, 830))
        turned = tmp_path / f"turned{turn}.pdf"
        writer.write(turned)
        audit = auditor.audit(turned)
        straight = auditor.audit(page)
        assert [f.id for f in audit.findings] == [f.id for f in straight.findings]
        here = [a.get_object()["/Rect"] for a in PdfReader(BytesIO(self.marked(audit, turned))).pages[1]["/Annots"]]
        there = [a.get_object()["/Rect"] for a in PdfReader(BytesIO(self.marked(straight, page))).pages[1]["/Annots"]]
        for one, other in zip(here, there, strict=True):
            assert all(abs(float(a) - float(b)) < 1.5 for a, b in zip(one, other, strict=True))

    @pytest.mark.shared
    @pytest.mark.parametrize(
        "name", ["putuo-finance-2024", "putuo-social-work-2024", "wanli-street-budget-2023", "wanli-street-budget-2024"]
    )
    def test_sample_documents(self, shared: Path, name: str) -> None:
        path = shared / "documents" / f"{name}.pdf"
        audit = auditor.audit(path)
        assert figures(audit)
        found = self.highlights(self.marked(audit, path))
        for finding in figures(audit):
            under = next(text for note, text in found.items() if finding.id in note)
            said = finding.check.reported.text
            assert digits(under) == digits(said) if digits(said) else said in under, (said, under)

    def test_notes(self, page: Path) -> None:
        audit = auditor.audit(page)
        notes = list(self.highlights(self.marked(audit, page)))
        first = next(note for note in notes if audit.findings[0].id in note)
        assert first.startswith("1. [错误] ")
        assert audit.findings[0].check.formula in first
        assert any("的依据" in note for note in notes)

    def test_findings_without_a_box_are_notes_on_the_page(self, page: Path) -> None:
        audit = auditor.audit(page)
        check = audit.findings[0].check
        adrift = replace(check, reported=replace(check.reported, location=replace(check.reported.location, bbox=None)))
        found = pdf.render(replace(audit, findings=(replace(audit.findings[0], check=adrift),)), page.read_bytes())
        notes = [a.get_object() for a in PdfReader(BytesIO(found)).pages[1]["/Annots"]]
        assert [note["/Subtype"] for note in notes].count("/Text") == 1

    def test_encrypted_and_damaged(self, page: Path) -> None:
        audit = auditor.audit(page)
        for password in ("", "secret"):
            writer = PdfWriter(clone_from=page)
            writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
            target = BytesIO()
            writer.write(target)
            if password:
                with pytest.raises(ConfigError, match="密码"):
                    pdf.render(audit, target.getvalue())
            else:
                assert self.highlights(pdf.render(audit, target.getvalue()))
        with pytest.raises(ConfigError, match="有损"):
            pdf.render(audit, b"%PDF-1.7\nnothing")


class TestDocx:
    @pytest.fixture
    def page(self, tmp_path: Path) -> Path:
        """A document whose sentence Word has cut into runs, some bold, with a figure in a table cell."""
        document = python_docx.Document()
        for text, level in zip(HEAD, (0, 1, 2), strict=True):
            document.add_heading(text, level)
        body = document.add_paragraph()
        for text in ("2023年度支出合计6", "41.0", "0万元，其中：基本支出452.36万元，占75.68%；", "项目支出187.64万元，占29.27%。"):
            run = body.add_run(text)
            run.bold = text == "41.0"
        document.add_paragraph("支出决算表")
        document.add_paragraph("单位：万元")
        table = document.add_table(0, 4, style="Table Grid")
        for row in (*ROWS, ("一般公共服务支出", "640.00", "452.36", "188.64")):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        path = tmp_path / "page.docx"
        document.save(str(path))
        return path

    def comments(self, content: bytes) -> dict[str, str]:
        """Text of the comment → the words that it is anchored at."""
        document = python_docx.Document(BytesIO(content))
        root: Any = document.element
        found = {}
        for comment in document.comments:
            (start,) = root.xpath(f".//w:commentRangeStart[@w:id='{comment.comment_id}']")
            (end,) = root.xpath(f".//w:commentRangeEnd[@w:id='{comment.comment_id}']")
            (reference,) = root.xpath(f".//w:commentReference[@w:id='{comment.comment_id}']")
            assert end.getnext() is reference.getparent()
            inside, words = False, []
            for element in root.iter():
                if element is start:
                    inside = True
                elif element is end:
                    break
                elif inside and element.tag == qn("w:t"):
                    words.append(element.text or "")
            found[comment.text] = "".join(words)
        return found

    def test_every_finding_stands_on_its_digits(self, page: Path) -> None:
        audit = auditor.audit(page)
        found = self.comments(docx.render(audit, page.read_bytes(), titles=TITLES))
        assert len(found) == len(audit.findings)
        assert any(finding.check.reported.cell for finding in audit.findings)
        for finding in figures(audit):
            words = next(words for note, words in found.items() if finding.id in note)
            assert words == digits(finding.check.reported.text)
        first = next(note for note in found if audit.findings[0].id in note)
        assert first.startswith("1. [错误] ")

    def test_structure(self, page: Path) -> None:
        """What Word asks of a file with comments: the part is declared, ids are unique, looks come first, anchors stand among runs."""
        audit = auditor.audit(page)
        content = docx.render(audit, page.read_bytes())
        with ZipFile(BytesIO(content)) as packed:
            assert packed.testzip() is None
            assert len(packed.namelist()) == len(set(packed.namelist()))
            comments = etree.fromstring(packed.read("word/comments.xml"))
            assert b"/word/comments.xml" in packed.read("[Content_Types].xml")
            assert packed.read("word/_rels/document.xml.rels").count(b'Target="comments.xml"') == 1
            root = etree.fromstring(packed.read("word/document.xml"))
        identities = [comment.get(qn("w:id")) for comment in comments]
        assert len(identities) == len(set(identities)) == len(audit.findings)
        assert all(comment.get(qn("w:author")) for comment in comments)
        assert all(comment.find(qn("w:p")) is not None for comment in comments)
        for run in root.iter(qn("w:r")):
            assert all(at == 0 for at, child in enumerate(run) if child.tag == qn("w:rPr"))
        for name in ("w:commentRangeStart", "w:commentRangeEnd"):
            found = list(root.iter(qn(name)))
            assert sorted(mark.get(qn("w:id")) for mark in found) == sorted(identities)
            assert {mark.getparent().tag for mark in found} <= {qn("w:p"), qn("w:hyperlink"), qn("w:ins"), qn("w:sdtContent")}

    @pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice (apt-get install libreoffice-writer-nogui)")
    def test_libreoffice_reads_the_comments(self, page: Path, tmp_path: Path) -> None:
        audit = auditor.audit(page)
        copy = tmp_path / "copy.docx"
        copy.write_bytes(docx.render(audit, page.read_bytes(), titles=TITLES))
        command = [str(SOFFICE), "--headless", "--norestore", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"]
        command += ["--convert-to", "fodt", "--outdir", str(tmp_path / "out"), str(copy)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        if not (tmp_path / "out" / "copy.fodt").exists():
            pytest.skip("LibreOffice without Writer (apt-get install libreoffice-writer-nogui)")
        found = self.annotations(etree.parse(str(tmp_path / "out" / "copy.fodt")).getroot())
        assert len(found) == len(audit.findings)
        for finding in figures(audit):
            assert next(words for note, words in found.items() if finding.id in note) == digits(finding.check.reported.text)

    def annotations(self, root: Any) -> dict[str, str]:
        """Text of the comment → the words between its ends, as LibreOffice has understood them."""
        office = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
        found: dict[str, str] = {}
        for note in root.iter(f"{office}annotation"):
            words = []
            inside = False
            for event, element in etree.iterwalk(root, events=("start", "end")):
                if element is note:
                    inside = event == "end"
                    if inside:
                        words.append(element.tail or "")
                elif inside and element.tag == f"{office}annotation-end" and element.get(f"{office}name") == note.get(f"{office}name"):
                    break
                elif inside and not any(up.tag == f"{office}annotation" for up in (element, *element.iterancestors())):
                    words.append((element.text if event == "start" else element.tail) or "")
            found["".join(note.itertext())] = "".join(words).strip()
        return found

    def test_nothing_else_changes(self, page: Path, tmp_path: Path) -> None:
        audit = auditor.audit(page)
        copy = tmp_path / "copy.docx"
        copy.write_bytes(docx.render(audit, page.read_bytes()))
        again = auditor.audit(copy)
        assert [p.text for p in again.document.passages] == [p.text for p in audit.document.passages]
        assert [f.id for f in again.findings] == [f.id for f in audit.findings]
        before, after = (python_docx.Document(str(path)).paragraphs[3] for path in (page, copy))
        assert [(c, r.bold) for r in before.runs for c in r.text] == [(c, r.bold) for r in after.runs for c in r.text]

    def test_same_audit_same_comments(self, page: Path) -> None:
        audit = auditor.audit(page)
        one, two = (python_docx.Document(BytesIO(docx.render(audit, page.read_bytes()))) for _ in range(2))
        assert one.part._comments_part.blob == two.part._comments_part.blob

    @pytest.mark.parametrize(
        "body",
        [
            "<w:p><w:ins w:id='7' w:author='a'><w:r><w:t>支出64</w:t></w:r></w:ins><w:r><w:t>1.00万</w:t><w:tab/><w:t>元</w:t></w:r></w:p>",
            "<w:p><w:del w:id='7' w:author='a'><w:r><w:delText>不要</w:delText></w:r></w:del><w:hyperlink><w:r><w:t>支出641.0</w:t></w:r></w:hyperlink>"
            "<w:r><w:t>0万元</w:t></w:r></w:p>",
            "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:t>支出</w:t><w:t>641</w:t><w:noBreakHyphen/><w:t>.00</w:t></w:r></w:p>",
            "<w:p><w:r><w:fldChar w:fldCharType='begin'/><w:instrText>PAGE</w:instrText><w:t>代码</w:t><w:fldChar w:fldCharType='separate'/>"
            "<w:t>支出641.00</w:t><w:fldChar w:fldCharType='end'/></w:r></w:p>",
            "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>支</w:t></w:r></w:p><w:p><w:r><w:t>出641.00万元</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        ],
    )
    def test_offsets_are_those_of_the_reader(self, tmp_path: Path, body: str) -> None:
        from auditor.model import Grid
        from auditor.read.docx import source

        document = python_docx.Document()
        namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        made = etree.fromstring(f"<w:body xmlns:w='{namespace}'>{body}</w:body>")
        for element in made:
            document.element.body.insert(0, element)
        path = tmp_path / "x.docx"
        document.save(str(path))
        block = source(path).blocks[0]
        assert not isinstance(block, Grid)
        opened: Any = python_docx.Document(str(path))
        for run in block.runs:
            element, exact = docx._element(opened.element, run.xpath or "")
            assert exact
            text = {s.start: s for s in docx._stretches(element)}
            for at in range(run.start, run.end):
                stretch = max((s for start, s in text.items() if start <= run.column + at - run.start), key=lambda s: s.start)
                character = block.text[at]
                if stretch.element.tag == qn("w:t"):
                    assert stretch.element.text[run.column + at - run.start - stretch.start] == character

    def test_places_that_take_no_comment(self, page: Path) -> None:
        audit = auditor.audit(page)
        finding = audit.findings[0]
        for path in (
            None,
            "/w:document/w:body/w:p[4]/descendant::w:txbxContent[1]/w:p[1]",
            "/w:footnotes/w:footnote[@w:id='3']/w:p[1]",
            "][",
        ):
            where = replace(finding.check.reported.location, xpath=path)
            check = replace(finding.check, reported=replace(finding.check.reported, location=where))
            content = docx.render(replace(audit, findings=(replace(finding, check=check),)), page.read_bytes())
            assert len(self.comments(content)) == 1

    def test_damaged(self, page: Path) -> None:
        with pytest.raises(ConfigError, match="打不开"):
            docx.render(auditor.audit(page), b"PK nothing")
