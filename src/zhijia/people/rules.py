"""Rules of people's papers and days, pure: identity numbers (GB 11643-1999), telephone numbers, card numbers, masks."""

import datetime as dt
import re
import unicodedata
from functools import cache

from zhijia.kernel.clock import years_after
from zhijia.sheetreader.identity import check_sign

MOBILE = re.compile(r"1[3-9]\d{9}")
FIXED = re.compile(r"(?:0\d{2,3})?\d{7,8}")
EARLIEST_BIRTH = dt.date(1900, 1, 1)
YOUNGEST = 16  # years; younger persons may not be employed (劳动法 art. 15)


def spelt(text: str) -> str:
    """Digits and letters as a register keeps them: half width, no blanks or hyphens, capitals."""
    if text.isascii() and text.isalnum():
        return text.upper()
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(sign for sign in plain if sign.isalnum())


def identity_spelt(text: str) -> str:
    """An identity number as it is kept: an old one of fifteen digits becomes one of eighteen (the century is 19)."""
    number = spelt(text)
    if len(number) == 15 and number.isdigit():
        longer = f"{number[:6]}19{number[6:]}"
        return longer + check_sign(longer)
    return number


def wrong_with_identity(number: str) -> str:
    """What is wrong with a resident's identity number (居民身份证), with the cure; nothing if it is sound."""
    if len(number) != 18:
        return f"证件号有 {len(number)} 位，应为 18 位。请对照证件再看一遍。"
    if not (number[:17].isdigit() and number.isascii() and (number[17].isdigit() or number[17] == "X")):
        return "证件号前 17 位应是数字，最后一位是数字或 X。请对照证件再看一遍。"
    born = birth_of(number)
    if born is None or born < EARLIEST_BIRTH:
        return f"证件号里的出生日期 {number[6:14]} 不是一个日期。请对照证件再看一遍。"
    if check_sign(number[:17]) != number[17]:
        return "证件号的最后一位对不上，多半有一位打错了。请对照证件再看一遍。"
    return ""


def birth_of(number: str) -> dt.date | None:
    """The day of birth that an identity number of eighteen signs tells."""
    digits = number[6:14]
    try:
        plain = len(digits) == 8 and digits.isascii() and digits.isdigit()
        return dt.date.fromisoformat(digits) if plain else None
    except ValueError:
        return None


def gender_of(number: str) -> str:
    """`male` where the seventeenth digit is odd."""
    return "male" if int(number[16]) % 2 else "female"


def wrong_with_phone(number: str) -> str:
    """What is wrong with a telephone number; mobile, or fixed with or without area code."""
    if MOBILE.fullmatch(number) or FIXED.fullmatch(number):
        return ""
    if number.startswith("1") and number.isdigit():
        return f"手机号有 {len(number)} 位，应为 11 位。请再看一遍。"
    return "电话号码看不懂。手机号写 11 位数字，座机写区号加号码。"


def phone_spelt(text: str) -> str:
    """A telephone number without +86 and without signs between its digits."""
    number = spelt(text)
    return number[2:] if len(number) == 13 and number.startswith("861") else number


def passes_luhn(number: str) -> bool:
    """Does the last digit of a bank card fit? Old passbooks fail: a warning, never a refusal."""
    digits = [int(sign) for sign in reversed(number)]
    return sum(d if place % 2 == 0 else d * 2 - 9 * (d > 4) for place, d in enumerate(digits)) % 10 == 0


def identity_mask(number: str) -> str:
    """110***********1234; short papers show their last two signs alone."""
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}" if len(number) > 10 else _short(number)


def phone_mask(number: str) -> str:
    """138****5521."""
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}" if len(number) > 10 else _short(number)


def card_mask(number: str) -> str:
    """****1234."""
    return f"****{number[-4:]}" if len(number) > 6 else _short(number)


def _short(number: str) -> str:
    return f"{'*' * max(len(number) - 2, 2)}{number[-2:]}" if len(number) > 4 else "****"


def under_age(born: dt.date | None, today: dt.date) -> bool:
    """Younger than a worker may be. No hard stop: art and sport units may employ children with leave (劳动法 art. 15)."""
    return born is not None and born > _latest_birth(today)


@cache
def _latest_birth(today: dt.date) -> dt.date:
    return years_after(today, -YOUNGEST)


def age_on(born: dt.date, day: dt.date) -> int:
    """Full years on that day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def unfit(
    *, id_kind: str, identity: str, phone: str, gender: str, born: dt.date | None, today: dt.date
) -> dict[str, str]:
    """What does not fit together about a person's papers, by field; nothing where all is well.

    `identity` and `phone` are what was just typed, empty where they stay as they are.
    """
    wrong: dict[str, str] = {}
    if identity and id_kind == "resident":
        if sentence := wrong_with_identity(identity):
            wrong["identity"] = sentence
        elif gender and gender != gender_of(identity):
            wrong["gender"] = (
                f"证件号表示{'男' if gender_of(identity) == 'male' else '女'}性，和填的性别不一样。请核对。"
            )
        elif born and born != birth_of(identity):
            wrong["birth_on"] = f"证件号里的出生日期是 {birth_of(identity)}，和填的不一样。请核对。"
    elif identity and not 5 <= len(identity) <= 20:
        wrong["identity"] = "证件号一般有 5 到 20 位。请对照证件再看一遍。"
    if phone and (sentence := wrong_with_phone(phone)):
        wrong["phone"] = sentence
    if born and not EARLIEST_BIRTH <= born <= today:
        wrong.setdefault("birth_on", "出生日期不对。是不是年份打错了？")
    return wrong


def rate_told(part: int, whole: int) -> str:
    """A rate with both its numbers: 7,400 ÷ 13,200 = 56.1%. Over 100 % it says so; of nothing there is no rate."""
    if not whole:
        return "没有目标"
    tenths = (part * 2000 + whole) // (2 * whole)  # halves go up
    told = f"{part:,} ÷ {whole:,} = {tenths // 10}.{tenths % 10}%"
    return told if part <= whole else f"{told}，比目标多，请核对目标"
