"""SARIF, JUnit and Markdown: snapshots, the schema, counts, several documents, and words that must stay words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from jsonschema import Draft4Validator

from auditor.model import Audit, Decision, Document, Review
from auditor.report import junit, markdown, sarif

SCHEMA = Path(__file__).with_name("sarif-2.1.0-rtm.5.json")
TITLES = {"text-table.amount": "正文金额与表格一致", "text-table.unused": "没有用到的规则"}
MANUALS = {"text-table.amount": "A figure of the narrative is what its cell prints.\n\nExample: …"}


JUNIT = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start><element name="testsuites"><ref name="name"/><ref name="counts"/><zeroOrMore><ref name="suite"/></zeroOrMore></element></start>
  <define name="name"><attribute name="name"><data type="string"><param name="minLength">1</param></data></attribute></define>
  <define name="counts">
    <attribute name="tests"><data type="nonNegativeInteger"/></attribute>
    <attribute name="failures"><data type="nonNegativeInteger"/></attribute>
    <attribute name="errors"><data type="nonNegativeInteger"/></attribute>
  </define>
  <define name="suite"><element name="testsuite">
    <ref name="name"/><ref name="counts"/><attribute name="skipped"><data type="nonNegativeInteger"/></attribute>
    <element name="properties">
      <oneOrMore><element name="property"><ref name="name"/><attribute name="value"/></element></oneOrMore>
    </element>
    <zeroOrMore><element name="testcase">
      <ref name="name"/><attribute name="classname"/>
      <optional><element name="skipped"><attribute name="message"/></element></optional>
      <optional><choice>
        <element name="failure"><ref name="problem"/></element>
        <element name="error"><ref name="problem"/></element>
      </choice></optional>
      <optional><element name="system-out"><text/></element></optional>
    </element></zeroOrMore>
  </element></define>
  <define name="problem"><attribute name="message"/><attribute name="type"/><text/></define>
</grammar>
"""
"""What readers of JUnit XML have in common: elements, their order, and the attributes that none of them refuses or misses."""


@pytest.fixture
def waived(sample: Audit) -> Audit:
    """The sample with its first finding waived and its second confirmed."""
    first, second, third = sample.findings
    alarm = Review(first.id, Decision.FALSE_ALARM, who="张三", when="2024-09-30", why="口径不同")
    return replace(
        sample,
        findings=(
            replace(first, waived="误报（张三，2024-09-30）：口径不同", review=alarm),
            replace(second, review=Review(second.id, Decision.CONFIRMED)),
            third,
        ),
    )


def valid(log: str) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(log)
    errors = list(Draft4Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).iter_errors(report))
    assert errors == []
    return report


class TestSarif:
    def test_snapshot(self, waived: Audit, snapshot: Callable[[str, str], None]) -> None:
        log = sarif.render(waived, titles=TITLES, manuals=MANUALS)
        valid(log)
        snapshot("sample.sarif", log)

    def test_results(self, waived: Audit) -> None:
        run = valid(sarif.render(waived, titles=TITLES, lang="en"))["runs"][0]
        rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
        first = run["results"][0]
        assert first["level"] == "error"
        assert first["locations"][0]["physicalLocation"]["region"] == {"startLine": 7, "startColumn": 10, "endColumn": 16}
        assert first["suppressions"][0]["justification"].startswith("误报")
        assert "suppressions" not in run["results"][1]
        assert run["invocations"][0]["executionSuccessful"] is False

    def test_places_of_files_without_lines(self, sample: Audit) -> None:
        document = replace(sample.document, format="pdf", path="/某处/a b.pdf")
        run = valid(sarif.render(replace(sample, document=document)))["runs"][0]
        assert "region" not in run["results"][0]["locations"][0]["physicalLocation"]
        assert run["artifacts"][0]["location"]["uri"] == "file:///%E6%9F%90%E5%A4%84/a%20b.pdf"

    def test_several(self, sample: Audit, waived: Audit) -> None:
        assert len(valid(sarif.join([sarif.part(sample), sarif.part(waived)]))["runs"]) == 2
        assert valid(sarif.join([]))["runs"] == []


class TestJunit:
    def test_grammar(self, sample: Audit, waived: Audit) -> None:
        from lxml import etree

        grammar = etree.RelaxNG(etree.fromstring(JUNIT))
        for audit in (sample, waived, Audit(Document("空.txt", "", "text"), (), (), (), ())):
            for fail_on in ("never", "note"):
                grammar.assertValid(etree.fromstring(junit.render(audit, fail_on=fail_on).encode()))
        grammar.assertValid(etree.fromstring(junit.join([]).encode()))

    def test_snapshot(self, waived: Audit, snapshot: Callable[[str, str], None]) -> None:
        snapshot("sample.junit.xml", junit.render(waived, titles=TITLES, fail_on="warning"))

    @pytest.mark.parametrize(("fail_on", "failures"), [("never", 0), ("error", 1), ("warning", 2), ("note", 3)])
    def test_counts(self, sample: Audit, fail_on: str, failures: int) -> None:
        root = Xml.fromstring(junit.render(sample, fail_on=fail_on))
        assert root.get("failures") == str(failures)
        assert root.get("errors") == "1"
        assert len(root.findall(".//failure")) == failures
        assert root.get("tests") == str(len(root.findall(".//testcase")))

    def test_several(self, sample: Audit) -> None:
        root = Xml.fromstring(junit.join([junit.part(sample), junit.part(sample)]))
        assert root.get("failures") == "2"
        assert len(root) == 2


class TestMarkdown:
    def test_snapshot(self, waived: Audit, snapshot: Callable[[str, str], None]) -> None:
        snapshot("sample.md", markdown.render(waived, titles=TITLES))

    def test_in_english(self, sample: Audit) -> None:
        assert "5 of 8 figures checked" in markdown.render(sample, lang="en")

    def test_nothing_at_all(self) -> None:
        assert "没有可核对的数字" in markdown.render(Audit(Document("空.txt", "", "text"), (), (), (), ()))

    def test_fits_into_a_comment(self, sample: Audit) -> None:
        long = replace(sample.findings[0], check=replace(sample.findings[0].check, message="长" * 3000))
        whole = markdown.join([markdown.part(replace(sample, findings=(long,) * 120))] * 9)
        assert len(whole) < 65_536
        assert whole.count("<details>") == whole.count("</details>")

    def test_renders_as_written(self) -> None:
        from markdown_it import MarkdownIt

        words = "1. a*b*_c_`d`[e](f)<b>|~~g~~ $h$ !\\ &amp; “#12 @someone :smile: http://x.example” - x"
        html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(f"| a |\n|---|\n| {markdown.escape(words)} |\n")
        cell = re.sub(r"<!-- -->", "", html[html.index("<td>") + 4 : html.index("</td>")])
        assert cell == words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        for written in ("#12", "@someone", ":smile:", "http://"):
            assert written not in markdown.escape(words)
