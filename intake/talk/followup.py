"""The talk goes on after a claim: what is about it is answered, what begins another case is left to be answered."""

from collections.abc import Sequence
from dataclasses import replace

from intake.claims.conversation import Asked, Conversation, Message
from intake.claims.model import Claim, Missing, Reason, Resolution, Status
from intake.claims.moves import CUSTOMER, ENDS
from intake.claims.orders.directory import normal
from intake.claims.store import Store
from intake.dialogue.cues import Cue
from intake.dialogue.types import Intent
from intake.talk.aftercare import Aftercare, answers
from intake.talk.answering import Answering
from intake.talk.claim_replies import ClaimReplies
from intake.talk.danger import Danger, affirms, hear_danger, raises_doubt, settled
from intake.talk.facts import count_attempt, next_case
from intake.talk.handover import Handover, person_wanted
from intake.talk.heard import Heard
from intake.talk.questions import Questions
from intake.talk.topic import Topic
from intake.talk.turns import Turn

FEW = 20  # words that are about one thing
FEWEST = 3  # words that may add something to a claim

Left = tuple[Conversation, Heard]  # what is still to be answered


class FollowUp:
    def __init__(
        self,
        store: Store,
        topic: Topic,
        danger: Danger,
        handover: Handover,
        aftercare: Aftercare,
        answering: Answering,
        questions: Questions,
        replies: ClaimReplies,
    ) -> None:
        self._store, self._topic, self._danger = store, topic, danger
        self._handover, self._aftercare, self._answering = handover, aftercare, answering
        self._questions, self._replies = questions, replies

    def answer(self, talk: Conversation, heard: Heard) -> Turn[Left | None]:
        """Answers a message of a talk that has a claim; returns what isn't about the claim, None where all is said."""
        claim = self._store.claim(str(talk.claim))
        starts = self._topic.starts_case(talk, claim, heard)
        if talk.facts.alarm_in_doubt or (raises_doubt(talk.facts, heard) and not starts):
            return (yield from self._doubt(talk, claim, heard))
        if self._topic.adds_photos(talk, claim, heard):
            yield self._handover.add_photos(talk, heard.photos)
        elif starts:
            facts = next_case(talk.facts)
            if self._topic.means_other_return(claim, heard):
                facts = replace(facts, withdrawal=True, withdrawn_at=heard.at)
                if self._topic.keeps_claimed(claim, heard) and self._aftercare.may_withdraw(claim):
                    yield self._reply(talk, self._aftercare.give_up(talk, claim, heard.text))
            return replace(talk, claim=None, photos=(), facts=facts), heard
        else:
            yield from self._about(talk, claim, heard)
        return None

    def _doubt(self, talk: Conversation, claim: Claim, heard: Heard) -> Turn[Left | None]:
        """Asks about a danger that may have come up after the claim; what else was said is left after a no."""
        if heard.photos:
            self._store.life.add_photos(claim.number, heard.photos, CUSTOMER)
        facts = hear_danger(talk.facts, heard)
        calm = replace(talk, facts=settled(facts))
        insists = self._danger.asked_enough(facts) or person_wanted(heard) is not None
        if affirms(talk.facts, heard) or (facts.alarm_in_doubt and insists):
            yield self._handover.call_person(calm, claim, Reason.SAFETY)
            return None
        if facts.alarm_in_doubt:
            question = self._questions.missing(replace(talk, facts=facts), Missing.DANGER)
            yield self._reply(replace(talk, facts=count_attempt(facts, Missing.DANGER)), question)
            return None
        return calm, self._danger.put_off(talk, heard)

    def _about(self, talk: Conversation, claim: Claim, heard: Heard) -> Turn[None]:
        """What changes the claim first, then thanks and questions, else where the claim stands."""
        if claim.conversation != talk.id and heard.text:  # staff read the talk in which the claim was made
            self._store.life.note(claim.number, CUSTOMER, heard.text)
        if changed := self._change(talk, claim, heard):
            yield changed
        elif heard.thanks:
            yield self._reply(talk, self._questions.thanks(talk))
        elif heard.said and heard.said.order_number == claim.facts.order_number and claim.facts.order_number:
            yield self._reply(talk, self._told(talk, claim, heard))  # said once more
        else:
            answered = yield from self._answering.answer(talk, heard, guess=heard.sounds_asked)
            if not answered:
                yield self._reply(talk, self._told(talk, claim, heard))

    def _change(self, talk: Conversation, claim: Claim, heard: Heard) -> Message | None:
        """What the customer wants done with the claim, done; returns what is said to it, None where it is nothing."""
        if heard.action and answers(heard.action):
            said = self._aftercare.heard(talk, claim, heard.action)
            reopened = self._store.claim(claim.number).status is Status.WAITING_FOR_STAFF
            return self._reply(replace(talk, with_person=reopened), said)
        if reason := self._person_wanted(claim, heard):
            return self._handover.call_person(talk, claim, reason)
        if claim.status is Status.WITHDRAWN and _goes_on(heard):
            return self._reply(replace(talk, with_person=True), self._aftercare.take_up_again(talk, claim))
        if talk.facts.question_open and heard.confirms:
            closed = replace(talk, facts=replace(talk.facts, question_open=False))
            return self._handover.call_person(closed, claim, Reason.NOT_COVERED)
        if Cue.GIVES_UP in heard.cues and self._aftercare.may_withdraw(claim):
            return self._reply(talk, self._aftercare.give_up(talk, claim, heard.text))
        if _means_another_order(claim, heard):
            return self._handover.call_person(talk, claim, Reason.CONTRADICTION)
        wishes = _wishes(heard)
        if not wishes:
            return None
        several = self._claims_of(talk) if Cue.BOTH in heard.cues else ()
        return self._reply(talk, self._wished(talk, claim, wishes, several))

    def _person_wanted(self, claim: Claim, heard: Heard) -> Reason | None:
        """ "Not the striped one, the checked one" calls for nobody where the claim is about the checked one."""
        reason = person_wanted(heard)
        corrects = reason is Reason.PRODUCT_UNSURE and heard.action is None
        return None if corrects and self._topic.means_claimed(claim, heard) else reason

    def _claims_of(self, talk: Conversation) -> tuple[Claim, ...]:
        """The claims of the talk that haven't ended, in their order."""
        return tuple(claim for number in talk.claims if (claim := self._store.claim(number)).status not in ENDS)

    def _wished(self, talk: Conversation, claim: Claim, wishes: Sequence[str], several: Sequence[Claim]) -> Message:
        """A remedy is noted with the claim, or `several`; the one that was noted just now isn't noted again."""
        meant = several if len(several) > 1 else (claim,)
        noted = self._replies.wish_noted(claim, wishes, talk.language, [one.number for one in meant])
        if noted.text in _lately(talk):
            return self._questions.acknowledged(talk)
        for one in meant:
            for wish in wishes:
                self._store.life.note(one.number, CUSTOMER, f"wish: {wish}")
        return noted

    def _told(self, talk: Conversation, claim: Claim, heard: Heard) -> Message:
        """The state of the claim; who adds something is thanked, and who only agrees isn't told it again."""
        acknowledged, lately = self._questions.acknowledged(talk), _lately(talk)
        if _adds(heard):
            added = self._replies.added(claim, talk.language)
            return acknowledged if added.text in lately else added
        status = self._replies.status(claim, talk.language)
        said_enough = acknowledged.text in lately and status.text not in lately
        return acknowledged if not said_enough and (heard.confirms or status.text in lately) else status

    def _reply(self, talk: Conversation, message: Message) -> Message:
        self._store.save_turn(talk, [message])
        return message


