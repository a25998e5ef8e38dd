"""Order numbers, claim numbers and e-mail addresses in a customer's text."""

import re

from intake.dialogue.text import plain

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_GROUPED_CLAIM = re.compile(r"\b([a-z0-9]{3})[-–—]([a-z0-9]{3})[-–—]([a-z0-9]{2})\b")
_JOINED_CLAIM = re.compile(r"\b([a-z0-9]{3})( ?)([a-z0-9]{3})\2([a-z0-9]{2})\b")
_FILLER = r"(?:\W|nr|nummer|number|no|num|id|code|ist|is|was|war|lautet|the|die|meine|my|von|vom|with|der)"
_NAMED_ORDER = re.compile(
    r"(?:\w*bestell\w*|\w*order|auftr[aä]\w*|rechnung\w*|invoice|purchase|kauf|einkauf|nr|nummer|number|no\.)"
    rf"{_FILLER}*?#?\b(\d{{4,8}})\b|#\s?(\d{{4,8}})\b"
)
_ORDER_BEHIND = re.compile(
    r"\b(\d{4,8})\b\W*(?:ist|is|wäre|waere|war|was|lautet)\b.{0,12}(?:bestell|order|auftrag|nummer|number)"
)
_WHOLE_MESSAGE = re.compile(r"\W*(\d{4,6})\W*")
_UNIT = r"(?:€|euro?s?\b|chf|gbp|eur|cm|mm|ml|km|w\b|watt|uhr|mal\b|tag|day|stück)"
_LONE_NUMBER = re.compile(
    r"(?<![\d.,/€$£-])(?<!plz )(?<!postcode )(?<!zip )(?<!postleitzahl )"
    rf"\b(\d{{4,6}})\b(?![.,/-]?\d|\s?{_UNIT})"
)
_PHONE = re.compile(r"(?<!\d)(?:\+|00?)[1-9]\d{1,4}[ /-]?\d[\d /-]{4,}\d")
_YEAR = re.compile(r"(?:19|20)\d\d")


def email(text: str) -> str | None:
    """The first e-mail address, in lower case."""
    found = _EMAIL.search(text)
    return found.group().lower().rstrip(".") if found else None


def claim_number(text: str) -> str | None:
    """A number like "K7M-4PQ-9X", in capitals. Without hyphens only where it can't be words."""
    lowered = plain(text)
    found = _GROUPED_CLAIM.search(lowered)
    candidates = [found] if found else list(_JOINED_CLAIM.finditer(lowered))
    for candidate in candidates:
        number = "-".join(_groups(candidate)).upper()
        digits, letters = (sum(map(kind, number)) for kind in (str.isdigit, str.isalpha))
        if (candidate is found and digits) or (digits >= 2 and letters >= 2 and _mixed(candidate)):
            return number
    return None


def order_number(text: str) -> str | None:
    """The order number: named as one, the whole message, or the only number of four to six digits."""
    lowered = _PHONE.sub(" ", _GROUPED_CLAIM.sub(" ", _EMAIL.sub(" ", plain(text))))
    whole = _WHOLE_MESSAGE.fullmatch(lowered)
    if whole:
        return whole.group(1)
    named = _NAMED_ORDER.search(lowered) or _ORDER_BEHIND.search(lowered)
    if named:
        return next(group for group in named.groups() if group)
    return _only_number(lowered)


def _only_number(text: str) -> str | None:
    """The number that nothing marks as a year, a sum, a measure or a postcode; the last, if it puts others right."""
    numbers = [number for number in _LONE_NUMBER.findall(text) if not _YEAR.fullmatch(number)]
    return numbers[-1] if numbers else None


def _groups(candidate: re.Match[str]) -> list[str]:
    return [group for group in candidate.groups() if group.strip()]


def _mixed(candidate: re.Match[str]) -> bool:
    """Whether two groups at least hold a digit beside other characters: "der 100 mal" has none."""
    groups = _groups(candidate)
    return sum(any(map(str.isdigit, group)) for group in groups) >= 2 and any(not g.isdigit() for g in groups[:2])
