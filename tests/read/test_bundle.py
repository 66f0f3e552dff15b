"""Several files as one document: folders, archives, and what is refused."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import openpyxl
import pytest

from auditor.errors import ReadError
from auditor.model import Grid, GridCell, Run, locate
from auditor.read import html, xlsx
from auditor.read.bundle import FILES, join, source
from auditor.read.source import Line, Source


def read(path: Path) -> Source:
    """A small dispatch, as the real one does it."""
    if path.suffix == ".xlsx":
        return xlsx.source(path)
    if path.suffix in (".html", ".docx", ".pdf", ".doc"):
        return html.source(path)
    raise ReadError(f"{path} 读不了。")


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["项目", "金额"], ["办公费", 12.5]):
        sheet.append(row)
    book.save(path)
    return path


def page(path: Path, text: str) -> Path:
    path.write_text(f"<meta charset=utf-8><p>{text}</p>", encoding="utf-8")
    return path


def texts(found: Source) -> list[str]:
    return [block.text if isinstance(block, Line) else "表" for block in found.blocks]


def test_places_name_their_file() -> None:
    line = Line("收入5万元", (Run(0, 5, line=3),))
    grid = Grid(((GridCell("5.00", (Run(0, 4, sheet="表", cell="C7"),)), GridCell("")),))
    found = join(
        [
            ("说明.txt", Source("text", "a", (line,), "标题", None, ("第1页未识别",), ("有图",))),
            ("附/决算表.xlsx", Source("xlsx", "b", (grid,))),
        ]
    )
    first, heading, second = found.blocks
    assert isinstance(first, Line)
    assert isinstance(heading, Line)
    assert isinstance(second, Grid)
    assert locate(first.runs, 2, 3).to_dict() == {"label": "", "file": "说明.txt", "line": 3, "start": 2, "end": 3}
    assert (heading.text, heading.heading) == ("决算表", 1)
    place = locate(second.rows[0][0].runs, 0, 4)
    assert (place.file, place.sheet, place.cell) == ("附/决算表.xlsx", "表", "C7")
    assert (found.format, found.title, found.faults) == ("bundle", "标题", ("说明.txt：第1页未识别",))
    assert found.notices == ("说明.txt：有图",)
    outer = join([("附件.zip", found)]).blocks[0]
    assert isinstance(outer, Line)
    assert outer.runs[0].file == "附件.zip/说明.txt"


def test_a_folder_is_one_document(tmp_path: Path) -> None:
    workbook(tmp_path / "1决算表.xlsx")
    page(tmp_path / "附件10.html", "十")
    page(tmp_path / "附件2.html", "二")
    page(tmp_path / "~$附件2.html", "锁")
    (tmp_path / ".DS_Store").write_bytes(b"x")
    (tmp_path / "章.jpg").write_bytes(b"x")
    (tmp_path / "程序.exe").write_bytes(b"x")
    (tmp_path / "说明.audit.json").write_bytes(b"{}")
    (tmp_path / "内").mkdir()
    page(tmp_path / "内" / "说明.html", "内层")
    found = source(tmp_path, read)
    assert texts(found) == ["内层", "附件2", "二", "附件10", "十", "1决算表", "表"]
    assert found.faults == ()
    assert found.notices == ("程序.exe 未读取：不是可以审核的格式", "章.jpg 未读取：读不了。")


def test_the_same_document_twice_is_read_once(tmp_path: Path) -> None:
    page(tmp_path / "说明.docx", "甲")
    page(tmp_path / "说明.pdf", "甲，印刷")
    page(tmp_path / "重.html", "甲")
    workbook(tmp_path / "说明.xlsx")
    found = source(tmp_path, read)
    assert texts(found) == ["甲", "说明", "表"]
    assert [notice.split(" ")[0] for notice in found.notices] == ["说明.pdf", "重.html"]


def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    page(tmp_path / "说明.html", "甲")
    (tmp_path / "表.xlsx").write_bytes(b"PK\x03\x04")
    found = source(tmp_path, read)
    assert texts(found) == ["甲"]
    assert found.faults[0].startswith("表.xlsx 未读取")
    assert str(tmp_path) not in found.faults[0]
    (tmp_path / "说明.html").unlink()
    with pytest.raises(ReadError, match="没有可以读取的文件"):
        source(tmp_path, read)


def test_links_are_not_followed(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    page(outside / "密.html", "外")
    page(inside / "说明.html", "甲")
    try:
        (inside / "链.html").symlink_to(outside / "密.html")
        (inside / "夹").symlink_to(outside)
    except OSError:
        pytest.skip("links cannot be made here")
    assert texts(source(inside, read)) == ["甲"]


def archive(path: Path, **files: bytes) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return path


PAGE = "<meta charset=utf-8><p>甲</p>".encode()


def test_an_archive_is_one_document(tmp_path: Path) -> None:
    table = workbook(tmp_path / "t.xlsx").read_bytes()
    path = archive(
        tmp_path / "a.zip", **{"公开/说明.html": PAGE, "公开/表.xlsx": table, "__MACOSX/公开/._说明.html": b"x", "内.zip": b"PK"}
    )
    found = source(path, read)
    assert texts(found) == ["甲", "表", "表"]
    line = found.blocks[0]
    assert isinstance(line, Line)
    assert line.runs[0].file == "公开/说明.html"
    assert found.faults == ("内.zip 未读取：不读取压缩包中的压缩包，请先解压",)


def test_names_in_gbk(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with ZipFile(path, "w") as packed:
        packed.writestr(ZipInfo("说明.html".encode("gbk").decode("cp437")), PAGE)
    data = path.read_bytes()
    raw, wide = "说明.html".encode("gbk"), "说明.html".encode("gbk").decode("cp437").encode()
    if wide in data:
        path.unlink()
        with ZipFile(path, "w") as packed:
            packed.writestr(ZipInfo("x" * len(raw)), PAGE)
        path.write_bytes(path.read_bytes().replace(b"x" * len(raw), raw))
    line = source(path, read).blocks[0]
    assert isinstance(line, Line)
    assert line.runs[0].file == "说明.html"


@pytest.mark.parametrize("name", ["../外.html", "/外.html", "a/../../外.html", "C:\\外.html", "..\\外.html"])
def test_paths_out_of_the_archive_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ReadError, match="之外的路径"):
        source(archive(tmp_path / "a.zip", **{name: PAGE}), read)
    assert list(tmp_path.iterdir()) == [tmp_path / "a.zip"]


def test_archives_in_disguise_are_refused(tmp_path: Path) -> None:
    inner = archive(tmp_path / "i.zip", **{"说明.html": PAGE}).read_bytes()
    found = source(archive(tmp_path / "a.zip", **{"假.html": inner, "说明.html": PAGE}), read)
    assert texts(found) == ["甲"]
    assert "压缩包中的压缩包" in found.faults[0]
    with pytest.raises(ReadError, match="Office"):
        source(archive(tmp_path / "b.zip", **{"[Content_Types].xml": b"", "word/document.xml": b""}), read)


def test_bombs_and_damage_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="压缩炸弹"):
        source(archive(tmp_path / "a.zip", **{"大.html": bytes(100 * 1024 * 1024)}), read)
    with pytest.raises(ReadError, match="不像一份文档"):
        source(archive(tmp_path / "b.zip", **{f"{i}.html": PAGE for i in range(FILES + 1)}), read)
    good = archive(tmp_path / "c.zip", **{"说明.html": PAGE * 50}).read_bytes()
    (tmp_path / "d.zip").write_bytes(good[:60])
    with pytest.raises(ReadError, match="已损坏"):
        source(tmp_path / "d.zip", read)
    broken = bytearray(good)
    broken[50:60] = bytes(10)
    (tmp_path / "e.zip").write_bytes(broken)
    with pytest.raises(ReadError, match="已损坏"):
        source(tmp_path / "e.zip", read)
    locked = bytearray(archive(tmp_path / "f.zip", **{"说明.html": PAGE}).read_bytes())
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "f.zip").write_bytes(locked)
    with pytest.raises(ReadError, match="密码"):
        source(tmp_path / "f.zip", read)
    (tmp_path / "g.zip").write_bytes(b"")
    with pytest.raises(ReadError, match="空"):
        source(tmp_path / "g.zip", read)
