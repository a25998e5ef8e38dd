"""Claims as HTML for staff."""

from dataclasses import replace
from html import unescape

import pytest

from intake.claims.model import Reason, Track
from intake.ui.cases import CaseView, excerpts
from tests.fakes.desks import FakeStaffDesk, escalated_claim, opened_claim, page_wording


@pytest.fixture
def view() -> CaseView:
    return CaseView(page_wording, FakeStaffDesk().card)


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_claim_shows_what_it_rests_on(view: CaseView, language: str) -> None:
    claim = escalated_claim(("photo1",))
    html = view.claim(claim, FakeStaffDesk(photos={"photo1": b""}).talk(claim.number), language)
    words = page_wording(language)
    for part in (
        "HB-00007",
        'src="/staff/photos/photo1"',
        "MUG-DOTS",
        words["staff.damage.crack"],
        words["staff_reason.safety"],
        "HB-2026-1001",
        "2026-05",
        "embedded-1",
        claim.citations[0].passage,
    ):
        assert part in html


def test_every_reason_and_track_has_words(view: CaseView) -> None:
    for language in ("de", "en"):
        for reason in Reason:
            claim = escalated_claim()
            claim = replace(claim, decision=replace(claim.decision, reasons=(reason,)))
            assert page_wording(language)[f"staff_reason.{reason}"] in unescape(view.claim(claim, (), language))
        for track in Track:
            claim = opened_claim()
            claim = replace(claim, decision=replace(claim.decision, track=track))
            assert page_wording(language)[f"track.{track}"] in unescape(view.claim(claim, (), language))


def test_a_customer_s_text_is_text(view: CaseView) -> None:
    claim = replace(escalated_claim(), text="<img src=x onerror=alert(1)>")
    assert "<img src=x" not in view.claim(claim, (), "de")
    assert "&lt;img src=x" in view.claim(claim, (), "de")


@pytest.mark.parametrize(("fact", "answer"), [("doubtful", "no answer"), ("harmless", "said no")])
def test_words_that_may_tell_of_a_danger_are_shown_with_what_came_of_asking(
    view: CaseView, fact: str, answer: str
) -> None:
    claim = opened_claim()
    html = view.claim(replace(claim, facts=replace(claim.facts, **{fact: ("it <hisses>",)})), (), "en")  # type: ignore[arg-type]
    assert f"{answer}: “it &lt;hisses&gt;”" in html


def test_the_place_of_the_damage_is_drawn_and_said(view: CaseView) -> None:
    claim = escalated_claim(("photo1", "photo2"))
    seen = claim.facts.observation
    assert seen is not None
    placed = (replace(seen.findings[0], box=(0.7, 0.1, 0.9, 0.3)), *seen.findings[1:])
    seen = replace(seen, findings=placed, damage_photo=1)
    html = unescape(view.claim(replace(claim, facts=replace(claim.facts, observation=seen)), (), "de"))
    assert html.count("<rect") == 2  # one line and the dark edge that sets it off
    assert "Riss (oben rechts)" in html
    assert f"/staff/heat/{claim.number}.png" in html
    assert html.index("photo1") < html.index("<rect") < html.index("Riss (oben rechts)")


def test_excerpts_show_where_letters_differ() -> None:
    letters = ["Hello.\n\nSorry.\n\nWe send one.\n\nKim", "Hello.\n\nSorry.\n\nPlease wait.\n\nKim"]
    assert excerpts(letters) == ["We send one.", "Please wait."]
    assert excerpts(letters[:1]) == ["Hello. Sorry. We send one. Kim"]
    assert excerpts([]) == []
