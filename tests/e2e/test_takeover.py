"""A customer's window beside that of staff: taking the talk over, answering in few clicks, deciding, handing back."""

import re

from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.e2e.test_browser import PHOTO, open_talk, picture, send

PATIENCE = 30_000  # ms; the pages look again every few seconds
MOST_CLICKS = 4  # from opening a claim to sending a fitting reply
COUNTING = "window.clicks = 0; addEventListener('click', (event) => { if (event.isTrusted) window.clicks++ }, true)"


def log_in(browser: Browser, site: str, login: dict[str, str], locale: str) -> Page:
    page = browser.new_context(
        locale=locale, viewport=ViewportSize(width=1440, height=900), reduced_motion="reduce"
    ).new_page()
    page.add_init_script(COUNTING)
    page.goto(f"{site}/staff/")
    page.fill("input[name=login]", login["login"])
    page.fill("input[name=password]", login["password"])
    page.click("button.primary")
    return page


def call_person(page: Page, site: str, text: str) -> str:
    open_talk(page, site)
    send(page, text, PHOTO)
    return page.locator(".claim-number strong").last.inner_text()


def test_a_fitting_reply_takes_few_clicks_and_a_person_takes_over_and_hands_back(
    page: Page, browser: Browser, site: str, first_login: dict[str, str]
) -> None:
    number = call_person(
        page, site, "Mein Becher hat einen Riss, Bestellung 1042. Ich möchte mit einem Menschen sprechen."
    )
    staff = log_in(browser, site, first_login, "de-DE")
    row = staff.locator(".queue button", has_text=number).first
    expect(row).to_be_visible(timeout=PATIENCE)
    staff.evaluate("window.clicks = 0")
    row.click()
    staff.locator(".suggestion").first.click(timeout=PATIENCE)
    expect(staff.locator("#reply textarea")).to_have_value(re.compile(number), timeout=PATIENCE)
    picture(staff, "staff-answer")
    staff.click("#send")
    expect(page.locator(".entry.staff").first).to_contain_text(number, timeout=PATIENCE)
    assert staff.evaluate("window.clicks") <= MOST_CLICKS

    staff.click("#take-over")
    expect(page.locator(".with-person")).to_contain_text("ist für Sie da", timeout=PATIENCE)
    before = page.locator(".entry.intake").count()
    page.fill("#composer textarea", "Wie lange kann ich etwas zurückgeben?")
    page.click("#composer .submit-button")
    expect(staff.locator(".case .talk")).to_contain_text("Wie lange kann ich", timeout=PATIENCE)
    expect(page.locator("#composer textarea")).to_have_value("")
    assert page.locator(".entry.intake").count() == before
    picture(page, "customer-with-person")
    page.reload()
    expect(page.locator(".with-person")).to_contain_text("ist für Sie da", timeout=PATIENCE)
    staff.click("#hand-back")
    expect(page.locator("button.person")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".talk")).to_contain_text("ist beendet")
    send(page, "Wie lange kann ich etwas zurückgeben?")
    assert page.locator(".entry.intake").count() > before + 1

    staff.locator("#settling button").first.click()
    staff.locator("#resolution input").click()
    staff.get_by_role("option", name="Ersatz", exact=True).click()
    picture(staff, "staff-decide")
    staff.click("#settle")
    expect(page.locator(".talk")).to_contain_text("Sie erhalten das Produkt neu", timeout=PATIENCE)
    staff.click("#resolve", timeout=PATIENCE)
    expect(page.locator(".talk")).to_contain_text("Sie ist erledigt", timeout=PATIENCE)
    staff.fill("#note textarea", "Ersatz verschickt")
    staff.click("#close")
    expect(page.locator(".talk")).to_contain_text("Sie ist abgeschlossen", timeout=PATIENCE)
    for section in ("questions", "clusters"):
        staff.goto(f"{site}/staff/{section}")
        expect(staff.locator("h1")).to_be_visible()
        picture(staff, f"staff-{section}")
    staff.context.close()
