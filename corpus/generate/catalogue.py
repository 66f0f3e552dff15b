"""Which checks of a reviewer's catalogue a broken relation belongs to (ids as in the rule catalogue: NT text–table, NA arithmetic, …)."""

from __future__ import annotations

from collections.abc import Sequence

from generate.page import Mark

BY_FORM = {
    "公开01表": "NT-01", "公开02表": "NT-02", "公开03表": "NT-03", "公开04表": "NT-04", "公开05表": "NT-06", "公开06表": "NT-05",
    "公开07表": "NT-08", "公开08表": "NT-09", "公开09表": "NT-10", "公开10表": "NT-16",
    "预算01表": "NT-01", "预算02表": "NT-02", "预算03表": "NT-03", "预算04表": "NT-04", "预算05表": "NT-06", "预算06表": "NT-05",
    "预算07表": "NT-08", "预算08表": "NT-09", "预算09表": "NT-10",
}  # fmt: skip
INSIDE = {
    "01": "TI-01", "04": "TI-01", "02": "TI-02", "03": "TI-02", "05": "TI-02", "06": "TI-03", "07": "TI-08", "08": "TI-04", "09": "TI-07",
    "10": "TI-06",
}  # fmt: skip


def rules(relation: str, mark: Mark, others: Sequence[Mark]) -> list[str]:
    """The checks that ought to see this broken relation."""
    found: list[str] = []
    forms = {other.form for other in others if other.form}
    if relation == "repeat":
        for other in others:
            pair = {mark.form, other.form}
            if pair == {""}:
                found.append("NR-03" if mark.kind == "count" else "NR-01")
            elif "" in pair:
                form = mark.form or other.form
                if mark.kind == "count":
                    found.append("NT-17")
                elif form.startswith(("自评表", "整体")):
                    found.append("NT-20" if mark.kind == "score" else "TT-24")
                else:
                    found.append(BY_FORM.get(form, "NT-18"))
            elif mark.form == other.form:
                found.append("TI-05")
            else:
                found.append("TT-21" if mark.form.startswith(("自评表", "整体")) else "TT")
    elif relation == "sum":
        if mark.form and forms <= {mark.form}:
            if mark.form.startswith(("自评表", "整体")):
                found.append("PF-05" if mark.kind == "score" else "PF-01")
            else:
                found.append(INSIDE.get(mark.form[2:4], "TI"))
        elif mark.kind == "count":
            found.append("CT-02" if "项目" in mark.keys[0].item else "CT-03")
        elif not mark.form and not forms:
            found.append("NA-04")
        else:
            found.append("TT-20" if any(form.startswith("自评表") for form in forms | {mark.form}) else "TT")
    elif relation in ("difference", "rate"):
        found.append("NA-10")
    elif relation == "triangle":
        found.append("NA-01")
    elif relation == "share":
        found.append("NA-02")
    elif relation == "completion":
        found.append("PF-02" if mark.form or forms and all(form.startswith("自评表") for form in forms) else "NA-03")
    elif relation == "derived-repeat":
        found.append("NA-11" if mark.kind == "change" else "NR-01")
    return found
