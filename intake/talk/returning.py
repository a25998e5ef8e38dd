"""Customers who come back: their claim or order is shown once two things agree that only they know together."""

import re
from dataclasses import replace

from intake.claims.conversation import Asked, Conversation, Message
from intake.claims.deadlines.waits import REPLIED
from intake.claims.model import Claim, Facts, Status
from intake.claims.moves import CUSTOMER
from intake.claims.numbers import parse_number
from intake.claims.store import Store
from intake.dialogue.cues import Cue
from intake.dialogue.types import Intent
from intake.errors import BadInput, NotFound
from intake.talk.casework import Casework
from intake.talk.evidence import Evidence
from intake.talk.facts import count_attempt
from intake.talk.handover import answered
from intake.talk.heard import Heard
from intake.talk.questions import Questions
from intake.talk.turns import Turn

NUMBER = re.compile(r"\b[^\W_]{3}-[^\W_]{3}-[^\W_]{2}\b")
NEW_CASES = (Intent.REPORT_DAMAGE, Intent.WRONG_OR_MISSING, Intent.RETURN)  # whatever was asked for
ENDED = frozenset({Status.CLOSED, Status.WITHDRAWN})
TRIES = 2  # wrong pairs of claim number and identifier; then a person looks


class Returning:
    def __init__(self, store: Store, evidence: Evidence, questions: Questions) -> None:
        self._store, self._evidence, self._questions = store, evidence, questions

    def concerns(self, talk: Conversation, heard: Heard) -> bool:
        """Whether the message is about a claim, or the delivery of an order, made before this talk."""
        said = heard.said
        if heard.action:
            return False
        if heard.photos or said is None:  # a photo of the claim that is looked for, sent twice perhaps
            return talk.facts.claim_number is not None or _brings_number(heard)
        if stated_number(heard) or _asks_for_status(heard) or _comes_back(talk, heard):
            return True
        if heard.intends(Intent.THANKS) and not heard.states:
            return False
        looked_for = talk.facts.claim_number is not None or dict(talk.facts.attempts).keys() <= {Asked.CLAIM}
        answers = heard.pending in (Asked.CLAIM, Asked.EMAIL) and bool(talk.facts.attempts) and looked_for
        asks = "?" in heard.text and heard.pending is not Asked.ORDER  # "1042, is that it?" answers
        begun = bool(talk.photos or talk.facts.attempts) and not asks  # a number is what it waits for
        known = (said.order_number or talk.facts.order) is not None
        delivery = heard.intends(Intent.ORDER_QUESTION) and known and not (begun or self._told(talk))
        awaited = heard.pending is Asked.EMAIL and not talk.facts.attempts
        awaited = awaited and talk.facts.second_identifier is not None
        if heard.intends(*NEW_CASES):  # of a claim that was named, it says which one it is
            named = heard.pending is Asked.EMAIL and talk.facts.claim_number is not None
            return awaited or (named and Cue.ANOTHER not in heard.cues)
        return (answers and not heard.asks) or delivery or awaited

    def answer(self, talk: Conversation, heard: Heard, casework: Casework) -> Turn[None]:
        number = stated_number(heard) or talk.facts.claim_number
        delivery = number is None and (heard.intends(Intent.ORDER_QUESTION) or not talk.facts.attempts)
        if delivery and not (heard.intends(Intent.CLAIM_STATUS) or _comes_back(talk, heard)):
            yield from self._order(talk, casework)
        elif number is None:
            yield from self._without_number(talk, heard, casework)
        else:
            facts = replace(talk.facts, claim_number=number)
            yield from self._claim(replace(talk, facts=facts), number, casework)

    def _claim(self, talk: Conversation, number: str, casework: Casework) -> Turn[None]:
        facts = talk.facts
        if facts.second_identifier is None and facts.order_number is None:
            yield self._reply(talk, self._questions.email(talk))
            return
        claim = self._find(number)
        if claim is None or not self._evidence.fits(claim, facts):
            nothing = replace(facts, email=None, postal_code=None)
            facts = replace(nothing, order_number=None, order=None, order_searched=False)
            talk = replace(talk, facts=facts)
            yield from self._ask_again(talk, self._questions.unknown_claim(talk), casework)
            return
        yield self._shown(talk, claim)

    def _without_number(self, talk: Conversation, heard: Heard, casework: Casework) -> Turn[None]:
        """The buyer's order leads to the claim as well; who has no number at hand is told so."""
        facts = self._evidence.with_order(talk)
        if facts.postal_code == facts.order_number:  # one number is no two things
            facts = replace(facts, postal_code=None)
        talk = replace(talk, facts=facts)
        if claim := self._of_order(facts):
            yield self._shown(talk, claim)
        elif facts.order and facts.second_identifier is None and heard.said and heard.said.order_number:
            yield self._reply(talk, self._questions.email(talk))
        elif facts.order and self._evidence.proven(facts):
            yield self._reply(replace(talk, facts=replace(facts, attempts=())), self._questions.no_claim(talk))
        else:
            lacks = heard.pending is not None and (heard.intends(Intent.DENY, Intent.NO_ORDER_NUMBER))
            question = self._questions.without_claim_number if lacks else self._questions.claim_number
            yield from self._ask_again(talk, question(talk), casework)

    def _of_order(self, facts: Facts) -> Claim | None:
        """The newest claim of the order that the customer has shown to be theirs; one that is still open first."""
        if facts.order is None or facts.second_identifier is None or not self._evidence.proven(facts):
            return None
        claims = [c for c in self._store.claims_of_order(facts.order.number) if c.status is not Status.MERGED]
        return max(claims, key=lambda claim: (claim.status not in ENDED, claim.created), default=None)

    def _shown(self, talk: Conversation, claim: Claim) -> Message:
        """The claim of whoever has shown that it is theirs; with it the talk is about that claim."""
        facts = talk.facts
        last = [event.note for event in claim.history if event.kind == REPLIED]  # other notes are for staff
        note = last[-1] if last and claim.history[-1].actor not in ("customer", "intake") else ""
        found = replace(facts, claim_number=None, attempts=(), order=claim.facts.order)
        found = replace(found, order_number=claim.facts.order_number)
        if talk.photos:  # they came before it was known whose the claim is
            self._store.life.add_photos(claim.number, talk.photos, CUSTOMER)
            answered(self._store, claim)
        message = self._questions.status_and_order(talk, claim, note)
        return self._reply(replace(talk, facts=found, claim=claim.number), message)

    def _told(self, talk: Conversation) -> bool:
        """Whether the customer has read already what there is to say of the order's delivery."""
        if talk.facts.order is None:
            return False
        status = self._questions.order_status(talk).text
        return any(message.text == status for message in talk.messages)

    def _order(self, talk: Conversation, casework: Casework) -> Turn[None]:
        """When an order was delivered, for whoever gives its e-mail address as well."""
        facts = self._evidence.with_order(talk)
        talk = replace(talk, facts=facts)
        if facts.second_identifier is None and not facts.components_down:
            yield self._reply(talk, self._questions.email(talk))
        elif self._evidence.proven(facts):
            yield self._reply(talk, self._questions.order_status(talk))
        else:
            yield from self._hand_over(talk, casework)

    def _ask_again(self, talk: Conversation, question: Message, casework: Casework) -> Turn[None]:
        if dict(talk.facts.attempts).get(Asked.CLAIM, 0) >= TRIES:
            yield from self._hand_over(talk, casework)
        else:
            yield self._reply(replace(talk, facts=count_attempt(talk.facts, Asked.CLAIM)), question)

    @staticmethod
    def _hand_over(talk: Conversation, casework: Casework) -> Turn[None]:
        yield from casework.decide(replace(talk, facts=replace(talk.facts, unidentified=True)), look=False)

    def _find(self, number: str) -> Claim | None:
        try:
            return self._store.claim(parse_number(number))
        except (BadInput, NotFound):
            return None

    def _reply(self, talk: Conversation, message: Message) -> Message:
        self._store.save_turn(talk, [message])
        return message


def _comes_back(talk: Conversation, heard: Heard) -> bool:
    """ "It's me again", before anything else was told."""
    return Cue.RETURNS in heard.cues and not (heard.tells or talk.facts.attempts or talk.photos)


def _brings_number(heard: Heard) -> bool:
    """A claim's number beside a photo: the photo is for that claim, unless it shows another piece."""
    return stated_number(heard) is not None and Cue.ANOTHER not in heard.cues


def _asks_for_status(heard: Heard) -> bool:
    """What is said to a question about the case is rather an answer ("a spare part would do"), or about that case."""
    free = heard.pending in (None, Asked.CLAIM, Asked.EMAIL, Asked.CONFIRM)
    free = free or ("?" in heard.text and Cue.CLAIMED in heard.cues)
    return heard.intends(Intent.CLAIM_STATUS) and free


def stated_number(heard: Heard) -> str | None:
    """A claim number in the words: by its form, or, where letters alone might be words, by its check character."""
    for found in NUMBER.findall(heard.text):
        try:
            return parse_number(found)
        except BadInput:
            continue
    return heard.said.claim_number if heard.said else None
