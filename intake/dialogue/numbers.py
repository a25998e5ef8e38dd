"""Order numbers, claim numbers and e-mail addresses in a customer's text."""

import re

from intake.dialogue import dictated
from intake.dialogue.text import plain

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_GROUPED_CLAIM = re.compile(r"\b([a-z0-9]{3})[-–—]([a-z0-9]{3})[-–—]([a-z0-9]{2})\b")
_JOINED_CLAIM = re.compile(r"\b([a-z0-9]{3})( ?)([a-z0-9]{3})\2([a-z0-9]{2})\b")
_FILLER = r"(?:\W|nr|nummer|number|no|num|id|code|ist|is|was|war|lautet|the|die|meine|my|von|vom|with|der)"
_GROUPED = (  # "47-3390", "9-1140-2", "9911-b", "5561-uk", "77-a-19", "3009/b", "ks-90", "2026/88417", "in/2026/5512"
    r"(?:[a-z]{1,3}-)?\d{1,8}(?:-[a-z]{1,2})?(?:-\d{1,6})?-(?:\d{1,6}|[a-z]{1,2}\b)|\d{3,6}/[a-z]|[a-z]{1,3}-\d{2,8}"
    r"|(?:19|20)\d\d/\d{3,8}|[a-z]{1,3}/\d{2,8}(?:/\d{2,8})?"
)
_YEAR = r"(?:19|20)\d\d"
_BEHIND_NAME = rf"{_FILLER}*?#?(?:\b|(?<=[a-z]))(?!{_YEAR}\b,)({_GROUPED}|\d{{4,8}})\b(?!-)"
_NAMED_ORDER = re.compile(
    rf"(?:\w*b(?:e|sch|s)?stell\w*|bstoll\w*|bstöll\w*|\w*order|\bord|auftr[aä]\w*){_BEHIND_NAME}|#\s?(\d{{4,8}})\b"
)
_NAMED = re.compile(rf"(?:rechnung\w*|invoice|purchase|kauf|einkauf|nr|nummer|number|no\.){_BEHIND_NAME}")
_NAMED_OTHER = re.compile(
    r"\b(?:kunden?|customer|account|client|artikel|article|item|serien|serial|model|tracking|house|haus)[ -]?"
    r"(?:nr|no|nummer|number)\b\W*(?:(?:ist|is)\W+)?[\w-]*\d[\w-]*"
)
_SHORT_ORDER = re.compile(
    r"\b(?:bestellung|bestellnummer|auftrag|order|order number)\W*(?:nr|nummer|no|number)?\W*(\d{3})\b(?=\W*$|[^\w\s])"
)
_NAMED_CLAIM = re.compile(
    r"\b(?:(?:claim|case|ticket|vorgang|vorgangs|schadensfall|fall)(?: ?(?:nr|no|number|nummer|id|ref)\b)?"
    r"|(?:reklamation|reklamations|schaden|schadens)[ -]?(?:nr|nummer)"
    r"|reklamation(?= (?:hat die nummer )?(?:[a-z]{1,2}-)?\d))"
    rf"(?:\W|is|it\'?s|ist|lautet|war|was|hat|die|nummer)*?\b({_GROUPED}|\d{{4,8}})\b(?!-)|\b(cl-?\d{{3,8}})\b"
    r"|\b(?:claim|case|ticket|reklamation|vorgang|fall)\W+([a-z]{2,3} \d{3,6})\b"
)
_LONE_GROUP, _OTHER_GROUP = (  # of other shapes only where no number stands alone: "PO 88-4417, yours is 1070"
    re.compile(
        rf"(?<![\w.,/€$£+-])(?!{_YEAR}-\d\d?\b)({shape})\b(?![\w/€$£-]|[.,]\d|\s?[-/]|\s?(?:days|tage|euro|€|cm|mm))"
    )
    for shape in (r"\d{3,5}-\d{1,4}", r"[1-9]\d{1,3}-\d{3,6}")
)
_ORDER_BEHIND = re.compile(
    r"\b(\d{4,8})\b\W*(?:ist|is|wäre|waere|war|was|lautet)\b.{0,12}(?:bestell|order|auftrag|nummer|number)"
)
_WHOLE_MESSAGE = re.compile(r"\W*(\d{4,6})\W*")
_UNIT = r"(?:€|euro?s?\b|chf|gbp|eur|cm|mm|ml|km|w\b|watt|uhr|mal\b|tag|day|stück)"
_NO_ORDER = r"\s?(?:ist|is|war|was)\s(?:(?:die|meine|my|the)\s)?(?:neue\s|new\s)?(?:plz|post|zip)"
_LONE_NUMBER = re.compile(
    r"(?<![\d.,/€$£-])(?<!plz )(?<!postcode )(?<!zip )(?<!postleitzahl )"
    rf"\b(\d{{4,6}})\b(?![.,/-]?\d|\s?{_UNIT}|{_NO_ORDER})"
)
_PUT_RIGHT = re.compile(r"\b(?:not|nicht|ned|net|statt|instead of)\s+(?:the\s+|die\s+)?#?\d{4,8}\b")  # "1042, not 1024"
_TOWN = re.compile(r"\b(\d{4,5}) [A-ZÄÖÜ][a-zäöüß]{2,}")  # "9000 Klagenfurt"
_LETTER_O = re.compile(r"(?<=\d)o(?=[\do]*\d)")  # "1o42"
_PHONE = re.compile(r"(?<!\d)(?:\+|00?)[1-9]\d{1,4}[ /-]?\d[\d /-]{4,}\d")