def _lately(talk: Conversation) -> set[str]:
    return {message.text for message in talk.messages[-3:]}


def _adds(heard: Heard) -> bool:
    """Whether a message about a claim says something to keep, rather than yes, no, hello or a question."""
    said = heard.said
    if said is None or len(said.words) < FEWEST or heard.sounds_asked or heard.puzzled or Cue.HELLO in heard.cues:
        return False
    return not heard.intends(Intent.CONFIRM, Intent.CLAIM_STATUS)


def _goes_on(heard: Heard) -> bool:
    """Whether a message about a withdrawn claim says more than thanks or yes."""
    bare = heard.said is not None and heard.said.email is not None and len(heard.text.split()) == 1
    return bool(heard.text) and not (bare or heard.asks or heard.confirms or heard.intends(Intent.THANKS))


def _means_another_order(claim: Claim, heard: Heard) -> bool:
    """Whether the customer corrects the order's number: a claim on another order is nobody's to change by machine."""
    number, known = heard.said.order_number if heard.said else None, claim.facts.order_number
    another = number is not None and known is not None and normal(number) != normal(known)
    return another and (heard.corrects or Cue.OTHERS in heard.cues)


def _wishes(heard: Heard) -> tuple[str, ...]:
    """What the customer would like; in an answer to that, or a few words, every remedy that is named."""
    if heard.action and heard.action.startswith("resolution:"):
        return (heard.action.removeprefix("resolution:"),)
    if heard.said is None:
        return ()
    all_count = heard.pending is Asked.WISH or len(heard.said.words) <= FEW
    if heard.pending is Asked.WISH and Cue.NEW_ONE in heard.cues and not heard.said.wishes:
        return (Resolution.REPLACEMENT,)
    if all_count and not heard.sounds_asked:
        return heard.said.wishes
    return (heard.said.wish,) if heard.said.wish else ()
