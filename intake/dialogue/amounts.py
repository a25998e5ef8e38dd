"""Sums of money, numbers of pieces and telephone numbers in a customer's text."""

import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from phonenumbers import PhoneNumberFormat, PhoneNumberMatcher, format_number

from intake import fast_yaml
from intake.dialogue.text import fold, plain

WORDS = Path(__file__).parent / "amounts.yaml"
HOME = "DE"  # a telephone number without country code is of here, an English one of "GB"
_NUMBER = r"\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_WITH_CENTS = re.compile(
    r"(?<!am )(?<!vom )(?<!zum )(?<!bis )(?<!on )(?<![\w.,])"
    r"(?!(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.)(?P<number>\d{1,4}[.,]\d\d)"  # "2.11." is a day
    r"(?![\d.,]*\d| ?(?:uhr|h|am|pm|cm|mm|m|kg|l|ml|%)\b)"
)


def sum_of_money(text: str) -> tuple[Decimal, str] | None:
    """The first sum with a currency, and its ISO 4217 code: "1.299,50 €" and "€1,299.50" are the same."""
    currencies = {fold(str(word)): code for code, words in _words()["currencies"].items() for word in words}
    named = "|".join(map(re.escape, sorted(currencies, key=len, reverse=True)))
    line = _in_digits(" ".join(fold(word) for word in plain(text).split()), named)
    behind = rf"(?<![\w.,])(?P<number>{_NUMBER})(?:,-)? ?(?P<currency>{named})(?!\w)"
    before = rf"(?<!\w)(?P<currency>{named}) ?(?P<number>{_NUMBER})(?!\w)"
    # Without a currency, only cents tell a sum from other numbers.
    found = re.search(behind, line) or re.search(before, line) or _WITH_CENTS.search(line)
    if found is None:
        return None
    return _decimal(found["number"]), currencies.get(found.groupdict().get("currency", ""), "EUR")


def _in_digits(line: str, named: str) -> str:
    """Round sums that are told in words before a currency: "two hundred euros" becomes "200 euros"."""
    sums = {fold(word): number for number, words in _words()["sums"].items() for word in words}
    told = "|".join(sorted(sums, key=len, reverse=True))
    return re.sub(rf"\b({told})(?= (?:{named})(?!\w))", lambda found: sums[found[1]], line)


def _decimal(number: str) -> Decimal:
    """The last mark of a number is its decimal point, if one or two digits follow it."""
    digits = re.sub(r"[ ']", "", number)
    whole, mark, cents = digits.rpartition(".") if digits.rfind(".") > digits.rfind(",") else digits.rpartition(",")
    if mark and len(cents) <= 2:
        return Decimal(f"{re.sub(r'[.,]', '', whole)}.{cents}")
    return Decimal(re.sub(r"[.,]", "", digits))


def pieces(text: str, products: tuple[str, ...] = ()) -> int | None:
    """How many pieces the message is about: "two of the six glasses" are two, "es fehlen zwei" as well.

    `products` are the words of the message that name products. A number that is taken back ("not two") doesn't count.
    """
    line = f" {re.sub(r'[^a-z0-9]+', ' ', ' '.join(fold(word) for word in plain(text).split()))} "
    named = "|".join(re.escape(" ".join(re.findall(r"[a-z0-9]+", fold(product.lower())))) for product in products)
    for kind in ("part", "lacking", "corrected", "counted"):
        for shape in _words()["pieces"][kind]:
            if "PRODUCT" in shape and not named:
                continue
            expression = shape.replace("NUMBER", _numeral()).replace("PRODUCT", rf"(?:\w+ )?(?:{named})\w*")
            if found := re.search(expression, line):
                return _count(found["number"])
    return None


@cache
def _numeral() -> str:
    words = sorted((fold(word) for word in _words()["numbers"]), key=len, reverse=True)
    return rf"(?P<number>{'|'.join(words)}|[1-9]\d?)"


def _count(said: str) -> int:
    numbers = {fold(word): int(value) for word, value in _words()["numbers"].items()}
    return int(said) if said.isdigit() else numbers[said]


def phone_number(text: str, language: str) -> str | None:
    """The first telephone number, as E.164."""
    region = HOME if language == "de" else "GB"
    for match in PhoneNumberMatcher(text, region):
        return str(format_number(match.number, PhoneNumberFormat.E164))
    return None


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = fast_yaml.base_load(WORDS.read_text(encoding="utf-8"))
    return words
