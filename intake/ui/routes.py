"""Our own routes beside Gradio: guarded photos, catalogue pictures, staff log-in, a new conversation."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import FileResponse, HTMLResponse, PlainTextResponse, RedirectResponse, Response
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.routing import Route

from intake.claims.access.roles import Permission
from intake.errors import NotAllowed, NotFound
from intake.service import Desk
from intake.staff.desk import StaffDesk
from intake.ui import customer, sessions
from intake.ui.messages import Wording, preferred_language, templates
from intake.ui.staff_pages import StaffPages
from intake.ui.theme import CSS

SameSite = Literal["lax", "strict"]
MARK = Path(__file__).resolve().parent / "mark.svg"
# A photo is shown and nothing else: no script in it runs, no shared cache keeps it.
PHOTO_HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}
FORM_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'",
}
FAILURES = RateLimitItemPerMinute(10, 5)  # wrong passwords from one address: ten in five minutes


def answered_by(routers: Sequence[APIRouter]) -> Callable[[str], bool]:
    """Tells whether one of our own routes, and not Gradio, answers a path."""
    patterns = [route.path_regex for router in routers for route in router.routes if isinstance(route, Route)]
    return lambda path: any(pattern.match(path) for pattern in patterns)


def customer_routes(desk: Desk, staff: StaffDesk) -> APIRouter:
    """What customers may ask for."""
    router = APIRouter()

    @router.get("/health")
    def health() -> PlainTextResponse:
        return PlainTextResponse("ok")

    @router.get("/page/theme.css")
    def stylesheet() -> FileResponse:
        return FileResponse(CSS, media_type="text/css")

    @router.get("/page/mark.svg")
    def mark() -> FileResponse:
        return FileResponse(MARK, media_type="image/svg+xml")

    @router.get("/photos/{photo}")
    def photo(photo: str, request: Request) -> Response:
        try:
            data = desk.photo(request.cookies.get(customer.COOKIE, ""), photo)
        # A photo of somebody else and a photo that doesn't exist look the same from outside.
        except (NotAllowed, NotFound):
            return PlainTextResponse("Not allowed", 403)
        return photo_response(data)

    @router.get("/catalogue/{sku}.jpg")
    def catalogue_picture(sku: str) -> Response:
        try:
            image = staff.card(sku, "en").image
        except NotFound:
            image = ""
        if not image or not Path(image).is_file():
            return PlainTextResponse("Not found", 404)
        return FileResponse(image, headers={"Cache-Control": "public, max-age=3600"})

    @router.post("/new")
    def new_conversation() -> Response:
        response = RedirectResponse("/", 303)
        response.delete_cookie(customer.COOKIE)
        return response

    return router


def staff_routes(
    staff: StaffDesk, wording: Callable[[str], Wording], running: sessions.Sessions, pages: StaffPages
) -> APIRouter:
    """Log-in and photos of the staff console."""
    router = APIRouter(prefix="/staff")
    failures = MovingWindowRateLimiter(MemoryStorage())
    page = templates().get_template("login.html")
    works = [Depends(pages.require(Permission.WORK_CLAIMS))]

    def form(request: Request, status: int = 200, error: str = "") -> HTMLResponse:
        language = preferred_language(request.headers.get("accept-language", ""))
        words = wording(language)
        html = page.render(t=words, language=language, error=words[error] if error else "")
        return HTMLResponse(html, status, FORM_HEADERS)

    @router.get("/login")
    def login_form(request: Request) -> HTMLResponse:
        return form(request)

    @router.post("/login")
    def log_in(request: Request, login: Annotated[str, Form()], password: Annotated[str, Form()]) -> Response:
        address = request.client.host if request.client else ""
        if not failures.test(FAILURES, address):
            return form(request, 429, "staff.login.blocked")
        account = staff.accounts.log_in(login, password)
        if account is None:
            failures.hit(FAILURES, address)
            return form(request, 401, "staff.login.wrong")
        running.end(request.cookies.get(sessions.COOKIE))
        token = running.start(account, preferred_language(request.headers.get("accept-language", "")))
        response = RedirectResponse("/staff/", 303)
        set_cookie(request, response, sessions.COOKIE, token, "strict", sessions.LIFETIME)
        return response

    @router.post("/logout")
    def log_out(request: Request) -> Response:
        token = request.cookies.get(sessions.COOKIE)
        if session := running.get(token):
            staff.accounts.log_out(session.actor)
        running.end(token)
        response = RedirectResponse("/staff/login", 303)
        response.delete_cookie(sessions.COOKIE)
        return response

    @router.get("/photos/{photo}", dependencies=works)
    def photo(photo: str) -> Response:
        try:
            return photo_response(staff.photo(photo))
        except (NotAllowed, NotFound):
            return PlainTextResponse("Not found", 404)

    @router.get("/heat/{number}.png", dependencies=works)
    def heat(number: str) -> Response:
        try:
            return photo_response(staff.heat(number))
        except NotFound:
            return PlainTextResponse("Not found", 404)

    return router


def photo_response(data: bytes) -> Response:
    """A stored photo under the type that its first bytes tell; the photo store keeps JPEG, PNG and WebP."""
    kinds = {b"\xff\xd8": "image/jpeg", b"\x89P": "image/png", b"RI": "image/webp"}
    return Response(data, media_type=kinds.get(data[:2], "application/octet-stream"), headers=PHOTO_HEADERS)


def set_cookie(request: Request, response: Response, name: str, value: str, site: SameSite, seconds: int) -> None:
    """A cookie that scripts can't read; where the page came encrypted, it travels encrypted only."""
    secure = request.url.scheme == "https"
    response.set_cookie(name, value, max_age=seconds, httponly=True, secure=secure, samesite=site)
