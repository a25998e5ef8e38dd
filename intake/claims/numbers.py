"""Claim numbers that can be read out on the telephone, e.g. "K7M-4PQ-9X"."""

import re
import secrets

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_37_36

from intake.errors import BadInput

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O and U
RANDOM_CHARACTERS = 7  # 35 bits
NUMBER = re.compile(r"(?=.*\d)\w+(-\w+)+")  # of any kind: letters or digits, with dashes between them
LOOK_ALIKES = str.maketrans("OIL", "011")


def new_number() -> str:
    """Seven random characters and an ISO 7064 check character: it doesn't tell how many claims there are."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_CHARACTERS))
    return _grouped(body + mod_37_36.calc_check_digit(body, ALPHABET))


def parse_number(text: str) -> str:
    """The number as it is kept. Takes any case, spaces and hyphens, O for 0, I and L for 1.

    Raises `BadInput` when the length, a character or the check character is wrong.
    """
    number = re.sub(r"[\W_]", "", text).upper().translate(LOOK_ALIKES)
    try:
        mod_37_36.validate(number, ALPHABET)
    except ValidationError as error:
        raise BadInput(f"{text!r} is no claim number.") from error
    if len(number) != RANDOM_CHARACTERS + 1:
        raise BadInput(f"{text!r} is no claim number.")
    return _grouped(number)


def is_number(text: str) -> bool:
    """Whether it is written like one of this desk's."""
    try:
        return bool(parse_number(text))
    except BadInput:
        return False


def joined(word: str) -> str | None:
    """A number without its dashes ("HB-2026-77": "HB202677"); None for what isn't written like one."""
    return word.replace("-", "") if NUMBER.fullmatch(word) else None


def _grouped(number: str) -> str:
    return f"{number[:3]}-{number[3:6]}-{number[6:]}"
