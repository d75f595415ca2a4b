"""Verbs that describe a union: its names and holdings, its certificate. Irregular ones may leave anything blank."""

import datetime as dt
from typing import Any

from zhijia.kernel.actions import Unfit, action
from zhijia.kernel.ledger import Fields
from zhijia.kernel.scope import Seat
from zhijia.org import policy, rules
from zhijia.org.models import Union

DESCRIBED = ("scope", "nature", "address", "seal", "own_accounts", "bank_account")


def _coded(union: Union) -> None:
    union.credit_code = rules.tidy_code(union.credit_code)
    if union.credit_code and (fault := rules.code_fault(union.credit_code)):
        raise Unfit(credit_code=fault)


@action(Union, allowed=policy.may_name, label="更正资料",
        form=Fields(*DESCRIBED, optional="scope nature address seal own_accounts bank_account"))  # fmt: skip
def describe(union: Union, *, by: Seat, **values: Any) -> None:
    """Over what it reaches, where it is, seal and accounts; what is not known stays blank."""
    for name, value in values.items():
        setattr(union, name, value)


@action(Union, allowed=policy.may_name, label="登记法人资格",
        form=Fields("credit_code", "certificate_no", "certificate_from", "certificate_to",
                    optional="certificate_no certificate_from certificate_to"))  # fmt: skip
def certify(union: Union, *, by: Seat, credit_code: str, certificate_no: str = "",
            certificate_from: dt.date | None = None, certificate_to: dt.date | None = None) -> None:  # fmt: skip
    """The union is a legal person: code and certificate, valid as long as the term (基层工会法人登记管理办法)."""
    union.credit_code, union.certificate_no = credit_code, certificate_no
    union.certificate_from, union.certificate_to = certificate_from, certificate_to
    _coded(union)
    if certificate_from and certificate_to and certificate_to <= certificate_from:
        raise Unfit(certificate_to="有效期的止日要在起日之后。请对照证书再看一遍。")
