"""Every handler of the staff console asks by itself who calls: Gradio answers direct calls past the page."""

import asyncio
import inspect
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import gradio as gr
import pytest
from starlette.requests import Request

from intake.errors import IntakeError, NotAllowed
from intake.ui.sessions import COOKIE, Sessions
from intake.ui.staff import StaffPage
from tests.fakes.desks import FakeAccounts, FakeStaffDesk, page_wording


def handlers(sessions: Sessions) -> list[Callable[..., Any]]:
    async def in_a_loop() -> gr.Blocks:
        return StaffPage(FakeStaffDesk(), page_wording, sessions).build()

    page = asyncio.run(in_a_loop())
    return [one.fn for one in page.fns.values() if one.fn is not None]


def call(handler: Callable[..., Any], token: str | None) -> None:
    """As Gradio does for somebody with this cookie, with nothing in the fields."""
    cookie = [(b"cookie", f"{COOKIE}={token}".encode())] if token else []
    asking = gr.Request(Request({"type": "http", "headers": cookie}))
    given = {gr.Request: asking, gr.EventData: gr.EventData(None, {"action": "HB-00007"})}
    wanted = [one for one in inspect.signature(handler).parameters.values() if one.default is one.empty]
    handler(*(given.get(one.annotation) for one in wanted))


@pytest.mark.parametrize("who", ["nobody", "an invented session", "a disabled account"])
def test_no_handler_answers(who: str) -> None:
    accounts = FakeAccounts()
    sessions = Sessions(accounts.get)
    sam = accounts.accounts["sam"]
    tokens = {"nobody": None, "an invented session": "x" * 43, "a disabled account": sessions.start(sam, "de")}
    accounts.accounts["sam"] = replace(sam, active=False, version=2)
    found = handlers(sessions)
    assert len(found) > 10
    for one in found:
        with pytest.raises(NotAllowed):
            call(one, tokens[who])


def test_somebody_logged_in_gets_past_that() -> None:
    accounts = FakeAccounts()
    sessions = Sessions(accounts.get)
    token = sessions.start(accounts.accounts["sam"], "de")
    for one in handlers(sessions):
        # Empty fields may not be what a handler can use; here it counts only who asks.
        with suppress(AttributeError, TypeError, ValueError, IntakeError):
            try:
                call(one, token)
            except NotAllowed:
                pytest.fail(f"{one} refused somebody who is logged in")
