"""Counts and scores: people, vehicles, projects, grades, points."""

from __future__ import annotations

import regex

from auditor.extract.comparisons import Comparisons
from auditor.extract.drafts import MONEY
from auditor.extract.marks import SUMMED, Mark
from auditor.extract.state import INTO
from auditor.lexicon import load, normal, worded
from auditor.model import Aspects, Kind

_MOVED = "{moved}"
_GRADE = r'[自评价等级为定得分:;,是"\s的]{0,14}"?({grades})"?(?![\p{Han}]{2})'
_GRADED = r'\s*(?:为|是|被?评为)?"({grades})"'
_RATED = r'{rated}为"?({grades})"?(?:等?级|等次)?的(?:项目)?\s*$'
_QUOTED = r'"({grades})"(?:等?级|等次)?的(?:项目)?\s*$'
_GRADES = r'((?:"?{grades}"?[、,和及]){1,4}"?{grades}"?)(?:等?级|等次|四|三|个|档|的)*(?:项目)?(?:个?数量?)?分别(?:为|有|是)?(?=\s*\d)'
_TALLIED = r'(?:^|[:;,、。(]|(?=")|{tallied}(?:为|是|分为)?)\s*"?({tallied_grades})"?(?:等?级|等次|等)?的?(?:项目)?(?:有|为|共|共计)?\s*$'
_EVALUATED = r"{evaluated}(?:的|各类|重点|部门)?(?:预算)?(?:支出)?项目(?:共|共计|合计|有|数|数量|为|总数)*\s*$"
_THEN_EVALUATED = r"(?:预算)?(?:支出)?项目(?:支出)?(?:全部|都|均)?(?:作|进行|开展|组织|实施|完成)了?(?:绩效)?{appraisal}"
_GROUPS = ("产出", "效益", "满意度")
_ALONE = r"\s*(?:合计|总计|共计)(?:得分|得|为|:)?\s*"
_FULL_MARK = r"{full_marks}(?:为|是|共|:)?\s*$"
_APPRAISED = r"{selfappraisal}[^,;。]{0,6}项目\s*\d|\d+\s*[个项]项目中,?\s*\d*[个项]?[^。;]{0,8}\"{grades}\""
_THEN_SCORED = r"\s*[)]?\s*[,、]?\s*(?:自评|实际|实)?{scored}(?:为|:)?\s*\d"


