"""Web pages: the article without its surroundings, tables as a browser shows them, and places that hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as markup

from auditor.errors import ReadError
from auditor.model import Grid, Run, locate
from auditor.read.html import source
from auditor.read.source import Line, Source

GRID = "<table><tr><th>项目</th><th>金额</th></tr><tr><td>办公费</td><td>12.50</td></tr><tr><td>差旅费</td><td>3,400.00</td></tr></table>"


def page(path: Path, body: str, head: str = '<meta charset="utf-8">', encoding: str = "utf-8") -> Path:
    path.write_bytes(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(encoding))
    return path


def read(tmp_path: Path, body: str, **keywords: str) -> Source:
    return source(page(tmp_path / "a.html", body, **keywords))


def shape(found: Source) -> list[str | list[list[str]]]:
    return [b.text if isinstance(b, Line) else [["<" if c.covered else c.text for c in row] for row in b.rows] for b in found.blocks]


def stretches(found: Source) -> list[tuple[str, tuple[Run, ...]]]:
    texts = []
    for block in found.blocks:
        if isinstance(block, Line):
            texts.append((block.text, block.runs))
        else:
            texts += [(cell.text, cell.runs) for row in block.rows for cell in row]
    return texts


def holds(path: Path) -> None:
    """Check every character of a page against the element that its place names."""
    tree = markup.parse(str(path), parser=markup.HTMLParser(encoding="utf-8", huge_tree=True))
    values: dict[str, str] = {}
    for text, runs in stretches(source(path)):
        assert sum(run.end - run.start for run in runs) == len(text)
        for index, character in enumerate(text):
            place = locate(runs, index, index + 1)
            assert place.xpath is not None
            assert place.start is not None
            if place.xpath not in values:
                values[place.xpath] = str(tree.xpath(f"string({place.xpath})"))
            if character != "\n":
                assert values[place.xpath][place.start] == character or character == " "


def test_numbers_split_over_elements(tmp_path: Path) -> None:
    body = "<p>收入<span>1,2</span><b>34</b>.<i>50</i>万元，\n\t比上年<span>增长</span>&nbsp;2.5<!-- x -->%</p>"
    found = read(tmp_path, body)
    assert shape(found) == ["收入1,234.50万元，比上年增长 2.5%"]
    line = found.blocks[0]
    assert isinstance(line, Line)
    assert line.complete
    place = locate(line.runs, 2, 10)
    assert (place.xpath, place.start, place.end) == ("/html/body/p[1]", 2, 10)
    holds(tmp_path / "a.html")


def test_white_space_and_breaks(tmp_path: Path) -> None:
    body = (
        "<p>  甲\n乙  2023\n年 </p>直接文字<p>　　第一段。<br>　　第二段<br>续行<br><br>第三段</p><pre>一\n 二</pre><h2>标<br>题</h2>"
        "<ul><li>项一<li>项二</ul>"
    )
    found = read(tmp_path, body)
    lines = [b for b in found.blocks if isinstance(b, Line)]
    assert [line.text for line in lines] == [
        "甲乙 2023 年",
        "直接文字",
        "第一段。",
        "第二段",
        "续行",
        "第三段",
        "一",
        "二",
        "标题",
        "项一",
        "项二",
    ]
    assert [line.complete for line in lines] == [True, True, False, False, False, False, False, False, True, True, True]
    assert [line.blank_before for line in lines[2:6]] == [True, True, False, True]
    assert lines[8].heading == 2
    holds(tmp_path / "a.html")


def test_hidden_things_and_scripts_are_dropped(tmp_path: Path) -> None:
    body = (
        "<p>见<script>var a='<p>x</p>'</script><span style='DISPLAY : none'>9</span>5<del>6</del>万元<sup>2</sup></p>"
        "<p hidden>隐藏</p><div style='mso-element:comment-list'>批注</div><select><option>选</option></select><noscript>无脚本</noscript>"
        "<p>1,2\u200b34\u00ad万元</p><p><![if !supportLists]>一、<![endif]>概况<o:p>&nbsp;</o:p></p>"
    )
    found = read(tmp_path, body)
    assert shape(found) == ["见5万元²", "1,234万元", "一、概况"]
    line = found.blocks[0]
    assert isinstance(line, Line)
    tree = markup.parse(str(tmp_path / "a.html"), parser=markup.HTMLParser(encoding="utf-8"))
    place = locate(line.runs, 1, 2)
    assert tree.xpath(f"string({place.xpath})")[place.start : place.end] == "5"


def test_spans(tmp_path: Path) -> None:
    body = (
        "<table><thead><tr><td rowspan=2>项目</td><td colspan=2>支出</td><td rowspan=9>备注</td></tr><tr><td>基本</td><td>项目</td></tr></thead>"
        "<tbody><tr><td>甲</td><td>1</td><td>2</td><td>x</td></tr><tr style='display:none'><td>藏</td></tr><tr><td rowspan=0>乙</td><td>3</td></tr>"
        "<tr><td>4</td></tr></tbody></table>"
    )
    found = read(tmp_path, body)
    assert shape(found) == [
        [["项目", "支出", "<", "备注"], ["<", "基本", "项目", "<"], ["甲", "1", "2", "x"], ["乙", "3", "", ""], ["<", "4", "", ""]],
    ]  # fmt: skip
    holds(tmp_path / "a.html")


def test_columns_that_only_push_apart_go(tmp_path: Path) -> None:
    body = "<table><tr><td>项目</td><td colspan=2>金额</td><td></td></tr><tr><td>甲</td><td>10.5</td><td colspan=2></td></tr></table>"
    assert shape(read(tmp_path, body)) == [[["项目", "金额"], ["甲", "10.5"]]]


def test_absurd_spans_cost_nothing(tmp_path: Path) -> None:
    row = "<tr>" + "<td colspan=1000 rowspan=60000>a</td>" * 200 + "</tr>"
    found = read(tmp_path, f"<table>{row * 50}</table>")
    assert all(len(row) <= 1024 for block in found.blocks if isinstance(block, Grid) for row in block.rows)


def test_paragraphs_in_cells_and_nested_tables(tmp_path: Path) -> None:
    body = f"<table><tr><td>目标</td><td><p>一是</p><p>二是<br>三是</p></td></tr><tr><td>附</td><td>见{GRID}下</td></tr><tr><td>甲</td><td>1</td></tr></table>"
    found = shape(read(tmp_path, body))
    assert found[0] == [["目标", "一是\n二是\n三是"], ["附", "见\n下"], ["甲", "1"]]
    assert found[1] == [["项目", "金额"], ["办公费", "12.50"], ["差旅费", "3,400.00"]]
    holds(tmp_path / "a.html")


def test_the_article_without_its_surroundings(tmp_path: Path) -> None:
    links = "".join(f"<li><a href='/{i}'>栏目名称{i}</a></li>" for i in range(12))
    body = (
        f"<div class=top><ul>{links}</ul><form><input value=搜索></form></div>"
        "<div class=main><div class=crumb>当前位置：<a href=/>首页</a>&gt;<a href=/1>政务公开</a>&gt;<a href=/2>决算</a></div>"
        "<div class=wrap><h1>某局2023年度部门决算</h1><div class=meta>发布日期：2024-09-01 浏览次数：1234</div>"
        f"<div id=zoom><p>本年收入12.50万元。</p><div><p>本年支出12.50万元。</p>{GRID}</div></div></div>"
        f"<div class=side><h3>热点</h3><ul>{links}</ul></div></div>"
        "<div class=foot>主办单位：某局 电话：0459-1234567 备案号：黑ICP备1234号</div>"
    )
    head = '<meta charset="utf-8"><title>某局2023年度部门决算_某市人民政府</title>'
    found = read(tmp_path, body, head=head)
    grid = [["项目", "金额"], ["办公费", "12.50"], ["差旅费", "3,400.00"]]
    assert shape(found) == ["某局2023年度部门决算", "本年收入12.50万元。", "本年支出12.50万元。", grid]
    assert found.title == "某局2023年度部门决算"
    holds(tmp_path / "a.html")


def test_nothing_with_sentences_or_figures_is_lost(tmp_path: Path) -> None:
    body = f"<div><div><p>前言。</p></div><div>{'<p>正文。</p>' * 50}</div><div>{GRID}</div><div><p>备注</p></div></div>"
    assert len(shape(read(tmp_path, body))) == 53


def test_layout_tables_are_read_through(tmp_path: Path) -> None:
    prose = "".join(
        f"<p>第{i}段，本年支出{i}万元，比上年增加，主要原因是项目增加和人员变动，具体情况如下所述，请参阅附表和说明部分。</p>"
        for i in range(12)
    )
    body = (
        f"<table><tr><td><a href=1>首页</a><a href=2>新闻</a><a href=3>公开</a></td></tr><tr><td><table><tr><td>{prose}</td><td>"
        f"<img src=x width=10></td></tr></table>{GRID}</td></tr></table>"
    )
    found = shape(read(tmp_path, body))
    assert len(found) == 13
    assert found[-1] == [["项目", "金额"], ["办公费", "12.50"], ["差旅费", "3,400.00"]]
    holds(tmp_path / "a.html")


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("gbk", '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'),
        ("gb18030", ""),
        ("utf-8", '<meta charset="gbk">'),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("big5", '<meta charset="big5">'),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, head: str) -> None:
    assert (
        shape(
            read(
                tmp_path,
                "<p>本年收入一百元，合計５０％</p>".replace("計", "計" if encoding == "big5" else "计"),
                head=head,
                encoding=encoding,
            )
        )[0][:7]
        == "本年收入一百元"
    )


def test_broken_bytes_are_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes("<p>本年收入".encode() + b"\xff\xfe\xff" + "万元，共一百元整。</p>".encode())
    found = source(path)
    assert any("无法辨认" in notice for notice in found.notices)


def test_pages_saved_in_one_file(tmp_path: Path) -> None:
    path = tmp_path / "a.mht"
    path.write_bytes(
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset="gb2312"\r\n'
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>=CA=D5=C8=EB5=CD=F2=D4=AA</p>\r\n--b--\r\n"
    )
    assert shape(source(path)) == ["收入5万元"]


def test_frames_and_large_pictures_are_reported(tmp_path: Path) -> None:
    found = read(tmp_path, "<p>正文。</p><iframe src='a.pdf'></iframe><img src=a.png width=800><img src=b.png width=20>")
    assert (found.faults, len(found.notices)) == ((), 2)


@pytest.mark.parametrize(
    "text", ["", "   ", "<html><frameset><frame src=a></frameset></html>", "<html><body><script>1</script></body></html>"]
)
def test_pages_without_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(text)
    with pytest.raises(ReadError):
        source(path)


def test_deep_nesting_is_read_or_refused(tmp_path: Path) -> None:
    for depth in (300, 1000, 3000):
        path = page(tmp_path / "a.html", "<p>前。</p>" + "<div>" * depth + "<p>深处。</p>" + "</div>" * depth)
        if depth < 400:
            assert shape(source(path)) == ["前。", "深处。"]
        else:
            with pytest.raises(ReadError, match="嵌套"):
                source(path)
    tables = "<table><tr><td>a</td><td>1" * 100 + "</td></tr></table>" * 100
    assert read(tmp_path, f"<p>正文。</p>{tables}").blocks


@pytest.mark.shared
def test_a_bulletin_is_read_whole(shared: Path) -> None:
    path = shared / "documents" / "daqing-bulletin-2012.html"
    found = source(path)
    grids = [block for block in found.blocks if isinstance(block, Grid)]
    assert len(grids) == 7
    assert [max(map(len, grid.rows)) for grid in grids] == [1, 3, 3, 3, 4, 3, 3]
    assert [len(grid.rows) for grid in grids] == [2, 14, 9, 19, 19, 11, 6]
    assert len([block for block in found.blocks if isinstance(block, Line) and block.text]) == 50
    holds(path)


FRAGMENT = st.recursive(
    st.text(alphabet="收支1,2.5% \n\t\u00a0\u3000\u200b万元。", max_size=8),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(["p", "span", "div", "b", "td", "tr", "table", "li", "sub", "br"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)


@settings(max_examples=80, deadline=None)
@given(body=FRAGMENT)
def test_every_character_keeps_its_place(tmp_path_factory: pytest.TempPathFactory, body: str) -> None:
    path = page(tmp_path_factory.mktemp("html") / "a.html", f"<p>始。</p>{body}")
    holds(path)
