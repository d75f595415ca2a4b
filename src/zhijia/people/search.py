"""Finding members by a part of the name, by a paper's or telephone number, or by the last four signs of one."""

import re

from django.db.models import Q

from zhijia.kernel.ledger import Search
from zhijia.kernel.scope import system
from zhijia.kernel.secrets import last_four, whole
from zhijia.people import rules
from zhijia.people.models import Person

NUMBER = re.compile(r"[0-9]{4,}[0-9X]?|[0-9]{3}X")
FEW = 10_000  # so many persons are named one by one; of more the list finds its page quickly by itself
INDEXED = {"identity": rules.identity_spelt, "phone": rules.phone_spelt, "card": rules.spelt}


def called(word: str, *, to: str = "") -> Q:
    """Persons one word may mean; `to` is the path to the person."""
    number = rules.spelt(word)
    if not NUMBER.fullmatch(number):
        return Q(**{f"{to}name__holds": word})
    found = Q()
    for name, spell in INDEXED.items():
        if len(number) == 4:
            found |= Q(**{f"{to}{name}_tail": last_four(f"0{number}", of=name)})  # the end of a longer number
        else:
            found |= Q(**{f"{to}{name}_index": whole(spell(number), of=name)})
    return found & Q(**{f"{to}merged_into": None})  # as the index of identity numbers has it


class PersonSearch(Search):
    """The search box of a register of persons. Who is meant is asked first, so that the list is not walked through.

    Asked of everybody, since only ids come back: the list cuts them to its own scope, and asking whether each of a
    thousand namesakes may be seen would take longer than the list.
    """

    def __init__(self, person: str) -> None:
        super().__init__(f"{person}__name", label="姓名、手机、证件号或后四位")
        self.person = person

    def q(self, value: str) -> Q:
        with system("按姓名或号码找人，名册再按范围筛"):
            persons = Person.objects.filter(self._meant(value)).order_by()
            found = list(persons.values_list("pk", flat=True)[: FEW + 1])
        return (
            Q(**{f"{self.person}__in": found})
            if len(found) <= FEW
            else self._meant(value, f"{self.person}__")
        )

    def _meant(self, value: str, to: str = "") -> Q:
        wanted = Q()
        for word in value.split():
            wanted &= called(word, to=to)
        return wanted
