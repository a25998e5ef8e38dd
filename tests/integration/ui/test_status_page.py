"""The customer's status page over HTTP, with the real desk behind it."""

import asyncio
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from intake.claims.access.roles import Actor, Role
from intake.claims.conversation import Author, Message
from intake.claims.model import Claim, Resolution, Settlement, Status
from intake.claims.status_link import status_key, status_path
from intake.ui import web
from intake.ui.status_view import steps
from tests.fakes.shops import Shop, picture, shop

LOCAL = "http://localhost:7860"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop(tmp_path_factory.mktemp("shop")) as one:
        yield one


@pytest.fixture(scope="module")
def app(kept: Shop) -> FastAPI:
    async def in_a_loop() -> FastAPI:
        return web.build(kept.desk, kept.staff, kept.settings)

    return asyncio.run(in_a_loop())


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url=LOCAL) as client:
        yield client


@pytest.fixture
def claim(kept: Shop) -> Claim:
    return kept.claim()


def page(client: TestClient, claim: Claim, lang: str = "en") -> str:
    response = client.get(f"{status_path(claim.number, claim.conversation)}&lang={lang}")
    assert response.status_code == 200
    return unescape(response.text)


def post(client: TestClient, claim: Claim, what: str, **data: str) -> Any:
    """A page without referrer sends its forms with the origin "null"."""
    form = {"key": status_key(claim.number, claim.conversation), "lang": "en", **data}
    return client.post(f"/status/{claim.number}/{what}", data=form, headers={"origin": "null"})


def send(client: TestClient, claim: Claim, text: str, *photos: bytes) -> Any:
    form = {"key": status_key(claim.number, claim.conversation), "lang": "en", "text": text}
    files = [("photos", (f"{n}.png", data, "image/png")) for n, data in enumerate(photos)]
    return client.post(f"/status/{claim.number}/messages", data=form, files=files or None)


def said(kept: Shop, claim: Claim) -> list[Message]:
    return list(kept.desk.conversation(claim.conversation).messages)


# What it shows


@pytest.mark.parametrize(("lang", "expected"), [("en", "We are processing it"), ("de", "Wir bearbeiten sie")])
def test_it_tells_where_the_claim_stands_in_the_language_asked_for(
    client: TestClient, claim: Claim, lang: str, expected: str
) -> None:
    html = page(client, claim, lang)
    assert f'<html lang="{lang}">' in html
    assert expected in html
    assert claim.number in html
    assert "My mug arrived with a crack" in html


def test_the_language_is_the_claims_where_none_is_asked_for(client: TestClient, kept: Shop) -> None:
    german = kept.claim("de")
    assert "Wir bearbeiten sie" in client.get(status_path(german.number, german.conversation)).text


def test_what_staff_keep_to_themselves_is_not_shown(client: TestClient, kept: Shop, claim: Claim) -> None:
    kept.store.life.note(claim.number, "kim", "smells of fraud")
    kept.store.life.assign(claim.number, "kim", "sam", "for kim", claim.version)
    html = page(client, claim)
    for inner in ("smells of fraud", "kim", "sam", claim.decision.rule, "photo_seen_before", "@example.com"):
        assert inner not in html


def test_a_settlement_is_shown_once_nobody_has_to_approve_it(client: TestClient, kept: Shop, claim: Claim) -> None:
    refund = Settlement(Resolution.REFUND, "kim", amount=1234.5)
    claim = kept.store.life.settle(claim.number, refund, "", claim.version, limit=100)
    assert "1,234.50" not in page(client, claim)
    kept.store.life.approve(claim.number, "sam", "", claim.version)
    assert "You get: Refund, €1,234.50" in page(client, claim)
    assert "Refund" not in page(client, claim, "de")
    assert "1.234,50\N{NO-BREAK SPACE}€" in page(client, claim, "de")


def test_what_anybody_wrote_is_text(client: TestClient, kept: Shop, claim: Claim) -> None:
    send(client, claim, "<script>alert(1)</script><img src=x onerror=alert(2)>")
    raw = client.get(status_path(claim.number, claim.conversation)).text
    assert "<script" not in raw
    assert "<img src=x" not in raw
    assert "&lt;script&gt;" in raw
    assert kept.desk.conversation(claim.conversation).messages[-2].text.startswith("<script>")


def test_the_talk_can_be_taken_along(client: TestClient, claim: Claim) -> None:
    key = status_key(claim.number, claim.conversation)
    response = client.get(f"/status/{claim.number}/transcript", params={"key": key, "lang": "en"})
    assert response.headers["content-type"].startswith("text/plain")
    assert f'filename="{claim.number}.txt"' in response.headers["content-disposition"]
    assert "My mug arrived with a crack" in response.text
    assert "Automatic assistant" in response.text


