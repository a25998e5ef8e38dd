"""What a customer does with a claim by its secret link: read it, add to it, withdraw it, say how it was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from intake.claims.conversation import Author, Choice, Conversation, Message
from intake.claims.feedback import RATINGS, Feedback
from intake.claims.model import Claim, Reason, Status
from intake.claims.moves import CUSTOMER, legal_moves
from intake.claims.photo_store import PhotoStore
from intake.claims.status_link import opens, status_path
from intake.claims.store import Store
from intake.errors import BadInput, EditConflict, NotFound
from intake.ports import Understander, Wording
from intake.talk.inbox import Inbox, Upload

TRIES = 3  # of a move that somebody else's comes before
SOLVED = ("solved:yes", "solved:no")
RATED = tuple(f"rating:{rating}" for rating in RATINGS)
WITH_STAFF = frozenset({Status.WAITING_FOR_STAFF, Status.IN_HAND})


@dataclass(frozen=True)
class Beside:
    """`links` leads from the numbers of claims to their status pages; `choices` answer the question after closing."""

    links: Mapping[str, str]
    choices: tuple[Choice, ...] = ()


def answers(action: str) -> bool:
    """Whether a pressed button answers the question after closing."""
    return action in SOLVED or action in RATED


class Aftercare:
    """Whatever a customer adds brings the claim to a person. Claims given to the methods were opened by their key."""

    def __init__(
        self, store: Store, photos: PhotoStore, inbox: Inbox, understander: Understander, wording: Wording
    ) -> None:
        self._store, self._photos, self._inbox = store, photos, inbox
        self._understander, self._wording = understander, wording

    def open(self, number: str, key: str) -> Claim:
        """Raises `NotFound`, in the same words for a number that doesn't exist and for a wrong key."""
        claim = self._store.claim(number)
        if not opens(claim, key):
            raise NotFound("There is no such claim.")
        return claim

    def goes_on_in(self, claim: Claim) -> Claim:
        """The claim that this one was merged into, else itself."""
        return self._store.claim(claim.merged_into) if claim.merged_into else claim

    def talk(self, claim: Claim) -> Conversation:
        """The customer's talk in which the claim was made."""
        return self._store.conversation(claim.conversation)

    def photo(self, claim: Claim, photo: str) -> bytes:
        """The JPEG. Raises `NotFound` for one that isn't part of the talk."""
        if not any(photo in message.photos for message in self.talk(claim).messages):
            raise NotFound("There is no such photo.")
        return self._photos.load(photo)

    def beside(self, talk: Conversation) -> Beside:
        """What the chat shows beside the talk; a claim of another talk is linked for its order's e-mail address."""
        links = {
            number: status_path(number, made_in)
            for number, (made_in, email) in self._store.made_in(talk.claims).items()
            if made_in == talk.id or (email is not None and email == (talk.facts.email or "").lower())
        }
        last = self.feedback(self._store.claim(talk.claim)) if talk.claim else None
        open_question = last is not None and last.solved is None and not talk.with_person
        return Beside(links, self._choices(talk.language, SOLVED) if open_question else ())

    def heard(self, talk: Conversation, claim: Claim, action: str) -> Message:
        """Takes a button of the question after closing (see `answers`); returns what is said to it."""
        kind, _, value = action.partition(":")
        solved = value == "yes" if kind == "solved" else None
        rating = int(value) if kind == "rating" else None
        if self.feedback(claim) is None:  # from a page that was open too long
            return self._message(talk, "acknowledged")
        if self.answer(claim, solved, rating, ""):
            return self._message(talk, "feedback.reopened", number=claim.number)
        if solved:
            said = self._message(talk, "feedback.rating")
            return replace(said, choices=self._choices(talk.language, RATED))
        return self._message(talk, "feedback.thanks")

    def _choices(self, language: str, actions: Sequence[str]) -> tuple[Choice, ...]:
        return tuple(Choice(action, self._wording.say(f"choice.{action}", language)) for action in actions)

    def _message(self, talk: Conversation, key: str, **values: object) -> Message:
        return Message(Author.INTAKE, self._wording.say(key, talk.language, **values), _now())

    def add(self, claim: Claim, text: str, uploads: Sequence[Upload]) -> list[BadInput]:
        """Keeps a message with its photos; returns what could not be kept."""
        with self._store.turn_of(claim.conversation):
            talk = self.talk(claim)
            words, problems = self._inbox.read(text)
            kept = self._inbox.keep(talk, uploads, problems)
            if words or kept:
                alarm = bool(words) and self._alarming(words, talk.language)
                self._keep(talk, self.goes_on_in(claim), Message(Author.CUSTOMER, words, _now(), kept), alarm)
        return problems

    def _alarming(self, words: str, language: str) -> bool:
        """Nobody asks back here, so a danger in doubt is one."""
        said = self._understander.understand(words, language)
        return said.alarm or said.alarm_in_doubt

    def call_person(self, claim: Claim) -> None:
        """Brings the claim to a person without a further word."""
        with self._store.turn_of(claim.conversation):
            talk = self.talk(claim)
            self._say(talk, claim, "status.person_called", with_person=True)
            self._bring_to_staff(self.goes_on_in(claim).number, Reason.ASKED_FOR_PERSON)

    def may_withdraw(self, claim: Claim) -> bool:
        return Status.WITHDRAWN in legal_moves(claim.status, CUSTOMER)

    def withdraw(self, claim: Claim, reason: str) -> None:
        """Ends the claim at the customer's wish; whatever is added later opens it again. Raises `IllegalMove`."""
        words, _ = self._inbox.read(reason)
        with self._store.turn_of(claim.conversation):
            self._move(claim.number, Status.WITHDRAWN, words)
            self._say(self.talk(claim), claim, "claim.status.withdrawn", with_person=False)

    def give_up(self, talk: Conversation, claim: Claim, reason: str) -> Message:
        """As `withdraw`, said in the talk of this turn; returns what is said to it."""
        self._move(claim.number, Status.WITHDRAWN, reason)
        return self._message(talk, "claim.status.withdrawn", number=claim.number)

    def take_up_again(self, talk: Conversation, claim: Claim) -> Message:
        """Opens a withdrawn claim again; returns what is said to it."""
        self._bring_to_staff(claim.number, "")
        return self._message(talk, "status.taken_up_again", number=claim.number)

    def feedback(self, claim: Claim) -> Feedback | None:
        """The question that was put at the claim's end, with its answer; None while it is open."""
        return self._store.feedback.last(claim.number) if claim.status is Status.CLOSED else None

    def answer(self, claim: Claim, solved: bool | None, rating: int | None, comment: str) -> bool:
        """Keeps an answer to it; returns whether that opened the claim again. Raises `NotFound`, `BadInput`."""
        words, _ = self._inbox.read(comment)
        self._store.feedback.answer(claim.number, solved, rating, words or None)
        if solved is not False or claim.status is not Status.CLOSED:
            return False
        self._bring_to_staff(claim.number, words or self._wording.say("feedback.not_solved", claim.language))
        return True

    def reopened(self, claim: Claim) -> None:
        """Tells the customer that a person looks at the claim again."""
        with self._store.turn_of(claim.conversation):
            self._say(self.talk(claim), claim, "feedback.reopened", with_person=True)

    def _keep(self, talk: Conversation, claim: Claim, said: Message, alarm: bool) -> None:
        """The message first: whatever fails after that, it is there."""
        self._store.save_turn(talk, [said])
        if alarm or not talk.person:  # who has the talk reads for themselves
            self._say(talk, claim, "with_person.noted", with_person=True, before="alarm.safety" if alarm else None)
        if said.photos:
            self._store.life.add_photos(claim.number, said.photos, CUSTOMER)
        if said.text:
            self._store.life.note(claim.number, CUSTOMER, said.text)
        if alarm and Reason.SAFETY not in claim.decision.reasons:
            self._store.life.note(claim.number, CUSTOMER, Reason.SAFETY)
        self._bring_to_staff(claim.number, "")

    def _say(self, talk: Conversation, claim: Claim, key: str, *, with_person: bool, before: str | None = None) -> None:
        """Another case of the same talk, begun since, isn't disturbed."""
        sentences = [self._wording.say(one, talk.language, number=claim.number) for one in (before, key) if one]
        ours = talk.claim == claim.number
        person = with_person if ours else talk.with_person
        message = Message(Author.INTAKE, "\n\n".join(sentences), _now(), claim=claim.number if ours else None)
        state = replace(talk, with_person=person, person=talk.person if person else "")
        self._store.save_turn(state, [message])

    def _bring_to_staff(self, number: str, note: str) -> None:
        if self._store.claim(number).status not in WITH_STAFF:
            self._move(number, Status.WAITING_FOR_STAFF, note)

    def _move(self, number: str, to: Status, note: str) -> None:
        """The customer's wish holds whatever version of the claim the page showed."""
        for _ in range(TRIES - 1):
            claim = self._store.claim(number)
            try:
                self._store.life.move(number, to, CUSTOMER, note, claim.version)
                return
            except EditConflict:
                continue
        self._store.life.move(number, to, CUSTOMER, note, self._store.claim(number).version)


def _now() -> datetime:
    return datetime.now(UTC)
