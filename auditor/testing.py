"""Rule cases: small documents and the checks that a rule must make of them; for us and for authors of plug-ins.

A case file is YAML, one list for one rule, and stands at ``<family>/<rule>.yaml``, which is also the rule's id::

    - name: the total is one too many
      document: |
        # 某局2023年度部门决算
        …
      expect:
        - {verdict: inconsistent, at: "12.30", computed: "11.30万元"}

``document`` is Markdown (``format: txt`` for plain text), ``genre`` overrides the genre that the reader finds;
``previous``, ``budget``, ``copy`` and ``units`` (a list) are further documents, for rules that compare with last year's disclosure, with the
budget, with another publication, or with the units of a department. Every
entry of ``expect`` must be met by a check of the rule: ``at`` is the printed text of what is claimed, or
``{line, text}`` with a 1-based line of the document; ``computed`` the display of what it should be; ``level`` and
``reason`` (a part of it) may be given too. Checks that are inconsistent must all be expected: an empty list says
that the rule stays silent. The examples of a manual page (``Inconsistent::`` and ``Consistent::`` with an indented
document) are cases as well; a line ``<!-- previous -->`` begins such a further document::

    @pytest.mark.parametrize("case", cases(Path(__file__).parent), ids=str)
    def test_case(case):
        assert not problems(case)
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import dedent
from typing import Any

from auditor.check.rule import Rule, View
from auditor.check.run import check, registry
from auditor.errors import AuditorError
from auditor.model import Check, Verdict

_EXAMPLE = re.compile(r"^(Inconsistent|Consistent)[^\n:]*::[ \t]*\n((?:[ \t]*\n|[ \t]+[^\n]*(?:\n|\Z))+)", re.MULTILINE)

_OTHER = re.compile(r"^<!-- (previous|budget|copy|unit) -->\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Expected:
    """One check that a rule must make."""

    verdict: Verdict
    text: str = ""
    """What is claimed, as printed; a part is enough."""
    line: int | None = None
    """1-based line of the document where it stands."""
    computed: str = ""
    """What it should be, as displayed."""
    level: str = ""
    reason: str = ""
    """A part of the reason of an undecided check."""

    def met_by(self, one: Check) -> bool:
        """Whether that check is this one."""
        return (
            one.verdict is self.verdict
            and self.text in one.reported.text
            and self.line in (None, one.reported.location.line)
            and self.computed in ("", one.display)
            and self.level in ("", one.level.value)
            and self.reason in one.reason
        )


@dataclass(frozen=True, slots=True)
class Case:
    """A document, a rule, and what the rule must say of it."""

    rule: Rule
    name: str
    document: str
    expect: tuple[Expected, ...]
    format: str = "md"
    genre: str = ""
    others: tuple[tuple[str, str], ...] = ()
    """Further documents: (``previous`` ``budget`` ``copy`` ``unit 1`` …, text)."""

    def __str__(self) -> str:
        return f"{self.rule.id}/{self.name}"


def cases(folder: Path, rules: Iterable[Rule] | None = None) -> tuple[Case, ...]:
    """The cases in ``folder/<family>/<rule>.yaml``, for the built-in rules or those given.

    Raises:
        AuditorError: a file belongs to no rule, or says something that no case has.
    """
    return tuple(_cases(folder, {rule.id: rule for rule in (registry() if rules is None else rules)}))


def _cases(folder: Path, rules: dict[str, Rule]) -> Iterator[Case]:
    import yaml

    for path in sorted(folder.glob("*/*.yaml")):
        identity = f"{path.parent.name}.{path.stem}".replace("_", "-")
        if identity not in rules:
            raise AuditorError(f"{path}: 没有规则 {identity}")
        for row in yaml.safe_load(path.read_text(encoding="utf-8")) or ():
            try:
                yield _case(rules[identity], **row)
            except (KeyError, TypeError, ValueError) as error:
                raise AuditorError(f"{path}: {row.get('name', row)}: {error}") from error


def _case(
    rule: Rule,
    *,
    name: str,
    document: str,
    expect: list[dict[str, Any]],
    format: str = "md",  # noqa: A002
    genre: str = "",
    previous: str = "",
    budget: str = "",
    copy: str = "",
    units: Sequence[str] = (),
) -> Case:
    others = tuple((which, text) for which, text in (("previous", previous), ("budget", budget), ("copy", copy)) if text)
    others += tuple((f"unit {number}", text) for number, text in enumerate(units, 1))
    return Case(rule, name, document, tuple(_expected(**entry) for entry in expect), format, genre, others)


def _expected(*, verdict: str, at: Any = "", computed: Any = "", level: str = "", reason: str = "") -> Expected:
    place = at if isinstance(at, dict) else {"text": at}
    if set(place) - {"line", "text"}:
        raise ValueError(f"at: {place}")
    return Expected(Verdict(verdict), str(place.get("text", "")), place.get("line"), str(computed), level, reason)


def examples(rule: Rule) -> tuple[Case, ...]:
    """The examples of a rule's manual page: ``Inconsistent`` must raise the alarm, ``Consistent`` must be checked and stay silent."""
    first, _, rest = (sys.modules[rule.module].__doc__ or "").partition("\n")
    found = []
    for number, (verdict, document) in enumerate(_EXAMPLE.findall(first + "\n" + dedent(rest)), 1):
        wanted = Expected(Verdict(verdict.lower()))
        text, *parts = _OTHER.split(dedent(document).strip() + "\n")
        others = tuple(
            (f"unit {number}" if which == "unit" else which, text)
            for number, (which, text) in enumerate(zip(parts[::2], parts[1::2], strict=True), 1)
        )
        found.append(Case(rule, f"{verdict.lower()}-{number}", text, (wanted,), others=others))
    return tuple(found)


def run(case: Case) -> tuple[Check, ...]:
    """All checks that the rule makes of the document.

    Raises:
        AuditorError: the rule crashed.
    """
    from auditor.extract import extract
    from auditor.link import across, link

    view = _view(case.document, case.format)
    document = replace(view.document, genre=case.genre) if case.genre else view.document
    claims = extract(document) if case.genre else view.claims
    others = {which: _view(text, case.format, name=which) for which, text in case.others}
    pairs = tuple(pair for which, other in others.items() for pair in across(document, claims, other.document, other.claims, which))
    checks, faults = check(document, claims, link(document, claims), [case.rule], others=others, counterparts=pairs)
    if faults:
        raise AuditorError("; ".join(fault.message for fault in faults))
    return checks


def _view(text: str, suffix: str, *, name: str = "") -> View:
    """A document of a case, read, extracted and linked; one with a name is another one than that which is checked."""
    from auditor.extract import extract
    from auditor.link import link
    from auditor.read import elsewhere, read

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"document.{suffix}"
        path.write_text(text, encoding="utf-8")
        document = elsewhere(read(path), f"{name}.{suffix}") if name else read(path)
    claims = extract(document)
    return View(document, claims, link(document, claims) if name else ())


def problems(case: Case) -> list[str]:
    """Where the rule does not do what the case expects; empty when all is well."""
    checks = run(case)
    found = [f"missing: {wanted}" for wanted in case.expect if not any(wanted.met_by(one) for one in checks)]
    found += [
        f"not expected: {_line(one)}: {one.message}"
        for one in checks
        if one.verdict is Verdict.INCONSISTENT and not any(wanted.met_by(one) for wanted in case.expect)
    ]
    return found + [f"made: {_line(one)}" for one in checks] if found else []


def _line(one: Check) -> str:
    return f"{one.verdict} {one.reported.text} (line {one.reported.location.line}) {one.formula} {one.display} {one.reason}".rstrip()
