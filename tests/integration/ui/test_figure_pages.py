"""The page of figures over HTTP, with the hand-counted set behind it."""

import asyncio
import csv
import io
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from intake.settings import Settings
from intake.ui import web
from tests.fakes.desks import FakeDesk, FakeStaffDesk
from tests.fakes.figures import FakeFigures

PERIOD = "first=2026-11-02&last=2026-11-24"


@pytest.fixture(scope="module")
def figures() -> FakeFigures:
    return FakeFigures()


@pytest.fixture(scope="module")
def app(figures: FakeFigures, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    staff = FakeStaffDesk()
    staff.figures = figures

    async def in_a_loop() -> FastAPI:
        return web.build(FakeDesk(), staff, Settings(data=tmp_path_factory.mktemp("shop")))

    return asyncio.run(in_a_loop())


def logged_in(app: FastAPI, login: str) -> TestClient:
    client = TestClient(app, base_url="http://localhost:7860", follow_redirects=False)
    answer = client.post("/staff/login", data={"login": login, "password": "right"})
    assert answer.status_code == 303
    return client


@pytest.fixture
def lead(app: FastAPI) -> Iterator[TestClient]:
    with logged_in(app, "kim") as client:
        client.post("/staff/language/en")
        yield client


def test_the_page_shows_figures_with_their_definitions(lead: TestClient) -> None:
    page = lead.get(f"/staff/figures?{PERIOD}").text
    assert "Solved without a person, confirmed" in page
    assert "nobody said so" in page.lower()
    assert "58 %" in page  # 11 of 19 cases opened by a rule
    assert "€14.32" in page


def test_german_pages_write_numbers_as_germans_do(lead: TestClient) -> None:
    lead.post("/staff/language/de")
    page = lead.get(f"/staff/figures?{PERIOD}").text
    assert "14,32 €" in page
    assert "Wiederkehr in sieben Tagen" in page


def test_a_filter_is_kept_in_the_form_and_in_the_links(lead: TestClient) -> None:
    page = lead.get(f"/staff/figures?{PERIOD}&product=MUG&language=de").text
    assert '<option value="MUG" selected>' in page
    assert "product.csv?first=2026-11-02&amp;last=2026-11-24&amp;product=MUG&amp;track=&amp;language=de" in page


def test_an_empty_period_has_no_data(lead: TestClient) -> None:
    page = lead.get("/staff/figures?first=2025-01-01&last=2025-01-31").text
    assert "There is nothing to count" in page
    assert "no data" in page
    assert '<td class="value">0 %' not in page


def test_a_period_that_runs_backwards_is_told(lead: TestClient) -> None:
    assert "swap the two" in lead.get("/staff/figures?first=2026-11-20&last=2026-11-02").text


@pytest.mark.parametrize("query", ["first=2026-02-31", "first=0000-00-00"])
def test_a_day_that_does_not_exist_counts_as_none(lead: TestClient, query: str) -> None:
    assert lead.get(f"/staff/figures?{query}").status_code == 200


def test_a_table_can_be_taken_away(lead: TestClient, figures: FakeFigures) -> None:
    answer = lead.get(f"/staff/figures/language.csv?{PERIOD}&channel=page")
    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    place = rows[0].index("Cases")
    assert [(row[0], row[place]) for row in rows[1:]] == [("German", "11"), ("English", "7")]
    assert figures.exported[-1][1].channel == "page"


def test_there_is_no_other_table(lead: TestClient) -> None:
    assert lead.get("/staff/figures/secrets.csv").status_code == 404


def test_agents_may_not_see_figures(app: FastAPI) -> None:
    with logged_in(app, "sam") as agent:
        assert agent.get("/staff/figures").status_code == 403
        assert agent.get("/staff/figures/week.csv").status_code == 403
        assert "/staff/figures" not in agent.get("/staff/accounts").text
