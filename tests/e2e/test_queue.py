"""Working through the queue in a real browser: keys, search, views, and two people in one claim."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from benchmarks.queue_claims import open_claims
from intake.bootstrap import Intake
from intake.claims.access.roles import COMMAND_LINE, Role
from intake.settings import Settings
from intake.teaching import Teacher
from intake.ui import web
from tests.e2e.conftest import serve
from tests.fakes.desks import FakeDesk
from tests.fakes.parts import FakeEyes

PASSWORD = "not-a-secret-here"
WIDE = ViewportSize(width=1280, height=900)
ROW = ".queue .entry-row > button:first-child"


class DeskOnly(Intake):
    """The staff's side over a real database; nothing is looked at, so nothing is loaded that sees."""

    eyes = FakeEyes()  # type: ignore[assignment]

    @property
    def teacher(self) -> Teacher:
        return Teacher(self.store.corrections, self.photos, self.eyes)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    intake = DeskOnly(Settings(data=tmp_path_factory.mktemp("desk")))
    for login, role in (("kim", Role.LEAD), ("sam", Role.AGENT)):
        intake.accounts.add(COMMAND_LINE, login, "", role, PASSWORD)
    open_claims(intake.store, 60, ended=0.1)
    yield from serve(web.build(FakeDesk(), intake.staff, intake.settings))


def enter(page: Page, site: str, login: str) -> Page:
    page.set_viewport_size(WIDE)
    page.goto(f"{site}/staff/")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", PASSWORD)
    page.click("button.primary")
    expect(page.locator(ROW).first).to_be_visible(timeout=30_000)
    expect(page.locator("#keys-dialog")).to_be_attached()
    return page


def number_of(page: Page, place: int) -> str:
    return page.locator(ROW).nth(place).get_attribute("data-action") or ""


def test_keys_lead_through_the_queue(page: Page, site: str) -> None:
    enter(page, site, "kim")
    second = number_of(page, 1)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("k")
    expect(page.locator(ROW).nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(f".case[data-number='{second}']")).to_be_visible(timeout=20_000)
    expect(page.locator(f"{ROW}[data-action='{second}']")).to_have_attribute("aria-current", "true")


def test_keys_mean_letters_while_somebody_types(page: Page, site: str) -> None:
    enter(page, site, "kim")
    page.keyboard.press("/")
    search = page.locator("#search textarea, #search input")
    expect(search).to_be_focused()
    page.keyboard.type("jka?")
    expect(search).to_have_value("jka?")
    expect(page.locator("#keys-dialog")).to_be_hidden()


def test_a_question_mark_shows_the_keys_in_the_person_s_language(page: Page, site: str) -> None:
    enter(page, site, "kim")
    page.keyboard.press("?")
    dialog = page.locator("#keys-dialog")
    expect(dialog).to_contain_text("Nächster Vorgang")
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.click("button[data-action='page.language:en']")
    expect(dialog).to_contain_text("Next claim", timeout=20_000)
    page.keyboard.press("?")
    expect(dialog).to_be_visible()


def test_keys_write_send_and_never_decide_unseen(page: Page, site: str) -> None:
    enter(page, site, "kim")
    page.locator(ROW).nth(5).click()
    status = page.locator(".case > header .status").first
    expect(status).to_be_visible(timeout=20_000)
    page.keyboard.press("r")
    page.keyboard.type("Das sehe ich mir an.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".case .talk")).to_contain_text("Das sehe ich mir an.", timeout=20_000)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("a")
    expect(page.locator("#accept")).to_be_visible(timeout=20_000)
    expect(status).not_to_have_text("Angenommen")


def test_search_finds_a_claim_and_a_view_keeps_the_filters(page: Page, site: str) -> None:
    enter(page, site, "kim")
    last = number_of(page, 20)
    page.fill("#search textarea, #search input", last.replace("-", "").lower())
    page.keyboard.press("Enter")
    expect(page.locator(ROW)).to_have_count(1, timeout=20_000)
    expect(page.locator(ROW)).to_have_attribute("data-action", last)
    page.locator("#filters > button").click()
    page.fill("#view-name textarea, #view-name input", "Ein Vorgang")
    page.click("#view-save")
    chip = page.locator(".views .chip", has_text="Ein Vorgang")
    expect(chip).to_be_visible(timeout=20_000)
    page.locator(".views button", has_text="Alle offenen").click()
    expect(page.locator(ROW)).to_have_count(50, timeout=20_000)
    chip.locator("button").first.click()
    expect(page.locator(ROW)).to_have_count(1, timeout=20_000)
    chip.locator("button.remove").click()
    expect(chip).to_have_count(0, timeout=20_000)


def test_pages_follow_each_other(page: Page, site: str) -> None:
    enter(page, site, "kim")
    first = number_of(page, 0)
    page.locator(".turn").click()
    expect(page.locator(f"{ROW}[data-action='{first}']")).to_have_count(0, timeout=20_000)
    page.locator(".turn").first.click()
    expect(page.locator(f"{ROW}[data-action='{first}']")).to_be_visible(timeout=20_000)


def test_two_in_one_claim_see_each_other_and_nothing_is_lost(page: Page, site: str, browser: Browser) -> None:
    other = browser.new_context(locale="en-GB", reduced_motion="reduce")
    sam = enter(other.new_page(), site, "sam")
    enter(page, site, "kim")
    for one in (page, sam):
        one.locator(".views button").nth(1).click()  # what nobody has
        expect(one.locator(".entry-row:not(:has(.take))")).to_have_count(0, timeout=20_000)
        one.locator(ROW).first.click()
        expect(one.locator(".case")).to_be_visible(timeout=20_000)
    expect(sam.locator(".ownership")).to_contain_text("kim is in this claim too.", timeout=20_000)
    sam.fill("#reply textarea", "half a sentence")
    page.keyboard.press("m")
    expect(page.locator(".ownership")).to_contain_text("Bei mir", timeout=20_000)
    sam.locator("#assign-me").click()
    expect(sam.locator("#below")).to_contain_text(re.compile("nothing was overwritten"), timeout=20_000)
    expect(sam.locator(".ownership")).to_contain_text("With kim", timeout=20_000)
    assert sam.input_value("#reply textarea") == "half a sentence"
    other.close()