def email(text: str) -> str | None:
    """The first e-mail address, in lower case."""
    found = _EMAIL.search(text)
    return found.group().lower().rstrip(".") if found else None


def claim_number(text: str) -> str | None:
    """A number like "K7M-4PQ-9X", in capitals, without hyphens only where it can't be words; or one named so."""
    lowered = plain(text)
    found = _GROUPED_CLAIM.search(lowered)
    candidates = [found] if found else list(_JOINED_CLAIM.finditer(lowered))
    for candidate in candidates:
        number = "-".join(_groups(candidate)).upper()
        digits, letters = (sum(map(kind, number)) for kind in (str.isdigit, str.isalpha))
        if (candidate is found and digits) or (digits >= 2 and letters >= 2 and _mixed(candidate)):
            return number
    named = _NAMED_CLAIM.search(lowered)
    return next(group for group in named.groups() if group).upper() if named else None


def order_number(text: str) -> str | None:
    """The order number: named as one, the whole message, the only number of four to six digits, or told in pieces.

    Letters in it are capitals.
    """
    lowered = _LETTER_O.sub("0", plain(text))
    for other in (_EMAIL, _GROUPED_CLAIM, _NAMED_CLAIM, _NAMED_OTHER, _PHONE, _PUT_RIGHT):
        lowered = other.sub(" ", lowered)
    whole = _WHOLE_MESSAGE.fullmatch(lowered)
    if whole:
        return whole.group(1)
    shapes = (_NAMED_ORDER, _SHORT_ORDER, _ORDER_BEHIND, _NAMED, _LONE_GROUP)
    named = next((found for shape in shapes if (found := shape.search(lowered))), None)
    if named:
        return next(group for group in named.groups() if group).upper()
    if number := _only_number(lowered, set(_TOWN.findall(text))):
        return number
    lone = _OTHER_GROUP.search(lowered)
    return lone.group(1) if lone else dictated.order_number(lowered)


def _only_number(text: str, of_towns: set[str]) -> str | None:
    """The number that nothing marks as a year, a sum, a measure or a postcode; the last, if it puts others right.

    Beside another, one before a town's name is the town's.
    """
    numbers: list[str] = [number for number in _LONE_NUMBER.findall(text) if not re.fullmatch(_YEAR, number)]
    numbers = [number for number in numbers if number not in of_towns] or numbers
    return numbers[-1] if numbers else None


def _groups(candidate: re.Match[str]) -> list[str]:
    return [group for group in candidate.groups() if group.strip()]


def _mixed(candidate: re.Match[str]) -> bool:
    """Whether two groups at least hold a digit beside other characters: "der 100 mal" has none."""
    groups = _groups(candidate)
    return sum(any(map(str.isdigit, group)) for group in groups) >= 2 and any(not g.isdigit() for g in groups[:2])
