"""The page of rules and the page that explains a claim, over a real database."""

import asyncio
import html
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from intake.claims.model import Claim, ClaimDraft, Status
from intake.claims.rules import decide
from intake.claims.store import Store
from intake.dialogue.wording import Wording
from intake.settings import Settings
from intake.staff.explain import Explainer
from intake.staff.rule_desk import RuleDesk
from intake.ui import sessions, web
from intake.ui.rule_pages import rule_routes
from intake.ui.staff_pages import StaffPages
from tests.fakes.desks import FakeAccounts, FakeDesk, FakeStaffDesk
from tests.unit.claims.strategies import GOOD, RULES

LOCAL = "http://localhost:7860"
TEXT = Settings().rules.read_text(encoding="utf-8")
CHEAPER = TEXT.replace("above: 250", "above: 10")


@dataclass
class Shop:
    app: FastAPI
    store: Store
    claim: Claim

    def person(self, login: str, language: str = "en") -> TestClient:
        client = TestClient(self.app, base_url=LOCAL, follow_redirects=False, headers={"accept-language": language})
        client.post("/staff/login", data={"login": login, "password": "right"})
        return client


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder: Path = tmp_path_factory.mktemp("shop")
    store = Store.open(f"sqlite:///{folder / 'intake.db'}")
    store.rules.keep(RULES)
    talk = store.start_conversation("de").id
    claim = store.open_claim(ClaimDraft(Status.NEW, "de", talk, "Riss", GOOD, decide(GOOD, RULES)), talk)
    staff = FakeStaffDesk()
    staff.rules = RuleDesk.of(store, Settings().rules)
    staff.explainer = Explainer(Wording.load(), store.rules.kept, lambda sku, _: sku)
    staff.claims[claim.number] = claim

    async def in_a_loop() -> FastAPI:
        return web.build(FakeDesk(), staff, Settings(data=folder))

    yield Shop(asyncio.run(in_a_loop()), store, claim)
    store.close()


@pytest.fixture
def lead(shop: Shop) -> Iterator[TestClient]:
    yield shop.person("kim")
    while published := shop.store.rules.in_force():
        shop.store.rules.take_back(published.id, "kim")


def text(answer: Any) -> str:
    return html.unescape(answer.text)


def posted(text: str, base: int = 0, note: str = "") -> dict[str, str]:
    """As a browser sends it."""
    return {"text": text.replace("\n", "\r\n"), "base": str(base), "note": note}


def test_the_page_opens_with_the_rules_in_force(lead: TestClient) -> None:
    page = text(lead.get("/staff/rules"))
    assert TEXT in page
    assert "Publish</button>" not in page
    assert 'href="/staff/rules" aria-current="page"' in page


def test_a_trial_shows_numbers_and_cases_and_offers_to_publish(shop: Shop, lead: TestClient) -> None:
    page = text(lead.post("/staff/rules/try", data=posted(CHEAPER)))
    assert "1 of 1 past claims would come out differently" in page
    assert "Value above the limit for automatic opening" in page
    assert f'href="/staff/claims/{shop.claim.number}/explain"' in page
    assert "+1" in page
    assert "Publish</button>" in page
    assert shop.store.rules.in_force() is None


def test_it_is_said_where_not_all_claims_were_taken(shop: Shop) -> None:
    running = sessions.Sessions(FakeAccounts().get)
    pages = StaffPages(Wording.load().all, running)
    app = FastAPI()
    app.include_router(rule_routes(RuleDesk.of(shop.store, Settings().rules), pages, newest=1))
    client = TestClient(app, base_url=LOCAL)
    client.cookies.set(sessions.COOKIE, running.start(FakeAccounts().accounts["kim"], "en"))
    page = text(client.post("/staff/rules/try", data=posted(CHEAPER)))
    assert "Only the newest 1 claims were taken" in page


def test_what_was_tried_is_published_and_taken_back(shop: Shop, lead: TestClient) -> None:
    lead.post("/staff/rules/try", data=posted(CHEAPER))
    done = lead.post("/staff/rules/publish", data=posted(CHEAPER, note="<b>lower</b> limit"))
    assert (done.status_code, done.headers["location"]) == (303, "/staff/rules#history")
    published = shop.store.rules.in_force()
    assert published is not None
    assert (published.text, published.actor) == (CHEAPER, "kim")
    raw = lead.get("/staff/rules").text
    assert "&lt;b&gt;lower&lt;/b&gt; limit" in raw
    assert "above: 10}" in raw
    assert lead.post(f"/staff/rules/{published.id}/take-back").status_code == 303
    assert shop.store.rules.in_force() is None
    assert "Taken back by kim" in text(lead.get("/staff/rules"))


def test_a_text_that_was_changed_after_the_trial_is_not_published(shop: Shop, lead: TestClient) -> None:
    lead.post("/staff/rules/try", data=posted(CHEAPER))
    changed = CHEAPER.replace("above: 10", "above: 11")
    refused = lead.post("/staff/rules/publish", data=posted(changed))
    assert refused.status_code == 400
    assert "try these rules first" in text(refused)
    assert changed in text(refused)  # nothing that was typed is lost
    assert shop.store.rules.in_force() is None


def test_of_two_leads_the_second_is_told(shop: Shop, lead: TestClient) -> None:
    lead.post("/staff/rules/try", data=posted(CHEAPER))
    assert lead.post("/staff/rules/publish", data=posted(CHEAPER)).status_code == 303
    late = shop.person("kim", "de").post("/staff/rules/publish", data=posted(CHEAPER))
    assert late.status_code == 409
    assert "Nichts wurde überschrieben" in text(late)
    assert lead.post("/staff/rules/999/take-back").status_code == 409


@pytest.mark.parametrize(("language", "said"), [("en", "isn't known here"), ("de", "ist hier nicht bekannt")])
def test_mistakes_are_named_in_the_readers_language(shop: Shop, language: str, said: str) -> None:
    wrong = TEXT.replace("when: {price:", "when: {prise:")
    answer = shop.person("kim", language).post("/staff/rules/try", data=posted(wrong))
    assert answer.status_code == 400
    line = wrong[: wrong.index("prise")].count("\n") + 1
    assert f"{line}: `prise` {said}" in text(answer)
    assert wrong in text(answer)


def test_rules_that_begin_later_are_not_published_alone(lead: TestClient) -> None:
    later = CHEAPER.replace("2026-01-01", "2999-01-01")
    assert lead.post("/staff/rules/try", data=posted(later)).status_code == 200
    refused = lead.post("/staff/rules/publish", data=posted(later))
    assert refused.status_code == 400
    assert "in force today" in text(refused)


def test_an_agent_may_not_enter(shop: Shop) -> None:
    agent = shop.person("sam")
    assert agent.get("/staff/rules").status_code == 403
    assert agent.post("/staff/rules/try", data=posted(CHEAPER)).status_code == 403
    assert agent.post("/staff/rules/1/take-back").status_code == 403
    assert 'href="/staff/rules"' not in agent.get("/staff/password").text


@pytest.mark.parametrize(("language", "said"), [("en", "Why earlier rules didn't"), ("de", "Warum frühere Regeln")])
def test_everybody_of_staff_reads_why_a_claim_came_out_so(shop: Shop, language: str, said: str) -> None:
    page = text(shop.person("sam", language).get(f"/staff/claims/{shop.claim.number}/explain"))
    assert said in page
    assert "defect_presumed_original" in page
    assert shop.person("sam").get("/staff/claims/K7M-4PQ-9X/explain").status_code == 404
