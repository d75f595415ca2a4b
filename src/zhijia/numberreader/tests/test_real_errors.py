"""Every real error of the catalogue is found by the text alone."""

import pytest

from zhijia.numberreader import numbers_in, problems_in

from .real_errors import CERTAIN, DOUBTFUL


@pytest.mark.parametrize(
    ("sentence", "wrong", "certain"),
    [*((*one, True) for one in CERTAIN), *((*one, False) for one in DOUBTFUL)],
)
def test_a_real_error_is_found(sentence, wrong, certain):
    numbers = numbers_in(sentence)
    problems = problems_in(sentence, numbers)
    assert {problem.strong for problem in problems} == {certain}
    blamed = {numbers[i].text for problem in problems for i in problem.numbers}
    assert wrong in blamed if wrong else blamed == set()
