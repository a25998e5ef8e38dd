"""The page of notices: what was told by e-mail and webhook, what waits, what couldn't be sent."""

import json
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from intake.claims.access.roles import Actor, Permission
from intake.claims.telling.outbox import NoticeState
from intake.errors import NotFound
from intake.staff.notices import NoticeDesk
from intake.ui.audit_pages import subject
from intake.ui.staff_pages import StaffPages

HERE = "/staff/notices"
ROWS = 50


def notice_routes(notices: NoticeDesk, pages: StaffPages) -> APIRouter:
    """Reading by state and claim, page by page; sending again one of them, or all that were given up."""
    router = APIRouter(prefix=HERE)
    Admin = Annotated[Actor, Depends(pages.require(Permission.MANAGE_NOTICES))]
    Word = Annotated[str, Query(max_length=64)]

    def page(request: Request, reader: Actor, asked: dict[str, str], before: int | None, status: int = 200) -> Response:
        state = next((one for one in NoticeState if one == asked["state"]), None)
        asked = {**asked, "state": state or ""}
        found = notices.all(reader, state, subject(asked["claim"]), before, ROWS + 1)
        older = urlencode({**asked, "before": found[ROWS - 1].id}) if len(found) > ROWS else ""
        return pages.render(
            request,
            "staff_notices.html",
            status,
            rows=[(notice, _readable(notice.payload)) for notice in found[:ROWS]],
            counts=notices.counts(reader),
            states=list(NoticeState),
            asked=asked,
            tabs={state: urlencode({**asked, "state": state}) for state in ("", *NoticeState)},
            older=older,
            first=before is None,
            gone=status == 404,
        )

    @router.get("")
    def listing(
        request: Request, reader: Admin, state: Word = "", claim: Word = "", before: int | None = None
    ) -> Response:
        return page(request, reader, {"state": state, "claim": claim.strip()}, before)

    @router.post("/again")
    def all_again(actor: Admin) -> Response:
        notices.send_failed_again(actor)
        return RedirectResponse(f"{HERE}?state={NoticeState.WAITING}", 303)

    @router.post("/{id}/again")
    def again(request: Request, id: int, actor: Admin, state: Annotated[str, Form(max_length=64)] = "") -> Response:
        try:
            notices.send_again(actor, id)
        except NotFound:
            return page(request, actor, {"state": "", "claim": ""}, None, 404)
        return RedirectResponse(f"{HERE}?{urlencode({'state': state})}#notice-{id}", 303)

    return router


def _readable(payload: str) -> str:
    return json.dumps(json.loads(payload), ensure_ascii=False, indent=2)
