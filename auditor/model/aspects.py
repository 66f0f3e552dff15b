"""Aspects: what a figure is about. Two figures are compared only when their aspects agree."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Aspects:
    """What a figure measures, of whom, when and in which scope; an empty field is unknown (claim) or total (cell)."""

    measure: str = ""
    """The item: ``合计`` ``总计`` ``功能.2010101`` ``经济.30201`` ``三公.接待`` ``采购.货物`` ``车辆`` ``项目.<name>`` ``指标.<name>`` …,
    ``名.<label>`` for a label that no lexicon knows. Dots are the path; a code is its own path (2010101 is under 20101)."""
    flow: str = ""
    """``收入`` ``支出`` or empty where it has no sense (counts, carry-over)."""
    part: str = ""
    """The column share: ``基本支出`` ``项目支出`` ``其他收入`` …; empty = the whole."""
    scope: str = ""
    """Whose money: ``全口径`` ``财政拨款`` ``一般公共预算`` ``政府性基金`` ``国有资本`` ``财政专户`` ``单位资金``."""
    stage: str = ""
    """``决算`` (actual) ``年初预算`` ``全年预算`` (adjusted, executable) ``预算`` (which one is not said) ``目标``."""
    period: str = ""
    """The year, ``2023``; ``2023末`` for a balance at its end."""
    entity: str = ""
    """The project, unit or indicator group that it belongs to; empty = the reporting unit itself."""

    def but(
        self,
        *,
        measure: str | None = None,
        flow: str | None = None,
        part: str | None = None,
        scope: str | None = None,
        stage: str | None = None,
        period: str | None = None,
        entity: str | None = None,
    ) -> Aspects:
        """A copy with some fields changed."""
        # Written out: every word of a passage and every cell comes through here, and dataclasses.replace takes ten times as long.
        return Aspects(
            self.measure if measure is None else measure,
            self.flow if flow is None else flow,
            self.part if part is None else part,
            self.scope if scope is None else scope,
            self.stage if stage is None else stage,
            self.period if period is None else period,
            self.entity if entity is None else entity,
        )

    def over(self, other: Aspects) -> Aspects:
        """These aspects, with empty fields filled from ``other``."""
        return Aspects(
            self.measure or other.measure,
            self.flow or other.flow,
            self.part or other.part,
            self.scope or other.scope,
            self.stage or other.stage,
            self.period or other.period,
            self.entity or other.entity,
        )

    @property
    def label(self) -> str:
        """The aspects in words, for messages that name no cell."""
        measure = self.measure.split(".", 1)[-1]
        words = [
            self.period + "年" if self.period.isdigit() else self.period,
            self.entity,
            self.scope,
            self.part,
            measure,
            self.flow,
            self.stage,
        ]
        return "·".join(w for w in words if w)
