"""The customer's status page: one claim by its number and its secret key, without login, cookie and script."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, Request, UploadFile
from fastapi.responses import Response

from intake.claims.model import Claim
from intake.errors import BadInput, IllegalMove, NotFound
from intake.service import Desk
from intake.settings import Settings
from intake.talk.inbox import Upload
from intake.ui.customer_pages import CustomerPages, chosen_language
from intake.ui.messages import LANGUAGES
from intake.ui.routes import photo_response
from intake.ui.status_view import StatusView

Key = Annotated[str, Form(max_length=200)]
Lang = Annotated[str, Form(max_length=10)]
Text = Annotated[str, Form()]


def status_routes(desk: Desk, settings: Settings) -> APIRouter:
    """The page below /status/NUMBER. A wrong key and an unknown number get the same answer."""
    router = APIRouter(prefix="/status/{number}")
    pages = CustomerPages(desk.wording)

    def answer(request: Request, number: str, key: str, lang: str, work: Callable[..., Response]) -> Response:
        page = StatusView(desk.aftercare, pages, settings)
        try:
            claim = desk.aftercare.open(number, key)
            return work(page, claim, lang if lang in LANGUAGES else chosen_language(request, claim.language))
        except (NotFound, UnicodeEncodeError):
            return pages.not_found(request, "status_gone.html")

    @router.get("")
    def show(request: Request, number: str, key: str = "", lang: str = "", done: str = "") -> Response:
        return answer(request, number, key, lang, lambda page, claim, lang: page.show(claim, key, lang, done))

    @router.get("/photos/{photo}")
    def photo(request: Request, number: str, photo: str, key: str = "") -> Response:
        def load(_page: StatusView, claim: Claim, _lang: str) -> Response:
            return photo_response(desk.aftercare.photo(claim, photo))

        return answer(request, number, key, "", load)

    @router.get("/transcript")
    def download(request: Request, number: str, key: str = "", lang: str = "") -> Response:
        return answer(request, number, key, lang, lambda page, claim, lang: page.transcript(claim, lang))

    @router.post("/messages")
    def add(
        request: Request, number: str, key: Key, lang: Lang, text: Text = "", photos: list[UploadFile] | None = None
    ) -> Response:
        def keep(page: StatusView, claim: Claim, lang: str) -> Response:
            sent = [photo for photo in photos or [] if photo.filename]
            uploads = [Upload(photo.filename or "", photo.file.read()) for photo in sent[: settings.max_photos + 1]]
            if not text.strip() and not uploads:
                return page.back(claim, key, lang, "")
            problems = desk.aftercare.add(claim, text, uploads)
            fresh = desk.aftercare.open(number, key)
            return page.show(fresh, key, lang, "", problems) if problems else page.back(claim, key, lang, "added")

        return answer(request, number, key, lang, keep)

    @router.post("/person")
    def person(request: Request, number: str, key: Key, lang: Lang) -> Response:
        def call(page: StatusView, claim: Claim, lang: str) -> Response:
            desk.aftercare.call_person(claim)
            return page.back(claim, key, lang, "person")

        return answer(request, number, key, lang, call)

    @router.get("/withdraw")
    def ask(request: Request, number: str, key: str = "", lang: str = "") -> Response:
        return answer(request, number, key, lang, lambda page, claim, lang: page.ask_to_withdraw(claim, key, lang))

    @router.post("/withdraw")
    def withdraw(request: Request, number: str, key: Key, lang: Lang, reason: Text = "") -> Response:
        def end(page: StatusView, claim: Claim, lang: str) -> Response:
            try:
                desk.aftercare.withdraw(claim, reason)
            except IllegalMove:  # pressed twice, or carried out meanwhile: the page shows where it stands
                return page.back(claim, key, lang, "")
            return page.back(claim, key, lang, "withdrawn")

        return answer(request, number, key, lang, end)

    @router.post("/feedback")
    def feedback(
        request: Request,
        number: str,
        key: Key,
        lang: Lang,
        solved: Text = "",
        rating: Annotated[int | None, Form()] = None,
        comment: Text = "",
    ) -> Response:
        def keep(page: StatusView, claim: Claim, lang: str) -> Response:
            said = {"yes": True, "no": False}.get(solved)
            try:
                reopened = desk.aftercare.answer(claim, said, rating, comment)
            except BadInput as problem:
                return page.show(claim, key, lang, "", [problem])
            if reopened:
                desk.aftercare.reopened(claim)
            return page.back(claim, key, lang, "reopened" if reopened else "thanks")

        return answer(request, number, key, lang, keep)

    return router
