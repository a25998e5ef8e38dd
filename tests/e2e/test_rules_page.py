"""A lead changes the rules in a real browser: mistakes named, tried on past claims, published, taken back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from intake.claims.model import ClaimDraft, Status
from intake.claims.rules import decide
from intake.claims.store import Store
from intake.dialogue.wording import Wording
from intake.settings import Settings
from intake.staff.explain import Explainer
from intake.staff.rule_desk import RuleDesk
from intake.ui import web
from intake.vision.confidence import Calibration, judged
from intake.vision.types import Damage
from tests.e2e.conftest import serve
from tests.e2e.test_browser import picture
from tests.fakes.desks import FakeDesk, FakeStaffDesk
from tests.unit.claims.strategies import GOOD, RULES, observation, order

CLAIMS = 40
SEEN = judged(
    observation(Damage.CRACK, Damage.CHIP),
    Calibration(product_threshold=0.5, damage_threshold=0.9, risk=0.02, photos=514),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('rules') / 'intake.db'}")
    store.rules.keep(RULES)
    for n in range(CLAIMS):  # from 20 EUR to 410 EUR
        facts = replace(GOOD, observation=SEEN, price=20.0 + 10 * n, order=order(20, price=20.0 + 10 * n))
        talk = store.start_conversation("de").id
        store.open_claim(ClaimDraft(Status.NEW, "de", talk, "Riss", facts, decide(facts, RULES)), talk)
    yield store
    store.close()


@pytest.fixture(scope="module")
def site(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("site")
    staff = FakeStaffDesk()
    staff.rules = RuleDesk.of(store, Settings().rules)
    staff.explainer = Explainer(Wording.load(), store.rules.kept, lambda sku, _: sku)
    staff.claims.update({claim.number: claim for claim in store.claims()})
    yield from serve(web.build(FakeDesk(), staff, Settings(data=folder)))


@pytest.fixture
def lead(page: Page, site: str) -> Page:
    page.request.post(f"{site}/staff/login", form={"login": "kim", "password": "right"}, max_redirects=0)
    page.goto(f"{site}/staff/rules")
    return page


def fits(page: Page) -> bool:
    """Nothing hangs over the right edge."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def try_out(page: Page, old: str, new: str) -> None:
    """Change the text and press the button by the keyboard alone."""
    text = page.locator("#text")
    text.fill(text.input_value().replace(old, new))
    text.press("Tab")
    page.keyboard.press("Enter")


def test_a_lead_tries_publishes_and_takes_back(lead: Page, store: Store) -> None:
    try_out(lead, "{price: {above: 250}}", "{prise: {above: 100}}")
    expect(lead.get_by_role("alert")).to_contain_text("`prise` ist hier nicht bekannt")
    assert fits(lead)
    try_out(lead, "{prise: {above: 100}}", "{price: {above: 100}}")
    # 16 claims cost above 250 EUR before and after; 15 from 110 to 250 EUR come out differently.
    expect(lead.get_by_role("status")).to_contain_text("15 von 40")
    expect(lead.locator(".changes li")).to_have_count(15)
    assert fits(lead)
    picture(lead, "staff-rules-phone")
    assert store.rules.in_force() is None
    lead.fill("[name=note]", "Grenze gesenkt")
    lead.get_by_role("button", name="Veröffentlichen").click()
    expect(lead.locator("table").last).to_contain_text("Grenze gesenkt")
    published = store.rules.in_force()
    assert published is not None
    assert "above: 100" in published.text
    lead.get_by_role("button", name="Zurücknehmen").click()
    expect(lead.locator("table").last).to_contain_text("Zurückgenommen von kim")
    assert store.rules.in_force() is None


def test_each_case_of_a_trial_leads_to_its_explanation(lead: Page) -> None:
    lead.set_viewport_size({"width": 1280, "height": 900})
    try_out(lead, "above: 250", "above: 100")
    expect(lead.locator(".changes li")).to_have_count(15)
    assert fits(lead)
    picture(lead, "staff-rules")
    with lead.context.expect_page() as opened:
        lead.locator(".changes a").first.click()
    page = opened.value
    expect(page.locator("h1")).to_contain_text("Warum Vorgang")
    expect(page.locator("main")).to_contain_text("value_above_limit verlangt Preis: über 250,00")
    picture(page, "staff-explain")
    page.set_viewport_size({"width": 390, "height": 844})
    assert fits(page)
