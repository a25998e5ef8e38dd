"""The page of the audit log."""

import json
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from intake.claims.audit import Action
from intake.claims.audit_book import Verdict, as_ranges
from intake.claims.numbers import parse_number
from intake.claims.roles import Actor, Permission
from intake.errors import BadInput
from intake.staff.audit import AuditDesk
from intake.ui.staff_pages import StaffPages

HERE = "/staff/audit"
ROWS = 50


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
        rows = [
            (entry, {name: value for name, value in json.loads(entry.detail).items() if value is not None})
            for entry in entries[:ROWS]
        ]
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
