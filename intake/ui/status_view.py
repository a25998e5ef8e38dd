"""What the customer's status page shows of a claim."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

from fastapi.responses import PlainTextResponse, RedirectResponse, Response

from intake.claims.model import Claim, Status
from intake.claims.status_link import status_path
from intake.errors import BadInput
from intake.settings import Settings
from intake.talk.aftercare import WITH_STAFF, Aftercare
from intake.ui.customer_pages import PAGE_HEADERS, CustomerPages
from intake.ui.messages import LANGUAGES, Wording, euros
from intake.ui.transcript import transcript

STEPS = ("received", "checked", "decided", "done")
REACHED = {Status.ACCEPTED: 3, Status.RESOLVED: 4, Status.CLOSED: 4}  # steps that are done; two words for the rest
NOTICES = ("added", "person", "withdrawn", "thanks", "reopened")


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


class StatusView:
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
