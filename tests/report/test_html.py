"""The annotated page: snapshot, escaping, anchors, its data, and that nothing in it leaves the file or runs but our own script."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

import pytest

from auditor.model import Audit, Decision, Document, Location, Passage, Review
from auditor.report import html

HOSTILE = "<script>x()</script>\"><img src=x onerror='x()'></script><!--&lt;{{ 7 * 7 }}{% raw %}\x00\x1b\u202e]]>"
SHOWN = "<script>x()</script>\"><img src=x onerror='x()'></script><!--&lt;{{ 7 * 7 }}{% raw %}\ufffd\ufffd⟨U+202E⟩]]>"
EMPTY = frozenset({"meta", "br", "img", "link", "input", "hr", "rect"})


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
        self.scripts: list[str] = []
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

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script":
            self.scripts.append(data)
        elif self.open and self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)

    @property
    def data(self) -> Any:
        return json.loads(self.scripts[0])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_snapshot(sample: Audit, snapshot: Callable[[str, str], None], lang: str) -> None:
    first = sample.findings[0]
    review = Review(first.id, Decision.FALSE_ALARM, who="张三", when="2024-09-30", why="口径不同")
    reviewed = replace(sample, findings=(replace(first, waived="误报", review=review), *sample.findings[1:]))
    manuals = {"text-table.amount": "What is checked.\n\nAnd why."}
    page = html.render(reviewed, lang=lang, titles={"text-table.amount": "正文金额与表格一致"}, manuals=manuals)
    page = re.sub(r"<style>.*?</style>", "<style></style>", page, flags=re.DOTALL)
    page = re.sub(r"<script>.*?</script>", "<script></script>", page, flags=re.DOTALL)
    snapshot(f"sample.{lang}.html", re.sub(r"sha256-[\w+/=]+", "sha256-…", page))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_links_lead_somewhere(sample: Audit, lang: str) -> None:
    page = Reader(html.render(sample, lang=lang))
    assert [name for name, count in Counter(page.ids).items() if count > 1] == []
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)
    known = set(page.ids)
    for name, value in page.attributes:
        if name in ("data-target", "data-evidence", "aria-controls", "aria-labelledby", "for"):
            assert set(value.split()) <= known | {""}, (name, value)


def test_every_figure_once_and_every_finding_linked(sample: Audit) -> None:
    page = Reader(html.render(sample))
    assert all(page.ids.count(claim.id) == 1 for claim in sample.claims)
    assert all(page.ids.count(f"L-{claim.id}") == 1 for claim in sample.figures)
    assert {"#F1", "#F4", "#T1-3-2", "#T1-3-1", "#finding-1", "#finding-2", "#finding-3"} <= set(page.links)


def test_what_the_script_knows(sample: Audit) -> None:
    data = Reader(html.render(sample, titles={"text-table.amount": "正文金额与表格一致"}, manuals={"text-table.amount": "…"})).data
    assert len(data["checks"]) == len(sample.checks)
    rule, verdict, formula, reason, finding, claimed, used = data["checks"][0]
    assert data["rules"][rule] == ["text-table.amount", "正文金额与表格一致", "…"]
    assert (data["verdicts"][verdict], formula, reason, finding, claimed, used) == (
        "inconsistent", "641.00 ≠ 640.00", "", 1, "F1", "T1/3/2",
    )  # fmt: skip
    assert data["cells"]["T1/3/2"] == "合计 · 2023年"
    assert data["tables"]["T1"] == "支出决算表"
    used_words = set(re.findall(r'words(?:\.([a-z]+)|\["([a-z-]+)"\])', (html._TEMPLATES / "page.js").read_text(encoding="utf-8")))
    said = set(re.findall(r'say\("([a-z-]+)"', (html._TEMPLATES / "page.js").read_text(encoding="utf-8")))
    assert {one or other for one, other in used_words} | said <= set(data["words"])


def test_document_reads_as_it_is(sample: Audit) -> None:
    page = html.render(sample)
    plain = Reader(re.sub(r'<a class="reference.*?</a>', "", page[page.index('<div class="text"') : page.index("</main>")])).text
    at = -1
    for words in (
        "第三部分 决算情况说明",
        "一、支出决算情况",
        sample.document.passages[2].text,
        sample.document.passages[3].text,
        "支出决算表",
        "二、其他事项",
    ):
        at = plain.index(words, max(at, 0))


def test_tables_without_a_line_stand_at_the_end_of_their_section(sample: Audit) -> None:
    table = sample.document.tables[0]
    adrift = replace(sample, document=replace(sample.document, tables=(replace(table, location=Location(table="T1")),)))
    page = html.render(adrift)
    text = Reader(page[page.index('<div class="text"') : page.index("</main>")]).text
    assert text.index("照印。") < text.index("2022年") < text.index("年末共有编制")


def test_nothing_leaves_the_file(sample: Audit) -> None:
    page = html.render(sample)
    reader = Reader(page)
    assert not set(reader.tags) & {"img", "link", "iframe", "object", "form", "base"}
    for word in ("http:", "https:", "url(", "@import", "fetch(", "XMLHttpRequest", "innerHTML", "insertAdjacentHTML", "eval("):
        assert word not in page
    assert not [name for name, _ in reader.attributes if name == "style"]


def test_only_our_own_script_runs(sample: Audit) -> None:
    page = html.render(sample)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="(.*?)"', page)
    assert policy is not None
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy[1].replace("&#39;", "'").split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, flags=re.DOTALL)
        assert rules[rule] == f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


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
    review = Review("a1", Decision.CONFIRMED, who=HOSTILE, why=HOSTILE)
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
        findings=(replace(sample.findings[0], check=check, message=HOSTILE, waived=HOSTILE, review=review),),
        diagnoses=(replace(sample.diagnoses[0], printed=HOSTILE, suggested=HOSTILE),),
        faults=(replace(sample.faults[0], message=HOSTILE),),
    )
    for lang in ("zh", "en"):
        page = html.render(audit, lang=lang, titles={check.rule: HOSTILE}, manuals={check.rule: HOSTILE})
        reader = Reader(page)
        assert reader.tags["script"] == 2
        assert "img" not in reader.tags
        assert not [name for name, _ in reader.attributes if name.startswith("on")]
        assert reader.text.count(SHOWN) > 12
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e]", page)
        assert reader.data["checks"][0][2] == SHOWN
        assert "<" not in reader.scripts[0]


def test_long_cells_scroll(sample: Audit) -> None:
    table = sample.document.tables[0]
    rows = (*table.rows[:1], tuple(replace(cell, text="长" * 5000) for cell in table.rows[1]), *table.rows[2:])
    page = html.render(replace(sample, document=replace(sample.document, tables=(replace(table, rows=rows),))))
    assert page.count('<div class="long" tabindex="0">' + "长" * 5000 + "</div>") == 3


def test_large_documents_fold_tables_that_no_finding_rests_on(sample: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "_FOLD_CELLS", 3)
    monkeypatch.setattr(html, "_FOLD_ROWS", 2)
    table = sample.document.tables[0]
    other = replace(table, id="T2", location=replace(table.location, table="T2"))
    page = html.render(replace(sample, document=replace(sample.document, tables=(table, other))))
    assert 'id="T1"><figcaption>' in page
    assert 'id="T2"><details><summary>' in page


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
