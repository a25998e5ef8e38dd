"""A customer's way to a claim number, and staff's way to the claim, in a real browser."""

import os
from pathlib import Path

from playwright.sync_api import Page, expect

ROOT = Path(__file__).resolve().parents[2]
PHOTO = ROOT / "tests" / "photos" / "mug-dots-06.jpg"
# Set INTAKE_SCREENSHOTS=1 to renew the pictures of the documentation.
SCREENSHOTS = ROOT / "docs" / "screenshots"
INJECTION = "<img src=x onerror=document.title='broken'> [x](javascript:alert(1)) ${document.title='broken'}"


def picture(page: Page, name: str) -> None:
    if os.environ.get("INTAKE_SCREENSHOTS"):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}.png")


def open_talk(page: Page, site: str) -> None:
    page.goto(site)
    expect(page.locator(".entry.intake").first).to_be_visible(timeout=20_000)


def send(page: Page, text: str, *photos: Path) -> None:
    if photos:
        page.set_input_files("#composer input[type=file]", photos)
        expect(page.locator("#composer img")).to_have_count(len(photos))
    before = page.locator(".talk .entry").count()
    page.fill("#composer textarea", text)
    page.click("#composer .submit-button")
    expect(page.locator(".talk .entry").nth(before + 1)).to_be_visible(timeout=60_000)


def teach_and_take_back(page: Page) -> None:
    page.locator("#teach button").first.click()
    page.locator("#teach-product input").fill("MUG-FERN")
    page.locator("#teach-product input").press("Enter")
    page.click("#teach-correct")
    undo = page.locator("#teach-undo")
    expect(undo).to_be_visible(timeout=20_000)
    expect(page.locator(".history")).to_contain_text("MUG-FERN")
    picture(page, "staff-teach")
    undo.click()
    expect(undo).to_be_hidden(timeout=20_000)


def test_a_photo_and_a_sentence_become_a_claim_that_staff_find(
    page: Page, site: str, first_login: dict[str, str]
) -> None:
    open_talk(page, site)
    picture(page, "customer-start")
    send(page, "Mein Becher kam mit einem Riss an.", PHOTO)
    expect(page.locator(".entry.customer .photos img")).to_be_visible()
    picture(page, "customer-question")
    send(page, "1042")
    number = page.locator(".claim-number strong").last
    expect(number).to_be_visible()
    claim = number.inner_text()
    number.scroll_into_view_if_needed()
    picture(page, "customer-claim")
    page.reload()
    expect(page.locator(".claim-number strong").last).to_have_text(claim)

    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{site}/staff/")
    page.fill("input[name=login]", first_login["login"])
    page.fill("input[name=password]", first_login["password"])
    page.click("button.primary")
    page.locator(".queue button", has_text=claim).click(timeout=20_000)
    photo = page.locator(".case > section .photos img").first
    expect(photo).to_be_visible()
    teach_and_take_back(page)
    expect(page.locator(".case")).to_contain_text("Becher „Punkte“")
    assert photo.evaluate("image => image.complete && image.naturalWidth > 0 || image.decode().then(() => true)")
    picture(page, "staff-claim")


def test_a_person_is_one_click_away_with_nothing_before(page: Page, site: str) -> None:
    open_talk(page, site)
    page.click("button.person")
    expect(page.locator(".with-person")).to_be_visible(timeout=30_000)


def test_both_languages(page: Page, site: str) -> None:
    open_talk(page, site)
    page.click("button[data-action='page.language:en']")
    expect(page.locator("button.person")).to_have_text("Talk to a person")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    picture(page, "customer-english")


def test_what_a_customer_writes_stays_text(page: Page, site: str) -> None:
    open_talk(page, site)
    title = page.title()
    send(page, INJECTION)
    expect(page.locator(".entry.customer .text")).to_have_text(INJECTION)
    assert page.title() == title
