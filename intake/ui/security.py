"""Middleware in front of everything that the two pages serve. Plain ASGI: streams pass through unbuffered."""

import os
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Gradio evaluates its templates in the browser, hence the two "unsafe"; nothing comes from another host.
PAGE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' blob:; worker-src 'self' blob:; "
    "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors {ancestors}"
)
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
SMALL_BODY = 1_000_000  # bytes: any request but an upload

# What the two pages need of Gradio, by method. Everything else that Gradio offers stays closed.
GRADIO_FILES = ("assets/", "static/", "svelte/", "gradio_api/heartbeat/", "gradio_api/file=")
GRADIO_GET = {
    "",
    "config",
    "theme.css",
    "favicon.ico",
    "manifest.json",
    "robots.txt",
    "gradio_api/theme.css",
    "gradio_api/info",
    "gradio_api/app_id",
    "gradio_api/startup-events",
    "gradio_api/queue/data",
    "gradio_api/upload_progress",
}
GRADIO_POST = {"gradio_api/queue/join", "gradio_api/upload", "gradio_api/cancel", "gradio_api/reset"}


class SecurityHeaders:
    """Adds what browsers need to keep the pages to themselves; a response's own header wins."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        ancestors = "'none'" if is_staff(scope["path"]) else "'self'"

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", PAGE_POLICY.format(ancestors=ancestors))
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("Referrer-Policy", "same-origin")
                headers.setdefault("Permissions-Policy", "geolocation=(), microphone=(), payment=()")
            await send(message)

        await self._app(scope, receive, send_with_headers)


class SameOrigin:
    """Refuses changing requests that another site's page sends (403). Without an Origin header they pass."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        changing = scope["type"] == "http" and scope["method"] not in SAFE_METHODS
        if changing and self._foreign(scope["path"], Headers(scope=scope)):
            await PlainTextResponse("Requests from other sites are refused.", 403)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    @staticmethod
    def _foreign(path: str, headers: Headers) -> bool:
        origin = headers.get("origin")
        if origin == "null" and has_key(path):
            return False
        return origin is not None and urlsplit(origin).netloc != headers.get("host")


class BodyLimit:
    """Answers 413 before a body above the limit is parsed, whether its length was announced or not."""

    def __init__(self, app: ASGIApp, upload_bytes: int) -> None:
        self._app = app
        self._upload_bytes = upload_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._upload_bytes if takes_photos(scope["path"]) else SMALL_BODY
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdigit() or int(announced) > limit:
            await PlainTextResponse("This is too large.", 413)(scope, receive, send)
            return
        await self._count(scope, receive, send, limit)

    async def _count(self, scope: Scope, receive: Receive, send: Send, limit: int) -> None:
        seen = 0
        refused = False

        async def counted() -> Message:
            nonlocal seen, refused
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit and not refused:
                refused = True
                await PlainTextResponse("This is too large.", 413)(scope, receive, send)
            return {"type": "http.disconnect"} if refused else message

        async def send_unless_refused(message: Message) -> None:
            if not refused:
                await send(message)

        try:
            await self._app(scope, counted, send_unless_refused)
        except ClientDisconnect:
            if not refused:
                raise


class GradioGate:
    """Lets pass what the pages need of Gradio; 404 for the rest: deep links, monitoring, proxying, ..."""

    def __init__(self, app: ASGIApp, own: Callable[[str], bool], uploads: str) -> None:
        """`own` tells our own routes; only files below `uploads` are given out as Gradio's files."""
        self._app = app
        self._own = own
        self._uploads = os.path.realpath(uploads)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._own(scope["path"]) and not self._needed(scope):
            await PlainTextResponse("Not found", 404)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _needed(self, scope: Scope) -> bool:
        path = scope["path"].removeprefix("/staff").removeprefix("/")
        if scope["method"] == "POST":
            return path in GRADIO_POST
        if b"deep_link" in scope["query_string"]:
            return False
        if path.startswith("gradio_api/file="):
            return self._uploaded(path.removeprefix("gradio_api/file="))
        return path in GRADIO_GET or path.startswith(GRADIO_FILES)

    def _uploaded(self, file: str) -> bool:
        return os.path.realpath(file).startswith(self._uploads + os.sep)


class StaffGuard:
    """Nothing below /staff without a session: pages lead to the login form, everything else is a 401."""

    def __init__(self, app: ASGIApp, logged_in: Callable[[Request], bool]) -> None:
        self._app = app
        self._logged_in = logged_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope) if scope["type"] == "http" and is_staff(scope["path"]) else None
        open_to_all = request is None or scope["path"] == "/staff/login"
        if request is None or open_to_all or await run_in_threadpool(self._logged_in, request):
            await self._app(scope, receive, send)
            return
        await self._refuse(request)(scope, receive, send)

    @staticmethod
    def _refuse(request: Request) -> Response:
        page = request.url.path in {"/staff", "/staff/"} or "text/html" in request.headers.get("accept", "")
        if request.method == "GET" and page:
            return RedirectResponse("/staff/login", 303)
        return PlainTextResponse("Please log in.", 401)


def takes_photos(path: str) -> bool:
    return path.endswith("/gradio_api/upload") or (has_key(path) and path.endswith("/messages"))


def has_key(path: str) -> bool:
    """Whether the page is opened by a secret in the request instead of a cookie: no other site can know it.

    Such pages send no referrer, and browsers leave out the origin with it.
    """
    return path.startswith("/status/")


def is_staff(path: str) -> bool:
    """Whether the path belongs to the staff console."""
    return path == "/staff" or path.startswith("/staff/")
