"""No more people hold posts than there are posts.

「核定编制30人，在职人数28人」: those in post are counted within the posts that were approved, in all and by kind (行政, 事业, 工勤). More people than posts may be allowed for
a time and is then explained; it is shown as a note. People of whom it is said that
they hold no post (编外, 无编制) are left out.

Source: catalogue CT-03.

Inconsistent::

    # 某局2023年度部门决算

    二、机构设置情况
    本单位核定编制30人，其中：行政编制20人、事业编制10人；在职人数33人，其中：行政人员20人、事业人员13人。

Consistent::

    # 某局2023年度部门决算

    二、机构设置情况
    本单位核定编制30人，其中：行政编制20人、事业编制10人；在职人数28人，其中：行政人员19人、事业人员9人。
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.rule import Rule, View, named, printed
from auditor.lexicon import fold, worded
from auditor.model import Check, Claim, Document, Interval, Kind, Level, Verdict

rule = Rule(
    __name__,
    title="在职人数不超过编制数",
    title_en="No more people hold posts than there are posts",
    catalogue=("CT-03",),
    level=Level.NOTE,
)
_POSTS, _PEOPLE = "人员.编制", "人员.在职"
_MORE = "{beyond_posts}"


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    counts = [c for c in view.claims if c.kind is Kind.COUNT and not c.passage.table and c.aspects.measure.startswith((_POSTS, _PEOPLE))]
    for posts in counts:
        if not posts.aspects.measure.startswith(_POSTS) or posts.quantity.hedge:
            continue
        wanted = posts.aspects.but(measure=_PEOPLE + posts.aspects.measure.removeprefix(_POSTS))
        people = next((c for c in counts if c.aspects == wanted and c.passage is posts.passage and c.start > posts.start), None)
        if people is not None and not people.quantity.hedge:
            beyond = [
                c
                for c in view.claims
                if c.parent == people.id
                and c.kind is Kind.COUNT
                and worded(_MORE).search(fold(c.passage.text)[max(0, c.start - 12) : c.start])
            ]
            yield _compare(people, posts, beyond)


def _compare(people: Claim, posts: Claim, beyond: list[Claim]) -> Check:
    left = people.quantity.base - sum(c.quantity.base for c in beyond)
    words = " − ".join(map(printed, [people, *beyond]))
    formula = f"{words} {'≤' if left <= posts.quantity.base else '>'} {printed(posts)}"
    relation = () if beyond else ("at-most", people.id, posts.id)
    if left <= posts.quantity.base:
        return rule.result(Verdict.CONSISTENT, people, [posts, *beyond], formula=formula, relation=relation)
    if not beyond and worded(_MORE).search(fold(people.passage.text)):
        return rule.undecided(people, "文中提到编制以外的人员，在职人数可以多于编制数", [posts])
    return rule.result(
        Verdict.INCONSISTENT,
        people,
        [posts, *beyond],
        formula=formula,
        expected=Interval(None, posts.quantity.base + people.quantity.base - left),
        display=f"≤{printed(posts)}" if not beyond else f"不多于编制 {printed(posts)} 与编外人数之和",
        relation=relation,
        message=f"{named(people)}写作 {people.text}，多于编制 {posts.text}，没有说明原因（{formula}）",
        message_en=f"{people.text} are in post, but only {posts.text} posts are approved, and it is not said why",
    )
