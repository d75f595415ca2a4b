"""What the trade union law and the union rules fix in numbers for every union (rules/01-organisation)."""

import datetime as dt

from zhijia.org.parameters import FIRST, declare

LAW = dt.date(2022, 1, 1)  # the text of 2021 is in force since then
GROUP = FIRST

COMMITTEE_MEMBERS = declare(
    "union.required_members", "会员满多少人应当建委员会（不满的可以选一名组织员）", default=25, unit="人",
    group=GROUP, since=LAW, source="工会法第十一条", for_grassroots=False,
)  # fmt: skip
TERM_YEARS = declare(
    "union.term_years", "委员会每届任期", default=5, unit="年", group=GROUP, since=LAW, source="工会法第十六条",
    choices=(3, 5),
)  # fmt: skip
WOMEN_COMMITTEE_MEMBERS = declare(
    "women.committee_min", "女会员满多少人建女职工委员会（不满的设女职工委员）", default=10, unit="人", group=GROUP,
    since=LAW, source="各地通行做法，工会法第十一条未定人数", for_grassroots=False,
)  # fmt: skip
FULLTIME_CHAIR_EMPLOYEES = declare(
    "union.fulltime_chair_employees", "职工满多少人可以设专职主席", default=200, unit="人", group=GROUP, since=LAW,
    source="工会法第十四条", for_grassroots=False,
)  # fmt: skip
LATE_ELECTION_MONTHS = declare(
    "union.late_election_months", "换届最多可以延期（须上级批准）", default=6, unit="个月", group=GROUP, since=LAW,
    source="各地规定的通行做法，以本省规定为准", for_grassroots=False,
)  # fmt: skip
CERTIFICATE_DAYS = declare(
    "legal.cert_renew_days", "法人资格证书到期前多少天可以换", default=30, unit="天", group=GROUP, since=dt.date(2020, 12, 8),
    source="基层工会法人登记管理办法（总工办发〔2020〕20号）第二十七条", for_grassroots=False,
)  # fmt: skip
