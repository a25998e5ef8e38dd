"""One web application: the staff console at /staff, the customer's page at /, guards in front of both."""

import ipaddress
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import gradio as gr
from fastapi import FastAPI, Request
from gradio.utils import get_upload_folder
from starlette.concurrency import run_in_threadpool
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response

from intake.errors import IntakeError, NotAllowed
from intake.service import Desk
from intake.settings import Settings
from intake.staff.desk import StaffDesk
from intake.ui import customer, sessions
from intake.ui.account_pages import account_routes, password_routes
from intake.ui.audit_pages import audit_routes
from intake.ui.digest import digest_routes
from intake.ui.explain_page import explain_routes
from intake.ui.figure_pages import figure_routes
from intake.ui.finding_pages import finding_routes
from intake.ui.messages import preferred_language
from intake.ui.notice_pages import notice_routes
from intake.ui.plain_routes import plain_routes
from intake.ui.routes import answered_by, customer_routes, set_cookie, staff_routes
from intake.ui.rule_pages import rule_routes
from intake.ui.security import BodyLimit, GradioGate, SameOrigin, SecurityHeaders, StaffGuard
from intake.ui.staff import StaffPage
from intake.ui.staff_pages import StaffPages, language_routes
from intake.ui.theme import CSS, theme

TALK_LIFETIME = 90 * 24 * 3600  # seconds that a browser finds its conversation again
LOCAL_HOSTS = ["localhost", "127.0.0.1", "*.gradio.live"]
FORM_OVERHEAD = 1_000_000  # bytes around the photos of one upload
HEAD = '<link rel="icon" href="/page/mark.svg"><meta name="robots" content="noindex">'


def build(desk: Desk, staff: StaffDesk, settings: Settings) -> FastAPI:
    """The application, ready for a server."""
    running = sessions.Sessions(staff.accounts.get)
    app = FastAPI(title="Intake", docs_url=None, redoc_url=None, openapi_url=None)
    pages = StaffPages(desk.wording, running)
    routers = [
        customer_routes(desk, staff),
        staff_routes(staff, desk.wording, running, pages),
        language_routes(pages),
        password_routes(staff.accounts, pages),
        account_routes(staff.accounts, pages),
        audit_routes(staff.audit, pages),
        digest_routes(staff, pages),
        rule_routes(staff.rules, pages),
        explain_routes(staff, pages),
        notice_routes(staff.notices, pages),
        finding_routes(staff, pages),
        *plain_routes(desk, settings),
    ]
    if staff.figures:
        routers.append(figure_routes(staff.figures, pages, lambda sku, language: staff.card(sku, language).title))
    for router in routers:
        app.include_router(router)
    app.add_exception_handler(NotAllowed, pages.refuse)
    guard(app, desk, running, settings, answered_by(routers))
    # The first mount that fits answers: /staff has to stand before /.
    mount(app, StaffPage(staff, desk.wording, running).build(), "/staff", settings)
    mount(app, customer.CustomerPage(desk, settings).build(), "/", settings)
    return app


def mount(app: FastAPI, page: gr.Blocks, path: str, settings: Settings) -> None:
    """Mount a page with everything closed that Gradio opens by default."""
    gr.mount_gradio_app(
        app,
        page,
        path,
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size=settings.max_photo_bytes,
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        theme=theme(),
        css_paths=[CSS],
        head=HEAD,
    )


def guard(app: FastAPI, desk: Desk, running: sessions.Sessions, settings: Settings, own: Callable[[str], bool]) -> None:
    """Add the middleware; the last one added stands outermost. `own` tells the paths that aren't Gradio's."""

    def logged_in(request: Request) -> bool:
        return running.get(request.cookies.get(sessions.COOKIE)) is not None

    app.middleware("http")(conversation_cookie(desk))
    app.add_middleware(StaffGuard, logged_in=logged_in)
    app.add_middleware(GradioGate, own=own, uploads=get_upload_folder())
    upload_bytes = settings.max_photos * settings.max_photo_bytes + FORM_OVERHEAD
    app.add_middleware(BodyLimit, upload_bytes=upload_bytes)
    app.add_middleware(SameOrigin)
    # Ours allows no origin; without one of ours Gradio would bring its own, which reflects any.
    app.add_middleware(CORSMiddleware, allow_origins=[])
    app.add_middleware(
        TrustedHostMiddleware, allowed_hosts=trusted_hosts(settings.host, settings.address), www_redirect=False
    )
    app.add_middleware(SecurityHeaders)


def trusted_hosts(host: str, address: str = "") -> list[str]:
    """Names that requests may ask for.

    A local server answers to local names, share links and the name of its public `address` only (DNS rebinding); one
    that listens to the network is reached by names that it can't know.
    """
    public = [name] if (name := urlsplit(address).hostname) else []
    if host == "localhost":
        return [*LOCAL_HOSTS, *public]
    try:
        return [*LOCAL_HOSTS, *public, host] if ipaddress.ip_address(host).is_loopback else ["*"]
    except ValueError:
        return ["*"]


def conversation_cookie(desk: Desk) -> Callable[[Request, Callable[[Request], Awaitable[Response]]], Any]:
    """Middleware: whoever opens the page without a conversation gets one, and keeps it over reloads."""

    async def ensure(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await call_next(request)
        if request.method == "GET" and request.url.path == "/" and response.status_code == 200:
            await run_in_threadpool(_give_conversation, desk, request, response)
        return response

    return ensure


def _give_conversation(desk: Desk, request: Request, response: Response) -> None:
    response.headers["Cache-Control"] = "no-store"
    try:
        identity = desk.conversation(request.cookies.get(customer.COOKIE, "")).id
    except IntakeError:
        language = preferred_language(request.headers.get("accept-language", ""))
        identity = desk.start(language).id
    set_cookie(request, response, customer.COOKIE, identity, "lax", TALK_LIFETIME)
