"""The tables that must be disclosed are there, even if they are empty.

部门决算 has nine tables: totals, income, expenditure, totals of the financial appropriation, expenditure and basic expenditure of the general budget, government funds,
state capital, 三公; 部门预算 has the like. A table without figures is disclosed as an empty one with a note, not left out. A table that the contents announce and
the text does not have is a warning; one that is nowhere mentioned is noted, because it may be disclosed in a file of its own.

Source: catalogue TP-02; 财预〔2016〕143号.

Inconsistent::

    # 某局2023年度部门决算

    目录
    一、收入支出决算总表.....1
    二、收入决算表.....2
    三、支出决算表.....3
    四、财政拨款收入支出决算总表.....4
    五、一般公共预算财政拨款支出决算表.....5
    六、一般公共预算财政拨款基本支出决算明细表.....6
    七、政府性基金预算财政拨款收入支出决算表.....7

    收入支出决算总表

    | 收入 | | 支出 | |
    |---|---|---|---|
    | 项目 | 金额 | 项目 | 金额 |
    | 总计 | 100.00 | 总计 | 100.00 |

    收入决算表

    | 科目代码 | 科目名称 | 本年收入合计 | 财政拨款收入 | 其他收入 |
    |---|---|---|---|---|
    | 合计 | | 100.00 | 100.00 | |

    支出决算表

    | 科目代码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 100.00 | 60.00 | 40.00 |

    财政拨款收入支出决算总表

    | 收入 | | 支出 | |
    |---|---|---|---|
    | 项目 | 金额 | 项目 | 金额 |
    | 总计 | 100.00 | 总计 | 100.00 |

    一般公共预算财政拨款支出决算表

    | 科目代码 | 科目名称 | 小计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 100.00 | 60.00 | 40.00 |

    一般公共预算财政拨款基本支出决算明细表

    | 科目代码 | 科目名称 | 决算数 |
    |---|---|---|
    | 301 | 工资福利支出 | 60.00 |

Consistent::

    # 某局2023年度部门决算

    收入支出决算总表

    | 收入 | | 支出 | |
    |---|---|---|---|
    | 项目 | 金额 | 项目 | 金额 |
    | 总计 | 100.00 | 总计 | 100.00 |

    收入决算表

    | 科目代码 | 科目名称 | 本年收入合计 | 财政拨款收入 | 其他收入 |
    |---|---|---|---|---|
    | 合计 | | 100.00 | 100.00 | |

    支出决算表

    | 科目代码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 100.00 | 60.00 | 40.00 |

    财政拨款收入支出决算总表

    | 收入 | | 支出 | |
    |---|---|---|---|
    | 项目 | 金额 | 项目 | 金额 |
    | 总计 | 100.00 | 总计 | 100.00 |

    一般公共预算财政拨款支出决算表

    | 科目代码 | 科目名称 | 小计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 100.00 | 60.00 | 40.00 |

    一般公共预算财政拨款基本支出决算明细表

    | 科目代码 | 科目名称 | 决算数 |
    |---|---|---|
    | 301 | 工资福利支出 | 60.00 |

    政府性基金预算财政拨款收入支出决算表

    | 科目代码 | 科目名称 | 年初结转和结余 | 本年收入 | 本年支出 |
    |---|---|---|---|---|
    | 合计 | | | | |

    说明：本表无数据。

    国有资本经营预算财政拨款支出决算表

    | 科目代码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | | | |

    说明：本表无数据。

    财政拨款“三公”经费支出决算表

    | 合计 | 因公出国（境）费 | 公务接待费 |
    |---|---|---|
    | 1.00 | 0.00 | 1.00 |
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from auditor.check.rule import Rule, View
from auditor.check.wording import CONTENTS, budget, final, headed, lexicon, matched, named, plain
from auditor.model import Check, Document, Evidence, Level, Verdict

rule = Rule(
    __name__,
    title="应当公开的表格齐全",
    title_en="The tables that must be disclosed are there",
    catalogue=("TP-02",),
    level=Level.WARNING,
)
_SHORT = 60
"""Characters up to which a paragraph may be the title of a table."""


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    if not (final(document) or budget(document)):
        return
    required = lexicon()["required_tables"]["final" if final(document) else "budget"]
    tables = {kind: view.tables.get(kind, ()) for kind in required}
    if 2 * sum(bool(found) for found in tables.values()) <= len(required):
        yield rule.undecided(named(document), "文件中的表格不到应公开表格的一半，表格可能另附")
        return
    for kind, patterns in required.items():
        if tables[kind]:
            yield rule.result(Verdict.CONSISTENT, headed(tables[kind][0]))
            continue
        words = regex.compile("|".join(patterns))
        titles = [t for t in document.tables if words.search(plain(t.title).text)]
        announced, mentioned = _mentions(document, words)
        if document.year.isdigit() and int(document.year) < lexicon()["tables_since"].get(kind, 0):
            continue
        if titles or mentioned is not None:
            yield rule.undecided(headed(titles[0]) if titles else mentioned or named(document), "有此表的标题，表格本身没有识别出来")
        elif document.faults:
            yield rule.undecided(announced or named(document), "文件有内容没有读出，表格可能在其中")
        else:
            name = patterns[0] if announced is None else announced.text
            yield rule.result(
                Verdict.INCONSISTENT,
                announced or named(document),
                display="应公开此表",
                level=Level.WARNING if announced is not None else Level.NOTE,
                message=f"目录列有“{announced.text}”，正文没有这张表"
                if announced is not None
                else f"没有公开{_NAMES[kind.split('.')[1]]}，也没有列出空表",
                message_en=f"The table “{name}” is missing",
            )


_NAMES = {
    "total": "收支总表", "income": "收入表", "expenditure": "支出表", "fiscal-total": "财政拨款收支总表", "general-expenditure": "一般公共预算支出表",
    "basic-economic": "一般公共预算基本支出表", "fund": "政府性基金表", "capital": "国有资本经营表", "sangong": "“三公”经费表",
}  # fmt: skip


def _mentions(document: Document, words: regex.Pattern[str]) -> tuple[Evidence | None, Evidence | None]:
    """The entry of the contents that announces a table, and a line of the text that may be its title."""
    announced = mentioned = None
    for passage in document.passages:
        text = plain(passage.text).text
        if len(text) <= _SHORT and (not passage.narrative or text.endswith("表")) and words.search(text):
            said = matched(passage, 0, len(text))
            if passage.label == CONTENTS:
                announced = announced or matched(passage, 0, len(regex.sub(r"[.…·]+\d*$|\d+$", "", text)))
            else:
                mentioned = mentioned or said
    return announced, mentioned
