import re
from datetime import UTC, datetime

import pytest

from intake.claims.deadlines.due import Due
from intake.claims.deadlines.limits import Deadline
from intake.claims.deadlines.waits import Limit
from intake.claims.model import Status
from intake.dialogue.wording import Wording
from intake.figures.counting import Figure, Unit
from intake.figures.page import Week, dashboard, report
from intake.figures.words import Words
from tests.unit.figures.hand_counted import material

MATERIAL = material()
MONDAY = datetime(2026, 11, 16, 7, tzinfo=UTC)


def words(language: str, product: str = "Becher") -> Words:
    return Words(Wording.load().all(language), language, lambda *_: product)


def cells(html: str, name: str) -> list[str]:
    """What stands beside a figure: value, week before, number."""
    row = re.search(rf'scope="row">{re.escape(name)}<.*?</tr>', html, re.S)
    assert row, name
    return re.findall(r"<td[^>]*>([^<]*)</td>", row[0])


def test_the_week_stands_beside_the_one_before() -> None:
    html = report(Week(2026, 46), MATERIAL, [], words("de"), MONDAY)
    assert cells(html, "Fälle") == ["7", "7", ""]
    assert cells(html, "Von einer Regel eröffnet") == ["57 %", "71 %", "7"]  # 4 of 7; 5 of 7
    assert cells(html, "Kosten je Fall") == ["11,07 €", "25,14 €", "7"]  # 77.5 and 176 for seven cases


def test_cases_in_which_a_rule_was_wrong_are_named() -> None:
    html = report(Week(2026, 46), MATERIAL, [], words("en", "Mug"), MONDAY)
    assert re.search(r"C08</th><td>Mug</td><td>Opened again", html)
    assert re.search(r"C13</th><td>Mug</td><td>Settled otherwise than offered", html)


def test_open_cases_past_their_limit_are_named() -> None:
    deadline = Deadline(Limit.FIRST_ANSWER, MONDAY, MONDAY)
    due = Due("K7M-4PQ-9X", Status.WAITING_FOR_STAFF, 0, None, deadline)
    html = report(Week(2026, 46), MATERIAL, [due], words("en"), MONDAY)
    assert re.search(r"K7M-4PQ-9X</th><td>First answer</td><td>since 16 Nov 2026, 08:00", html)


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_report_is_one_file(language: str) -> None:
    html = report(Week(2026, 46), MATERIAL, [], words(language), MONDAY)
    assert not re.search(r"<(script|link|img|iframe)|https?://|url\(|@import", html)
    assert f'<html lang="{language}">' in html


def test_a_week_without_anything_has_no_data() -> None:
    html = report(Week(2026, 30), MATERIAL, [], words("en"), MONDAY)
    assert cells(html, "Opened by a rule") == ["no data", "no data", "0"]


def test_names_of_products_are_no_markup() -> None:
    html = dashboard(MATERIAL, words("en", "<script>alert(1)</script>"), "?product=x")
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(
    ("figure", "german", "english"),
    [
        (Figure(Unit.SHARE, 0.125, 8), "12 %", "12 %"),
        (Figure(Unit.SHARE, 0.1234, 1000), "12,3 %", "12.3 %"),
        (Figure(Unit.MONEY, 1234.5, 3), "1.234,50 €", "€1,234.50"),
        (Figure(Unit.HOURS, 2.25, 3), "2,2 h", "2.2 h"),
        (Figure(Unit.SHARE, None, 0), "keine Daten", "no data"),
        (Figure(Unit.SHARE, 0.0, 4), "0 %", "0 %"),
    ],
)
def test_numbers_are_written_as_the_language_does(figure: Figure, german: str, english: str) -> None:
    assert (words("de").figure(figure), words("en").figure(figure)) == (german, english)
