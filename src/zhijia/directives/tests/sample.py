"""A paper of the county for the town, its second edition and its supplement, as tests receive them."""

import datetime as dt

from zhijia.directives import intake
from zhijia.directives.models import Demand, Directive, Edition
from zhijia.kernel.scope import Seat, scope
from zhijia.plans.reading_intake import Document

FIRST = """云工办〔2026〕18号
关于做好2026年冬季“送温暖”走访摸底工作的通知
各乡镇总工会：
为做好困难职工冬季帮扶工作，现将有关事项通知如下：
一、工作任务
1.11月底前完成“送温暖”走访对象入户摸底，摸底对象不少于80户。
2.12月20日前组织一次送温暖政策宣讲，覆盖职工300人以上。
3.12月底前慰问货车司机、快递员等新就业形态劳动者不少于50人。
二、报送要求
请各乡镇总工会于11月27日前将走访对象汇总表报至县总工会权益保障部，邮箱：qybz@example.cn。
云川县总工会办公室
2026年11月13日
"""
SECOND = (
    FIRST.replace("不少于80户", "不少于90户")
    .replace("11月底前完成", "12月5日前完成")
    .replace("2.12月20日前组织一次送温暖政策宣讲，覆盖职工300人以上。\n", "")
    .replace("3.12月底前慰问", "2.12月15日前为户外劳动者站点配备取暖设备，不少于6处。\n3.12月底前慰问")
    .replace("于11月27日前", "于11月30日前")
    .replace("2026年11月13日", "2026年11月18日")
)
SUPPLEMENT = """云工办〔2026〕20号
关于做好2026年冬季“送温暖”走访摸底工作的补充通知
各乡镇总工会：
县总工会《关于做好2026年冬季“送温暖”走访摸底工作的通知》（云工办〔2026〕18号）下发后，现就有关事项补充通知如下：
一、“送温暖”走访对象入户摸底时间提前至11月28日前完成，摸底对象不少于100户。
二、12月10日前慰问户外环卫工人不少于30人。
云川县总工会办公室
2026年11月19日
"""


def received(by: Seat, text: str = FIRST, on: dt.date = dt.date(2026, 11, 16)) -> Directive:
    """The paper as it stands after receiving it, nothing decided."""
    with scope(by):
        paper = intake.read(Document("来文.txt", text.encode()), by=by, received_on=on)
        return intake.take_in(paper, by=by, received_on=on, key=None)


def compared(directive: Directive, by: Seat, text: str, on: dt.date = dt.date(2026, 11, 19)) -> Edition:
    """A later text of it, waiting to be looked at."""
    with scope(by):
        paper = intake.read(Document("新版.txt", text.encode()), by=by, received_on=on)
        return intake.set_beside(paper, directive, by=by, received_on=on, key=None)


def a_paper(by: Seat) -> tuple[Directive, Demand, Edition]:
    """One row for each kind of address: a paper, its first demand, a later edition of it."""
    directive = received(by)
    with scope(by):
        return directive, directive.demands.first(), compared(directive, by, SECOND)
