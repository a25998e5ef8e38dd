"""The customer's status page: one claim by its number and its secret key, without login, cookie and script."""

from collections.abc import Callable, Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Request, UploadFile
from fastapi.responses import Response

from intake.claims.model import Claim
from intake.errors import BadInput, IllegalMove, NotFound
from intake.service import Desk
from intake.settings import Settings
from intake.talk.aftercare import Aftercare
from intake.talk.inbox import Upload
from intake.ui.customer_pages import CustomerPages, chosen_language
from intake.ui.messages import LANGUAGES
from intake.ui.routes import photo_response
from intake.ui.status_view import StatusView

Key = Annotated[str, Form(max_length=200)]
Lang = Annotated[str, Form(max_length=10)]
Text = Annotated[str, Form()]


class StatusActs:
    """What a customer does with the claim on the page; each returns what they see next."""

    def __init__(self, aftercare: Aftercare, view: StatusView, most_photos: int) -> None:
        self._aftercare, self._view, self._most_photos = aftercare, view, most_photos

    def add(self, claim: Claim, key: str, lang: str, text: str, photos: Sequence[UploadFile]) -> Response:
        sent = [photo for photo in photos if photo.filename]
        # One more than allowed, so that the customer hears of the limit.
        uploads = [Upload(photo.filename or "", photo.file.read()) for photo in sent[: self._most_photos + 1]]
        if not text.strip() and not uploads:
            return self._view.back(claim, key, lang, "")
        problems = self._aftercare.add(claim, text, uploads)
        if problems:
            return self._view.show(self._aftercare.open(claim.number, key), key, lang, "", problems)
        return self._view.back(claim, key, lang, "added")

    def call_person(self, claim: Claim, key: str, lang: str) -> Response:
        self._aftercare.call_person(claim)
        return self._view.back(claim, key, lang, "person")

    def withdraw(self, claim: Claim, key: str, lang: str, reason: str) -> Response:
        try:
            self._aftercare.withdraw(claim, reason)
        except IllegalMove:  # pressed twice, or carried out meanwhile: the page shows where it stands
            return self._view.back(claim, key, lang, "")
        return self._view.back(claim, key, lang, "withdrawn")

    def rate(
        self, claim: Claim, key: str, lang: str, solved: bool | None, rating: int | None, comment: str
    ) -> Response:
        try:
            reopened = self._aftercare.answer(claim, solved, rating, comment)
        except BadInput as problem:
            return self._view.show(claim, key, lang, "", [problem])
        if reopened:
            self._aftercare.reopened(claim)
        return self._view.back(claim, key, lang, "reopened" if reopened else "thanks")


def status_routes(desk: Desk, settings: Settings) -> APIRouter:
    """The page below /status/NUMBER. A wrong key and an unknown number get the same answer."""
    router, aftercare = APIRouter(prefix="/status/{number}"), desk.aftercare
    pages = CustomerPages(desk.wording)
    view = StatusView(aftercare, pages, settings)
    acts = StatusActs(aftercare, view, settings.max_photos)

    def answer(request: Request, number: str, key: str, lang: str, work: Callable[[Claim, str], Response]) -> Response:
        try:
            claim = aftercare.open(number, key)
            return work(claim, lang if lang in LANGUAGES else chosen_language(request, claim.language))
        except (NotFound, UnicodeEncodeError):
            return pages.not_found(request, "status_gone.html")

    @router.get("")
    def show(request: Request, number: str, key: str = "", lang: str = "", done: str = "") -> Response:
        return answer(request, number, key, lang, lambda claim, lang: view.show(claim, key, lang, done))

    @router.get("/photos/{photo}")
    def photo(request: Request, number: str, photo: str, key: str = "") -> Response:
        return answer(request, number, key, "", lambda claim, _: photo_response(aftercare.photo(claim, photo)))

    @router.get("/transcript")
    def download(request: Request, number: str, key: str = "", lang: str = "") -> Response:
        return answer(request, number, key, lang, view.transcript)

    @router.post("/messages")
    def add(
        request: Request, number: str, key: Key, lang: Lang, text: Text = "", photos: list[UploadFile] | None = None
    ) -> Response:
        return answer(request, number, key, lang, lambda claim, lang: acts.add(claim, key, lang, text, photos or []))

    @router.post("/person")
    def person(request: Request, number: str, key: Key, lang: Lang) -> Response:
        return answer(request, number, key, lang, lambda claim, lang: acts.call_person(claim, key, lang))

    @router.get("/withdraw")
    def ask(request: Request, number: str, key: str = "", lang: str = "") -> Response:
        return answer(request, number, key, lang, lambda claim, lang: view.ask_to_withdraw(claim, key, lang))

    @router.post("/withdraw")
    def withdraw(request: Request, number: str, key: Key, lang: Lang, reason: Text = "") -> Response:
        return answer(request, number, key, lang, lambda claim, lang: acts.withdraw(claim, key, lang, reason))

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
        said = {"yes": True, "no": False}.get(solved)
        return answer(
            request, number, key, lang, lambda claim, lang: acts.rate(claim, key, lang, said, rating, comment)
        )

    return router
