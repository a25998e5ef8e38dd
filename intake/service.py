"""One turn of a customer: photos and text in; what is seen, retrieved, decided and kept; messages out.

Knows Protocols and domain types only; `intake/bootstrap.py` names the classes behind them.
"""

import logging
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TypeVar

from intake.claims.conversation import Author, Conversation, Message
from intake.claims.model import Claim, ClaimDraft, Decision, Facts, Missing, Outcome, Reason, Status
from intake.claims.orders import OrderDirectory
from intake.claims.photo_store import PhotoStore
from intake.claims.rules import Rules, decide
from intake.claims.store import Store
from intake.dialogue.types import CASES, QUESTIONS, UNANSWERABLE, Intent, Understanding
from intake.errors import NotAllowed
from intake.evidence import Evidence, case_text
from intake.facts import apply_action, apply_words, count_attempt
from intake.inbox import Inbox, Upload
from intake.ports import Eyes, Knowledge, Understander, Wording
from intake.rag.types import Answer, Citation
from intake.replies import Replies
from intake.settings import Settings

log = logging.getLogger(__name__)

PERSON = "person"
CUSTOMER = "customer"


@dataclass(frozen=True)
class Progress:
    """What is being done right now, in the customer's language."""

    text: str


@dataclass(frozen=True)
class Filed:
    """What came of a claim that was sent in one go; `claim` is None while something has to be asked."""

    conversation: Conversation
    messages: tuple[Message, ...]
    decision: Decision
    claim: Claim | None


T = TypeVar("T")
Turn = Generator[Progress | Message, None, T]


