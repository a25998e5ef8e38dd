"""One turn of a customer: photos and text in; what is seen, retrieved, decided and kept; messages out.

Knows Protocols and domain types only; `intake/bootstrap.py` names the classes behind them.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from intake.claims.case import Case
from intake.claims.conversation import Asked, Author, Channel, Conversation, Message
from intake.claims.model import Claim, Decision, Facts, Missing, Reason, Resolution, Status, Track
from intake.claims.orders.directory import OrderDirectory
from intake.claims.photo_store import PhotoStore
from intake.claims.rules import Rules, decide
from intake.claims.store import Store
from intake.claims.talks import TalkState
from intake.dialogue.cues import Cue, Cues
from intake.dialogue.naming import Naming
from intake.dialogue.types import CASES, Intent, Understanding
from intake.errors import EditConflict, NotAllowed
from intake.ports import Assistant, Eyes, Knowledge, Understander, Wording
from intake.rag.types import PolicyText
from intake.settings import Settings
from intake.talk.aftercare import Aftercare, Beside, answers
from intake.talk.agenda import apart, named_in
from intake.talk.answering import Answering
from intake.talk.casework import Casework
from intake.talk.danger import YES, Danger, affirms, hear_danger, raises_doubt, settled, unanswered
from intake.talk.evidence import Evidence, case_text
from intake.talk.explaining import Explaining
from intake.talk.facts import apply_action, apply_words, count_attempt, gone_on, next_case, without_taken_back
from intake.talk.heard import Heard, without_mistaken_wish
from intake.talk.inbox import Inbox, Upload
from intake.talk.namesake import Namesake, likely
from intake.talk.questions import Questions, pending
from intake.talk.replies import Replies
from intake.talk.returning import Returning
from intake.talk.turns import Progress, Turn
from intake.vision.types import Damage, PhotoKind

__all__ = ["Desk", "Filed", "Progress"]

log = logging.getLogger(__name__)

PERSON = "person"
CUSTOMER = "customer"
TRIES = 3  # of a move that somebody else comes before
FEW = 12  # words that are about one thing
FEWEST = 3  # words that may add something to a claim
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
        self._knowledge, self._understander = knowledge, understander
        self._wording, self._rules, self._today = wording, rules, today
        self._inbox = Inbox(store, photos, settings)
        self._evidence = Evidence(orders, eyes, self._inbox, store)
        self._replies = Replies(wording, eyes.product)
        self._questions = Questions(wording, self._replies)
        self._cues = Cues.load()
        self._danger = Danger(understander, self._cues)
        self._namesake = Namesake(Naming.load(), eyes.product)
        explaining = Explaining(self._evidence, rules, wording)
        self._casework = Casework(
            store,
            self._inbox,
            self._evidence,
            self._namesake,
            knowledge,
            self._replies,
            self._questions,
            wording,
            rules,
            explaining,
            assistant,
        )
        self._answering = Answering(
            store,
            knowledge,
            self._casework,
            self._replies,
            self._questions,
            wording,
            assistant,
            self._evidence,
            explaining,
        )
        self._returning = Returning(store, self._evidence, self._questions)
        self.aftercare = Aftercare(store, photos, self._inbox, understander, wording)

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
            said, cues = self._understood(words, talk.language)
            if said:
                talk = replace(talk, language=said.language)
            if uploads:
                yield Progress(self._wording.say("progress.photos", talk.language))
            kept = self._inbox.keep(talk, uploads, problems)
            talk = self._keep_received(talk, words, kept, action)
            for problem in problems:
                yield self._reply(talk, self._replies.problem(problem, talk.language))
            fresh = tuple(id for id in kept if id not in talk.photos)
            heard = Heard(words, said, cues, action, fresh, pending(talk), talk.messages[-1].at)
            talk = replace(talk, language=heard.switches or talk.language)
            if talk.with_person:
                yield from self._pass_on(talk, heard)
            elif kept or said or action or not problems:
                yield from self._answer(talk, heard)

    def file(self, text: str, uploads: Sequence[Upload], order: str | None = None) -> Filed:
        """The whole job in one turn, without a page: a new conversation with photos, text and order number."""
        talk = self.start("en", Channel.COMMAND)
        steps = list(self.turn(talk.id, text, uploads, f"order:{order}" if order else None))
        talk = self.conversation(talk.id)
        if talk.facts.alarm_in_doubt:  # nobody is there to answer
            facts = unanswered(talk.facts, self._rules().attempts)
            steps += self._casework.decide(replace(talk, facts=facts), look=False)
            talk = self.conversation(talk.id)
        claim = self._store.claim(talk.claim) if talk.claim else None
        decision = claim.decision if claim else decide(talk.facts, self._rules())
        return Filed(talk, tuple(step for step in steps if isinstance(step, Message)), decision, claim)

    def _understood(self, words: str, language: str) -> tuple[Understanding | None, frozenset[Cue]]:
        cues = self._cues.of(words)
        said = self._understander.understand(words, language) if words else None
        return (without_mistaken_wish(said, cues) if said else None), cues

    def _keep_received(self, talk: Conversation, text: str, kept: Sequence[str], action: str | None) -> Conversation:
        shown = text or (self._replies.label(talk, action) if action else "")
        message = Message(Author.CUSTOMER, shown, datetime.now(UTC), photos=tuple(kept))
        self._store.save_turn(talk, [message])
        return replace(talk, messages=(*talk.messages, message))

    # Answering

    def _pass_on(self, talk: Conversation, heard: Heard) -> Turn[None]:
        """A person has the talk: the machine makes sure that they see the message, says so once, and is silent."""
        claim = self._store.claim(str(talk.claim))
        doubt = raises_doubt(talk.facts, heard)  # nobody asks back, so it counts
        reason = Reason.SAFETY if doubt else _person_wanted(heard)
        if reason and reason not in claim.decision.reasons:  # what makes it urgent came after the hand-over
            self._store.life.note(claim.number, CUSTOMER, reason)
        if heard.photos:
            self._store.life.add_photos(claim.number, heard.photos, CUSTOMER)
        self._answered(claim)
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

    def _answered(self, claim: Claim) -> None:
        """What was waited for has come. Staff may change the claim at the same moment: then once more."""
        for _ in range(TRIES):
            if claim.status is not Status.WAITING_FOR_CUSTOMER:
                return
            with suppress(EditConflict):
                self._store.life.move(claim.number, Status.WAITING_FOR_STAFF, CUSTOMER, "", claim.version)
                return
            claim = self._store.claim(claim.number)

    def _answer(self, talk: Conversation, heard: Heard) -> Turn[None]:
        """The next step: what calls for a person first, then a known claim, a question, the case, what is unclear."""
        if heard.switches and not (heard.tells or talk.facts.alarm_in_doubt or _person_wanted(heard)):
            yield from self._casework.in_other_language(talk)
            return
        if talk.claim and (talk.facts.alarm_in_doubt or self._doubts_claimed(talk, heard)):
            yield from self._doubt_after_claim(talk, heard)
            return
        if talk.claim and self._belongs_to_claim(talk, heard):
            yield self._add_photos(talk, heard)
            return
        if talk.claim and not self._starts_case(talk, heard):
            yield from self._after_claim(talk, heard)
            return
        if talk.claim:
            talk = replace(talk, claim=None, photos=(), facts=next_case(talk.facts))
        before, talk = talk, self._listen(talk, heard)
        if talk.facts.signals or talk.facts.alarm_in_doubt:
            yield from self._casework.decide(talk, look=bool(heard.photos))
            return
        yield from self._go_on(talk, self._danger.put_off(before, heard) if before.facts.alarm_in_doubt else heard)

    def _go_on(self, talk: Conversation, heard: Heard) -> Turn[None]:
        """What a message that was listened to asks for."""
        if self._returning.concerns(talk, heard):
            yield from self._returning.answer(talk, heard, self._casework)
        elif heard.waits:
            yield self._reply(talk, self._questions.waiting(talk))
        else:
            yield from self._converse(talk, heard)

    def _belongs_to_claim(self, talk: Conversation, heard: Heard) -> bool:
        """Photos of the parcel or of the claim's product belong to the claim, unless the words tell of another."""
        if not heard.photos or Cue.ANOTHER in heard.cues or self._starts_in_words(talk, heard):
            return False
        shown = self._evidence.with_observation(replace(talk, photos=heard.photos), Facts(self._today())).observation
        if shown is None or shown.kind is PhotoKind.PARCEL:
            return shown is not None
        product = self._store.claim(str(talk.claim)).facts.product
        return product is not None and shown.products[0].sku == product and not shown.unknown

    def _starts_case(self, talk: Conversation, heard: Heard) -> bool:
        """Whether this begins another case after a claim: new photos, another defect in words, a withdrawal."""
        return bool(heard.photos) or self._starts_in_words(talk, heard)

    def _starts_in_words(self, talk: Conversation, heard: Heard) -> bool:
        """Another defect than the claim's, where one that the customer came back to may grow; or a withdrawal."""
        if heard.declares_withdrawal and not talk.facts.withdrawal:
            return True
        if heard.said is None or not heard.intends(Intent.REPORT_DAMAGE):
            return False
        stated, claim = set(map(Damage, heard.said.damages)), self._store.claim(str(talk.claim))
        if claim.conversation == talk.id:
            return bool(stated - set(talk.facts.stated_damages))
        told = {*talk.facts.stated_damages, *claim.facts.stated_damages, claim.decision.damage}
        return not all(any(self._rules().compatible(one, known) for known in told if known) for one in stated)

    def _add_photos(self, talk: Conversation, heard: Heard) -> Message:
        claim = self._store.claim(str(talk.claim))
        self._store.life.add_photos(claim.number, heard.photos, CUSTOMER)
        self._answered(self._store.claim(claim.number))
        return self._reply(talk, self._replies.photo_added(claim, talk.language))

    def _listen(self, talk: Conversation, heard: Heard) -> Conversation:
        """The talk with what the message adds to its facts."""
        facts = apply_words(replace(talk.facts, today=self._today()), heard)
        facts = apply_action(facts, heard.action) if heard.action else facts
        agrees = heard.confirms and not heard.intends(*CASES)  # "right, now to my mug" is no yes
        if facts.question_open and (agrees or heard.intends(Intent.TALK_TO_PERSON)):
            facts = replace(facts, pass_on=True, asked_for_person=False)
        facts = gone_on(talk.facts, facts, heard, case_text(replace(talk, messages=talk.messages[:-1])))
        talk = replace(talk, facts=hear_danger(facts, heard), photos=(*talk.photos, *heard.photos))
        return replace(talk, facts=self._with_others(talk, heard))

    def _with_others(self, talk: Conversation, heard: Heard) -> Facts:
        """Where several products of the order are told of, the first is taken up and the others wait.

        What was told before the order was known is looked at again with it.
        """
        reports = not heard.asks and heard.intends(Intent.REPORT_DAMAGE, Intent.WRONG_OR_MISSING)
        awaited = talk.facts.order is None and len(talk.facts.stated_damages) > 1 and not talk.facts.others
        if not (reports or awaited):
            return talk.facts
        text = "\n".join(reversed(talk.facts.named)) if awaited else heard.text
        facts = self._evidence.with_order(talk)
        if not facts.order:
            return facts
        named = named_in(text, lambda clause: self._understander.understand(clause, talk.language))
        several = apart(named, facts.ordered, self._namesake)
        if not several:
            return facts
        first, *others = several
        return replace(facts, named=(first.words,), stated_damages=first.damages, others=tuple(others))

    def _converse(self, talk: Conversation, heard: Heard) -> Turn[None]:
        case = _concerns_case(talk, heard)
        answered = yield from self._answering.answer(talk, heard, guess=not case or heard.wonders)
        facts, case = talk.facts, case and not (answered and heard.wonders)
        if case or facts.pass_on:
            said_more = heard.said is not None and not facts.product_confirmed
            facts = replace(facts, unclear=0, question_open=False)
            yield from self._casework.decide(replace(talk, facts=facts), look=bool(heard.photos) or said_more)
        elif answered and heard.pending and facts.attempts:
            # The question before this one is still open; asking again counts as no attempt.
            yield self._reply(talk, self._questions.still_open(talk))
        elif not answered:
            yield from self._unclear(talk, heard)

    def _unclear(self, talk: Conversation, heard: Heard) -> Turn[None]:
        """Thanks are taken, a greeting is answered; nonsense gets help, other words, and then a person."""
        if heard.intends(Intent.THANKS) or Cue.HELLO in heard.cues:
            greets = not heard.intends(Intent.THANKS)
            yield self._reply(
                talk, self._replies.plain("hello", talk.language) if greets else self._questions.thanks(talk)
            )
            return
        facts = replace(talk.facts, unclear=talk.facts.unclear + 1, pass_on=talk.facts.unclear >= PATIENCE)
        talk = replace(talk, facts=facts)
        if facts.pass_on:
            yield from self._casework.decide(talk, look=False)
        else:
            yield self._reply(talk, self._questions.unclear(talk))

    def _after_claim(self, talk: Conversation, heard: Heard) -> Turn[None]:
        claim = self._store.claim(str(talk.claim))
        if claim.conversation != talk.id and heard.text:  # staff read the talk in which the claim was made
            self._store.life.note(claim.number, CUSTOMER, heard.text)
        wishes = _wishes(heard)
        reason = _person_wanted(heard)
        if reason is Reason.PRODUCT_UNSURE and heard.action is None and self._means(heard, claim):
            reason = None  # "not the striped one, the checked one": the one that the claim is about
        if heard.action and answers(heard.action):
            said = self.aftercare.heard(talk, claim, heard.action)
            reopened = self._store.claim(claim.number).status is Status.WAITING_FOR_STAFF
            yield self._reply(replace(talk, with_person=reopened), said)
        elif reason:
            yield self._call_person(talk, claim, reason)
        elif claim.status is Status.WITHDRAWN and _goes_on(heard):
            yield self._reply(replace(talk, with_person=True), self.aftercare.take_up_again(talk, claim))
        elif talk.facts.question_open and heard.confirms:
            settled_talk = replace(talk, facts=replace(talk.facts, question_open=False))
            yield self._call_person(settled_talk, claim, Reason.NOT_COVERED)
        elif Cue.GIVES_UP in heard.cues and self.aftercare.may_withdraw(claim):
            yield self._reply(talk, self.aftercare.give_up(talk, claim, heard.text))
        elif wishes:
            yield self._reply(talk, self._wished(talk, claim, wishes))
        elif heard.intends(Intent.THANKS):
            yield self._reply(talk, self._questions.thanks(talk))
        elif heard.said and heard.said.order_number == claim.facts.order_number and claim.facts.order_number:
            yield self._reply(talk, self._told(talk, claim, heard))  # said once more
        else:
            answered = yield from self._answering.answer(talk, heard, guess=heard.sounds_asked)
            if not answered:
                yield self._reply(talk, self._told(talk, claim, heard))

    def _doubts_claimed(self, talk: Conversation, heard: Heard) -> bool:
        """Whether a message about the claim that there is may tell of a danger."""
        return raises_doubt(talk.facts, heard) and not self._starts_case(talk, heard)

    def _doubt_after_claim(self, talk: Conversation, heard: Heard) -> Turn[None]:
        """Asks about a danger that may have come up after a claim; what else was said is taken up after a no."""
        claim = self._store.claim(str(talk.claim))
        if heard.photos:
            self._store.life.add_photos(claim.number, heard.photos, CUSTOMER)
        facts = hear_danger(talk.facts, heard)
        asked_enough = Case(facts, self._rules()).asked_enough(Missing.DANGER)
        calm = replace(talk, facts=settled(facts))
        if affirms(talk.facts, heard) or (facts.alarm_in_doubt and (asked_enough or _person_wanted(heard))):
            yield self._call_person(calm, claim, Reason.SAFETY)
        elif facts.alarm_in_doubt:
            question = self._questions.missing(replace(talk, facts=facts), Missing.DANGER)
            yield self._reply(replace(talk, facts=count_attempt(facts, Missing.DANGER)), question)
        else:
            yield from self._answer(calm, self._danger.put_off(talk, heard))

    def _means(self, heard: Heard, claim: Claim) -> bool:
        """Whether the words leave the claim's product among those of its order and those that the photo may show."""
        skus = likely(claim.facts)
        meant = self._namesake.meant([without_taken_back(heard.text)], skus)
        only_others = not meant and claim.facts.product not in self._namesake.meant([heard.text], skus)
        return meant == (claim.facts.product,) or only_others

    def _wished(self, talk: Conversation, claim: Claim, wishes: Sequence[str]) -> Message:
        """A remedy is noted with the claim; the one that was noted just now isn't noted again."""
        noted = self._replies.wish_noted(claim, wishes, talk.language)
        if noted.text in {message.text for message in talk.messages[-3:]}:
            return self._questions.acknowledged(talk)
        for wish in wishes:
            self._store.life.note(claim.number, CUSTOMER, f"wish: {wish}")
        return noted

    def _told(self, talk: Conversation, claim: Claim, heard: Heard) -> Message:
        """The state of the claim; who adds something is thanked, and who only agrees isn't told it again."""
        status = self._replies.status(claim, talk.language)
        acknowledged = self._questions.acknowledged(talk)
        lately = {message.text for message in talk.messages[-3:]}
        if _adds(heard):
            added = self._replies.added(claim, talk.language)
            return acknowledged if added.text in lately else added
        said_enough = acknowledged.text in lately and status.text not in lately
        return acknowledged if not said_enough and (heard.confirms or status.text in lately) else status

    def _call_person(self, talk: Conversation, claim: Claim, reason: Reason) -> Message:
        if claim.status is not Status.WAITING_FOR_STAFF:
            self._store.life.move(claim.number, Status.WAITING_FOR_STAFF, CUSTOMER, reason, claim.version)
        reply = self._replies.handed_over(claim.number, reason, talk.language)
        if reason is Reason.SAFETY:
            reply = self._questions.safety_first(reply, talk.language)
        return self._reply(replace(talk, with_person=True), reply)

    def _reply(self, talk: Conversation, message: Message) -> Message:
        self._store.save_turn(talk, [message])
        return message


