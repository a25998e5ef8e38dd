"""The numbers that a text states, comparable between languages: amounts, periods, shares, times, dates."""

import re
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path

from intake import fast_yaml

WORDS = Path(__file__).with_name("number_words.yaml")
PHONE = re.compile(r"(?:\+\d{1,3}|\b0)[\d ()/-]{6,}\d")
ISO_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
AFTERNOON = re.compile(r"\b(\d{1,2})\s*(?:pm|p\.m\.)", re.IGNORECASE)
NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*")
THOUSANDS = {"de": ".", "en": ","}


def numbers(text: str, language: str) -> Counter[Decimal]:
    """How often each number stands in `text`: "4,90 Euro" and "4.90 euros" are alike, "6 pm" and "18 Uhr", too.

    Telephone numbers are left out: each country is called another way.
    """
    plain = ISO_DAY.sub(r"\1 \2 \3", PHONE.sub(" ", text))
    plain = AFTERNOON.sub(lambda match: str(int(match[1]) % 12 + 12), plain)
    found = Counter(_value(match[0], language) for match in NUMBER.finditer(plain))
    words = _words().get(language, {})
    found.update(Decimal(words[word]) for word in re.findall(r"[^\W\d_]+", plain.lower()) if word in words)
    return found


def shown(found: Counter[Decimal]) -> str:
    return ", ".join(f"{value.normalize():f}" for value in sorted(found.elements())) or "none"


def _value(text: str, language: str) -> Decimal:
    """Separators followed by three digits are those of thousands where the language has them so."""
    thousands = THOUSANDS.get(language, ",")
    grouped = re.fullmatch(rf"\d{{1,3}}(?:\{thousands}\d{{3}})+(?:[.,]\d+)?", text)
    plain = text.replace(thousands, "") if grouped else text
    whole, _, rest = plain.replace(",", ".").partition(".")
    return Decimal(f"{whole}.{rest.replace('.', '') or '0'}")


@cache
def _words() -> dict[str, dict[str, int]]:
    loaded: dict[str, dict[str, int]] = fast_yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return loaded
