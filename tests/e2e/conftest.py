"""A real browser, and the real service on a port of its own."""

import os
import shutil
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Ends with its module: Playwright keeps an event loop running in the tests' thread."""
    if not CHROMIUM:
        pytest.skip("No Chromium here: apt-get install chromium, or name one in the variable CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """A German phone; fails the test when a page asks another host for anything."""
    context = browser.new_context(locale="de-DE", viewport=ViewportSize(width=390, height=844), reduced_motion="reduce")
    outside: list[str] = []
    ours = (site, "data:", "blob:")
    context.on("request", lambda request: None if request.url.startswith(ours) else outside.append(request.url))
    yield context
    context.close()
    assert outside == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def serve(app: object) -> Iterator[str]:
    """Serve an application on a free port of this machine; yields its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()  # whoever calls before the server runs waits instead of being refused
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))  # type: ignore[arg-type]
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield f"http://localhost:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=10)


@pytest.fixture(scope="session")
def first_login() -> dict[str, str]:
    """Filled by `site` with the login of the first start."""
    return {}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, first_login: dict[str, str]) -> Iterator[str]:
    """The real service with an empty data folder."""
    from intake import bootstrap
    from intake.settings import Settings
    from intake.ui import web

    settings = Settings(data=tmp_path_factory.mktemp("data"))
    intake = bootstrap.build(settings)
    assert intake.first_login is not None
    first_login["login"], first_login["password"] = intake.first_login
    yield from serve(web.build(intake.desk, intake.staff, settings))
