"""A claim on its way to a person: what calls for one, and how they get what the customer adds from then on."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from intake.claims.conversation import Author, Conversation, Message
from intake.claims.model import Claim, Reason, Status, Track
from intake.claims.moves import CUSTOMER
from intake.claims.store import Store
from intake.dialogue.types import Intent
from intake.errors import EditConflict
from intake.talk.claim_replies import ClaimReplies
from intake.talk.danger import YES, raises_doubt
from intake.talk.heard import Heard
from intake.talk.phrases import PERSON
from intake.talk.questions import Questions
from intake.talk.turns import Turn

TRIES = 3  # of a move that somebody else comes before


def person_wanted(heard: Heard) -> Reason | None:
    """Why the message by itself calls for a person, the most urgent reason first."""
    said = heard.said
    if (said and said.alarm) or heard.action == YES:
        return Reason.SAFETY
    if said and said.legal:
        return Reason.LEGAL_THREAT
    if heard.furious:
        return Reason.UPSET
    if heard.action == "other_product" or (said and said.products and heard.intends(Intent.CORRECTION)):
        return Reason.PRODUCT_UNSURE
    asked = heard.action == PERSON or heard.wants_person
    return Reason.ASKED_FOR_PERSON if asked else None


def answered(store: Store, claim: Claim) -> None:
    """What was waited for has come. Staff may change the claim at the same moment: then once more."""
    for _ in range(TRIES):
        if claim.status is not Status.WAITING_FOR_CUSTOMER:
            return
        with suppress(EditConflict):
            store.life.move(claim.number, Status.WAITING_FOR_STAFF, CUSTOMER, "", claim.version)
            return
        claim = store.claim(claim.number)


class Handover:
    def __init__(self, store: Store, replies: ClaimReplies, questions: Questions) -> None:
        self._store, self._replies, self._questions = store, replies, questions

    def call_person(self, talk: Conversation, claim: Claim, reason: Reason) -> Message:
        """Gives the claim and its talk to a person; returns what the customer is told."""
        if claim.status is not Status.WAITING_FOR_STAFF:
            self._store.life.move(claim.number, Status.WAITING_FOR_STAFF, CUSTOMER, reason, claim.version)
        reply = self._replies.handed_over(claim.number, reason, talk.language)
        if reason is Reason.SAFETY:
            reply = self._questions.safety_first(reply, talk.language)
        return self._reply(replace(talk, with_person=True), reply)

    def add_photos(self, talk: Conversation, photos: Sequence[str]) -> Message:
        """Lays photos into the talk's claim, which may be what staff wait for; returns what the customer is told."""
        claim = self._store.claim(str(talk.claim))
        self._store.life.add_photos(claim.number, photos, CUSTOMER)
        answered(self._store, claim)
        return self._reply(talk, self._replies.photo_added(claim, talk.language))

    def pass_on(self, talk: Conversation, heard: Heard) -> Turn[None]:
        """A person has the talk: the machine makes sure that they see the message, says so once, and is silent."""
        claim = self._store.claim(str(talk.claim))
        doubt = raises_doubt(talk.facts, heard)  # nobody asks back, so it counts
        reason = Reason.SAFETY if doubt else person_wanted(heard)
        if reason and reason not in claim.decision.reasons:  # what makes it urgent came after the hand-over
            self._store.life.note(claim.number, CUSTOMER, reason)
        if heard.said and heard.said.order_number:
            self._store.life.add_order_number(claim.number, heard.said.order_number, CUSTOMER)
        if heard.photos:
            self._store.life.add_photos(claim.number, heard.photos, CUSTOMER)
        answered(self._store, claim)
        if heard.declares_withdrawal and not talk.facts.withdrawn_at:
            self._store.life.note(claim.number, CUSTOMER, f"{Track.WITHDRAWAL}: {heard.text}")
            talk = replace(talk, facts=replace(talk.facts, withdrawn_at=heard.at))
            yield self._reply(talk, self._questions.withdrawal_received(talk))  # owed, whoever has the talk
        if talk.person:  # somebody is there and reads for themselves
            return
        noted = self._replies.noted(talk)
        last = next(m for m in reversed(talk.messages) if m.author is not Author.CUSTOMER)
        if last.text != noted.text:
            yield self._reply(talk, noted)

    def _reply(self, talk: Conversation, message: Message) -> Message:
        self._store.save_turn(talk, [message])
        return message
