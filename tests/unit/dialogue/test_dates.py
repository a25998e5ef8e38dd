from datetime import date

import pytest

from intake.dialogue.dates import named_day

SUNDAY = date(2026, 11, 22)

DAYS = [
    ("am 3.5. gekauft", date(2026, 5, 3)),
    ("bestellt am 03.05.2025", date(2025, 5, 3)),
    ("vom 3. Mai", date(2026, 5, 3)),
    ("it came on the 19th", date(2026, 11, 19)),
    ("on the 30th it arrived", date(2026, 10, 30)),
    ("bought May 3rd, 2024", date(2024, 5, 3)),
    ("since 3 March", date(2026, 3, 3)),
    ("seit dem 8. Januar", date(2026, 1, 8)),
    ("2026-02-28", date(2026, 2, 28)),
    ("bis 1. Dezember", date(2026, 12, 1)),
    ("gestern gekommen", date(2026, 11, 21)),
    ("the day before yesterday", date(2026, 11, 20)),
    ("vorletzten Freitag", date(2026, 11, 13)),
    ("letzten Dienstag", date(2026, 11, 17)),
    ("last Friday", date(2026, 11, 20)),
    ("am Mittwoch geliefert, nicht am Montag", date(2026, 11, 18)),
    ("not Monday, it came Wednesday", date(2026, 11, 18)),
    ("vor drei Wochen", date(2026, 11, 1)),
    ("vor nem halben jahr", date(2026, 5, 24)),
    ("three weeks ago", date(2026, 11, 1)),
    ("a couple of days ago", date(2026, 11, 20)),
    ("last month", date(2026, 10, 22)),
    ("vorletzte Woche", date(2026, 11, 8)),
    ("letzte woche", date(2026, 11, 15)),
    ("will it be here by Friday", date(2026, 11, 27)),
    ("bis Mittwoch brauche ich es", date(2026, 11, 25)),
    ("by the 30th at the latest", date(2026, 11, 30)),
    ("die Feier ist morgen", date(2026, 11, 23)),
    ("the wedding is tomorrow", date(2026, 11, 23)),
    ("the wedding is on Saturday", date(2026, 11, 28)),
    ("das Paket heute bekommen", date(2026, 11, 22)),
    ("it arrived today", date(2026, 11, 22)),
]

NO_DAYS = [
    "der Becher für 3.50",
    "34,90 € überwiesen",
    "am 31.2. gekauft",
    "sollte Dienstag da sein",
    "3 of 6 glasses",
    "Größe 10/12 cm",
    "may I return 3 of them",
    "guten Morgen",
    "ruft mich heute an",
    "am Morgen riecht es",
    "",
]


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_day(text: str, day: date) -> None:
    assert named_day(text, SUNDAY) == day


@pytest.mark.parametrize("text", NO_DAYS)
def test_no_day(text: str) -> None:
    assert named_day(text, SUNDAY) is None
