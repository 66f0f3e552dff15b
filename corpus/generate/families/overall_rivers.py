"""整体绩效自评 in the manner of the middle rivers: a report with bracketed rates, 三公 against last year, and a form at the end."""

from __future__ import annotations

from generate import performance
from generate.families import Family
from generate.ledger import Amount, Key
from generate.page import Page
from generate.performance import points
from generate.printing import Style
from generate.projects import Project, overall
from generate.words import words


def _fell(p: Page, now: Amount, base: Amount) -> str:
    move = p.move(now, base)
    if move in ("none", "flat"):
        return p.word("flat", "与上年持平")
    if move == "new":
        return f"比上年{p.d(now, base)}"
    return f"比上年{p.d(now, base)}（{p.r(now, base)}）"


def write(p: Page, projects: list[Project]) -> None:
    b, u = p.books, p.books.unit
    whole = overall(p.random, b, projects)
    p.title(f"{u.name}{p.y()}年度部门整体支出绩效评价报告（自评）")
    p.h("一、部门概况")
    p.p(
        f"{u.name}为财政全额拨款单位，{'；'.join(u.domain['duties'][:2])}。现有编制{p.k('编制', u.posts)}个，实有人员{p.k('在职', u.staff)}名。"
    )
    p.h("二、一般公共预算支出情况")
    p.h("（一）基本支出情况", 3)
    basic = b.spent("基本", "一般")
    people, public = b.of("人员经费", "支出", "基本", "一般"), b.of("公用经费", "支出", "基本", "一般")
    p.p(
        f"{p.y()}年基本支出{p.m(basic)}，其中：人员经费{p.m(people)}，{_fell(p, people, b.last(people))}；公用经费{p.m(public)}，{_fell(p, public, b.last(public))}。"
        f"人员经费占基本支出的{p.s(people, basic)}，公用经费占{p.s(public, basic)}。"
    )
    three = b.of("三公", "支出", "", "财政")
    guest, cars, go = (b.of(f"三公.{name}", "支出", "", "财政") for name in ("接待", "公车", "出国"))
    p.p(
        f"“三公”经费支出{p.m(three)}，{_fell(p, three, b.last(three))}。其中：公务接待费{p.m(guest)}，公务用车购置及运行维护费{p.m(cars)}，因公出国（境）费{p.m(go)}。"
    )
    p.h("（二）项目支出情况", 3)
    project = b.spent("项目", "一般")
    p.p(f"{p.y()}年一般公共预算项目支出{p.m(project)}，{_fell(p, project, b.last(project))}。主要项目有：")
    for i, item in enumerate((x for x in projects if x.fund == "一般"), 1):
        tail = f"，结转{p.m(b.ledger.get(item.spent.key.but(item=f'结余.{item.name}')))}" if item.left else ""
        p.p(
            f"{i}．{item.name}项目，年初安排{p.m(item.first)}，调整后预算{p.m(item.plan)}，已支付{p.m(item.spent)}{tail}，支付率为{p.c(item.spent, item.plan)}；"
        )
    p.h("三、政府性基金预算支出情况")
    if b.rows("基金"):
        p.p(f"政府性基金预算支出{p.m(b.spent(fund='基金'))}。")
    else:
        p.p(p.trap("empty-table-described", f"{b.year}年无政府性基金预算支出。"))
    p.h("四、部门整体支出绩效情况")
    p.p(
        f"年初预算{p.m(whole.first)}，全年预算{p.m(whole.plan)}，全年执行{p.m(whole.spent)}，执行率{p.c(whole.spent, whole.plan)}，"
        f"预算执行得{points(p, Key('得分.整体支出.执行率'))}分；产出、效益和满意度三类指标合计得{points(p, Key('得分.整体支出.指标'))}分；"
        f"综合得分{performance.scored(p, whole)}，自评等级为{performance.grade(p, whole)}。"
    )
    p.h("五、存在的问题")
    p.p(f"（一）{p.pick(*words('reasons')['slow'])}。（二）绩效指标与工作内容衔接还不够紧。")
    p.h("六、下一步改进措施")
    p.p("加强预算编制的科学性，硬化预算约束，提高资金支付的均衡性。")
    p.h("附表", 1)
    performance.overall_form(p, whole, layout="parts" if p.random.random() < 0.5 else "sources")


FAMILIES = [
    Family("overall-rivers", "overall-evaluation", write, text=(Style(), Style(trim=True)), cells=(Style(),), percent=(2, 1), broken=0.1)
]
