"""The day that a message names, absolute or relative to today: "3.5.", "vorletzten Freitag", "three weeks ago"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from dateutil.relativedelta import relativedelta

from intake import fast_yaml
from intake.dialogue.text import fold, plain

WORDS = Path(__file__).parent / "dates.yaml"
_NOT_MEANT = re.compile(r"(?:nicht|net|ned|nich|statt|not|instead of|rather than)\W+(?:(?:am|vom|on|the)\W+)?$")
_SINCE = re.compile(r"(?:seit|since)\W+(?:dem\W+|the\W+)?$")
_FAR = 60  # days: a date without year lies so far ahead at most, else in the past


def named_day(text: str, today: date) -> date | None:
    """The first day that is named and not taken back ("not Monday"). A weekday alone is no date, "on Monday" is.

    A day without a year is the last one, unless it lies less than two months ahead (a deadline).
    """
    line = _folded(text)
    found = [
        (match.start(), _past(day, today) if _SINCE.search(line[: match.start()]) else day)
        for pattern, reading in _readings()
        for match in pattern.finditer(line)
        if (day := reading(match, today)) and not _NOT_MEANT.search(line[: match.start()])
    ]
    return min(found)[1] if found else None


def _past(day: date, today: date) -> date:
    """What has lasted since a day without a year began in a year before, if need be."""
    return day - relativedelta(years=1) if day > today else day


def _folded(text: str) -> str:
    return " ".join(fold(word) for word in plain(text).split())


@cache
def _readings() -> Sequence[tuple[re.Pattern[str], Any]]:
    words = fast_yaml.base_load(WORDS.read_text(encoding="utf-8"))  # "on" is a word here
    unit, number = _either(*words["units"].values()), _either(*words["numbers"].values())
    month, weekday = _either(*words["months"].values()), _either(*words["weekdays"].values())
    last, before = _either(words["last"]), _either(words["before_last"])
    years = r"(?:,? (?P<year>(?:20)?\d\d)(?![\d.,]| ?(?:€|eur)))?"
    amount = rf"(?P<amount>{number}|\d{{1,3}})"
    about = "(?:ca|etwa|ungefahr|gut|knapp|rund|so|gerade mal)"
    of = _Words(words)
    patterns = [
        (r"(?<![\d.,])(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)", of.numeric),
        (r"(?<![\d.,/])(?P<day>[0-3]?\d)\. ?(?P<month>[01]?\d)\.(?: ?(?P<year>(?:20)?\d\d)(?!\d))?", of.numeric),
        (
            r"(?<![\d.,/])(?P<day>[0-3]?\d)/(?P<month>[01]?\d)(?:/(?P<year>(?:20)?\d\d))?(?![\d/]| ?[ckm]?[mg]\b)",
            of.numeric,
        ),
        (rf"(?<!\d)(?P<day>[0-3]?\d)(?:\.|st|nd|rd|th)? ?(?:of )?(?P<name>{month})\b\.?{years}", of.named),
        (rf"\b(?P<name>{month})\.? (?:the )?(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?![\d.,]\d|\d){years}", of.named),
        (r"\b(?:on|since|from|dated) the (?P<day>[0-3]?\d)(?:st|nd|rd|th)\b", of.day_of_month),
        (rf"\b(?:am|vom|seit dem) (?P<day>[0-3]?\d)\.(?! ?(?:\d|{month}))", of.day_of_month),
        (
            rf"\b(?:vor|fur|wor|vo|vur) (?:{about}\.? )?{amount} (?P<unit>{unit})\b",
            of.ago,
        ),
        (rf"\b{amount} (?P<unit>{unit}) (?:ago|back|since)\b", of.ago),
        (rf"\b(?P<before>{before}) (?P<weekday>{weekday})\b", of.weekday),
        (rf"\b(?P<before>the) (?P<weekday>{weekday}) before last\b", of.weekday),
        (rf"\b(?:{last}) (?P<weekday>{weekday})\b", of.weekday),
        (rf"\b(?P<weekday>{weekday}) (?:letzte|last|vorige) (?:week|woche)\b", of.weekday),
        (rf"\b(?:{_either(words['until'])}) (?P<weekday>{weekday})\b", of.coming_weekday),
        (r"\b(?:by|until|till|before) the (?P<day>[0-3]?\d)(?:st|nd|rd|th)\b", of.coming_day_of_month),
        (rf"\bbis (?:zum )?(?P<day>[0-3]?\d)\.(?! ?(?:\d|{month}))", of.coming_day_of_month),
        (rf"\b(?:{_either(words['is'])}) (?:on|am) (?P<weekday>{weekday})\b", of.coming_weekday),
        (rf"\b(?:{_either(words['on'])}) (?P<weekday>{weekday})\b(?! (?:in|an|um|at) )", of.weekday),
        (rf"\b(?P<alone>{_either(words['today'])}) (?:\w+ ){{0,2}}(?:{_either(words['came'])})\b", of.alone),
        (rf"\b(?:{_either(words['came'])}) (?:\w+ ){{0,2}}(?P<alone>{_either(words['today'])})\b", of.alone),
        (rf"\b(?:{last}) (?P<unit>{unit})\b", of.ago),
        (rf"\b(?P<before>{before}) (?P<unit>{unit})\b", of.ago),
        (rf"\b(?P<before>the) (?P<unit>{unit}) before last\b", of.ago),
        (rf"(?<!\bam )(?<!guten )(?<!jeden )(?<!good )\b(?P<alone>{_either(*words['days_ago'].values())})\b", of.alone),
    ]
    return [(re.compile(pattern), reading) for pattern, reading in patterns]


def _either(*lists: Sequence[str]) -> str:
    every = sorted((fold(str(word)) for words in lists for word in words), key=len, reverse=True)
    return "|".join(map(re.escape, every))


class _Words:
    """Turns what a pattern matched into a day."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self._months, self._weekdays = _inverted(words["months"]), _inverted(words["weekdays"])
        self._units, self._numbers = _inverted(words["units"]), _inverted(words["numbers"])
        self._alone = _inverted(words["days_ago"]) | dict.fromkeys(map(fold, words["today"]), 0)

    def numeric(self, match: re.Match[str], today: date) -> date | None:
        return _day(today, match["year"], int(match["month"]), int(match["day"]))

    def named(self, match: re.Match[str], today: date) -> date | None:
        return _day(today, match["year"], int(self._months[match["name"]]), int(match["day"]))

    def day_of_month(self, match: re.Match[str], today: date) -> date | None:
        day = _day(today, str(today.year), today.month, int(match["day"]))
        return day - relativedelta(months=1) if day and day > today else day

    def ago(self, match: re.Match[str], today: date) -> date | None:
        said = match.groupdict()
        amount = said.get("amount")
        number = 2 if said.get("before") else 1 if amount is None else self._number(amount)
        unit = next(unit for word, unit in self._units.items() if re.fullmatch(word, said["unit"]))
        if number != int(number):
            return today - timedelta(days=int(number * {"day": 1, "week": 7, "month": 30, "year": 365}[unit]))
        return today - relativedelta(**{f"{unit}s": int(number)})  # type: ignore[arg-type]

    def weekday(self, match: re.Match[str], today: date) -> date | None:
        """The last such day before today; with `before`, the one a week earlier."""
        back = (today.weekday() - int(self._weekdays[match["weekday"]])) % 7 or 7
        return today - timedelta(days=back + (7 if match.groupdict().get("before") else 0))

    def coming_day_of_month(self, match: re.Match[str], today: date) -> date | None:
        day = _day(today, str(today.year), today.month, int(match["day"]))
        return day + relativedelta(months=1) if day and day < today else day

    def coming_weekday(self, match: re.Match[str], today: date) -> date | None:
        return today + timedelta(days=(int(self._weekdays[match["weekday"]]) - today.weekday()) % 7 or 7)

    def alone(self, match: re.Match[str], today: date) -> date | None:
        return today - timedelta(days=int(self._alone[match["alone"]]))

    def _number(self, said: str) -> float:
        return float(said) if said.isdigit() else float(self._numbers[said])


def _inverted(lists: Mapping[Any, Sequence[str]]) -> dict[str, Any]:
    return {fold(str(word)): key for key, words in lists.items() for word in words}


def _day(today: date, year: str | None, month: int, day: int) -> date | None:
    """None for a day that doesn't exist ("30.2.")."""
    return next(_candidates(today, year, month, day), None)


def _candidates(today: date, year: str | None, month: int, day: int) -> Iterator[date]:
    years = [int(year) % 100 + 2000] if year else [today.year + 1, today.year, today.year - 1]
    for candidate in years:
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if year or found <= today + timedelta(days=_FAR):
            yield found