def _concerns_case(talk: Conversation, heard: Heard) -> bool:
    """Whether this turn is about a case, not only a question, a greeting or thanks."""
    facts, said = talk.facts, heard.said
    if heard.action or heard.photos or heard.declares_withdrawal or facts.pass_on:
        return True
    if said is None:
        return bool(talk.photos)
    if (heard.intends(*CASES) or said.wish) and (said.order_number or not heard.asks):
        return True
    if said.order_number and not heard.asks and not heard.intends(Intent.ORDER_QUESTION):
        return True
    begun = bool(talk.photos or facts.attempts)
    return begun and not heard.asks and not heard.intends(Intent.THANKS)


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


def _wishes(heard: Heard) -> tuple[str, ...]:
    """What the customer would like; in an answer to that, or a few words, every remedy that is named."""
    if heard.action and heard.action.startswith("resolution:"):
        return (heard.action.removeprefix("resolution:"),)
    if heard.said is None:
        return ()
    answers = heard.pending is Asked.WISH or len(heard.said.words) <= FEW
    if heard.pending is Asked.WISH and Cue.NEW_ONE in heard.cues and not heard.said.wishes:
        return (Resolution.REPLACEMENT,)
    if answers and not heard.sounds_asked:
        return heard.said.wishes
    return (heard.said.wish,) if heard.said.wish else ()


def _person_wanted(heard: Heard) -> Reason | None:
    said = heard.said
    if (said and said.alarm) or heard.action == YES:
        return Reason.SAFETY
    if said and said.legal:
        return Reason.LEGAL_THREAT
    if said and said.upset:
        return Reason.UPSET
    if heard.action == "other_product" or (said and said.products and heard.intends(Intent.CORRECTION)):
        return Reason.PRODUCT_UNSURE
    asked = heard.action == PERSON or heard.intends(Intent.TALK_TO_PERSON)
    return Reason.ASKED_FOR_PERSON if asked else None
