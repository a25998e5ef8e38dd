"""The page of notices over a real database: read, found, sent again, by admins only."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from intake.claims.model import Status
from intake.claims.store import Store
from intake.claims.telling.announce import WEBHOOK_TYPES, Channel, Channels
from intake.claims.telling.outbox import NoticeState
from intake.dialogue.wording import Wording
from intake.errors import NotAllowed
from intake.staff.notices import NoticeDesk
from intake.ui.notice_pages import HERE, notice_routes
from intake.ui.sessions import COOKIE, Sessions
from intake.ui.staff_pages import StaffPages
from tests.fakes.desks import FakeAccounts
from tests.fakes.notices import ADDRESS, PROVEN, open_claim

WORDS = Wording.load()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    channels = Channels(True, {"erp": WEBHOOK_TYPES})
    store = Store.open(f"sqlite:///{tmp_path / 'intake.db'}", channels=channels)
    yield store
    store.close()


def client_of(store: Store, login: str, language: str = "en") -> TestClient:
    accounts = FakeAccounts()
    running = Sessions(accounts.get)
    pages = StaffPages(WORDS.all, running)
    app = FastAPI()
    app.include_router(notice_routes(NoticeDesk(store.outbox), pages))
    app.add_exception_handler(NotAllowed, pages.refuse)
    client = TestClient(app, follow_redirects=False)
    client.cookies.set(COOKIE, running.start(accounts.accounts[login], language))
    return client


@pytest.fixture
def kim(store: Store) -> TestClient:
    return client_of(store, "kim")


def give_up(store: Store, error: str = "550 <no such user>") -> int:
    notice = store.outbox.take(Channel.EMAIL)
    assert notice
    store.outbox.mark_failed(notice, error, None)
    return notice.id


def test_everything_that_was_told_is_listed_with_what_it_says(store: Store, kim: TestClient) -> None:
    claim = open_claim(store)
    page = kim.get(HERE).text
    assert page.count(claim.number) >= 2
    assert ADDRESS in page
    assert "claim.opened" in page
    assert "&#34;sku&#34;: &#34;MUG-DOTS&#34;" in page
    assert "Waiting (2)" in page
    assert "Failed (0)" in page


def test_what_failed_says_why_and_is_counted(store: Store, kim: TestClient) -> None:
    open_claim(store)
    give_up(store)
    page = kim.get(HERE, params={"state": "failed"}).text
    assert "550 &lt;no such user&gt;" in page
    assert "Failed (1)" in page
    assert "claim.opened" not in page


def test_it_is_found_by_claim_however_the_number_is_typed(store: Store, kim: TestClient) -> None:
    first, second = open_claim(store), open_claim(store)
    page = kim.get(HERE, params={"claim": first.number.lower().replace("-", " ")}).text
    assert first.number in page
    assert second.number not in page


def test_sending_again_makes_it_due_and_leads_back(store: Store, kim: TestClient) -> None:
    open_claim(store)
    id = give_up(store)
    answer = kim.post(f"{HERE}/{id}/again", data={"state": "failed"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{HERE}?state=failed#notice-{id}")
    again = store.outbox.take(Channel.EMAIL)
    assert again
    assert again.id == id


def test_all_that_failed_is_sent_again_by_one_button(store: Store, kim: TestClient) -> None:
    for _ in range(2):
        open_claim(store)
        give_up(store)
    assert "Given up: 2" in kim.get(HERE).text
    assert kim.post(f"{HERE}/again").status_code == 303
    assert store.outbox.count(NoticeState.FAILED) == 0


def test_a_notice_that_is_not_there_is_told(kim: TestClient) -> None:
    answer = kim.post(f"{HERE}/77/again")
    assert answer.status_code == 404
    assert "no such notice" in answer.text


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_kind_has_its_word(store: Store, language: str) -> None:
    for status in (Status.WAITING_FOR_CUSTOMER, Status.ACCEPTED, Status.CLOSED, Status.WITHDRAWN):
        claim = open_claim(store)
        store.life.move(claim.number, status, "kim", "Wo?", 1)
    open_claim(store, status=Status.WAITING_FOR_STAFF)
    page = client_of(store, "kim", language).get(HERE)
    assert page.status_code == 200
    assert f'lang="{language}"' in page.text


def test_the_list_goes_on_page_by_page(store: Store, kim: TestClient) -> None:
    for _ in range(26):
        open_claim(store)
    first = kim.get(HERE).text
    assert first.count('id="notice-') == 50
    older = first.split('href="/staff/notices?')[-1].split('"')[0].replace("&amp;", "&")
    second = kim.get(f"{HERE}?{older}").text
    assert second.count('id="notice-') == 2
    assert 'id="notice-1"' in second


def test_agents_neither_see_nor_send(store: Store) -> None:
    open_claim(store, PROVEN)
    id = give_up(store)
    sam = client_of(store, "sam")
    for answer in (sam.get(HERE), sam.post(f"{HERE}/{id}/again"), sam.post(f"{HERE}/again")):
        assert answer.status_code == 403
        assert ADDRESS not in answer.text
    assert store.outbox.count(NoticeState.FAILED) == 1


def test_an_unknown_filter_shows_all(store: Store, kim: TestClient) -> None:
    open_claim(store)
    assert kim.get(HERE, params={"state": "lost", "before": 999}).text.count('id="notice-') == 2
