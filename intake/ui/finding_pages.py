"""Pages of unanswered questions and of defect clusters."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from intake.claims.access.roles import Actor, Permission
from intake.staff.clusters import BEFORE, RECENT, Cluster, Kind
from intake.staff.desk import StaffDesk
from intake.ui.staff_pages import StaffPages


def finding_routes(staff: StaffDesk, pages: StaffPages) -> APIRouter:
    router = APIRouter(prefix="/staff")
    Agent = Annotated[Actor, Depends(pages.require(Permission.WORK_CLAIMS))]

    @router.get("/questions")
    def questions(request: Request, _: Agent) -> Response:
        return pages.render(request, "questions.html", questions=staff.cases.findings.questions())

    @router.post("/questions/done")
    def done(actor: Agent, ids: Annotated[list[int], Form()]) -> Response:
        staff.cases.findings.settle(ids, actor)
        return RedirectResponse("/staff/questions", 303)

    @router.get("/clusters")
    def clusters(request: Request, _: Agent) -> Response:
        found = staff.cases.findings.clusters()
        language = pages.session(request).language

        def name(cluster: Cluster) -> str:
            return staff.card(cluster.name, language).title if cluster.kind is Kind.PRODUCT else cluster.name

        return pages.render(
            request,
            "clusters.html",
            clusters=found,
            name=name,
            pictures=staff.cases.findings.pictures,
            recent=RECENT,
            before=BEFORE,
        )

    return router
