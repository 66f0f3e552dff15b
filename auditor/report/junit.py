"""JUnit XML: for continuous integration. A test is a finding, or a rule without one.

A document is a suite. Findings at or above ``fail_on`` are failures, those below pass and say what they found, waived ones are
skipped with their reason; what was not audited is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from xml.etree import ElementTree as Xml

from auditor.model import Audit, Finding, Level
from auditor.report.text_of import Lookup, message, note, percent, stage, visible

LEVELS = [level.value for level in Level]


def render(audit: Audit, *, lang: str = "zh", titles: Mapping[str, str] | None = None, fail_on: str = "error") -> str:
    """The report of one document."""
    return join([part(audit, lang=lang, titles=titles, fail_on=fail_on)])


def join(suites: Iterable[Xml.Element]) -> str:
    """A report of the suites; ends with a line break."""
    root = Xml.Element("testsuites", name="gouji")
    root.extend(suites)
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"


def part(audit: Audit, *, lang: str = "zh", titles: Mapping[str, str] | None = None, fail_on: str = "error") -> Xml.Element:
    """The suite of one document."""
    document, titles, lookup = audit.document, titles or {}, Lookup(audit)
    suite = Xml.Element("testsuite", name=visible(document.path))
    facts = {
        "title": document.title,
        "organization": document.organization,
        "year": document.year,
        "sha256": document.sha256,
        "figures": str(len(audit.figures)),
        "coverage": percent(audit.coverage),
    }
    properties = Xml.SubElement(suite, "properties")
    for name, value in facts.items():
        if value:
            Xml.SubElement(properties, "property", name=name, value=visible(value))
    loud = LEVELS[: LEVELS.index(fail_on) + 1] if fail_on != "never" else []
    name = PurePath(document.path).name
    for finding in audit.findings:
        _finding(suite, finding, lookup, lang, titles, name, failed=finding.level.value in loud)
    found = {finding.check.rule for finding in audit.findings}
    for rule in sorted({check.rule for check in audit.checks} - found):
        _case(suite, rule, titles, name)
    for fault in audit.faults:
        case = Xml.SubElement(suite, "testcase", classname=visible(name), name=stage(fault.stage, lang))
        Xml.SubElement(case, "error", message=visible(fault.message), type=fault.stage)
    counts = {"tests": "testcase", "failures": "testcase/failure", "errors": "testcase/error", "skipped": "testcase/skipped"}
    for count, where in counts.items():
        suite.set(count, str(len(suite.findall(where))))
    return suite


def _case(suite: Xml.Element, rule: str, titles: Mapping[str, str], document: str, where: str = "") -> Xml.Element:
    title = titles.get(rule, "")
    name = " · ".join(filter(None, (f"{rule} {title}".strip(), where)))
    return Xml.SubElement(suite, "testcase", classname=visible(document), name=visible(name))


def _finding(
    suite: Xml.Element, finding: Finding, lookup: Lookup, lang: str, titles: Mapping[str, str], document: str, *, failed: bool
) -> None:
    check = finding.check
    case = _case(suite, check.rule, titles, document, f"{check.reported.label} [{finding.id}]")
    said = message(check, lang) or finding.message
    if finding.waived:
        Xml.SubElement(case, "skipped", message=visible(finding.waived))
    text = visible(note(finding, lookup, lang), keep="\n")
    if failed and not finding.waived:
        Xml.SubElement(case, "failure", message=visible(said), type=finding.level.value).text = text
    else:
        Xml.SubElement(case, "system-out").text = text
