"""Order numbers told in pieces or in words: "10 42", "1 0 4 2", "zehn zweiundvierzig", "one oh four two"."""

import re

from text_to_num import alpha2digit

LANGUAGES = ("de", "en")
_DIGITS = range(4, 7)  # that an order number told in pieces has
_OH = re.compile(r"\bo+h?\b")
_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])")  # "one-oh-four-two"
_PIECES = r"(?:\d{1,3}(?:[\s,-]+\d{1,3})+|\d{4,6})"
_ANOTHER = r"(?<!phone )(?<!mobile )(?<!house )(?<!model )(?<!serial )(?<!tracking )(?<!postal )"
_NUMBER = rf"{_ANOTHER}\b(?:nummer\w*|numbers?|num|no)"
_MARK = rf"(?:\w*bestell?\w*|\w*order|auftr[aä]\w*|rechnung\w*|invoice|\bnr|{_NUMBER})\b"
_DATED = r"(?<!\bvom )(?<!\bam )(?<!\bon )(?<!\bfrom )(?<!\bseit )(?<!\bsince )(?<!\bden )(?<!\bzum )"
_BEHIND = r"(?![.,/:-]?\d|\s?(?:€|eur|uhr|am\b|pm\b|cm|mm|ml|kg|stück|mal\b|tage|days|weeks|wochen))"
_NAMED = re.compile(rf"{_MARK}\.?[^\d.!?;]{{0,30}}?{_DATED}(?<![\d.,/€$£+-])({_PIECES}){_BEHIND}")
_WHOLE = re.compile(rf"(?:\W|\b(?:ja|yes|also|so|it|its|das|thats|ist|is|war|äh|ähm|um|uh|hier|here)\b)*({_PIECES})\W*")


def order_number(text: str) -> str | None:
    """The number of four to six digits that the pieces make, said once or twice over; None where nothing calls it one.

    `text` is in lower case. Words become digits by `text2num` (MIT) in both languages, for numbers are mixed too.
    """
    written = _HYPHEN.sub(" ", text.encode("utf-8", "ignore").decode())
    written = _OH.sub("zero", written)
    for language in LANGUAGES:
        written = alpha2digit(written, language, 0)
    found = [*_NAMED.finditer(written), *filter(None, [_WHOLE.fullmatch(written)])]
    numbers = [number for one in found if (number := _joined(one[1]))]
    return numbers[0] if numbers else None


def _joined(pieces: str) -> str | None:
    digits = re.sub(r"\D", "", pieces)
    half = len(digits) // 2
    if half and digits[:half] * 2 == digits:  # "ten forty-two, one zero four two"
        digits = digits[:half]
    return digits if len(digits) in _DIGITS else None