class Desk:
    """The customer's side of Intake. Safe to share between threads; turns of one conversation run one by one."""

    def __init__(
        self,
        store: Store,
        photos: PhotoStore,
        orders: OrderDirectory,
        eyes: Eyes,
        knowledge: Knowledge,
        understander: Understander,
        wording: Wording,
        rules: Callable[[], Rules],
        settings: Settings,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._store, self._photos = store, photos
        self._knowledge, self._understander = knowledge, understander
        self._wording, self._rules, self._today = wording, rules, today
        self._inbox = Inbox(store, photos, settings)
        self._evidence = Evidence(orders, eyes, self._inbox, store)
        self._replies = Replies(wording, eyes.product)

    def start(self, language: str) -> Conversation:
        """A new conversation that begins by saying that this is a machine."""
        talk = self._store.start_conversation(language)
        self._store.save_turn(talk, [self._replies.greeting(language)])
        return self.conversation(talk.id)

    def conversation(self, id: str) -> Conversation:
        """Raises NotFound."""
        return self._store.conversation(id)

    def set_language(self, conversation: str, language: str) -> Conversation:
        with self._store.turn_of(conversation):
            self._store.save_turn(replace(self.conversation(conversation), language=language), [])
        return self.conversation(conversation)

    def photo(self, conversation: str, photo_id: str) -> bytes:
        """The JPEG. Raises NotAllowed when no message of this conversation has it."""
        if not any(photo_id in message.photos for message in self.conversation(conversation).messages):
            raise NotAllowed("This photo belongs to another conversation.")
        return self._photos.load(photo_id)

    def wording(self, language: str) -> Mapping[str, str]:
        return self._wording.all(language)

    def turn(
        self, conversation: str, text: str = "", uploads: Sequence[Upload] = (), action: str | None = None
    ) -> Turn[None]:
        """One message of the customer: text, photos or a pressed button (`action` of a Choice).

        What was sent is kept before it is judged. Bad input becomes a message that says what to do; a part that
        is down becomes a hand-over. Raises NotFound for an unknown conversation only.
        """
        with self._store.turn_of(conversation):
            talk = self.conversation(conversation)
            words, problems = self._inbox.read(text)
            said = self._understander.understand(words, talk.language) if words else None
            if said:
                talk = replace(talk, language=said.language)
            if uploads:
                yield Progress(self._wording.say("progress.photos", talk.language))
            kept = self._inbox.keep(talk, uploads, problems)
            talk = self._keep_received(talk, words, kept, action)
            for problem in problems:
                yield self._reply(talk, self._replies.problem(problem, talk.language))
            if talk.with_person:
                yield self._pass_on(talk)
            elif kept or said or action or not problems:
                yield from self._answer(talk, kept, said, action)

    def file(self, text: str, uploads: Sequence[Upload], order: str | None = None) -> Filed:
        """The whole job in one turn, without a page: a new conversation with photos, text and order number."""
        talk = self.start("en")
        steps = list(self.turn(talk.id, text, uploads, f"order:{order}" if order else None))
        talk = self.conversation(talk.id)
        claim = self._store.claim(talk.claim) if talk.claim else None
        decision = claim.decision if claim else decide(talk.facts, self._rules())
        return Filed(talk, tuple(step for step in steps if isinstance(step, Message)), decision, claim)

    def _keep_received(self, talk: Conversation, text: str, kept: Sequence[str], action: str | None) -> Conversation:
        shown = text or (self._replies.label(talk, action) if action else "")
        message = Message(Author.CUSTOMER, shown, datetime.now(UTC), photos=tuple(kept))
        self._store.save_turn(talk, [message])
        return replace(talk, messages=(*talk.messages, message))

    # Answering

    def _pass_on(self, talk: Conversation) -> Message:
        """A person has the talk: the machine only makes sure that they see the message."""
        claim = self._store.claim(str(talk.claim))
        if claim.status is Status.WAITING_FOR_CUSTOMER:
            self._store.move(claim.number, Status.WAITING_FOR_STAFF, CUSTOMER, "", claim.version)
        return self._reply(talk, self._replies.noted(talk))

    def _answer(
        self, talk: Conversation, kept: Sequence[str], said: Understanding | None, action: str | None
    ) -> Turn[None]:
        fresh = [id for id in kept if id not in talk.photos]
        if talk.claim and not _starts_case(talk, fresh, said):
            yield from self._after_claim(talk, said, action)
            return
        if talk.claim:
            talk = replace(talk, claim=None, photos=(), facts=Facts(self._today()))
        facts = replace(talk.facts, today=self._today())
        facts = apply_words(facts, said) if said else facts
        facts = apply_action(facts, action) if action else facts
        talk = replace(talk, facts=facts, photos=(*talk.photos, *fresh))
        case = _concerns_case(talk, said, action)
        answered = yield from self._answer_question(talk, said, guess=not case)
        if case:
            yield from self._decide(talk, look=bool(fresh) or (said is not None and not facts.product_confirmed))
        elif not answered:
            yield self._reply(talk, self._replies.small_talk(talk.language, said))
        elif facts.attempts:  # the question before this one is still open; asking again counts as no attempt
            pending = Missing(facts.attempts[-1][0])
            yield self._reply(talk, self._replies.question(facts, pending, talk.language, talk.photos, case_text(talk)))

    def _answer_question(self, talk: Conversation, said: Understanding | None, guess: bool) -> Turn[bool]:
        """Answers a question about policy from the policies; returns whether it did.

        With `guess` the policies are asked about whatever wasn't understood, too: they may have the answer.
        """
        known = said is not None and not QUESTIONS.isdisjoint(said.intents)
        if said is None or not (known or (guess and UNANSWERABLE.issuperset(said.intents))):
            return False
        yield Progress(self._wording.say("progress.policy", talk.language))
        answer = self._ask(talk.messages[-1].text, talk)
        if known or answer.covered:
            yield self._reply(talk, self._replies.answer(answer, talk.language))
        return known or answer.covered

    def _ask(self, question: str, talk: Conversation) -> Answer:
        try:
            return self._knowledge.ask(question, talk.language, _day_of_purchase(talk))
        except Exception:  # whatever retrieval fails with, the customer is offered a person
            log.exception("policy search failed")
            return Answer("", False, ())

    def _after_claim(self, talk: Conversation, said: Understanding | None, action: str | None) -> Turn[None]:
        claim = self._store.claim(str(talk.claim))
        if action and action.startswith("resolution:"):
            wish = action.removeprefix("resolution:")
            self._store.note(claim.number, CUSTOMER, f"wish: {wish}")
            yield self._reply(talk, self._replies.wish_noted(claim, wish, talk.language))
            return
        reason = _person_wanted(said, action)
        if reason:
            yield self._call_person(talk, claim, reason)
            return
        answered = yield from self._answer_question(talk, said, guess=True)
        if not answered:
            yield self._reply(talk, self._replies.status(claim, talk.language))

    def _call_person(self, talk: Conversation, claim: Claim, reason: Reason) -> Message:
        if claim.status is not Status.WAITING_FOR_STAFF:
            self._store.move(claim.number, Status.WAITING_FOR_STAFF, CUSTOMER, reason, claim.version)
        reply = self._replies.handed_over(claim.number, reason, talk.language)
        return self._reply(replace(talk, with_person=True), reply)

    # Deciding

    def _decide(self, talk: Conversation, look: bool) -> Turn[None]:
        language = talk.language
        facts = self._evidence.with_order(talk.facts)
        known = self._inbox.claimed(talk, facts.order.number) if facts.order else None
        # Sent again, from another device or after a reload: what was opened goes on.
        if known and not _calls_for_person(facts):
            yield self._reply(replace(talk, facts=facts, claim=known.number), self._replies.status(known, language))
            return
        if talk.photos and (look or facts.order != talk.facts.order):
            yield Progress(self._wording.say("progress.looking", language))
            facts = self._evidence.with_observation(talk, facts)
        yield Progress(self._wording.say("progress.deciding", language))
        facts = self._evidence.with_history(talk, facts)
        decision = decide(facts, self._rules())
        if decision.outcome is Outcome.ASK:
            assert decision.missing is not None
            reply = self._replies.question(facts, decision.missing, language, talk.photos, case_text(talk))
            yield self._reply(replace(talk, facts=count_attempt(facts, decision.missing)), reply)
        else:
            yield from self._conclude(replace(talk, facts=facts), decision)

    def _conclude(self, talk: Conversation, decision: Decision) -> Turn[None]:
        """Keeps the claim first and shows its number then; the customer's talk goes along."""
        opened = decision.outcome is Outcome.OPEN
        language = talk.language
        citations = self._knowledge_about(str(decision.track), talk) if decision.track else ()
        draft = ClaimDraft(
            status=Status.OPENED if opened else Status.WAITING_FOR_STAFF,
            language=language,
            conversation=talk.id,
            text=case_text(talk),
            facts=talk.facts,
            decision=decision,
            citations=citations,
            photos=talk.photos,
        )
        claim = self._store.open_claim(draft, f"{talk.id}:{_claims_so_far(talk)}")
        reply = (
            self._replies.opened(claim, language)
            if opened
            else self._replies.handed_over(claim.number, decision.reasons[0], language, claim)
        )
        yield self._reply(replace(talk, claim=claim.number, with_person=not opened), reply)

    def _knowledge_about(self, track: str, talk: Conversation) -> tuple[Citation, ...]:
        try:
            return self._knowledge.about(track, talk.language, _day_of_purchase(talk))
        except Exception:  # the claim counts more than its quotation
            log.exception("policy search failed")
            return ()

    def _reply(self, talk: Conversation, message: Message) -> Message:
        self._store.save_turn(talk, [message])
        return message


def _starts_case(talk: Conversation, fresh: Sequence[str], said: Understanding | None) -> bool:
    """Whether this begins another case after a claim: new photos, or another defect in words."""
    if fresh:
        return True
    stated = set(said.damages) if said and Intent.REPORT_DAMAGE in said.intents else set()
    return bool(stated - set(talk.facts.stated_damages))


def _concerns_case(talk: Conversation, said: Understanding | None, action: str | None) -> bool:
    """Whether this turn is about a case, not only a question, a greeting or thanks."""
    facts = talk.facts
    if action or _calls_for_person(facts):
        return True
    if said is None:
        return bool(talk.photos)
    if CASES & set(said.intents) or said.order_number:
        return True
    begun = bool(talk.photos or facts.attempts)
    return begun and not (QUESTIONS | {Intent.THANKS}) & set(said.intents)


def _calls_for_person(facts: Facts) -> bool:
    return facts.alarm or facts.upset or facts.legal_threat or facts.asked_for_person


def _person_wanted(said: Understanding | None, action: str | None) -> Reason | None:
    if said and said.alarm:
        return Reason.SAFETY
    if said and said.legal:
        return Reason.LEGAL_THREAT
    if said and said.upset:
        return Reason.UPSET
    if action == "other_product":
        return Reason.PRODUCT_UNSURE
    asked = action == PERSON or (said is not None and Intent.TALK_TO_PERSON in said.intents)
    return Reason.ASKED_FOR_PERSON if asked else None


def _claims_so_far(talk: Conversation) -> int:
    return len({message.claim for message in talk.messages if message.claim})


def _day_of_purchase(talk: Conversation) -> date | None:
    """The day whose policies count, where the order is known."""
    return talk.facts.order.ordered if talk.facts.order else None
