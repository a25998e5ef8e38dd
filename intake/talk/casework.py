"""One case from what is known to a question, a claim or a person."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from intake.claims.conversation import Asked, Conversation, Message
from intake.claims.model import Claim, ClaimDraft, Decision, Facts, Missing, Named, Outcome, Reason, Status, Track
from intake.claims.rules import Rules, decide
from intake.claims.store import Store
from intake.ports import Assistant, Knowledge, Wording
from intake.rag.types import Citation
from intake.talk.agenda import take_up
from intake.talk.album import Album
from intake.talk.claim_replies import OF_THE_ORDER, ClaimReplies
from intake.talk.danger import settled
from intake.talk.evidence import Evidence, case_text, seen_with
from intake.talk.explaining import Explaining
from intake.talk.facts import COMPARED, count_attempt, next_case
from intake.talk.inbox import Inbox
from intake.talk.namesake import Namesake
from intake.talk.questions import Questions
from intake.talk.turns import Progress, Turn

log = logging.getLogger(__name__)


class Casework:
    def __init__(
        self,
        store: Store,
        inbox: Inbox,
        evidence: Evidence,
        namesake: Namesake,
        album: Album,
        knowledge: Knowledge,
        replies: ClaimReplies,
        questions: Questions,
        wording: Wording,
        rules: Callable[[], Rules],
        explaining: Explaining,
        assistant: Assistant | None = None,
    ) -> None:
        self._store, self._inbox, self._evidence = store, inbox, evidence
        self._namesake, self._album = namesake, album
        self._knowledge, self._replies, self._questions = knowledge, replies, questions
        self._wording, self._rules, self._assistant = wording, rules, assistant
        self._explaining = explaining

    def decide(self, talk: Conversation, look: bool) -> Turn[None]:
        """The next step of the case. With `look` the photos are looked at again."""
        language = talk.language
        facts = self._evidence.with_order(talk)
        known = self._inbox.claimed(talk, facts.order.number) if facts.order else None
        # Sent again, from another device or after a reload: what was opened goes on.
        if known and not facts.signals and not facts.alarm_in_doubt:
            yield self._reply(replace(talk, facts=facts, claim=known.number), self._replies.status(known, language))
            return
        if talk.photos and (look or facts.observed != seen_with(talk.photos, facts)):
            yield Progress(self._wording.say("progress.looking", language))
            talk = self._album.apart(replace(talk, facts=facts))
            facts = self._evidence.with_observation(talk, talk.facts)
        yield Progress(self._wording.say("progress.deciding", language))
        facts = self._namesake.with_product(take_up(facts, self._namesake))
        facts = self._evidence.with_history(talk, _without_foreign_order(facts))
        yield from self._act(replace(talk, facts=facts), decide(facts, self._rules()))

    def in_other_language(self, talk: Conversation) -> Turn[None]:
        """Goes on in the talk's language: what is open is asked once more, which counts as no further attempt."""
        yield self._reply(talk, self._questions.switched(talk))
        asked = talk.facts.attempts[-1:]
        if talk.claim is None and asked and asked[0][0] in set(Missing):
            attempts = (*talk.facts.attempts[:-1], (asked[0][0], max(0, asked[0][1] - 1)))
            yield from self.decide(replace(talk, facts=replace(talk.facts, attempts=attempts)), look=False)

    def _act(self, talk: Conversation, decision: Decision) -> Turn[None]:
        if decision.missing is not None:
            talk = self._with_suggestion(talk, decision.missing)
            reply = self._questions.missing(talk, decision.missing)
            yield self._reply(replace(talk, facts=count_attempt(talk.facts, decision.missing)), reply)
            return
        if _may_be_another_order(talk, decision):
            reply = self._questions.compare_order(talk)
            yield self._reply(replace(talk, facts=count_attempt(talk.facts, COMPARED)), reply)
            return
        same = self._open_claim(talk.facts, talk.id) if decision.outcome is Outcome.OPEN else None
        if same and decision.track is not Track.WITHDRAWAL:
            yield from self._continue(talk, same)
        else:
            yield from self._conclude(talk, decision)

    def _with_suggestion(self, talk: Conversation, missing: Missing) -> Conversation:
        """What the words may mean is offered as a choice; only the customer's click makes it a fact."""
        text = case_text(talk)
        if self._assistant is None or missing is not Missing.DAMAGE or talk.facts.stated_damages or not text:
            return talk
        return replace(talk, facts=replace(talk.facts, suggested=self._assistant.suggest(text)))

    def _continue(self, talk: Conversation, claim: Claim) -> Turn[None]:
        """An open claim about the same thing goes on, once the customer has shown that the order is theirs."""
        if self._evidence.proven(talk.facts):
            reply = self._replies.status(claim, talk.language)
            text = self._wording.say("claim.continued", talk.language)
            yield self._reply(replace(talk, claim=claim.number), replace(reply, text=f"{text} {reply.text}"))
        elif dict(talk.facts.attempts).get(Asked.EMAIL, 0) >= self._rules().attempts:
            facts = replace(talk.facts, unidentified=True)
            yield from self._conclude(replace(talk, facts=facts), decide(facts, self._rules()))
        else:
            reply = self._questions.email(talk)
            yield self._reply(replace(talk, facts=count_attempt(talk.facts, Asked.EMAIL)), reply)

    def _open_claim(self, facts: Facts, conversation: str) -> Claim | None:
        """A claim that is open for the same product of the same order, made in another talk."""
        if facts.order is None or facts.product is None or facts.another_piece:
            return None
        claims = (c for c in self._store.claims_of_order(facts.order.number) if c.conversation != conversation)
        same = (c for c in claims if c.facts.product == facts.product and c.status is not Status.CLOSED)
        return next(same, None)

    def _conclude(self, talk: Conversation, decision: Decision) -> Turn[None]:
        """Keeps the claim first and shows its number then; the customer's talk goes along."""
        opened = decision.outcome is Outcome.OPEN
        citations = self._about(str(decision.track), talk) if decision.track else ()
        draft = ClaimDraft(
            status=Status.NEW if opened else Status.WAITING_FOR_STAFF,
            language=talk.language,
            conversation=talk.id,
            text=_text(talk),
            facts=talk.facts,
            decision=decision,
            citations=citations,
            photos=talk.photos if opened else (*talk.photos, *(id for one in talk.facts.others for id in one.photos)),
        )
        claim = self._store.open_claim(draft, f"{talk.id}:{_claims_so_far(talk)}")
        reply = (
            self._replies.opened(claim, talk.language, self._meaning(claim, talk.language))
            if opened
            else self._replies.handed_over(claim.number, decision.reasons[0], talk.language, claim)
        )
        reply = self._questions.concluded(claim, reply, talk.language)
        talk = replace(talk, claim=claim.number, with_person=not opened, facts=settled(talk.facts))
        yield self._reply(talk, reply)
        if opened and talk.facts.others and (others := self._unclaimed(talk)):
            waiting = replace(talk.facts, others=others)
            yield from self._next(replace(talk, facts=waiting, messages=(*talk.messages, reply)))

    def _meaning(self, claim: Claim, language: str) -> str:
        track = claim.decision.track
        return self._explaining.of_case(track, claim.facts, language) if track else ""

    def _unclaimed(self, talk: Conversation) -> tuple[Named, ...]:
        """Products that wait, without those that this talk has a claim about already: told twice, they are one."""
        order = talk.facts.order
        made = self._store.claims_of_order(order.number) if order else ()
        claimed = {(claim.facts.product,) for claim in made if claim.conversation == talk.id}
        meant = self._namesake.meant
        return tuple(
            one for one in talk.facts.others if one.photos or meant([one.words], talk.facts.ordered) not in claimed
        )

    def _next(self, talk: Conversation) -> Turn[None]:
        """The next product of a message that named several."""
        first, *rest = talk.facts.others
        facts = replace(next_case(talk.facts), named=(first.words,), stated_damages=first.damages, others=tuple(rest))
        yield from self.decide(replace(talk, claim=None, photos=first.photos, facts=facts), look=bool(first.photos))

    def _about(self, track: str, talk: Conversation) -> tuple[Citation, ...]:
        try:
            return self._knowledge.about(track, talk.language, day_of_purchase(talk))
        except Exception:  # the claim counts more than its quotation
            log.exception("policy search failed")
            return ()

    def _reply(self, talk: Conversation, message: Message) -> Message:
        self._store.save_turn(talk, [message])
        return message


