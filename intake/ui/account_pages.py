"""The page of accounts for admins, and the one on which everybody changes their own password."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from intake.claims.access.roles import PERMISSIONS, Actor, Permission, Role
from intake.errors import BadInput, NotFound
from intake.staff.accounts import StaffAccounts
from intake.ui.staff_pages import StaffPages

HERE = "/staff/accounts"


def account_routes(accounts: StaffAccounts, pages: StaffPages) -> APIRouter:
    """Everything an admin does with accounts; a new password is shown in the answer that made it, and never again."""
    router = APIRouter(prefix=HERE)
    Admin = Annotated[Actor, Depends(pages.require(Permission.MANAGE_ACCOUNTS))]

    def page(request: Request, actor: Actor, status: int = 200, **told: str) -> Response:
        values = {"error": "", "login": "", "password": ""} | told
        return pages.render(
            request,
            "accounts.html",
            status,
            accounts=accounts.all(actor),
            roles=Role,
            permissions=PERMISSIONS,
            **values,
        )

    def done(request: Request, actor: Actor, step: Callable[[], object]) -> Response:
        try:
            step()
        except BadInput as error:
            return page(request, actor, 400, error=pages.words(request)[error.key].format_map(error.values))
        except NotFound:
            return page(request, actor, 404, error=pages.words(request)["staff.accounts.gone"])
        return RedirectResponse(HERE, 303)

    def told(request: Request, actor: Actor, login: str, step: Callable[[], str]) -> Response:
        """Like `done`, for a step that makes a password."""
        made: list[str] = []
        answer = done(request, actor, lambda: made.append(step()))
        return page(request, actor, login=login, password=made[0]) if made else answer

    @router.get("")
    def listing(request: Request, actor: Admin) -> Response:
        return page(request, actor)

    @router.post("")
    def add(
        request: Request,
        actor: Admin,
        login: Annotated[str, Form()],
        role: Annotated[Role, Form()],
        name: Annotated[str, Form(max_length=64)] = "",
    ) -> Response:
        return told(request, actor, login, lambda: accounts.add(actor, login, name, role))

    @router.post("/{login}")
    def change(
        login: str,
        request: Request,
        actor: Admin,
        role: Annotated[Role, Form()],
        name: Annotated[str, Form(max_length=64)] = "",
    ) -> Response:
        return done(request, actor, lambda: accounts.change(actor, login, name, role))

    @router.post("/{login}/active")
    def switch(login: str, request: Request, actor: Admin, active: Annotated[bool, Form()]) -> Response:
        return done(request, actor, lambda: accounts.set_active(actor, login, active))

    @router.post("/{login}/password")
    def new_password(login: str, request: Request, actor: Admin) -> Response:
        return told(request, actor, login, lambda: accounts.set_password(actor, login))

    return router


def password_routes(accounts: StaffAccounts, pages: StaffPages) -> APIRouter:
    """Whoever changes the own password logs in again with it, everywhere."""
    router = APIRouter(prefix="/staff/password")
    Person = Annotated[Actor, Depends(pages.require(Permission.WORK_CLAIMS))]

    @router.get("")
    def form(request: Request, _: Person) -> Response:
        return pages.render(request, "password.html", error="")

    @router.post("")
    def change(
        request: Request,
        actor: Person,
        old: Annotated[str, Form()],
        new: Annotated[str, Form()],
        again: Annotated[str, Form()],
    ) -> Response:
        words = pages.words(request)
        if new != again:
            return pages.render(request, "password.html", 400, error=words["staff.password.differs"])
        try:
            changed = accounts.change_own_password(actor, old, new)
        except BadInput as error:
            return pages.render(request, "password.html", 400, error=words[error.key].format_map(error.values))
        if not changed:
            return pages.render(request, "password.html", 400, error=words["staff.password.wrong"])
        return RedirectResponse("/staff/login", 303)

    return router
