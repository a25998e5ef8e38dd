"""A claim's talk in a few sentences of the language model, with the talk itself beneath."""

from fastapi import APIRouter, Depends, Request
from fastapi.responses import PlainTextResponse, Response

from intake.claims.access.roles import Permission
from intake.errors import NotFound
from intake.staff.desk import StaffDesk
from intake.ui.staff_pages import StaffPages


def digest_routes(staff: StaffDesk, pages: StaffPages) -> APIRouter:
    router = APIRouter(prefix="/staff")

    @router.get("/claims/{number}/digest", dependencies=[Depends(pages.require(Permission.WORK_CLAIMS))])
    def digest(number: str, request: Request) -> Response:
        language = pages.session(request).language
        try:
            text, talk = staff.digest(number, language), staff.talk(number)
        except NotFound:
            return PlainTextResponse("Not found", 404)
        return pages.render(request, "digest.html", number=number, text=text, talk=talk)

    return router