@pytest.mark.parametrize("status", list(Status))
def test_the_way_of_a_claim(status: Status) -> None:
    way = steps(status)
    assert [step.name for step in way] == (
        [] if status is Status.WITHDRAWN else ["received", "checked", "decided", "done"]
    )
    done = [step.state for step in way].count("done")
    assert done == {Status.ACCEPTED: 3, Status.RESOLVED: 4, Status.CLOSED: 4}.get(status, 1 if way else 0)


# Who may see it


def test_a_wrong_key_and_an_unknown_number_get_the_same_answer(client: TestClient, kept: Shop, claim: Claim) -> None:
    other = kept.claim()
    keys = ["", "x", "ü", "\udc80", status_key(other.number, other.conversation), "A" * 22]
    unknown = client.get("/status/K7M-4PQ-9X", params={"key": "A" * 22})
    assert unknown.status_code == 404
    for key in keys[:3] + keys[4:]:
        wrong = client.get(f"/status/{claim.number}", params={"key": key})
        assert (wrong.status_code, wrong.text) == (404, unknown.text)
        assert wrong.headers.items() >= {"cache-control": "no-store", "referrer-policy": "no-referrer"}.items()


@pytest.mark.parametrize("what", ["messages", "person", "withdraw", "feedback"])
def test_nothing_is_done_without_the_key(client: TestClient, kept: Shop, claim: Claim, what: str) -> None:
    before = (kept.store.claim(claim.number), said(kept, claim))
    assert post(client, claim, what, key="A" * 22, text="hello", solved="no").status_code == 404
    assert client.post(f"/status/{claim.number}/{what}", data={"text": "hello"}).status_code == 422
    assert (kept.store.claim(claim.number), said(kept, claim)) == before


@pytest.mark.parametrize("what", ["", "/withdraw", "/transcript", "/photos/0123"])
def test_nothing_is_read_without_the_key(client: TestClient, claim: Claim, what: str) -> None:
    assert client.get(f"/status/{claim.number}{what}", params={"key": "A" * 22}).status_code == 404


def test_a_photo_opens_by_its_own_claim_only(client: TestClient, kept: Shop, claim: Claim) -> None:
    other = kept.claim()
    key = {"key": status_key(claim.number, claim.conversation)}
    mine = client.get(f"/status/{claim.number}/photos/{claim.photos[0]}", params=key)
    assert mine.headers["content-type"] == "image/jpeg"
    assert mine.headers["cache-control"] == "private, no-store"
    assert client.get(f"/status/{claim.number}/photos/{other.photos[0]}", params=key).status_code == 404


def test_the_secret_travels_nowhere(client: TestClient, claim: Claim) -> None:
    headers = client.get(status_path(claim.number, claim.conversation)).headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert "noindex" in headers["x-robots-tag"]
    assert "script" not in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_another_site_cannot_post_here(client: TestClient, kept: Shop, claim: Claim) -> None:
    form = {"key": status_key(claim.number, claim.conversation), "lang": "en"}
    refused = client.post(f"/status/{claim.number}/person", data=form, headers={"origin": "https://evil.example"})
    assert refused.status_code == 403
    assert client.post("/new", headers={"origin": "null"}).status_code == 403
    assert kept.store.claim(claim.number).status is Status.NEW


# Adding to it


def test_a_message_with_a_photo_is_kept_and_comes_to_staff(client: TestClient, kept: Shop, claim: Claim) -> None:
    response = send(client, claim, "Here is the bottom", picture(7001))
    assert "it is kept" in response.text
    now = kept.store.claim(claim.number)
    assert now.status is Status.WAITING_FOR_STAFF
    assert len(now.photos) == 2
    assert [(event.kind, event.actor, event.note) for event in now.history[1:3]] == [
        ("photos", "customer", "1"),
        ("note", "customer", "Here is the bottom"),
    ]
    talk = kept.desk.conversation(claim.conversation)
    assert talk.with_person
    assert (talk.messages[-2].author, talk.messages[-2].text) == (Author.CUSTOMER, "Here is the bottom")
    assert "Here is the bottom" in page(client, claim)


def test_what_is_no_photo_is_said_and_the_words_are_kept(client: TestClient, kept: Shop, claim: Claim) -> None:
    response = send(client, claim, "see this", b"not a picture")
    assert response.status_code == 422
    assert "not a photo" in unescape(response.text)
    assert said(kept, claim)[-2].text == "see this"


