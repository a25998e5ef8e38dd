"""Why a claim came out as it did, on a page."""

from fastapi import APIRouter, Depends, Request
from fastapi.responses import PlainTextResponse, Response

from intake.claims.access.roles import Permission
from intake.errors import NotFound
from intake.staff.desk import StaffDesk
from intake.ui.staff_pages import StaffPages


def explain_routes(staff: StaffDesk, pages: StaffPages) -> APIRouter:
    router = APIRouter(prefix="/staff")

    @router.get("/claims/{number}/explain", dependencies=[Depends(pages.require(Permission.WORK_CLAIMS))])
    def explain(number: str, request: Request) -> Response:
        try:
            parts = staff.explainer.explain(staff.claim(number), pages.session(request).language)
        except NotFound:
            return PlainTextResponse("Not found", 404)
        return pages.render(request, "explain.html", number=number, parts=parts)

    return router
