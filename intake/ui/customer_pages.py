"""Customers' pages of plain HTML: a common frame without scripts and cookies, open to whoever has the link."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse

from intake.ui.messages import LANGUAGES, Wording, preferred_language, templates

CSS = Path(__file__).resolve().parent / "plain.css"
# A secret in the address must not travel on: not to a cache, not to another site, not into a search engine.
PAGE_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
}


LANGUAGE_NAMES = {"de": "Deutsch", "en": "English"}


class CustomerPages:
    """Renders templates that extend `customer_page.html`; given are `t`, `language`, `names`."""

    def __init__(self, wording: Callable[[str], Wording]) -> None:
        self.wording = wording
        self._templates = templates()

    def render(self, template: str, language: str, status: int = 200, **values: Any) -> HTMLResponse:
        words = self.wording(language)
        html = self._templates.get_template(template).render(t=words, language=language, names=LANGUAGE_NAMES, **values)
        return HTMLResponse(html, status, PAGE_HEADERS)

    def not_found(self, request: Request, template: str) -> HTMLResponse:
        return self.render(template, chosen_language(request), 404)


def chosen_language(request: Request, otherwise: str = "") -> str:
    """What the address asks for, else `otherwise`, else what the browser prefers."""
    asked = request.query_params.get("lang", "")
    browser = preferred_language(request.headers.get("accept-language", ""))
    return next(one for one in (asked, otherwise, browser) if one in LANGUAGES)


def stylesheet_routes() -> APIRouter:
    """What these pages look like beyond the common palette."""
    router = APIRouter()

    @router.get("/page/plain.css")
    def stylesheet() -> FileResponse:
        return FileResponse(CSS, media_type="text/css")

    return router
