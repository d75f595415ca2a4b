"""The registers of people, declared. Every count of members on other pages opens here."""

from typing import Any

from django import forms
from django.db.models import Q

from zhijia.kernel import clock
from zhijia.kernel.ledger import Column, Condition, Ledger, Mark, Tab
from zhijia.kernel.scope import Seat
from zhijia.org.policy import CADRES
from zhijia.people import actions, card_ledgers, retirement, tally  # noqa: F401 (the card registers are found by it)
from zhijia.people.figures import MEMBERS, STOCKS, shown
from zhijia.people.models import Membership
from zhijia.people.search import PersonSearch

SHOW = {
    "members": "期末在册", "opening": "期初在册", "added": "期内增加", "joined": "期内入会", "transferred_in": "期内转入",
    "restored": "期内恢复会籍", "removed": "期内减少", "left": "期内离会", "transferred_out": "期内转出",
    "moved_in": "期内随工会划入", "moved_out": "期内随工会划出", "retained": "期内转为保留会籍",
    "kept": "期末保留会籍",
}  # fmt: skip


def of_age() -> Q:
    """Counted members who have reached the legal retirement age, by their own birthdays: proposals, no decisions."""
    day = clock.today()
    born = {group: retirement.born_up_to(day, group) for group in retirement.ages()}
    up_to = {group: Q(person__birth_on__lte=last) for group, last in born.items()}
    women = Q(person__gender="female")
    reached = (
        Q(person__gender="male") & up_to[retirement.MEN]
        | women & Q(post_class="worker") & up_to[retirement.WOMEN_WORKERS]
        | women & ~Q(post_class="worker") & up_to[retirement.WOMEN_STAFF]
    )
    # The first condition follows from the others; by it alone an index finds the few.
    return (
        Q(person__birth_on__lte=max(born.values())) & reached & Q(kind__in=Membership.COUNTED, left_on=None)
    )


INCOMPLETE = (
    Q(person__identity_index="") | Q(person__phone_index="") | Q(person__gender="") | Q(person__birth_on=None)
)

CELL_OF = {
    frozenset(
        (name, value) for name, value in MEMBERS.cuts[f"people.{cell}"].listed.items() if name != "show"
    ): cell
    for cell in STOCKS
}
"""Which cell of the roll-up holds the members that just these conditions leave."""


class Members(Ledger):
    app, name, model = "people", "members", Membership
    title, unit, group, icon, order = "会员", "人", "会员会籍", "users", 40
    offices = (*CADRES, "leader")
    no_right = "会员名册由工会干部查看。您自己的会籍在工作台上。"
    promise = "会员由本单位工会干事登记，登记后这里就有名册。"
    sort = "union_id since"  # the index has this order, so that 80,000 rows need no sorting
    columns = [
        Column("person__name", "姓名"), Column("person__gender", card="hide"),
        Column("person__identity", wanted=True, card="hide"), Column("person__phone", wanted=True),
        Column("union__short_name", "所在工会", card="full"), Column("group__short_name", "小组"),
        Column("employment"), "joined_on", Mark("standing", "会籍", card="side"),
        Column("employer__name", "工作单位", away=True), Column("department", away=True),
        Column("position", away=True), Column("migrant", away=True), Column("person__birth_on", away=True),
        Column("person__ethnicity", away=True), Column("person__education", away=True),
        Column("person__politics", away=True), Column("person__household", away=True),
        Column("person__native_place", away=True), Column("person__skill", away=True),
        Column("person__title", away=True), Column("person__card", away=True),
        Column("person__card_state", away=True), Column("kind", away=True), Column("cause", away=True),
        Column("since", "这段会籍自", away=True), Column("left_on", away=True), Column("ended", "怎样结束", away=True),
        Column("post_class", away=True), Column("union__code", "工会代码", away=True),
    ]  # fmt: skip
    filters = [
        Condition("person__gender", name="gender"), "employment", "migrant", "kind", "cause",
        Condition("person__education", name="education"), Condition("person__politics", name="politics"),
        Condition("person__card_state", name="card_state"), Condition("employer__ownership", name="ownership"),
        Condition("union__kind", name="union_kind"), PersonSearch("person"),
    ]  # fmt: skip
    more_filters = {"show": forms.ChoiceField(label="看哪些", required=False, choices=[*SHOW.items()])}
    tabs = [
        Tab("women", "女会员", Q(person__gender="female")),
        Tab("migrant", "农民工会员", Q(migrant="yes")),
        Tab("agency", "劳务派遣", Q(employment="agency")),
        Tab("temporary", "临时会员", Q(kind="temporary")),
        Tab("moving", "转出中", Q(state="moving")),
        Tab("of_age", "已到退休年龄", of_age),
        Tab("incomplete", "信息不全", INCOMPLETE, late=True),
    ]
    facts = [
        "person__gender", "person__birth_on", Column("union__short_name", "所在工会"), "joined_on", "employment",
        Column("employer__name", "工作单位"),
    ]  # fmt: skip
    new = [actions.join]
    verbs = [
        actions.change_work, actions.make_ordinary, actions.retain, actions.restore, actions.regroup, actions.correct,
        actions.leave,
    ]  # fmt: skip
    bulk = [actions.regroup]

    def went_to(self, done: Any) -> int:
        """A verb that ends one span and begins another goes on with the new one."""
        return int(getattr(done, "follow", done).pk)

    def next_step(self, row: Membership) -> dict[str, str] | None:
        """What a retained membership is worth; a computed retirement date proposes, a person decides (field notes)."""
        if row.kind == Membership.Kind.RETAINED and not row.left_on:
            return {"who": "保留会籍期间", "kind": "wait", "verb": "restore",
                    "effect": "不交会费，不参加选举和表决，不算在会员数里；重新上班了，恢复会籍。"}  # fmt: skip
        born, group = row.person.birth_on, retirement.group_of(row.person.gender, row.post_class)
        if row.left_on or row.kind not in Membership.COUNTED or not born or not group:
            return None
        year, month = retirement.retires_in(born, group)
        today = clock.today()
        if (year, month) > (today.year, today.month):
            return None
        return {"who": "已到法定退休年龄", "due": f"算出来是 {year} 年 {month} 月", "kind": "wait", "verb": "retain",
                "effect": "办了退休的，转为保留会籍；还在上班的不用办。"}  # fmt: skip

    def within(self, place: Any, form: Any) -> Q:
        return shown(form.value("show") or "members", place.ask)

    def kept_counts(self, place: Any, form: Any, seat: Seat) -> dict[str, int]:
        if seat.office not in CADRES or form.value("show") not in ("", "members"):
            return {}
        cuts = {"members": Q()} | {tab.code: tab.q for tab in self.tabs if tab.code in tally.CELLS}
        given = frozenset((name, form.value(name)) for name in form.conditions if form.value(name))
        if found := CELL_OF.get(given, ""):
            cuts.setdefault(found, MEMBERS.cuts[f"people.{found}"].where)
        counts = tally.counts(place.ask, cuts, by=seat)
        told = {tab.code: counts[tab.code] for tab in self.tabs if tab.code in counts}
        return {"": counts["members"], **told, **({"found": counts[found]} if found else {})}