def day_of_purchase(talk: Conversation) -> date | None:
    """The day whose policies count, where the order is known."""
    return talk.facts.order.ordered if talk.facts.order else None


def _may_be_another_order(talk: Conversation, decision: Decision) -> bool:
    """Whether the number may be a slip: what was ordered, or when, doesn't fit, and nobody was asked about that.

    Both are asked about alike, so that the question tells nothing of somebody else's order.
    """
    facts = talk.facts
    if facts.withdrawal or COMPARED in dict(facts.attempts):
        return False
    reason = decision.reasons[0] if decision.reasons else None
    return reason is Reason.PRODUCT_NOT_IN_ORDER or (reason in OF_THE_ORDER and not facts.identified)


def _without_foreign_order(facts: Facts) -> Facts:
    """The order of the case before is no longer this one's when the product isn't in it."""
    order, product = facts.order, facts.product
    if facts.order_carried and order and product and order.line(product) is None:
        return replace(facts, order=None, order_number=None, order_searched=False, order_carried=False)
    return facts


def _text(talk: Conversation) -> str:
    """The customer's words about this case, those of the message that named several products included."""
    said = case_text(talk)
    before = [words for words in reversed(talk.facts.named) if words not in said]
    return "\n".join([*before, said]) if before and _claims_so_far(talk) else said


def _claims_so_far(talk: Conversation) -> int:
    return len(talk.claims)
