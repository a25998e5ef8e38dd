"""Questions about policy within a talk: quoted, or offered to a person and kept for review."""

import logging
from dataclasses import replace

from intake.claims.conversation import Author, Conversation, Message
from intake.claims.model import Facts, Track
from intake.claims.store import Store
from intake.dialogue.cues import Cue
from intake.dialogue.openings import without_opening
from intake.dialogue.types import ANSWERS, CASES, UNANSWERABLE, Intent
from intake.ports import Assistant, Knowledge, Wording
from intake.rag.types import Answer
from intake.talk.casework import Casework, day_of_purchase
from intake.talk.evidence import Evidence
from intake.talk.explaining import Explaining
from intake.talk.facts import anew
from intake.talk.heard import Heard
from intake.talk.questions import Questions
from intake.talk.replies import Replies
from intake.talk.turns import Progress, Turn

log = logging.getLogger(__name__)


class Answering:
    def __init__(
        self,
        store: Store,
        knowledge: Knowledge,
        casework: Casework,
        replies: Replies,
        questions: Questions,
        wording: Wording,
        assistant: Assistant | None,
        evidence: Evidence,
        explaining: Explaining,
    ) -> None:
        self._store, self._knowledge, self._casework = store, knowledge, casework
        self._replies, self._questions = replies, questions
        self._wording, self._assistant = wording, assistant
        self._evidence, self._explaining = evidence, explaining

    def answer(self, talk: Conversation, heard: Heard, guess: bool) -> Turn[bool]:
        """Answers a question about policy from the policies; returns whether it did.

        With `guess` the policies are asked about whatever wasn't understood, too: they may have the answer.
        """
        said = heard.said
        if said is None or heard.puzzled or Cue.HELLO in heard.cues or talk.facts.pass_on:
            return False
        if Cue.MORE_PHOTOS in heard.cues and heard.sounds_asked:
            yield self._reply(talk, self._questions.photo_welcome(talk))
            return True
        if Cue.MACHINE in heard.cues:
            yield self._reply(talk, self._questions.machine(talk))
            return True
        if Cue.WHAT_NOW in heard.cues and (talk.claim or talk.facts.attempts) and not heard.states:
            claim = self._store.claim(talk.claim) if talk.claim else None
            yield self._reply(talk, self._questions.what_now(talk, claim))
            return True
        unanswerable = UNANSWERABLE.issuperset(set(said.intents) - ANSWERS)
        about_claim = talk.claim is not None and not heard.intends(Intent.CLAIM_STATUS)
        guess = guess and not heard.only_tells
        if not (heard.asks or (guess and (heard.wonders or unanswerable or about_claim))):
            return False
        yield Progress(self._wording.say("progress.policy", talk.language))
        answer = self._followed(heard, talk)
        if not answer.covered and heard.intends(Intent.RETURN):
            answer = self._about_withdrawal(talk, answer)
        if answer.covered:
            yield from self._quoted(talk, heard, answer)
            return True
        asked = heard.text.rstrip().endswith("?") or heard.intends(Intent.OUT_OF_SCOPE, Intent.ORDER_QUESTION)
        if (heard.asks and not heard.only_tells) or (asked and (talk.claim or not heard.intends(*CASES))):
            self._keep_unanswered(heard.text, talk.language)
            yield from self._not_covered(talk, answer)
            return True
        return False

    def reconsider(self, talk: Conversation, heard: Heard) -> Turn[None]:
        """What was taken for a case is none: the claim before goes on, or what was asked is answered."""
        offered, talk = talk.facts.withdrawal_offered, replace(talk, facts=anew(talk.facts))
        if talk.claims:
            last = next(message.claim for message in reversed(talk.messages) if message.claim)
            yield self._reply(replace(talk, claim=last, photos=()), self._questions.acknowledged(talk))
            return
        asks = heard.asks or "?" in heard.text or heard.only_wonders
        asked = [heard.text] if asks else []
        if "?" in (said_before := _told_before(talk)):
            asked.append(said_before)
        answers = (self._ask(question, talk) for question in asked)
        if answer := next((found for found in answers if found.covered), None):
            yield from self._quoted(talk, heard, answer)
        elif heard.only_regrets and offered:
            yield self._reply(talk, self._questions.nothing_to_do(talk))
        elif heard.only_regrets:
            facts = replace(talk.facts, withdrawal_offered=True)
            yield self._reply(replace(talk, facts=facts), self._questions.goes_back(talk))
        else:
            yield self._reply(talk, self._questions.misunderstood(talk))

    def quote(self, talk: Conversation, heard: Heard) -> Turn[bool]:
        """Answers from the policies where they have an answer; returns whether they had."""
        answer = self._followed(heard, talk)
        if answer.covered:
            yield from self._quoted(talk, heard, answer)
        return answer.covered

    def _quoted(self, talk: Conversation, heard: Heard, answer: Answer) -> Turn[None]:
        proves = talk.facts.second_identifier is not None and not talk.photos
        known = self._evidence.with_order(talk) if proves else talk.facts
        facts = replace(known, unclear=0, question_open=False)
        phrased = self._phrased(heard.text, answer, talk.language)
        quoted = self._replies.answer(answer, talk.language, phrased, _quoted_before(talk))
        quoted = self._for_case(quoted, facts, talk.language)
        offers = heard.may_return and talk.claim is None and not (facts.withdrawal or facts.broken or talk.photos)
        talk = replace(talk, facts=replace(facts, withdrawal_offered=facts.withdrawal_offered or offers))
        yield self._reply(talk, quoted)
        if offers:
            yield self._reply(talk, self._questions.withdrawal_offer(talk))

    def _for_case(self, said: Message, facts: Facts, language: str) -> Message:
        """What is quoted on a legal ground, with the days of the customer's own order."""
        track = said.citations[0].track if said.citations else ""
        days = self._explaining.for_order(Track(track), facts, language) if track in set(Track) else ""
        return replace(said, text=f"{days}\n\n{said.text}") if days else said

    def _not_covered(self, talk: Conversation, answer: Answer) -> Turn[None]:
        """Offers a person; who asks on about what no policy answers gets one."""
        facts = replace(talk.facts, pass_on=talk.facts.question_open, question_open=True)
        talk = replace(talk, facts=facts)
        if facts.pass_on:
            yield from self._casework.decide(talk, look=False)
        else:
            said = self._questions.not_covered(talk)
            yield self._reply(talk, replace(said, considered=answer.considered))

    def _followed(self, heard: Heard, talk: Conversation) -> Answer:
        """What the policies say.

        "And for how long?" is understood with the question before, where one was answered; and "do I have to take it?"
        with what was told before, where it says too little by itself.
        """
        alone, told, quoted = self._ask(heard.text, talk), _told_before(talk), _quoted_before(talk)
        if not alone.covered and heard.sounds_asked and told:
            together = self._ask(f"{told} {heard.text}", talk)
            return together if together.covered else alone
        if Cue.FOLLOWS not in heard.cues or quoted is None:
            return alone
        together = self._ask(f"{told} {heard.text}", talk)
        repeats = any(map(quoted.citations[0].same_place, together.citations[:1]))
        return together if together.covered and not repeats else alone

    def _about_withdrawal(self, talk: Conversation, answer: Answer) -> Answer:
        """How the policy on withdrawing begins: who asks whether something may go back finds that there."""
        try:
            cited = self._knowledge.about(Track.WITHDRAWAL, talk.language, day_of_purchase(talk))[:1]
        except Exception:  # as in `_ask`
            log.exception("policy search failed")
            return answer
        return replace(answer, covered=bool(cited), citations=cited or answer.citations)

    def _ask(self, question: str, talk: Conversation) -> Answer:
        try:
            return self._knowledge.ask(without_opening(question), talk.language, day_of_purchase(talk))
        except Exception:  # whatever retrieval fails with, the customer is offered a person
            log.exception("policy search failed")
            return Answer("", False, ())

    def _phrased(self, question: str, answer: Answer, language: str) -> str:
        """Only the passage that is quoted beneath may be put in other words, and only where it is in the language."""
        quoted = [citation.passage for citation in answer.citations[:1] if citation.language == language]
        return self._assistant.phrase(question, quoted, language) if self._assistant and quoted else ""

    def _keep_unanswered(self, question: str, language: str) -> None:
        try:
            self._store.unanswered.keep(question, language)
        except Exception:  # the customer's answer counts more than the review
            log.exception("an unanswered question could not be kept")

    def _reply(self, talk: Conversation, message: Message) -> Message:
        self._store.save_turn(talk, [message])
        return message


def _told_before(talk: Conversation) -> str:
    """The customer's message before this one."""
    said = [message.text for message in talk.messages if message.author is Author.CUSTOMER]
    return said[-2] if len(said) > 1 else ""


def _quoted_before(talk: Conversation) -> Message | None:
    """What was quoted in reply to the customer's message before this one."""
    said = [place for place, message in enumerate(talk.messages) if message.author is Author.CUSTOMER]
    replies = talk.messages[said[-2] : said[-1]] if len(said) > 1 else ()
    return next((message for message in replies if message.citations), None)