class Counts(Comparisons):
    """What is counted and what is scored."""

    def _count(self, mark: Mark) -> None:
        assert mark.quantity is not None
        table = load("words")["counts"]
        unit = mark.quantity.unit
        own = self.pending.head
        readings: tuple[Aspects, ...] = ()
        if self.direction and not (self.direction_mark is not None and INTO.match(self.folded, self.direction_mark.end)):
            subject, readings, said, _ = self._subject(mark)
            counted = table.get(subject.measure, {}).get(unit)
            aspects = normal(subject.but(measure=counted, flow="", part="")) if counted else subject
            draft = self._emit(Kind.CHANGE, self._dated(aspects), mark, mark.quantity, readings=readings, subject=said)
            self._compared(draft, None)
            return
        if self.compare_open and self.compare is not None and self.subject is None:
            self._subject(mark)
            base = self._base(self.subject or self._context())
            self._emit(Kind.COUNT, base, mark, mark.quantity, subject=self.subject_words)
            self.compare_open = False
            return
        if self.respectively and self.zip:
            subject, said = self.zip.pop(0)
        else:
            subject, readings, said, _ = (
                self._subject(mark)
                if own or not (self.subject and table.get(self.subject.measure, {}).get(unit)) or (self.list_open and self._label(mark))
                else (self.subject, (), self.subject_words, False)
            )
        if not own and subject.measure.startswith("三公.接待.") and self.subject_at < self.sentence_start:
            subject = subject.but(measure="三公.接待")
        if (
            not own
            and subject.measure.startswith("人员.编制")
            and (there := regex.search(load("words")["in_post"], self.folded[self.clause_start : mark.start]))
        ):
            subject, said = subject.but(measure="人员.在职"), there[0]
        counted = table.get(subject.measure, {}).get(unit)
        if counted:
            aspects = normal(subject.but(measure=counted, flow="", part=""))
        elif (
            subject.measure
            and not own
            and not said.startswith(subject.measure.removeprefix("名."))
            and not subject.measure.startswith(("车辆", "设备", "人员", "三公数", "指标.", "名."))
        ):
            aspects = subject.but(measure=f"名.{self._following(mark) or subject.measure}")
        elif subject.measure.split(".")[0] in MONEY:
            aspects = subject.but(measure=f"名.{self._following(mark) or said + unit}", flow="", part="", scope="")
        else:
            aspects = subject
        if not own and self.subject_at < self.sentence_start and not self.list_open and subject.measure.startswith(("三公数", "车辆")):
            strange = self._label(mark) or self.verb  # 更新购置0辆。…车库停放4辆: another sentence that says something else
            aspects = aspects.but(measure=f"名.{strange}", scope="") if strange else aspects
        aspects = self._received(aspects, mark)
        tail = self._tail(mark)
        if own and tail and not counted:
            aspects = aspects.but(measure=f"名.{said}{tail}", flow="", part="", scope="")
        around = self.folded[max(0, mark.start - 8) : mark.start] + "|" + self.folded[mark.end : mark.end + 4]
        evaluated = self.setting.appraised and worded(_EVALUATED).search(self.folded, self.clause_start, mark.start) is not None
        evaluated = evaluated or worded(_THEN_EVALUATED).match(self.folded, mark.end) is not None
        evaluated |= "项目" in around and worded(_APPRAISED).search(self.folded[self.clause_start : mark.end + 12]) is not None
        if (self.setting.family == "绩效" and "项目" in around or evaluated) and unit in ("个", "项"):
            aspects = Aspects(measure="绩效.项目数", period=self.year)
        moved = worded(_MOVED).search(self.folded, self.clause_start, mark.start)
        if moved is None and self.list_open and self.parent is not None and self.parent.kind is Kind.COUNT:
            above = regex.match(r"名\.(?=\p{Han})", self.parent.aspects.measure)
            moved = worded(_MOVED).match(self.parent.aspects.measure, above.end()) if above else None
        if moved and aspects.measure.startswith(("车辆", "人员", "设备", "三公数.保有")):
            aspects = aspects.but(measure=f"名.{moved[0]}{said}")
        if self.list_open and self.parent is not None and aspects.measure.startswith("车辆.") and self.parent.aspects.measure != "车辆":
            aspects = aspects.but(entity=self.parent.subject or self.parent.aspects.measure)
        if mark.text[:1] in "一两" and (not aspects.measure or aspects.measure.startswith("名.")):
            return
        planned = self.reach == "target" or (aspects.stage == "目标" and aspects.measure.startswith("指标."))
        aspects = self._apart(self._dated(aspects).but(stage="目标" if planned else "决算"), Kind.COUNT)
        draft = self._emit(Kind.COUNT, aspects, mark, mark.quantity, readings=readings, subject=said)
        if draft.parent is None and aspects.measure.startswith("车辆."):
            # 车辆8辆，用途为机要通信用车2辆、…: the kinds of the vehicles that were just counted
            draft.parent = next((d for d in self.out if d.aspects == aspects.but(measure="车辆") and d.start >= self.sentence_start), None)
        ends = [m.start for m in self.marks[self.index + 1 :] if m.sort in ("stop", "quantity")]
        quoted = worded(_GRADED).match(self.folded, mark.end)
        if quoted and unit in ("个", "项") and "项目" in self.folded[self.sentence_start : mark.start]:
            draft.aspects = Aspects(measure="绩效.等级数", part=quoted[1][0], stage="决算", period=self.year)
        before = self.folded[max(0, mark.start - 20) : mark.start]
        about = self.folded[: mark.start]
        tallied = worded(_TALLIED).search(before) if unit in ("个", "项") and worded("{appraisal}").search(about) else None
        grade = worded(_GRADE).search(self.folded, mark.end, min(len(self.folded), mark.end + 26, *ends[:1]))
        if grade and not tallied and "等级" in self.folded[mark.end : grade.end() + 4] + self.folded[max(0, mark.start - 20) : mark.start]:
            draft.aspects = Aspects(measure="绩效.等级数", part=grade[1][0], stage="决算", period=self.year)
        if not draft.aspects.measure.startswith("绩效.等级") and "项目" in about and tallied:
            grade_ = {"较": "差"}.get(tallied[1][0], tallied[1] if "合格" in tallied[1] else tallied[1][0])
            draft.aspects = Aspects(measure="绩效.等级数", part=grade_, stage="决算", period=self.year)
        rated = worded(_RATED).search(before) or (
            worded(_QUOTED).search(before) if any(d.aspects.measure == "绩效.等级数" for d in self.out) else None
        )
        if rated and unit in ("个", "项"):
            draft.aspects = Aspects(measure="绩效.等级数", part=rated[1], stage="决算", period=self.year)
        self.chain.append(draft)

    def _graded(self) -> None:
        """评级为优、良、中、差的项目分别为2个、1个、0个和0个: each count is of the grade that stands in its place."""
        for match in worded(_GRADES).finditer(self.folded):
            names = regex.findall(worded("{grades}"), match[1])
            counts = [d for d in self.out if d.kind is Kind.COUNT and d.start >= match.end() and d.quantity.unit in ("个", "项")]
            counts = counts[: len(names)]
            if len(counts) < len(names) or "。" in self.folded[match.end() : counts[-1].start]:
                continue
            for name, draft in zip(names, counts, strict=True):
                draft.aspects = Aspects(measure="绩效.等级数", part=name[0] if "合格" not in name else name, stage="决算", period=self.year)

    def _received(self, aspects: Aspects, mark: Mark) -> Aspects:
        """国(境)外接待批次2个，接待人次14人: the people are those of the visits before them."""
        last = self.out[-1] if self.out else None
        foreign = last.aspects.measure.removeprefix("三公数.批次.") if last is not None else ""
        if (
            last is None
            or foreign == last.aspects.measure
            or aspects.measure != "三公数.人次"
            or "国内" in self.folded[last.end : mark.start]
        ):
            return aspects
        return (
            aspects
            if worded("[;。)]|{receptions}").search(self.folded[last.end : mark.start])
            else aspects.but(measure=f"三公数.人次.{foreign}")
        )

    def _following(self, mark: Mark) -> str:
        """The noun right after a count (13个**项目**)."""
        after = regex.match(r"\p{Han}{1,12}", self.folded[mark.end :])
        return after[0] if after else ""

    def _score(self, mark: Mark) -> None:
        assert mark.quantity is not None
        subject, readings, said, _ = self._subject(mark)
        aspects = self._dated(subject)
        if worded(_FULL_MARK).search(self.folded[max(self.clause_start, mark.start - 8) : mark.start]):
            aspects = aspects.but(stage="目标")  # what can be scored, not what was
        elif worded(_THEN_SCORED).match(self.folded, mark.end):
            aspects = aspects.but(stage="目标")  # 产出指标50分，得49分
        named = self._scored(aspects.measure, mark)
        if worded_as := self._worded(mark):
            named, readings = worded_as, ()
        aspects = aspects.but(measure=named)
        self._emit(Kind.SCORE, aspects, mark, mark.quantity, readings=readings, subject=said)

    def _scored(self, measure: str, mark: Mark) -> str:
        """What a score is of: the execution rate, the indicators together, or both together (两部分合计98分)."""
        said = self.folded[self.clause_start : mark.start]
        parts = [d for d in self.out if d.kind is Kind.SCORE and d.start >= self.sentence_start and d.aspects.stage != "目标"]
        if measure in ("绩效.执行率", "绩效.满意度"):
            return f"{measure}得分"
        if measure.startswith("名."):
            whole = f"{measure[2:]}得分"
            term = next(iter(self.terms.find(whole)), None)
            if term is not None and term.text == whole and term.readings[0].get("measure", "").startswith("绩效."):
                return term.readings[0]["measure"]  # 产出指标50分得49分
        if measure == "项目资金":  # 执行率94.14%，得94.41分: what the project scored, not its money
            ends = regex.split("[。;]", self.folded[mark.end :], maxsplit=1)[0]
            alone = not parts and not regex.search(r"\d分", ends)
            return "绩效.总分" if alone else "名.得分"
        if worded("{other_indicators}").search(said) or all(
            word in self.folded[self._clause_before(mark) : mark.start] for word in _GROUPS
        ):
            return "绩效.指标得分"
        named = {d.aspects.measure for d in parts}
        summed = worded(SUMMED).search(said) or regex.fullmatch(_ALONE, said)
        if (
            measure.startswith("名.")
            and summed
            and (named == {"绩效.执行率得分", "绩效.指标得分"} or (len(parts) == 2 and not self.list_open))
        ):
            return "绩效.总分"
        return measure

    def _clause_before(self, mark: Mark) -> int:
        """Where the words begin that stand before a number since the last number or stop."""
        last = self.out[-1].end if self.out else 0
        return max(last, self.sentence_start)

    def _worded(self, mark: Mark) -> str:
        """What a score is of, where the words before it say so in the way of scores (执行率9.5分，产出、效益和满意度指标88分，两部分合计97.5分)."""
        start = max(self.sentence_start, *(d.end for d in self.out), 0) if self.out else self.sentence_start
        before = regex.split("[,;:。]", self.folded[start : mark.start])[-1]
        beside = [d for d in self.out if d.kind is Kind.SCORE and d.start >= self.sentence_start]
        for measure, pattern in load("words")["scored"].items():
            if regex.search(pattern, before) and (measure != "绩效.总分" or beside):
                return str(measure)
        return ""
