"""Staff pages that are plain HTML: a common frame with header and navigation, in the session's language."""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from intake.errors import NotAllowed
from intake.ui.messages import LANGUAGES, Wording, templates
from intake.ui.sessions import COOKIE, Session, Sessions

PAGE_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
}


@dataclass(frozen=True)
class Entry:
    """One entry of the navigation. `key` is a wording key."""

    path: str
    key: str


NAVIGATION = (Entry("/staff/", "staff.nav.claims"),)


class StaffPages:
    """Renders templates that extend `staff_page.html`; they get `t`, `language`, `session` and what is given."""

    def __init__(self, wording: Callable[[str], Wording], running: Sessions) -> None:
        self._wording, self._running = wording, running
        self._templates = templates()

    def session(self, request: Request) -> Session:
        """The middleware lets nobody else pass; a page asks again all the same. Raises `NotAllowed`."""
        session = self._running.get(request.cookies.get(COOKIE))
        if session is None:
            raise NotAllowed("No staff session")
        return session

    def words(self, request: Request) -> Wording:
        return self._wording(self.session(request).language)

    def render(self, request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
        session = self.session(request)
        html = self._templates.get_template(template).render(
            t=self._wording(session.language),
            language=session.language,
            languages=LANGUAGES,
            session=session,
            navigation=NAVIGATION,
            here=request.url.path,
            **values,
        )
        return HTMLResponse(html, status, PAGE_HEADERS)


def language_routes(pages: StaffPages) -> APIRouter:
    """The switch of language on plain pages."""
    router = APIRouter(prefix="/staff")

    @router.post("/language/{language}")
    def change(language: str, request: Request) -> Response:
        if language in LANGUAGES:
            pages.session(request).language = language
        back = request.headers.get("referer", "").partition(f"//{request.headers.get('host')}")[2]
        return RedirectResponse(back if back.startswith("/staff") else "/staff/", 303)

    return router
