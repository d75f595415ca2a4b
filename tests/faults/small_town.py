"""The small town for a `zhijia demo` of the tests (ZHIJIA_TOWN)."""

from functools import partial

from zhijia.demo import town

LOGINS, PASSWORD = town.LOGINS, town.PASSWORD
build = partial(town.build, small=True)
