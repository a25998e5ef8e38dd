"""One turn of a customer: photos and text in; what is seen, retrieved, decided and kept; messages out.

Knows Protocols and domain types only; `intake/bootstrap.py` names the classes behind them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from intake.claims.conversation import Asked, Author, Channel, Conversation, Message
from intake.claims.model import Claim, Decision, Missing, Mood
from intake.claims.orders.directory import OrderDirectory
from intake.claims.photo_store import PhotoStore
from intake.claims.rules import Rules, decide
from intake.claims.store import Store
from intake.claims.talks import TalkState
from intake.dialogue.cues import Cue, Cues
from intake.dialogue.naming import Naming
from intake.dialogue.types import CASES, Intent
from intake.errors import NotAllowed
from intake.ports import Assistant, Eyes, Knowledge, Understander, Wording
from intake.rag.types import PolicyText
from intake.settings import Settings
from intake.talk.aftercare import Aftercare, Beside
from intake.talk.album import Album
from intake.talk.answering import Answering
from intake.talk.casework import Casework
from intake.talk.claim_replies import ClaimReplies
from intake.talk.danger import Danger, unanswered
from intake.talk.evidence import Evidence, opens
from intake.talk.explaining import Explaining
from intake.talk.facts import COMPARED, compares, count_attempt
from intake.talk.followup import FollowUp
from intake.talk.handover import Handover, person_wanted
from intake.talk.heard import Heard
from intake.talk.hearing import Hearing
from intake.talk.inbox import Inbox, Upload
from intake.talk.listening import Listening
from intake.talk.namesake import Namesake
from intake.talk.questions import Questions, pending
from intake.talk.replies import Replies
from intake.talk.returning import Returning
from intake.talk.topic import Topic
from intake.talk.turns import Progress, Turn

__all__ = ["Desk", "Filed", "Progress"]

PATIENCE = 2  # messages in a row that lead nowhere; after them a person takes over


@dataclass(frozen=True)
class Filed:
    """What came of a claim that was sent in one go; `claim` is None while something has to be asked."""

    conversation: Conversation
    messages: tuple[Message, ...]
    decision: Decision
    claim: Claim | None


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
        assistant: Assistant | None = None,
    ) -> None:
        self._store, self._photos = store, photos
        self._knowledge, self._wording, self._rules = knowledge, wording, rules
        inbox = Inbox(store, photos, settings)
        replies = Replies(wording, eyes.product)
        claim_replies = ClaimReplies(wording, eyes.product)
        questions = Questions(wording, replies, claim_replies)
        evidence = Evidence(orders, eyes, inbox, store)
        namesake = Namesake(Naming.load(), eyes.product)
        explaining = Explaining(evidence, rules, wording)
        casework = Casework(
            store,
            inbox,
            evidence,
            namesake,
            Album(evidence, namesake, understander),
            knowledge,
            claim_replies,
            questions,
            wording,
            rules,
            explaining,
            assistant,
        )
        answering = Answering(store, knowledge, casework, replies, questions, wording, assistant, evidence, explaining)
        self._inbox, self._replies, self._questions = inbox, replies, questions
        self._casework, self._answering = casework, answering
        self._listening = Listening(understander, evidence, namesake, today)
        self._returning = Returning(store, evidence, questions)
        self._handover = Handover(store, claim_replies, questions)
        self._hearing = Hearing(understander, Cues.load())
        self._danger = Danger(self._hearing, rules)
        self.aftercare = Aftercare(store, photos, inbox, understander, wording)
        topic = Topic(evidence, namesake, rules)
        self._followup = FollowUp(
            store, topic, self._danger, self._handover, self.aftercare, answering, questions, claim_replies
        )

    def start(self, language: str, channel: Channel = Channel.PAGE) -> Conversation:
        """A new conversation that begins by saying that this is a machine."""
        talk = self._store.start_conversation(language, channel)
        self._store.save_turn(talk, [self._replies.greeting(language)])
        return self.conversation(talk.id)

    def conversation(self, id: str) -> Conversation:
        """Raises NotFound."""
        return self._store.conversation(id)

    def talk_state(self, id: str) -> TalkState | None:
        """What makes a page look again; None for an unknown conversation."""
        return self._store.talks.state(id)

    def set_language(self, conversation: str, language: str) -> Conversation:
        with self._store.turn_of(conversation):
            self._store.save_turn(replace(self.conversation(conversation), language=language), [])
        return self.conversation(conversation)

    def photo(self, conversation: str, photo_id: str) -> bytes:
        """The JPEG. Raises NotAllowed when no message of this conversation has it."""
        if not any(photo_id in message.photos for message in self.conversation(conversation).messages):
            raise NotAllowed("This photo belongs to another conversation.")
        return self._photos.load(photo_id)

    def beside(self, conversation: Conversation) -> Beside:
        """Links to the claims of the talk, and the question after closing where it is open."""
        return self.aftercare.beside(conversation)

    def policy(self, document: str, language: str, version: str = "") -> PolicyText:
        """The document that a citation quotes. Raises NotFound."""
        return self._knowledge.policy(document, language, version)

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
            said, cues = self._hearing.of(words, talk.language)
            if said:
                talk = replace(talk, language=said.language)
            if uploads:
                yield Progress(self._wording.say("progress.photos", talk.language))
            kept = self._inbox.keep(talk, uploads, problems)
            talk = self._keep_received(talk, words, kept, action)
            for problem in problems:
                yield self._reply(talk, self._replies.problem(problem, talk.language))
            fresh = tuple(id for id in kept if id not in talk.photos)
            heated = talk.facts.mood in (Mood.UPSET, Mood.ABUSIVE)
            at, offered = talk.messages[-1].at, talk.facts.person_offered
            heard = Heard(words, said, cues, action, fresh, pending(talk), at, heated, offered)
            talk = replace(talk, language=heard.switches or talk.language)
            if talk.with_person:
                yield from self._handover.pass_on(talk, heard)
            elif kept or said or action or not problems:
                if heard.heats_up:
                    yield self._reply(talk, self._questions.heated(talk))
                elif heard.may_want_person:
                    talk = replace(talk, facts=replace(talk.facts, person_offered=True))
                    offer = self._questions.person_offer(talk)
                    yield self._reply(talk, replace(offer, asks=None) if heard.tells else offer)
                if heard.tells or not heard.may_want_person:
                    yield from self._answer(talk, heard)

    def file(self, text: str, uploads: Sequence[Upload], order: str | None = None) -> Filed:
        """The whole job in one turn, without a page: a new conversation with photos, text and order number."""
        talk = self.start("en", Channel.COMMAND)
        steps = list(self.turn(talk.id, text, uploads, f"order:{order}" if order else None))
        talk = self.conversation(talk.id)
        if talk.facts.alarm_in_doubt or COMPARED in dict(talk.facts.attempts):  # nobody is there to answer
            facts = unanswered(talk.facts, self._rules().attempts) if talk.facts.alarm_in_doubt else talk.facts
            steps += self._casework.decide(replace(talk, facts=facts), look=False)
            talk = self.conversation(talk.id)
        claim = self._store.claim(talk.claim) if talk.claim else None
        decision = claim.decision if claim else decide(talk.facts, self._rules())
        return Filed(talk, tuple(step for step in steps if isinstance(step, Message)), decision, claim)

    def _keep_received(self, talk: Conversation, text: str, kept: Sequence[str], action: str | None) -> Conversation:
        shown = text or (self._replies.label(talk, action) if action else "")
        message = Message(Author.CUSTOMER, shown, datetime.now(UTC), photos=tuple(kept))
        self._store.save_turn(talk, [message])
        return replace(talk, messages=(*talk.messages, message))

    def _answer(self, talk: Conversation, heard: Heard) -> Turn[None]:
        """The next step: the claim that there is first, then what calls for a person, and whatever else was said."""
        if heard.switches and not (heard.tells or talk.facts.alarm_in_doubt or person_wanted(heard)):
            yield from self._casework.in_other_language(talk)
            return
        if talk.claim:
            left = yield from self._followup.answer(talk, heard)
            if left is not None:
                yield from self._answer(*left)
            return
        before, talk = talk, self._listening.listen(talk, heard)
        if talk.facts.signals or talk.facts.alarm_in_doubt:
            yield from self._casework.decide(talk, look=bool(heard.photos))
            return
        yield from self._go_on(talk, self._danger.put_off(before, heard) if before.facts.alarm_in_doubt else heard)

    def _go_on(self, talk: Conversation, heard: Heard) -> Turn[None]:
        """What a message that was listened to asks for."""
        if _no_case_after_all(talk, heard):
            yield from self._answering.reconsider(talk, heard)
        elif talk.facts.withdrawal_offered and heard.tells_which:
            yield self._reply(talk, self._questions.withdrawal_offer(talk))
        elif Cue.WRONG_PICTURE in heard.cues and not (talk.photos or heard.wonders):
            facts = count_attempt(talk.facts, Missing.PHOTO)
            yield self._reply(replace(talk, facts=facts), self._questions.photo_set_aside(talk))
        elif self._returning.concerns(talk, heard):
            answered = heard.asks_in_general and (yield from self._answering.quote(talk, heard))
            if not answered:
                yield from self._returning.answer(talk, heard, self._casework)
        elif heard.waits:
            yield self._reply(talk, self._questions.waiting(talk))
        else:
            yield from self._converse(talk, heard)

    def _converse(self, talk: Conversation, heard: Heard) -> Turn[None]:
        case = _concerns_case(talk, heard)
        answered = yield from self._answering.answer(talk, heard, guess=not case or heard.wonders)
        offered = answered and self.conversation(talk.id).facts.withdrawal_offered
        facts, goes_on = talk.facts, heard.only_tells and bool(heard.pending and talk.facts.attempts)
        case = (case and not (answered and heard.wonders)) or (goes_on and not answered)
        if (case and not offered) or facts.pass_on:
            said_more = heard.said is not None and not facts.product_confirmed
            facts = replace(facts, unclear=0, question_open=False)
            yield from self._casework.decide(replace(talk, facts=facts), look=bool(heard.photos) or said_more)
        elif answered and heard.pending and facts.attempts and not offered:
            # The question before this one is still open; asking again counts as no attempt.
            yield self._reply(talk, self._questions.still_open(talk))
        elif not answered:
            yield from self._unclear(talk, heard)

    def _unclear(self, talk: Conversation, heard: Heard) -> Turn[None]:
        """Thanks are taken, a greeting is answered; nonsense gets help, other words, and then a person."""
        if (heard.intends(Intent.THANKS) and not heard.sounds_asked) or Cue.HELLO in heard.cues:
            greets = Cue.HELLO in heard.cues and (opens(talk) or not heard.intends(Intent.THANKS))
            yield self._reply(
                talk, self._replies.plain("hello", talk.language) if greets else self._questions.thanks(talk)
            )
            return
        told = heard.only_tells and not heard.off_topic
        patience = 2 * PATIENCE if told else PATIENCE  # who begins with a story will come to the point
        facts = replace(talk.facts, unclear=talk.facts.unclear + 1, pass_on=talk.facts.unclear >= patience)
        talk = replace(talk, facts=facts)
        if facts.pass_on:
            yield from self._casework.decide(talk, look=False)
        else:
            yield self._reply(talk, self._questions.unclear(talk, told))

    def _reply(self, talk: Conversation, message: Message) -> Message:
        self._store.save_turn(talk, [message])
        return message


def _no_case_after_all(talk: Conversation, heard: Heard) -> bool:
    """Whether what was taken up as a case is none: nothing is broken, or it was only a question."""
    facts = talk.facts
    seen = facts.observation is not None and facts.observation.sees_damage
    taken_up = bool(facts.attempts or facts.withdrawal_offered)
    begun = taken_up and not (seen or facts.withdrawn_at or facts.stated_damages or facts.others)
    wonders = heard.only_wonders and not talk.photos
    return begun and (wonders or (heard.only_regrets and not facts.withdrawal))


def _concerns_case(talk: Conversation, heard: Heard) -> bool:
    """Whether this turn is about a case, not only a question, a greeting or thanks."""
    facts, said = talk.facts, heard.said
    if heard.action or heard.photos or heard.declares_withdrawal or facts.pass_on:
        return True
    if facts.withdrawn_at == heard.at:  # by a yes to the question
        return True
    if said is None:
        return bool(talk.photos)
    begun = bool(talk.photos or facts.attempts)
    if heard.only_wonders and not begun:
        return False
    if (heard.intends(*CASES) or said.wish) and (said.order_number or not heard.asks):
        return True
    if said.order_number and heard.pending is Asked.ORDER:
        return True
    if said.order_number and not heard.asks and not heard.intends(Intent.ORDER_QUESTION):
        return True
    answers = heard.confirms and (heard.pending is Asked.CONFIRM or compares(facts))  # "yes, thank you"
    return begun and not heard.asks and (answers or not heard.intends(Intent.THANKS))
