"""The annotated page: snapshot, escaping, anchors, and that nothing in it leaves the file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from auditor.model import Audit, Document, Location, Passage
from auditor.report import html

HOSTILE = "<script>x()</script>\"><img src=x onerror='x()'>&lt;{{ 7 * 7 }}{% raw %}\x00\x1b"
EMPTY = frozenset({"meta", "br", "img", "link", "input", "hr"})


class Reader(HTMLParser):
    """Elements, ids, links and text of a page; checks that elements close in order."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        if tag not in EMPTY:
            self.open.append(tag)
        for name, value in attrs:
            self.attributes.append((name, value or ""))
            if name == "id":
                self.ids.append(value or "")
            if name == "href":
                self.links.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_snapshot(sample: Audit, snapshot: Callable[[str, str], None], lang: str) -> None:
    page = html.render(sample, lang=lang, titles={"text-table.amount": "正文金额与表格一致"})
    snapshot(f"sample.{lang}.html", re.sub(r"<style>.*?</style>", "<style></style>", page, flags=re.DOTALL))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_links_lead_somewhere(sample: Audit, lang: str) -> None:
    page = Reader(html.render(sample, lang=lang))
    assert [name for name, count in Counter(page.ids).items() if count > 1] == []
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)


def test_every_figure_once_and_every_finding_linked(sample: Audit) -> None:
    page = Reader(html.render(sample))
    assert all(page.ids.count(claim.id) == 1 for claim in sample.claims)
    assert {"#F1", "#F4", "#T1-3-2", "#T1-3-1", "#finding-1", "#finding-2", "#finding-3", "#unchecked"} <= set(page.links)


def test_document_reads_as_it_is(sample: Audit) -> None:
    page = html.render(sample)
    plain = Reader(re.sub(r'<a class="reference.*?</a>', "", page)).text
    at = -1
    for words in (
        "第三部分 决算情况说明",
        "一、支出决算情况",
        sample.document.passages[2].text,
        sample.document.passages[3].text,
        "支出决算表",
        "二、其他事项",
    ):
        at = plain.index(words, plain.index("目录") if at < 0 else at)


def test_tables_without_a_line_stand_at_the_end_of_their_section(sample: Audit) -> None:
    table = sample.document.tables[0]
    adrift = replace(sample, document=replace(sample.document, tables=(replace(table, location=Location(table="T1")),)))
    page = Reader(html.render(adrift)).text
    assert page.index("照印。") < page.index("2022年", page.index("照印。")) < page.index("年末共有编制")


def test_nothing_leaves_the_file(sample: Audit) -> None:
    page = html.render(sample)
    reader = Reader(page)
    assert not set(reader.tags) & {"script", "img", "link", "iframe", "object", "form"}
    assert "http:" not in page
    assert "https:" not in page
    assert "url(" not in page
    assert "default-src 'none'" in page


def test_hostile_words_are_text(sample: Audit) -> None:
    document = sample.document
    table = document.tables[0]
    rows = tuple(tuple(replace(cell, text=HOSTILE, location=replace(cell.location, label=HOSTILE)) for cell in row) for row in table.rows)
    hostile = replace(table, title=HOSTILE, unit=HOSTILE, form=HOSTILE, rows=rows, notes=(Passage(HOSTILE, ()),))
    check = replace(
        sample.checks[0],
        message=HOSTILE,
        message_en="",
        formula=HOSTILE,
        display=HOSTILE,
        using=tuple(replace(e, label=HOSTILE, text=HOSTILE) for e in sample.checks[0].using),
    )
    audit = replace(
        sample,
        document=replace(
            document,
            path=HOSTILE,
            title=HOSTILE,
            organization=HOSTILE,
            genre=HOSTILE,
            tables=(hostile,),
            passages=(Passage(HOSTILE, (), heading=1), *document.passages),
        ),
        checks=(check, replace(sample.checks[-1], reason=HOSTILE)),
        findings=(replace(sample.findings[0], check=check, message=HOSTILE, waived=HOSTILE),),
        diagnoses=(replace(sample.diagnoses[0], printed=HOSTILE, suggested=HOSTILE),),
        faults=(replace(sample.faults[0], message=HOSTILE),),
    )
    for lang in ("zh", "en"):
        page = html.render(audit, lang=lang, titles={check.rule: HOSTILE})
        reader = Reader(page)
        assert not set(reader.tags) & {"script", "img"}
        assert not [name for name, _ in reader.attributes if name.startswith("on")]
        assert reader.text.count("<script>x()</script>\"><img src=x onerror='x()'>&lt;{{ 7 * 7 }}{% raw %}") > 12
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", page)


def test_figures_inside_cells_and_on_top_of_each_other(sample: Audit) -> None:
    first = sample.claims[0]
    inside = replace(first.passage, table="T1", row=1, column=0)
    claims = (replace(first, passage=inside), replace(first, id="F99", passage=inside, start=first.start + 2))
    document = replace(sample.document, passages=(*sample.document.passages, inside))
    page = Reader(html.render(replace(sample, document=document, claims=claims)))
    assert page.ids.count("F1") == 1
    assert page.ids.count("F99") == 1


def test_nothing_at_all() -> None:
    page = html.render(Audit(Document("空.txt", "", "text"), (), (), (), ()))
    assert "没有可核对的数字" in Reader(page).text
    assert "<title>空.txt" in page
