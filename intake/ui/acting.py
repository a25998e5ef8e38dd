"""How the console does something with the chosen claim: whatever goes wrong becomes a sentence above it."""

from collections.abc import Callable
from typing import Protocol

import gradio as gr

from intake.claims.access.roles import Actor
from intake.claims.model import Claim
from intake.errors import BadInput, EditConflict, IllegalMove, NotAllowed, NotFound
from intake.ui.messages import Wording
from intake.ui.sessions import Session

Chosen = tuple[str, int] | None  # number and version of the claim as it is on the screen
Shown = tuple[str, str, Chosen]  # case, notices, chosen
Act = Callable[[str, Actor, int], object]  # number, who, version


class Open(Protocol):
    """Shows the claim again; `notice` is a wording key or a whole sentence to show above it."""

    def __call__(self, chosen: Chosen, request: gr.Request, notice: str = "") -> Shown: ...


class Acting:
    """`find` gives a claim by its number, and raises NotFound."""

    def __init__(
        self,
        wording: Callable[[str], Wording],
        session: Callable[[gr.Request], Session],
        open: Open,
        find: Callable[[str], Claim],
    ) -> None:
        self._wording, self.session, self.open, self._find = wording, session, open, find

    def words(self, request: gr.Request) -> Wording:
        return self._wording(self.session(request).language)

    def claim(self, chosen: Chosen) -> Claim | None:
        """The chosen claim as it is now; None without one, and for one that is gone."""
        try:
            return self._find(chosen[0]) if chosen else None
        except NotFound:
            return None

    def do(self, act: Act, done: str, chosen: Chosen, request: gr.Request) -> tuple[Shown, bool]:
        """The claim as it is afterwards, with `done` or what was wrong above it; and whether it was done."""
        actor = self.session(request).actor
        if chosen is None:
            return self.open(chosen, request, "staff.choose_first"), False
        try:
            act(chosen[0], actor, chosen[1])
        except EditConflict:
            return self.open(chosen, request, "staff.conflict"), False
        except IllegalMove:
            return self.open(chosen, request, "staff.illegal_move"), False
        except NotAllowed:
            return self.open(chosen, request, "staff.not_yours"), False
        except BadInput as error:
            sentence = self.words(request)[error.key].format(**error.values)
            return self.open(chosen, request, sentence), False
        return self.open(chosen, request, done), True
