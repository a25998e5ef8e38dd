"""A quotation's link opens its policy at its place."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from intake.rag.types import PolicySection
from intake.ui.policy_link import policy_path
from intake.ui.policy_page import policy_routes
from tests.fakes.parts import QUOTE
from tests.fakes.shops import Shop, shop


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop(Path(tmp_path_factory.mktemp("shop"))) as one:
        yield one


@pytest.fixture
def client(kept: Shop) -> TestClient:
    app = FastAPI()
    app.include_router(policy_routes(kept.desk))
    return TestClient(app)


def test_a_citation_leads_to_its_section(client: TestClient) -> None:
    path = policy_path(replace(QUOTE, anchor="arrival"))
    assert path == "/policies/transport?lang=en&version=1#arrival"
    html = client.get(path).text
    assert '<section id="arrival">' in html
    assert "We replace it." in html
    assert "version 1" in html
    assert "in force from 01 May 2026" in html
    assert "gültig ab 01.05.2026" in client.get("/policies/transport?lang=de").text


def test_names_with_anything_in_them_stay_names() -> None:
    odd = replace(QUOTE, document="a b?c#d/../e", version="1&2", anchor="x y")
    assert policy_path(odd) == "/policies/a%20b%3Fc%23d/../e?lang=en&version=1%262#x%20y"


@pytest.mark.parametrize("path", ["/policies/nothing", "/policies/..%2f..%2fetc%2fpasswd"])
def test_another_document_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_what_a_document_says_is_text_and_leads_nowhere_harmful(kept: Shop, client: TestClient) -> None:
    text = (
        "<script>alert(1)</script>\n\n[click](javascript:alert(2)) ![x](https://evil.example/p.png)\n\n"
        "| a | b |\n|---|---|\n| 1 | <img src=x onerror=alert(3)> |\n\n**bold**"
    )
    kept.knowledge.sections = (PolicySection('"><script>', "A › <b>head</b>", text),)
    response = client.get("/policies/transport")
    for harmful in ("<script", 'javascript:alert(2)"', "<img", "<b>head"):
        assert harmful not in response.text
    assert "<strong>bold</strong>" in response.text
    assert "<td>1</td>" in response.text
    assert "default-src 'none'" in response.headers["content-security-policy"]
