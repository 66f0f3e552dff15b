"""SARIF 2.1.0: for code hosts and editors that show the results of analysers.

One run per document, with its rules, its faults as notifications, and waived findings as suppressed results. Lines are given only
where the file has lines; elsewhere the place stands in words (logical location) and in the properties. In a message, words in brackets
before an address in brackets would be a link; those of the document are none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from auditor.model import Audit, Evidence, Finding, Location
from auditor.report.text_of import Lookup, cause, message, place, say, stage, visible

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LINED = frozenset({"text", "markdown", "csv", "tsv"})
"""Formats whose places are lines of the file itself."""
_LINK = re.compile(r"\[[^\[\]]*\]\(")
_SUBJECT = "gouji/v1"


def render(audit: Audit, *, lang: str = "zh", titles: Mapping[str, str] | None = None, manuals: Mapping[str, str] | None = None) -> str:
    """The log of one document; ``titles`` and ``manuals`` say what the rules check, in a line and at length."""
    return join([part(audit, lang=lang, titles=titles, manuals=manuals)])


def join(runs: Iterable[dict[str, Any]]) -> str:
    """A log of the runs; ends with a line break."""
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": list(runs)}, ensure_ascii=False, indent=2) + "\n"


def part(
    audit: Audit, *, lang: str = "zh", titles: Mapping[str, str] | None = None, manuals: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The run that audits one document."""
    run = _run(audit, lang, titles or {}, manuals or {})
    shown: dict[str, Any] = _shown(run)
    return shown


def _run(audit: Audit, lang: str, titles: Mapping[str, str], manuals: Mapping[str, str]) -> dict[str, Any]:
    document = audit.document
    rules = sorted({finding.check.rule for finding in audit.findings} | set(titles))
    lookup = Lookup(audit)
    return {
        "tool": {
            "driver": {
                "name": "Gouji",
                "fullName": f"{say('product', lang)} · {say('subtitle', lang)}",
                "version": audit.version or "0",
                "language": _language(lang),
                "rules": [_rule(rule, titles.get(rule, ""), manuals.get(rule, "")) for rule in rules],
            }
        },
        "language": _language(lang),
        "automationDetails": {"id": f"gouji/{PurePath(document.path).name}/"},
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": _uri(document.path)}, "hashes": {"sha-256": document.sha256}, "roles": ["analysisTarget"]}],
        "invocations": [
            {
                "executionSuccessful": not audit.faults,
                "toolExecutionNotifications": [
                    *({"level": "error", "message": {"text": _said(f"{stage(f.stage, lang)}：{f.message}")}} for f in audit.faults),
                    *({"level": "note", "message": {"text": _said(notice)}} for notice in document.notices),
                ],
            }
        ],
        "results": [_result(finding, lookup, rules, lang) for finding in audit.findings],
        "properties": {
            "title": document.title,
            "organization": document.organization,
            "year": document.year,
            "figures": len(audit.figures),
            "coverage": round(audit.coverage, 4),
            **{verdict: audit.counts[verdict] for verdict in ("consistent", "rounding", "inconsistent", "unchecked")},
        },
    }


def _said(text: str) -> str:
    """A text as a message: no part of it is a link."""
    return _LINK.sub(lambda match: match[0].replace("[", "\\[").replace("]", "\\]"), text)


def _shown(value: Any) -> Any:
    """A part of the log in whose texts nothing is hidden."""
    if isinstance(value, str):
        return visible(value, keep="\n")
    if isinstance(value, dict):
        return {key: _shown(part) for key, part in value.items()}
    return [_shown(part) for part in value] if isinstance(value, list) else value


def _language(lang: str) -> str:
    return "zh-CN" if lang == "zh" else "en"


def _rule(rule: str, title: str, manual: str) -> dict[str, Any]:
    found: dict[str, Any] = {"id": rule, "shortDescription": {"text": title or rule}}
    if manual:
        found["help"] = {"text": manual}
    return found


def _result(finding: Finding, lookup: Lookup, rules: list[str], lang: str) -> dict[str, Any]:
    check, audit = finding.check, lookup.audit
    diagnosis = lookup.diagnoses.get(lookup.diagnosis(finding))
    facts = {
        "claimed": lookup.claimed(check.reported),
        "expected": check.display,
        "formula": check.formula,
        "diagnosis": f"{diagnosis.printed} → {diagnosis.suggested} ({cause(diagnosis.cause, lang)})" if diagnosis else "",
        "review": finding.review.decision.value if finding.review is not None else "",
        **{key: value for key, value in check.reported.location.to_dict().items() if key not in ("label", "start", "end", "line")},
    }
    found: dict[str, Any] = {
        "ruleId": check.rule,
        "ruleIndex": rules.index(check.rule),
        "level": finding.level.value,
        "message": {"text": _said(message(check, lang) or finding.message)},
        "locations": [_location(check.reported, audit, lang)],
        "partialFingerprints": {_SUBJECT: finding.id},
        "properties": {key: value for key, value in facts.items() if value not in ("", None)},
    }
    if check.using:
        found["relatedLocations"] = [
            {"id": number} | _location(evidence, audit, lang, label=f"{evidence.label}：{evidence.text}")
            for number, evidence in enumerate(check.using, 1)
        ]
    if finding.waived:
        found["suppressions"] = [{"kind": "external", "status": "accepted", "justification": finding.waived}]
    return found


def _location(evidence: Evidence, audit: Audit, lang: str, *, label: str = "") -> dict[str, Any]:
    where = evidence.location
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(where.file or audit.document.path)}}
    if where.file is None:
        physical["artifactLocation"]["index"] = 0
    if where.line is not None and where.sheet is None and audit.document.format in _LINED:
        physical["region"] = _region(where)
    found: dict[str, Any] = {"physicalLocation": physical}
    words = place(where, lang) or evidence.label
    if words:
        found["logicalLocations"] = [{"fullyQualifiedName": words}]
    if label:
        found["message"] = {"text": _said(label)}
    return found


def _region(where: Location) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": where.line}
    if where.start is not None:
        region["startColumn"] = where.start + 1
        if where.end is not None:
            region["endColumn"] = where.end + 1
    return region


def _uri(path: str) -> str:
    """A path as a reference: relative as it was given, absolute with its scheme."""
    plain = PurePath(path).as_posix()
    named = quote(plain, safe="/~")
    if plain.startswith("/"):
        return "file://" + named
    return "file:///" + quote(plain, safe="/~:") if PurePath(path).is_absolute() else named
