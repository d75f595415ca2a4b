"""A union of ten members in a database of its own, and its busy days: what people do at random, through the verbs.

    python -m benchmarks._ten_members found            the union, its chair and ten members
    python -m benchmarks._ten_members live SEED LOG    until it is ended: members come and go, visits, files, corrections

Each deed carries a key. LOG gets the key before the deed and again after it, so that one can tell what had been done
for certain at any moment, and what had not even begun.
"""

import os
import random
import sys
import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import django

MEMBERS, HANDS = 10, 3
CHAIR = "ten-members"
FOUNDED = date(2018, 5, 1)
FAMILY, GIVEN = "王李张刘陈杨赵黄周吴", "伟芳娜敏静丽强磊军洋"
BEGUN, DONE = "begun", "done"


def found() -> None:
    from zhijia.kernel.scope import scope, system
    from zhijia.org import actions as org
    from zhijia.org.models import Post, Union
    from zhijia.people import actions as people
    from zhijia.people.models import Person

    told = {"name": "清泉食品厂工会", "short_name": "清泉食品厂", "kind": "single", "nature": "enterprise"}
    with system("十个人的工会") as by:
        union = org.found(Union(code="Z10", founded_on=FOUNDED, **told), by=by)
        person = people.enter(Person(name="林晓", gender="female"), by=by)
        org.appoint(Post(person=person, union=union, office="chair", held_from=FOUNDED), by=by)
        people.open_account(person, CHAIR, None, by=by)
    seat = _seat()
    with scope(seat):
        for n in range(MEMBERS):
            _come(random.Random(n), seat, f"first-{n}")


def live(seed: int, log: int) -> None:
    """Several people at once, each with a connection of her own; ends with the process."""
    hands = [threading.Thread(target=_hand, args=(f"{seed}-{n}", log), daemon=True) for n in range(HANDS)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()


def _hand(name: str, log: int) -> None:
    from zhijia.kernel.actions import Refused
    from zhijia.kernel.scope import scope

    dice, seat, n = random.Random(name), _seat(), 0
    while True:
        n += 1
        key = f"{name}-{n}"
        os.write(log, f"{BEGUN} {key}\n".encode())
        try:
            with scope(seat):
                done = dice.choice(DEEDS)(dice, seat, key)
            if done is not False:
                os.write(log, f"{DONE} {key}\n".encode())
        except Refused:
            pass  # two people wanted the same row, or the day did not fit: nothing was done
        time.sleep(dice.random() * 0.05)


def _seat() -> Any:
    from zhijia.kernel.scope import seats_of
    from zhijia.people.models import Account

    return seats_of(Account.objects.get(login=CHAIR))[0]


# --- deeds: False where there was nothing to do it to ------------------------------------------------------


def _come(dice: random.Random, seat: Any, key: str) -> Any:
    from zhijia.people.enrolling import enrol

    name = dice.choice(FAMILY) + dice.choice(GIVEN) + dice.choice(GIVEN)
    values = {
        "name": name,
        "gender": dice.choice(["male", "female"]),
        "joined_on": _day(dice),
        "id_kind": "resident",
    }
    return enrol(values | {"phone": f"139{dice.randrange(10**8):08}"}, by=seat, key=key)


def _go(dice: random.Random, seat: Any, key: str) -> Any:
    from zhijia.people.actions import leave
    from zhijia.people.models import Membership

    rows = Membership.objects.filter(left_on=None, union_id=seat.union_id)
    if rows.count() <= MEMBERS:  # those who come and those who go keep the union at about ten
        return False
    return leave(dice.choice(list(rows)).pk, by=seat, key=key, reason="去了别处", left_on=date.today())


def _change(dice: random.Random, seat: Any, key: str) -> Any:
    from zhijia.people.actions import change_details
    from zhijia.people.models import Membership

    row = dice.choice(list(Membership.objects.filter(left_on=None, union_id=seat.union_id)))
    return change_details(row.person_id, by=seat, key=key, phone=f"138{dice.randrange(10**8):08}")


def _arrange(dice: random.Random, seat: Any, key: str) -> Any:
    from zhijia.relief import kinds
    from zhijia.relief.actions import arrange
    from zhijia.relief.models import Visit

    visit = Visit(name=dice.choice(FAMILY) + "师傅", kind=dice.choice([*kinds.by_code()]))
    return arrange(visit, by=seat, key=key, note=f"家里{dice.choice('四五六')}口人")


def _visit(dice: random.Random, seat: Any, key: str) -> Any:
    from zhijia.relief.actions import complete
    from zhijia.relief.models import Visit

    due = list(Visit.objects.filter(state="due")[:9])
    told = {
        "visitor": "林晓",
        "second_visitor": "王芳",
        "gift": "money",
        "fund": "union",
        "amount": dice.randint(1, 9) * 100,
    }
    return (due and complete(dice.choice(due).pk, by=seat, key=key, visited_on=date.today(), **told)) or False


def _correct(dice: random.Random, seat: Any, key: str) -> Any:
    from zhijia.relief.actions import correct
    from zhijia.relief.models import Visit

    done = list(Visit.objects.filter(state="done").order_by("-pk")[:9])
    amount = dice.randint(1, 9) * 100
    return (
        done and correct(dice.choice(done).pk, by=seat, key=key, reason="数写错了", amount=amount)
    ) or False


def _attach(dice: random.Random, seat: Any, key: str) -> Any:
    """Often the same file as somebody else's: both are kept as one. On the same row it is there already."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from zhijia.kernel.files.actions import add
    from zhijia.kernel.trail.models import Event
    from zhijia.relief.models import Visit

    rows = list(Visit.objects.order_by("-pk")[:9])
    text = f"签到表 {dice.randrange(20)}\n" * dice.choice([1, 1000, 50_000])
    if rows:
        add(dice.choice(rows), SimpleUploadedFile("签到表.txt", text.encode()), by=seat, key=key)
    return Event.objects.filter(key=key).exists()


def _detach(dice: random.Random, seat: Any, key: str) -> Any:
    from zhijia.kernel.files.actions import remove
    from zhijia.kernel.files.models import Attachment

    rows = list(Attachment.objects.filter(state="kept").order_by("-pk")[:9])
    return len(rows) > 5 and remove(dice.choice(rows).pk, by=seat, key=key, reason="传错了")


def _import(dice: random.Random, seat: Any, key: str) -> bool:
    """A workbook lies in the storage for a moment, and goes again: no row of its own, but a file that vanishes."""
    from zhijia.kernel.imports import keeping

    path = keeping.put(os.urandom(200_000), key)
    time.sleep(dice.random() * 0.2)
    keeping.let_go(path)
    return False


def _day(dice: random.Random) -> date:
    return date.today() - timedelta(days=dice.randrange(400))


DEEDS: list[Callable[[random.Random, Any, str], Any]] = [
    _come, _go, _change, _arrange, _visit, _visit, _correct, _attach, _attach, _detach, _import
]  # fmt: skip


if __name__ == "__main__":
    django.setup()
    match sys.argv[1:]:
        case ["found"]:
            found()
        case ["live", seed, path]:
            live(int(seed), os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
