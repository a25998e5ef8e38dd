"""Unanswered questions and defect clusters as pages, over a real database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from intake.ui.finding_pages import finding_routes
from intake.ui.sessions import COOKIE, Sessions
from intake.ui.staff_pages import StaffPages
from tests.fakes.desks import FakeAccounts, page_wording
from tests.fakes.shops import Shop, shop


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Shop]:
    with shop(tmp_path) as made:
        yield made


def agent(world: Shop, language: str) -> TestClient:
    accounts = FakeAccounts()
    running = Sessions(accounts.get)
    app = FastAPI()
    app.include_router(finding_routes(world.staff, StaffPages(page_wording, running)))
    client = TestClient(app, base_url="http://localhost:7860")
    client.cookies.set(COOKIE, running.start(accounts.accounts["sam"], language))
    return client


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_question_is_there_with_its_wordings_until_it_is_done(world: Shop, language: str) -> None:
    for question in ("Do you engrave mugs?", "do you engrave mugs?", "<b>Gibt es Gutscheine?</b>"):
        world.store.unanswered.keep(question, "de" if "Gibt" in question else "en")
    client = agent(world, language)
    page = client.get("/staff/questions").text
    assert page.index("Do you engrave mugs?") < page.index("&lt;b&gt;Gibt es Gutscheine?")
    first = [one.id for one in world.store.unanswered.open()][:2]
    page = client.post("/staff/questions/done", data={"ids": [str(id) for id in first]}).text
    assert "engrave" not in page
    assert [one.text for one in world.store.unanswered.open()] == ["<b>Gibt es Gutscheine?</b>"]


@pytest.mark.parametrize("language", ["de", "en"])
def test_damage_that_gathers_is_shown_with_pictures_and_counts(world: Shop, language: str) -> None:
    words = page_wording(language)
    client = agent(world, language)
    assert words["staff.clusters.none"] in client.get("/staff/clusters").text
    claims = [world.claim() for _ in range(3)]
    page = client.get("/staff/clusters").text
    assert words["staff.damage.crack"] in page
    assert f'src="/staff/photos/{claims[-1].photos[0]}"' in page
    assert page.count("<rect") == 16
