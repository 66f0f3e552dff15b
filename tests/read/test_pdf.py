"""PDF pages drawn by reportlab: lines and paragraphs, furniture, turned pages, and what cannot be read."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.errors import ReadError
from auditor.model import Grid, locate
from auditor.read import ocr, pdf
from auditor.read.pdf import source
from auditor.read.pdf_lines import into_lines, text_line
from auditor.read.pdf_page import Char, PageContent, _as_written
from auditor.read.source import Line, Source

pytest.importorskip("reportlab", reason="PDF test pages are drawn with reportlab")
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
A4 = (595.0, 842.0)
Drawing = Callable[[Canvas], None]


def written(path: Path, *pages: Drawing, size: tuple[float, float] = A4, **options: object) -> Path:
    """A PDF with one page for each drawing."""
    canvas = Canvas(str(path), pagesize=size, **options)  # type: ignore[arg-type]
    for draw in pages:
        canvas.setFont("STSong-Light", 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def text(*lines: tuple[float, float, str] | tuple[float, float, str, float]) -> Drawing:
    """Draws (x, distance from the top, text[, size])."""

    def draw(canvas: Canvas) -> None:
        height = canvas._pagesize[1]
        for x, y, said, *size in lines:
            canvas.setFont("STSong-Light", size[0] if size else 12)
            canvas.drawString(x, height - y, said)

    return draw


def texts(found: Source) -> list[str]:
    return [block.text for block in found.blocks if isinstance(block, Line)]


WIDE = "本年度收入合计较上年有所增加，主要是财政拨款增加，按有关规定统筹安排使用"  # 36 characters: 432 points


def paragraph(top: float, first: str, *rest: str, left: float = 80.0) -> list[tuple[float, float, str]]:
    """The lines of an indented paragraph."""
    return [(left + 24, top, first), *((left, top + 20 * (k + 1), line) for k, line in enumerate(rest))]


class TestText:
    def test_paragraph_is_joined_and_keeps_every_place(self, tmp_path: Path) -> None:
        lines = paragraph(100, WIDE[:34], WIDE[:36], "支出12.34", "")
        path = written(tmp_path / "a.pdf", text(*lines, *paragraph(220, "另一段。")))
        one, other = source(path).blocks
        assert isinstance(one, Line)
        assert one.text == WIDE[:34] + WIDE[:36] + "支出12.34"
        assert one.complete
        assert [run.line for run in one.runs] == [1, 2, 3]
        assert isinstance(other, Line)
        assert other.runs[0].line == 4
        start = one.text.index("12.34")
        place = locate(one.runs, start, start + 5)
        assert (place.page, place.line, place.start, place.end) == (1, 3, 2, 7)
        assert place.bbox is not None
        x0, top, x1, bottom = place.bbox
        assert x0 == pytest.approx(80 + 24, abs=0.5)
        assert top < 140 < bottom
        assert x1 - x0 == pytest.approx(pdfmetrics.stringWidth("12.34", "STSong-Light", 12), abs=2)

    def test_paragraph_goes_on_over_a_page_and_furniture_is_gone(self, tmp_path: Path) -> None:
        def page(number: int) -> Drawing:
            if number == 2:
                body = [(80.0, 100.0, "元。"), *paragraph(120, WIDE[:34], "结束。")]
            else:
                body = [*paragraph(100, WIDE[:34], WIDE[:36]), *paragraph(140, WIDE[:34], WIDE[:35] + "万")]
            return text((200, 40, "某某市某某局年度报告", 9), *body, (290, 800, f"- {number} -", 10))

        found = source(written(tmp_path / "a.pdf", *(page(k) for k in range(1, 6))))
        said = texts(found)
        assert not any("年度报告" in line or "- " in line for line in said)
        assert WIDE[:34] + WIDE[:35] + "万元。" in said
        joined = next(block for block in found.blocks if isinstance(block, Line) and block.text.endswith("万元。"))
        assert [run.page for run in joined.runs] == [1, 1, 2]

    def test_bare_page_numbers_must_count(self, tmp_path: Path) -> None:
        def page(number: int, foot: str) -> Drawing:
            return text(*paragraph(100, WIDE[:34], f"第{number}段。"), (290, 810, foot, 10))

        counted = source(written(tmp_path / "a.pdf", *(page(k, str(k + 3)) for k in range(1, 5))))
        assert not any(line.isdigit() for line in texts(counted))
        other = source(written(tmp_path / "b.pdf", page(1, "38"), page(2, "12")))
        assert [line for line in texts(other) if line.isdigit()] == ["38", "12"]

    def test_unit_lines_that_repeat_are_kept(self, tmp_path: Path) -> None:
        page = text((450, 50, "公开01表"), (450, 66, "单位：万元"), *paragraph(200, WIDE[:34]))
        assert texts(source(written(tmp_path / "a.pdf", page, page, page, page))).count("单位：万元") == 4

    def test_contents_stay_lines(self, tmp_path: Path) -> None:
        entries = [(80.0, 100.0 + 20 * k, f"{name}{'…' * 20}{k + 3}") for k, name in enumerate("一二三四五六")]
        assert len(texts(source(written(tmp_path / "a.pdf", text(*entries))))) == 6

    def test_number_and_unit_on_two_lines(self, tmp_path: Path) -> None:
        path = written(tmp_path / "a.pdf", text(*paragraph(100, WIDE[:33], WIDE[:33] + "164.87", "万元。")))
        assert "164.87万元。" in texts(source(path))[0]

    def test_headings_stand_alone(self, tmp_path: Path) -> None:
        path = written(
            tmp_path / "a.pdf",
            text(
                (200, 80, "第三部分　决算情况说明", 16),
                (104, 130, "一、收入情况"),
                *paragraph(150, WIDE[:34], "增长。"),
                (104, 190, "二、支出情况"),
            ),
        )
        assert texts(source(path)) == ["第三部分 决算情况说明", "一、收入情况", WIDE[:34] + "增长。", "二、支出情况"]


class TestCharacters:
    def test_order_of_the_stream_means_nothing(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            places = [(80 + 12 * (k % 36), 700 - 20 * (k // 36), char) for k, char in enumerate(WIDE * 2)]
            random.Random(3).shuffle(places)
            for x, y, char in places:
                canvas.drawString(x, y, char)

        assert texts(source(written(tmp_path / "a.pdf", draw))) == [WIDE * 2]

    def test_double_print_is_read_once(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            for shift in (0, 0.4):
                canvas.drawString(80 + shift, 700, "合计1,100.00")

        assert texts(source(written(tmp_path / "a.pdf", draw))) == ["合计1,100.00"]

    @pytest.mark.parametrize(
        ("given_char", "char"), [("⼈", "人"), ("⻓", "长"), ("⾦", "金"), ("⺠", "民"), ("１", "１"), ("金", "金"), ("\x02", "-")]
    )
    def test_radicals(self, given_char: str, char: str) -> None:
        assert _as_written(given_char) == char

    def test_letters_set_apart_get_no_spaces(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            for k, char in enumerate("收入支出决算总表"):
                canvas.drawString(80 + 20 * k, 700, char)
            canvas.drawString(80, 650, "目")
            canvas.drawString(140, 650, "录")

        assert texts(source(written(tmp_path / "a.pdf", draw))) == ["收入支出决算总表", "目 录"]

    def test_watermark_is_left_out(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            canvas.drawString(80, 700, "正文")
            canvas.translate(200, 300)
            canvas.rotate(45)
            canvas.drawString(0, 0, "内部资料")

        assert texts(source(written(tmp_path / "a.pdf", draw))) == ["正文"]

    @given(st.lists(st.sampled_from("合计财政拨款1234567890."), min_size=2, max_size=20), st.randoms())
    def test_line_is_put_in_order(self, said: list[str], chance: random.Random) -> None:
        x, chars = 50.0, list[Char]()
        for char in said:
            wide = 12.0 if char > "⺀" else 6.0
            chars.append((x, x + wide, 100.0, char, 12.0))
            x += wide
        chance.shuffle(chars)
        (line,) = into_lines(chars)
        found = text_line(PageContent(1, 595, 842), line)
        assert found.text == "".join(said)
        assert len(found.boxes) == len(found.text)


class TestTurned:
    def test_landscape_by_rotation(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            canvas.setPageRotation(90)
            canvas.translate(300, 100)
            canvas.rotate(90)
            canvas.drawString(0, 0, "横排的表")

        (line,) = source(written(tmp_path / "a.pdf", draw)).blocks
        assert isinstance(line, Line)
        assert line.text == "横排的表"
        assert line.runs[0].boxes[0] == pytest.approx((100, 289.68, 112, 301.68), abs=0.5)

    def test_text_that_runs_upwards(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            canvas.translate(300, 100)
            canvas.rotate(90)
            canvas.drawString(0, 0, "收入12.34")

        (line,) = source(written(tmp_path / "a.pdf", draw)).blocks
        assert isinstance(line, Line)
        assert line.text == "收入12.34"
        assert line.runs[0].boxes[0] == pytest.approx((289.68, 730, 301.68, 742), abs=0.5)

    @pytest.mark.parametrize("turn", [0, 90, 180, 270])
    def test_boxes_are_where_the_page_shows_them(self, tmp_path: Path, turn: int) -> None:
        def draw(canvas: Canvas) -> None:
            canvas.drawString(80, 700, "支出合计")

        path = written(tmp_path / "a.pdf", draw)
        document = pypdfium2.PdfDocument(path)
        document[0].set_rotation(turn)
        document.save(tmp_path / "b.pdf")
        (line,) = source(tmp_path / "b.pdf").blocks
        assert isinstance(line, Line)
        assert line.text == "支出合计"
        page = pypdfium2.PdfDocument(tmp_path / "b.pdf")[0]
        image = page.render(scale=2).to_pil().convert("L")
        for x0, top, x1, bottom in line.runs[0].boxes:
            inside = image.crop((int(2 * x0), int(2 * top), int(2 * x1), int(2 * bottom)))
            assert min(inside.get_flattened_data()) < 128
        x0, top = min(b[0] for b in line.runs[0].boxes), min(b[1] for b in line.runs[0].boxes)
        x1, bottom = max(b[2] for b in line.runs[0].boxes), max(b[3] for b in line.runs[0].boxes)
        image.paste(255, (int(2 * x0) - 1, int(2 * top) - 1, int(2 * x1) + 2, int(2 * bottom) + 2))
        assert min(image.get_flattened_data()) > 200

    def test_what_the_crop_box_hides_is_not_read(self, tmp_path: Path) -> None:
        path = written(tmp_path / "a.pdf", text((20, 30, "裁切"), (200, 300, "可见")))
        document = pypdfium2.PdfDocument(path)
        document[0].set_cropbox(100, 100, 500, 700)
        document.save(tmp_path / "b.pdf")
        (line,) = source(tmp_path / "b.pdf").blocks
        assert isinstance(line, Line)
        assert line.text == "可见"
        assert line.runs[0].boxes[0][0] == pytest.approx(100, abs=0.5)


def _outcome(path: Path) -> str:
    """What a reader of the report learns: the faults, or the reason why nothing could be read."""
    try:
        return "".join(source(path).faults) or "ok"
    except ReadError as error:
        return str(error)


class TestTrouble:
    def test_scan_is_named(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from PIL import Image, ImageDraw

        monkeypatch.setattr(ocr, "available", lambda: False)
        picture = tmp_path / "scan.png"
        image = Image.new("L", (600, 800), 200)
        ImageDraw.Draw(image).rectangle((100, 100, 300, 130), fill=0)
        image.save(picture)

        def scan(canvas: Canvas) -> None:
            canvas.drawImage(str(picture), 0, 0, 595, 842)

        found = source(written(tmp_path / "a.pdf", text((80, 100, "封面文字")), scan, scan, text((80, 100, "正文"))))
        assert texts(found) == ["封面文字", "正文"]
        assert found.pages == 4
        assert len(found.faults) == 1
        assert found.faults[0].startswith("第2至3页为扫描图像，未识别")
        assert "gouji[ocr]" in found.faults[0]

    def test_blank_scan_is_no_loss(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from PIL import Image

        monkeypatch.setattr(ocr, "available", lambda: False)
        picture = tmp_path / "scan.png"
        Image.effect_noise((600, 800), 20).point([min(255, k + 100) for k in range(256)]).save(picture)
        found = source(written(tmp_path / "a.pdf", text((80, 100, "正文")), lambda canvas: canvas.drawImage(str(picture), 0, 0, 595, 842)))
        assert (found.faults, found.notices) == ((), ())

    def test_hidden_recognition_is_named(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from PIL import Image

        monkeypatch.setattr(ocr, "available", lambda: False)
        picture = tmp_path / "scan.png"
        Image.new("L", (600, 800), 200).save(picture)

        def scan(canvas: Canvas) -> None:
            canvas.drawImage(str(picture), 0, 0, 595, 842)
            layer = canvas.beginText(80, 700)
            layer.setTextRenderMode(3)
            layer.textLine("机器识别出来的一行文字，数字为12.34万元")
            canvas.drawText(layer)

        found = source(written(tmp_path / "a.pdf", scan))
        assert found.faults == ()
        assert "可能有误认" in found.notices[0]
        line = found.blocks[0]
        assert isinstance(line, Line)
        assert locate(line.runs, 0, 3).confidence == pdf.HIDDEN

    def test_encrypted(self, tmp_path: Path) -> None:
        from reportlab.lib.pdfencrypt import StandardEncryption

        path = written(tmp_path / "a.pdf", text((80, 100, "正文")), encrypt=StandardEncryption("geheim", canPrint=0))
        with pytest.raises(ReadError, match=r"a\.pdf：文件已加密，需要密码"):
            source(path)

    def test_owner_password_alone_is_no_hindrance(self, tmp_path: Path) -> None:
        from reportlab.lib.pdfencrypt import StandardEncryption

        path = written(tmp_path / "a.pdf", text((80, 100, "正文")), encrypt=StandardEncryption("", "geheim", canCopy=0))
        assert texts(source(path)) == ["正文"]

    @pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7\n", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF"])
    def test_no_pdf(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "a.pdf"
        path.write_bytes(content)
        with pytest.raises(ReadError, match="请重新导出或下载"):
            source(path)

    def test_missing(self, tmp_path: Path) -> None:
        with pytest.raises(ReadError, match="无法打开文件"):
            source(tmp_path / "a.pdf")

    def test_no_pages(self, tmp_path: Path) -> None:
        document = pdfium.FPDF_CreateNewDocument()
        empty = pypdfium2.PdfDocument(document)
        empty.save(tmp_path / "a.pdf")
        with pytest.raises(ReadError, match="PDF"):
            source(tmp_path / "a.pdf")

    def test_cut_off_file_says_so(self, tmp_path: Path) -> None:
        path = written(tmp_path / "a.pdf", *(text((80, 100, f"第{k}页正文")) for k in range(30)), pageCompression=0)
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) * 2 // 3])
        assert "不完整" in _outcome(path) or "损坏" in _outcome(path)

    @settings(max_examples=30, deadline=None)
    @given(st.integers(0, 10_000), st.integers(0, 255))
    def test_damage_never_crashes(self, tmp_path_factory: pytest.TempPathFactory, place: int, value: int) -> None:
        folder = tmp_path_factory.getbasetemp()
        original = folder / "whole.pdf"
        if not original.exists():
            written(original, text((80, 100, "正文12.34")), text((80, 100, "第二页")), pageCompression=0)
        content = bytearray(original.read_bytes())
        content[place % len(content)] = value
        damaged = folder / "damaged.pdf"
        damaged.write_bytes(bytes(content))
        assert _outcome(damaged)

    def test_page_limit_is_stated(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pdf, "PAGE_LIMIT", 2)
        found = source(written(tmp_path / "a.pdf", *(text((80, 100, f"第{k}页的正文")) for k in range(4))))
        assert len(texts(found)) == 2
        assert found.pages == 4
        assert found.faults == ("共 4 页，只读了前 2 页；其余各页未核对，请拆分文件后分别核对。",)


def test_title_is_the_large_text_of_the_cover(tmp_path: Path) -> None:
    cover = text((150, 300, "某某市某某局", 24), (150, 340, "2023年度部门决算", 24), (200, 600, "二〇二四年八月", 14))
    pages = [text(*paragraph(100, WIDE[:34], *[WIDE[:36]] * 6)) for _ in range(3)]
    assert source(written(tmp_path / "a.pdf", cover, *pages)).title == "某某市某某局2023年度部门决算"


def test_threads_read_at_once(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    paths = [written(tmp_path / f"{n}.pdf", *(text((80, 100, f"第{n}份第{k}页的正文")) for k in range(8))) for n in range(6)]
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(source, paths * 3))
    assert [texts(one)[3] for one in found] == [f"第{n}份第3页的正文" for n in range(6)] * 3


def test_blocks_and_digest(tmp_path: Path) -> None:
    found = source(written(tmp_path / "a.pdf", text((80, 100, "正文"))))
    assert found.format == "pdf"
    assert len(found.sha256) == 64
    assert not any(isinstance(block, Grid) for block in found.blocks)
