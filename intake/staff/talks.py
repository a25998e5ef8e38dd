"""A person in the talk: taking it over, writing in it, handing it back. The machine is silent in between."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from intake.claims.access.roles import Actor
from intake.claims.conversation import Author, Conversation, Message
from intake.claims.deadlines.waits import REPLIED
from intake.claims.model import INTERNAL, Claim, Status
from intake.claims.moves import ENDS
from intake.claims.store import Store, utc_now
from intake.claims.talks import TalkState
from intake.errors import BadInput
from intake.ports import Wording
from intake.staff.answers import Answers, filled
from intake.staff.values import Values, display_name

Change = Callable[[Conversation], Conversation]


class Talks:
    """All methods raise NotFound, and EditConflict and IllegalMove where they take a `version`; then nothing happened.

    A claim's talk is every conversation that its customer leads about it: of merged claims, and later visits, too.
    """

    def __init__(
        self,
        store: Store,
        wording: Wording,
        answers: Answers,
        values: Values,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store, self._wording, self._answers, self._values, self._now = store, wording, answers, values, now

    def take_over(self, number: str, actor: Actor, version: int) -> Claim:
        """From now on the person answers. A turn of the machine that is under way is finished first."""
        claim = self._store.life.assign(number, actor.login, actor.login, "", version)
        if claim.status is not Status.IN_HAND:
            claim = self._store.life.move(number, Status.IN_HAND, actor.login, "", claim.version)
        name = display_name(actor)

        def join(talk: Conversation) -> Conversation:
            return replace(talk, with_person=True, person=name, claim=number)

        self._write(number, join, lambda language: self._said_by_machine("takeover.began", language, name))
        return claim

    def hand_back(self, number: str, actor: Actor, note: str, version: int) -> Claim:
        """The machine answers again, and the customer reads that the talk with the person has ended."""
        claim = self._store.claim(number)
        if claim.status is Status.IN_HAND:
            claim = self._store.life.move(number, Status.WAITING_FOR_STAFF, actor.login, note, version)
        elif note:
            self._store.life.note(number, actor.login, note, INTERNAL)
        self.leave(number)
        return claim

    def leave(self, number: str) -> None:
        """Ends what persons there are in the claim's talk; where there is none, nothing is said."""
        for id in self._store.talks.about(number):
            with self._store.turn_of(id):
                talk = self._store.conversation(id)
                if talk.with_person:
                    ended = "takeover.ended" if talk.person else "with_person.ended"
                    said = self._said_by_machine(ended, talk.language, talk.person)
                    self._store.save_turn(replace(talk, with_person=False, person=""), [said])

    def reply(self, number: str, actor: Actor, text: str, version: int, asks: bool = False) -> Claim:
        """Writes to the customer; the decision stays as it is. Where it asks, the claim waits for the answer.

        Raises BadInput for no text, PlaceholderUnfilled for a placeholder without a value.
        """
        claim = self._store.claim(number)
        language = self.language(claim)
        text = filled(text.strip(), self._values.of(claim, actor, language))
        if not text:
            raise BadInput("An answer needs a text.")
        if asks and claim.status is not Status.WAITING_FOR_CUSTOMER:
            claim = self._store.life.move(number, Status.WAITING_FOR_CUSTOMER, actor.login, text, version, kind=REPLIED)
        else:
            self._store.life.note(number, actor.login, text, REPLIED)
        name = display_name(actor)

        def listen(talk: Conversation) -> Conversation:
            return replace(talk, with_person=True, claim=number) if asks else talk

        self._write(number, listen, lambda _: Message(Author.STAFF, text, self._now(), name=name))
        return self._store.claim(number)

    def request(self, number: str, actor: Actor, key: str, version: int) -> Claim:
        """Asks for another photo or fact, in the customer's language; `key` is a "request." text."""
        claim = self._store.claim(number)
        language = self.language(claim)
        values = self._values.of(claim, actor, language)
        parts = ("opening", key, "closing")
        text = "\n\n".join(self._answers.say(part, language, values) for part in parts)
        return self.reply(number, actor, text, version, asks=True)

    def write_note(self, number: str, actor: Actor, text: str) -> None:
        """A note of staff for staff: no customer ever reads it. Raises BadInput for no text."""
        if not text.strip():
            raise BadInput("A note needs a text.")
        self._store.life.note(number, actor.login, text.strip(), INTERNAL)

    def tell(self, claim: Claim, text: str, actor: Actor | None = None) -> None:
        """A message to the customer about what was decided."""
        name = display_name(actor) if actor else ""
        message = Message(Author.STAFF, text, self._now(), claim=claim.number, name=name)
        self._write(claim.number, lambda talk: talk, lambda _: message)
        if claim.status in ENDS:
            self.leave(claim.number)

    def gather(self, number: str) -> None:
        """After merging: whoever is in one of the claim's conversations is in all of them."""
        ids = self._store.talks.about(number)
        there = [talk for id in ids if (talk := self._store.conversation(id)).with_person]
        person = next((talk.person for talk in there if talk.person), "")
        for id in ids if there else ():
            with self._store.turn_of(id):
                self._store.save_turn(replace(self._store.conversation(id), with_person=True, person=person), [])

    def state(self, number: str) -> TalkState:
        """How much was said in all conversations about the claim, and who is there."""
        states = [state for id in self._store.talks.about(number) if (state := self._store.talks.state(id))]
        person = next((state.person for state in states if state.person), "")
        return TalkState(sum(state.said for state in states), any(state.with_person for state in states), person)

    def language(self, claim: Claim) -> str:
        """In which the customer writes now."""
        return self._store.conversation(claim.conversation).language

    def _said_by_machine(self, key: str, language: str, name: str) -> Message:
        return Message(Author.INTAKE, self._wording.say(key, language, name=name), self._now())

    def _write(self, number: str, change: Change, message: Callable[[str], Message]) -> None:
        """One message in each conversation about the claim, under the lock that the machine's turns run under."""
        for id in self._store.talks.about(number):
            with self._store.turn_of(id):
                talk = self._store.conversation(id)
                self._store.save_turn(change(talk), [message(talk.language)])
