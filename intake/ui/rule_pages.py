"""The page of the shop's rules: change the file, try it on past claims, publish it, take it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from intake.claims.access.roles import Actor, Permission
from intake.claims.model import Decision
from intake.claims.shop_rules.conditions import Conditions
from intake.errors import BadInput, EditConflict, RulesInvalid
from intake.staff.rule_desk import RuleDesk, Trial, counted
from intake.ui.messages import Wording
from intake.ui.staff_pages import StaffPages

HERE = "/staff/rules"
TRIED = 10_000  # claims, newest first; the command line takes all
SHOWN = 200  # of those that come out differently
LABELS = {"open": "track", "ask": "missing", "escalate": "staff_reason"}


@dataclass(frozen=True)
class Typed:
    """What the form holds. `base` is the id of what was in force when it was opened; 0 for the file."""

    text: str
    note: str
    base: int


def typed(
    text: Annotated[str, Form(max_length=200_000)],
    base: Annotated[int, Form()],
    note: Annotated[str, Form(max_length=500)] = "",
) -> Typed:
    """Browsers send the lines of a form with CR LF."""
    return Typed(text.replace("\r\n", "\n"), note.strip(), base)


class RulesView:
    """Renders the page: the form, what trying it out came to, what is wrong with it, and what was published before."""

    def __init__(self, rules: RuleDesk, pages: StaffPages, newest: int) -> None:
        self._rules, self._pages, self._newest = rules, pages, newest

    def page(
        self,
        request: Request,
        form: Typed | None = None,
        status: int = 200,
        trial: Trial | None = None,
        problems: Sequence[str] = (),
        error: str = "",
    ) -> Response:
        published = self._rules.in_force()
        words = self._pages.words(request)
        return self._pages.render(
            request,
            "rules.html",
            status,
            form=form or Typed(self._rules.text(), "", published.id if published else 0),
            published=published,
            history=self._rules.history(),
            trial=trial,
            problems=problems,
            error=error,
            came_to=lambda decision: came_to(decision, words),
            label=lambda outcome, about: label(outcome, about, words),
            conditions=list(Conditions.model_fields),
            shown=SHOWN,
            tried=self._newest,
        )

    def unusable(self, request: Request, form: Typed, error: RulesInvalid) -> Response:
        words = self._pages.words(request)

        def say(key: str, _: str, **values: object) -> str:
            return words[key].format_map(values)

        line = words["staff.rules.line"]
        told = [f"{line.format(line=one.line)}: {one.said(say, '')}" for one in error.problems]
        return self.page(request, form, 400, problems=told or [words["staff.rules.not_in_force"]])


def rule_routes(rules: RuleDesk, pages: StaffPages, newest: int = TRIED) -> APIRouter:
    """For whoever may publish: a text can be published once it was tried on the `newest` claims."""
    router, view = APIRouter(prefix=HERE), RulesView(rules, pages, newest)
    Lead = Annotated[Actor, Depends(pages.require(Permission.PUBLISH_RULES))]
    File = Annotated[Typed, Depends(typed)]

    @router.get("")
    def show(request: Request, _: Lead) -> Response:
        return view.page(request)

    @router.post("/try")
    def try_out(request: Request, actor: Lead, form: File) -> Response:
        try:
            return view.page(request, form, trial=rules.try_out(actor, form.text, limit=newest))
        except RulesInvalid as error:
            return view.unusable(request, form, error)

    @router.post("/publish")
    def publish(request: Request, actor: Lead, form: File) -> Response:
        try:
            rules.publish(actor, form.text, form.note, form.base or None)
        except RulesInvalid as error:
            return view.unusable(request, form, error)
        except BadInput:
            return view.page(request, form, 400, error="staff.rules.try_first")
        except EditConflict:
            return view.page(request, form, 409, error="staff.rules.conflict")
        return RedirectResponse(f"{HERE}#history", 303)

    @router.post("/{id}/take-back")
    def take_back(id: int, request: Request, actor: Lead) -> Response:
        try:
            rules.take_back(actor, id)
        except EditConflict:
            return view.page(request, status=409, error="staff.rules.conflict")
        return RedirectResponse(f"{HERE}#history", 303)

    return router


def label(outcome: str, about: str, words: Wording) -> str:
    """An outcome and what belongs to it, in words."""
    return f"{words[f'outcome.{outcome}']}: {words[f'{LABELS[outcome]}.{about}']}"


def came_to(decision: Decision, words: Wording) -> str:
    outcome, about = counted(decision)
    return f"{label(outcome, about, words)} ({words['rule.label']} {decision.rule})"
