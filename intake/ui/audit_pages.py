"""The page of the audit log."""

import json
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from intake.claims.access.audit import Action, Entry
from intake.claims.access.audit_book import Verdict, as_ranges
from intake.claims.access.roles import Actor, Permission
from intake.claims.numbers import parse_number
from intake.errors import BadInput
from intake.staff.audit import AuditDesk
from intake.ui.messages import Wording
from intake.ui.staff_pages import StaffPages

HERE = "/staff/audit"
ROWS = 50
# Name of a detail -> wording key of its value. What isn't here is shown as it is kept.
WORDED = {
    "kind": "staff.event.{}",
    "status": "staff.status.{}",
    "about": "resolution.{}",
    "role": "staff.role.{}",
    "active": "staff.audit.active.{}",
    "password": "staff.audit.password.{}",
}


def audit_routes(audit: AuditDesk, pages: StaffPages) -> APIRouter:
    """Reading by who, what and about what, page by page, and the check of the chain."""
    router = APIRouter(prefix=HERE)
    Admin = Annotated[Actor, Depends(pages.require(Permission.READ_AUDIT))]
    Word = Annotated[str, Query(max_length=64)]

    def page(
        request: Request, reader: Actor, by: str, action: str, about: str, before: int | None, verdict: Verdict | None
    ) -> Response:
        entries = audit.entries(reader, by.strip(), action, subject(about), before, ROWS + 1)
        asked = {"by": by, "action": action, "about": about}
        older = urlencode({**asked, "before": entries[ROWS - 1].id}) if len(entries) > ROWS else ""
        words = pages.words(request)
        rows = [(entry, told(entry, words)) for entry in entries[:ROWS]]
        return pages.render(
            request,
            "audit.html",
            rows=rows,
            asked=asked,
            older=older,
            first=before is None,
            actions=Action,
            verdict=verdict,
            unconfirmed=as_ranges(verdict.unconfirmed) if verdict else "",
        )

    @router.get("")
    def listing(
        request: Request,
        reader: Admin,
        by: Word = "",
        action: Word = "",
        about: Word = "",
        before: int | None = None,
    ) -> Response:
        return page(request, reader, by, action, about, before, None)

    @router.post("/verify")
    def verify(request: Request, reader: Admin) -> Response:
        return page(request, reader, "", "", "", None, audit.verify(reader))

    return router


def subject(typed: str) -> str:
    """A claim number as it is kept, else what was typed: a login."""
    try:
        return parse_number(typed)
    except BadInput:
        return typed.strip().lower()


def told(entry: Entry, words: Wording) -> str:
    """An entry's details for a person to read; the row of the history that it points to is for machines."""
    details = {name: value for name, value in json.loads(entry.detail).items() if name != "event"}
    ordered = sorted(details.items(), key=lambda one: list(WORDED).index(one[0]) if one[0] in WORDED else len(WORDED))
    return " · ".join(_detail(name, value, words) for name, value in ordered if value not in (None, ""))


def _detail(name: str, value: object, words: Wording) -> str:
    key = WORDED.get(name)
    return words.get(key.format(value), str(value)) if key else f"{name}: {value}"
