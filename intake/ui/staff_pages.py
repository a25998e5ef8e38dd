"""Staff pages that are plain HTML: a common frame with header and navigation, in the session's language."""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from intake.claims.access.roles import Actor, Permission
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
    """One entry of the navigation, for those who may. `key` is a wording key."""

    path: str
    key: str
    permission: Permission = Permission.WORK_CLAIMS


NAVIGATION = (
    Entry("/staff/", "staff.nav.claims"),
    Entry("/staff/questions", "staff.nav.questions"),
    Entry("/staff/clusters", "staff.nav.clusters"),
    Entry("/staff/figures", "staff.nav.figures", Permission.SEE_FIGURES),
    Entry("/staff/rules", "staff.nav.rules", Permission.PUBLISH_RULES),
    Entry("/staff/accounts", "staff.nav.accounts", Permission.MANAGE_ACCOUNTS),
    Entry("/staff/notices", "staff.nav.notices", Permission.MANAGE_NOTICES),
    Entry("/staff/audit", "staff.nav.audit", Permission.READ_AUDIT),
)


def navigation(actor: Actor) -> list[Entry]:
    """The sections that this person may see."""
    return [entry for entry in NAVIGATION if actor.may(entry.permission)]


@dataclass(frozen=True)
class Require:
    """What a route depends on: gives the person who asks. Raises `NotAllowed` for those who may not."""

    permission: Permission
    session: Callable[[Request], Session]

    def __call__(self, request: Request) -> Actor:
        actor = self.session(request).actor
        actor.require(self.permission)
        return actor


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

    def require(self, permission: Permission) -> Require:
        """For `Depends(...)` of every route below /staff; a test names those that lack it."""
        return Require(permission, self.session)

    def refuse(self, request: Request, _: Exception) -> Response:
        """What somebody gets who may not do this."""
        try:
            return self.render(request, "not_allowed.html", 403)
        except NotAllowed:
            return PlainTextResponse("Not allowed", 403)

    def words(self, request: Request) -> Wording:
        return self._wording(self.session(request).language)

    def render(self, request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
        session = self.session(request)
        html = self._templates.get_template(template).render(
            t=self._wording(session.language),
            language=session.language,
            languages=LANGUAGES,
            session=session,
            navigation=navigation(session.actor),
            here=request.url.path,
            **values,
        )
        return HTMLResponse(html, status, PAGE_HEADERS)


def language_routes(pages: StaffPages) -> APIRouter:
    """The switch of language on plain pages."""
    router = APIRouter(prefix="/staff")

    @router.post("/language/{language}", dependencies=[Depends(pages.require(Permission.WORK_CLAIMS))])
    def change(language: str, request: Request) -> Response:
        if language in LANGUAGES:
            pages.session(request).language = language
        back = request.headers.get("referer", "").partition(f"//{request.headers.get('host')}")[2]
        return RedirectResponse(back if back.startswith("/staff") else "/staff/", 303)

    return router
