"""The customer's status page: one claim by its number and its secret key, without login, cookie and script."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Form, Request, UploadFile
from fastapi.responses import PlainTextResponse, RedirectResponse, Response

from intake.aftercare import WITH_STAFF, Aftercare
from intake.claims.model import Claim, Status
from intake.claims.status_link import status_path
from intake.errors import BadInput, IllegalMove, NotFound
from intake.inbox import Upload
from intake.service import Desk
from intake.settings import Settings
from intake.ui.customer_pages import PAGE_HEADERS, CustomerPages, chosen_language
from intake.ui.messages import LANGUAGES, Wording, euros
from intake.ui.routes import photo_response
from intake.ui.transcript import transcript

STEPS = ("received", "checked", "decided", "done")
REACHED = {Status.ACCEPTED: 3, Status.RESOLVED: 4, Status.CLOSED: 4}  # steps that are done; two words for the rest
NOTICES = ("added", "person", "withdrawn", "thanks", "reopened")
Key = Annotated[str, Form(max_length=200)]
Lang = Annotated[str, Form(max_length=10)]
Text = Annotated[str, Form()]


@dataclass(frozen=True)
class Step:
    name: str
    state: str  # "done", "current" or "open"


@dataclass(frozen=True)
class Elsewhere:
    number: str
    path: str


def steps(status: Status) -> list[Step]:
    """The way of a claim, as far as it has come; none where it has left it."""
    if status is Status.WITHDRAWN:
        return []
    reached = REACHED.get(status, 1)
    states = ["done"] * reached + ["current"] + ["open"] * len(STEPS)
    return [Step(name, state) for name, state in zip(STEPS, states, strict=False)]


class StatusPage:
    """Renders the page and its answers; which claim may be seen is decided in `Aftercare.open` alone."""

    def __init__(self, aftercare: Aftercare, pages: CustomerPages, settings: Settings) -> None:
        self._aftercare, self._pages, self._settings = aftercare, pages, settings

    def show(
        self, claim: Claim, key: str, language: str, notice: str = "", problems: Sequence[BadInput] = (), text: str = ""
    ) -> Response:
        words = self._pages.wording(language)
        standing = self._aftercare.goes_on_in(claim)
        return self._pages.render(
            "status.html",
            language,
            422 if problems else 200,
            **self._address(claim, key, language),
            standing=standing,
            steps=steps(standing.status),
            next=_next(standing, words),
            by=_by(standing),
            got=_got(standing, words, language),
            goes_on=_elsewhere(claim, standing),
            feedback=self._aftercare.feedback(claim),
            talk=self._aftercare.talk(claim),
            may_withdraw=self._aftercare.may_withdraw(claim),
            notice=words[f"status_page.notice.{notice}"] if notice in NOTICES else "",
            good=notice in NOTICES,
            problems=[words[problem.key].format_map(problem.values) for problem in problems],
            unsent=text,
        )

    def ask_to_withdraw(self, claim: Claim, key: str, language: str) -> Response:
        return self._pages.render("status_withdraw.html", language, **self._address(claim, key, language))

    def back(self, claim: Claim, key: str, language: str, notice: str) -> Response:
        """A reload shows the page again and sends nothing twice."""
        query = urlencode({"key": key, "lang": language, "done": notice})
        return RedirectResponse(f"{_base(claim)}?{query}", 303, PAGE_HEADERS)

    def transcript(self, claim: Claim, language: str) -> Response:
        text = transcript(claim, self._aftercare.talk(claim), self._pages.wording(language), language)
        name = {"Content-Disposition": f'attachment; filename="{claim.number}.txt"'}
        return PlainTextResponse(text, headers={**PAGE_HEADERS, **name})

    def _address(self, claim: Claim, key: str, language: str) -> dict[str, Any]:
        others = [one for one in LANGUAGES if one != language]
        return {
            "claim": claim,
            "key": key,
            "base": _base(claim),
            "query": urlencode({"key": key, "lang": language}),
            "other_language": {one: f"?{urlencode({'key': key, 'lang': one})}" for one in others},
            "max_text": self._settings.max_text,
        }


def status_routes(desk: Desk, settings: Settings) -> APIRouter:
    """The page below /status/NUMBER. A wrong key and an unknown number get the same answer."""
    router = APIRouter(prefix="/status/{number}")
    pages = CustomerPages(desk.wording)

    def answer(request: Request, number: str, key: str, lang: str, work: Callable[..., Response]) -> Response:
        page = StatusPage(desk.aftercare, pages, settings)
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
        def load(_page: StatusPage, claim: Claim, _lang: str) -> Response:
            return photo_response(desk.aftercare.photo(claim, photo))

        return answer(request, number, key, "", load)

    @router.get("/transcript")
    def download(request: Request, number: str, key: str = "", lang: str = "") -> Response:
        return answer(request, number, key, lang, lambda page, claim, lang: page.transcript(claim, lang))

    @router.post("/messages")
    def add(
        request: Request, number: str, key: Key, lang: Lang, text: Text = "", photos: list[UploadFile] | None = None
    ) -> Response:
        def keep(page: StatusPage, claim: Claim, lang: str) -> Response:
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
        def call(page: StatusPage, claim: Claim, lang: str) -> Response:
            desk.aftercare.call_person(claim)
            return page.back(claim, key, lang, "person")

        return answer(request, number, key, lang, call)

    @router.get("/withdraw")
    def ask(request: Request, number: str, key: str = "", lang: str = "") -> Response:
        return answer(request, number, key, lang, lambda page, claim, lang: page.ask_to_withdraw(claim, key, lang))

    @router.post("/withdraw")
    def withdraw(request: Request, number: str, key: Key, lang: Lang, reason: Text = "") -> Response:
        def end(page: StatusPage, claim: Claim, lang: str) -> Response:
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
        def keep(page: StatusPage, claim: Claim, lang: str) -> Response:
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


def _base(claim: Claim) -> str:
    return f"/status/{quote(claim.number)}"


def _next(claim: Claim, words: Wording) -> str:
    """What happens now; of a claim that a rule opened, what its legal ground brings."""
    if claim.status is Status.NEW and claim.decision.track:
        return words[f"claim.next.{claim.decision.track}"]
    return words[f"status_page.next.{claim.status}"]


def _by(claim: Claim) -> datetime | None:
    """Until when we answer; nothing where the customer is waited for, or where the time has passed."""
    ours = claim.status in WITH_STAFF or claim.status is Status.NEW
    return claim.due if ours and claim.due and claim.due > datetime.now(UTC) else None


def _got(claim: Claim, words: Wording, language: str) -> str:
    """What was settled, once nobody has to approve it any more."""
    settled = claim.settlement
    if settled is None or settled.approved_by is None:
        return ""
    amount = "" if settled.amount is None else euros(settled.amount, language)
    parts = (words[f"resolution.{settled.resolution}"], amount, settled.part)
    return words["status_page.you_get"].format(what=", ".join(filter(None, parts)))


def _elsewhere(claim: Claim, standing: Claim) -> Elsewhere | None:
    """The page of the claim that this one goes on in, where both are of one address."""
    one, other = (c.facts.order.email.strip().lower() if c.facts.order else "" for c in (claim, standing))
    if standing.number == claim.number or not one or one != other:
        return None
    return Elsewhere(standing.number, status_path(standing.number, standing.conversation))
