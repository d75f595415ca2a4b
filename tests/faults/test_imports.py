"""Imports under bad luck: two officers at once, undo in any order, somebody else's branch. Killed: `bench import_killed`."""

from random import Random

import pytest
from django.db import connection

from zhijia.kernel.actions import Blocked, MoveRefused
from zhijia.kernel.imports.actions import check, confirm, take_in, undo
from zhijia.kernel.imports.models import Batch
from zhijia.kernel.scope import system
from zhijia.kernel.secrets import whole
from zhijia.kernel.tests.test_at_once import at_once
from zhijia.people.models import Membership, Person
from zhijia.people.tests.test_import_members import number
from zhijia.sheetreader.tests.books import xlsx

HEAD = ["姓名", "性别", "身份证号码", "单位", "手机", "入会时间"]


def row(union, n, phone):
    return ["新王芳", "女", number(2 * n), union.name, f"1380000{phone:04}", "2019-03-01"]


def brought(by, *rows):
    batch = take_in(Batch(kind="members", name="会员.xlsx"), by=by, data=xlsx(("会员", [HEAD, *rows])))
    return check(batch, by=by)


def phones():
    """Of everybody who came in by these files: identity number → telephone number, as their indexes say it."""
    with system("测试：台账里有谁"):
        open_spans = Membership.objects.filter(left_on=None, person__name="新王芳").select_related("person")
        found = [(span.person.identity_index, span.person.phone_index) for span in open_spans]
        assert len(found) == len(dict(found)) == Person.objects.filter(name="新王芳").count()
    return dict(found)


def as_indexes(register):
    return {
        whole(number(2 * n), of="identity"): whole(f"1380000{phone:04}", of="phone")
        for n, phone in register.items()
    }


@pytest.mark.django_db(transaction=True)
def test_two_officers_with_overlapping_files_at_once(seat_of, town):
    officer, above = seat_of("officer"), seat_of("town")
    mine = brought(officer, row(town.works, 1, 1), row(town.works, 2, 2))
    theirs = brought(above, row(town.works, 2, 22), row(town.works, 3, 3))
    ends = at_once(lambda: confirm(mine, by=officer), lambda: confirm(theirs, by=above))
    (late,) = [end for end in ends if isinstance(end, Exception)]
    assert isinstance(late, Blocked)
    assert "检查以后台账有了变化" in late.sentence
    assert "请重新检查" in late.sentence
    first = next(end for end in ends if isinstance(end, Batch))
    batch, by = (theirs, above) if first.pk == mine.pk else (mine, officer)
    batch = check(batch.pk, by=by)
    assert (batch.totals["new"], batch.totals["changed"]) == (1, 1)
    confirm(batch, by=by)
    second = 22 if by is above else 2
    assert phones() == as_indexes({1: 1, 2: second, 3: 3})


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_undo_and_apply_again_in_any_order(seat_of, town, seed):
    """A walk beside a register of our own: an undo is refused while a later import stands on one of its rows, else exact."""
    dice, by = Random(seed), seat_of("officer")
    register, applied = {}, []
    for _ in range(14):
        if applied and dice.random() < 0.5:
            batch, before = dice.choice(applied)
            later = applied[applied.index((batch, before)) + 1 :]
            if any(before.keys() & other.keys() for _, other in later):
                with pytest.raises(Blocked, match="不能整批撤销"):
                    undo(batch, by=by)
            else:
                undo(batch, by=by)
                applied.remove((batch, before))
                for n, phone in before.items():
                    register.pop(n)
                    register |= {} if phone is None else {n: phone}
                with pytest.raises(MoveRefused):
                    undo(batch, by=by)
        else:
            rows = {n: dice.choice((n, 100 + n)) for n in dice.sample(range(1, 6), 2)}
            batch = confirm(brought(by, *[row(town.works, n, phone) for n, phone in rows.items()]), by=by)
            applied.append((batch.pk, {n: register.get(n) for n in rows if register.get(n) != rows[n]}))
            register |= rows
        assert phones() == as_indexes(register)


@pytest.mark.django_db
def test_a_file_about_another_branch_does_nothing_and_tells_nothing(seat_of, town):
    above, officer = seat_of("town"), seat_of("officer")
    confirm(brought(above, row(town.neighbour, 1, 1)), by=above)
    with system("测试：数一数"):
        person = Person.objects.get(name="新王芳")

    def counts():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT (SELECT sum(version) FROM people_person), (SELECT sum(version) FROM people_membership)"
            )
            return cursor.fetchone()

    before = counts()
    head = ["职家行号", *HEAD]
    rows = [
        [None, *row(town.neighbour, 1, 9)], [None, *row(town.neighbour, 4, 4)], [None, *row(town.works, 1, 9)],
        [f"members-{person.pk}", *row(town.works, 1, 9)],
    ]  # fmt: skip
    rows[2][1] = rows[3][1] = "赵钱孙"
    batch = take_in(Batch(kind="members", name="会员.xlsx"), by=officer, data=xlsx(("会员", [head, *rows])))
    batch = confirm(check(batch, by=officer), by=officer)
    assert batch.totals == {"rows": 4, "new": 0, "changed": 0, "unchanged": 0, "refused": 4}
    assert counts() == before
    said = str([line.problems for line in batch.lines.filter(row__gte=4)])
    assert "已是别的工会的会员" in said
    assert "不在您的管理范围里" in said
    assert town.neighbour.name not in said
    assert "新王芳" not in said
