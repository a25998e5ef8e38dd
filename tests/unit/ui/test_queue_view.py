"""The queue as HTML."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from intake.claims.model import Reason, Status
from intake.claims.queue.filters import ME, NOBODY, Due, Filters, Standing
from intake.claims.queue.listing import QueuePage
from intake.claims.queue.views import View
from intake.staff.queue import DEFAULTS, CountedView
from intake.ui.filter_part import to_fields, to_filters
from intake.ui.keys_part import keys
from intake.ui.queue_view import QueueView, Seen, price, time_left
from tests.fakes.desks import FakeStaffDesk, escalated_claim, opened_claim, page_wording
from tests.fakes.queue import entry

KIM = Seen("kim", "de", "HB-00006")
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def view() -> QueueView:
    return QueueView(page_wording, FakeStaffDesk().card)


def test_the_chosen_claim_is_marked(view: QueueView) -> None:
    html = view.rows(QueuePage((entry(escalated_claim()), entry(opened_claim())), False), KIM, {})
    assert html.count('aria-current="true"') == 1


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_status_and_reason_has_words(view: QueueView, language: str) -> None:
    for status in Status:
        html = view.rows(QueuePage((entry(replace(opened_claim(), status=status)),), False), Seen("kim", language), {})
        assert page_wording(language)[f"staff.status.{status}"] in html
    for reason in Reason:
        one = replace(entry(opened_claim()), reasons=(reason,))
        html = unescape(view.rows(QueuePage((one,), False), Seen("kim", language), {}))
        assert page_wording(language)[f"staff_reason.{reason}"] in html
    for key in (*DEFAULTS, *(key.says for key in keys())):
        assert page_wording(language)[key]


def test_only_what_nobody_has_can_be_taken_from_the_list(view: QueueView) -> None:
    free, taken = entry(opened_claim()), replace(entry(escalated_claim()), assignee="sam")
    html = view.rows(QueuePage((free, taken), False), KIM, {})
    assert f"take:{free.number}" in html
    assert f"take:{taken.number}" not in html
    assert "Bei sam" in html


def test_others_in_a_claim_are_seen_and_oneself_is_not(view: QueueView) -> None:
    one = entry(opened_claim())
    html = view.rows(QueuePage((one,), False), KIM, {one.number: ("kim", "sam")})
    assert "offen bei sam" in html
    assert "kim" not in view.ownership(opened_claim(), (), ("sam",), KIM).replace("assign:kim", "")


def test_pages_turn_where_there_is_more(view: QueueView) -> None:
    one = replace(entry(opened_claim()), place="0 2026 1 7")
    assert "page:" not in view.rows(QueuePage((one,), False), KIM, {})
    assert 'data-action="page:0 2026 1 7"' in view.rows(QueuePage((one,), True), KIM, {})
    assert 'data-action="page:"' in view.rows(QueuePage((one,), False), replace(KIM, place="0 2026 1 6"), {})


def test_names_of_views_stay_text_and_only_own_ones_can_be_removed(view: QueueView) -> None:
    own = CountedView(Filters(), 100, view=View(7, "kim", "<b>", Filters(), False))
    shared = CountedView(Filters(Standing.ALL), 3, view=View(8, "sam", "ours", Filters(), True))
    html = view.views((own, shared), Filters(), KIM)
    assert "<b>" not in html
    assert html.count('class="remove"') == 1
    assert html.count('aria-pressed="true"') == 1
    assert "99+" in html


@pytest.mark.parametrize(
    ("seconds", "german", "english"),
    [
        (59, "noch 0 Min.", "0 min left"),
        (3600, "noch 1 Std.", "1 h left"),
        (7300, "noch 2 Std.", "2 h left"),
        (90_000, "noch 1 Tag", "1 day left"),
        (-60, "seit 1 Min. überfällig", "overdue for 1 min"),
        (-200_000, "seit 2 Tagen überfällig", "overdue for 2 days"),
    ],
)
def test_time_left(seconds: int, german: str, english: str) -> None:
    due = NOW + timedelta(seconds=seconds)
    assert time_left(due, NOW, page_wording("de")) == german
    assert time_left(due, NOW, page_wording("en")) == english


def test_prices() -> None:
    assert price(1234.5, "de") == "1234,50\N{NO-BREAK SPACE}€"
    assert price(1234.5, "en") == "€1234.50"


@pytest.mark.parametrize(
    "filters",
    [Filters(), Filters(Status.NEW, sku="A", assignee=ME, language="de"), Filters(reason=Reason.UPSET, due=Due.TODAY)],
)
def test_filters_come_back_from_the_fields(filters: Filters) -> None:
    assert to_filters(to_fields(filters)) == filters


@pytest.mark.parametrize("standing", ["gone", "OPEN", "new; --"])
def test_what_no_field_offers_is_refused(standing: str) -> None:
    with pytest.raises(ValueError, match="standing"):
        to_filters(("", standing, "", "", "", NOBODY, "", ""))


def test_no_key_does_two_things() -> None:
    every = [key for one in keys() for key in one.keys]
    assert len(every) == len(set(every))