def test_nothing_at_all_changes_nothing(client: TestClient, kept: Shop, claim: Claim) -> None:
    assert send(client, claim, "  ").status_code == 200
    assert kept.store.claim(claim.number) == claim


def test_an_alarm_is_answered_with_what_to_do_first(client: TestClient, kept: Shop, claim: Claim) -> None:
    send(client, claim, "It is smoking and I got an electric shock")
    assert "112" in said(kept, claim)[-1].text
    assert "safety" in [event.note for event in kept.store.claim(claim.number).history]


def test_a_person_is_one_click_away(client: TestClient, kept: Shop, claim: Claim) -> None:
    assert "get back to you" in post(client, claim, "person").text
    assert kept.store.claim(claim.number).status is Status.WAITING_FOR_STAFF


def test_a_claim_in_hand_stays_with_whoever_has_it(client: TestClient, kept: Shop, claim: Claim) -> None:
    kept.store.life.move(claim.number, Status.IN_HAND, "kim", "", claim.version)
    send(client, claim, "one more thing")
    assert kept.store.claim(claim.number).status is Status.IN_HAND


def test_what_is_added_to_a_merged_claim_reaches_the_one_it_goes_on_in(
    client: TestClient, kept: Shop, claim: Claim
) -> None:
    first, second = kept.store.life.split(claim.number, claim.photos, "the other mug", "kim", "", claim.version)
    kept.store.life.merge(second.number, first.number, "kim", "", second.version, first.version)
    assert f"To claim {first.number}" in page(client, second)
    send(client, second, "one more thing", picture(7002))
    now = kept.store.claim(first.number)
    assert now.status is Status.WAITING_FOR_STAFF
    assert len(now.photos) == 2


# Withdrawing


def test_withdrawing_takes_two_steps_and_can_be_undone_by_writing(client: TestClient, kept: Shop, claim: Claim) -> None:
    link = re.search(r'href="([^"]*/withdraw[^"]*)"', client.get(status_path(claim.number, claim.conversation)).text)
    assert link
    asked = client.get(unescape(link[1]))
    assert f"Withdraw claim {claim.number}?" in asked.text
    assert kept.store.claim(claim.number).status is Status.NEW
    assert "is withdrawn" in post(client, claim, "withdraw", reason="found the receipt").text
    now = kept.store.claim(claim.number)
    assert (now.status, now.history[-1].actor, now.history[-1].note) == (
        Status.WITHDRAWN,
        "customer",
        "found the receipt",
    )
    assert not kept.desk.conversation(claim.conversation).with_person
    assert "/withdraw" not in page(client, claim)
    assert post(client, claim, "withdraw").status_code == 200  # pressed twice
    send(client, claim, "please go on after all")
    assert kept.store.claim(claim.number).status is Status.WAITING_FOR_STAFF


# After closing


def closed(kept: Shop, claim: Claim) -> Claim:
    return kept.staff.close(
        claim.number, Actor("kim", "Kim", Role.AGENT), "done", kept.store.claim(claim.number).version
    )


def test_the_question_comes_after_closing_only(client: TestClient, kept: Shop, claim: Claim) -> None:
    assert "Is it solved" not in page(client, claim)
    assert post(client, claim, "feedback", solved="yes").status_code == 404
    closed(kept, claim)
    assert "Is it solved for you?" in page(client, claim)


def test_one_click_answers(client: TestClient, kept: Shop, claim: Claim) -> None:
    closed(kept, claim)
    assert "we have noted that" in post(client, claim, "feedback", solved="yes").text
    post(client, claim, "feedback", rating="4")
    post(client, claim, "feedback", comment="quick")
    answer = kept.store.feedback.last(claim.number)
    assert answer
    assert (answer.solved, answer.rating, answer.comment) == (True, 4, "quick")
    assert kept.store.claim(claim.number).status is Status.CLOSED
    assert 'value="4" aria-label="4 of 5" aria-pressed="true"' in page(client, claim)
    assert post(client, claim, "feedback", rating="9").status_code == 422


def test_a_no_brings_the_claim_back_to_a_person(client: TestClient, kept: Shop, claim: Claim) -> None:
    closed(kept, claim)
    assert "looks at it again" in post(client, claim, "feedback", solved="no").text
    assert kept.store.claim(claim.number).status is Status.WAITING_FOR_STAFF
    talk = kept.desk.conversation(claim.conversation)
    assert talk.with_person
    assert "opened claim" in talk.messages[-1].text
