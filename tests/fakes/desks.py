"""A customer's desk and a staff desk in memory, for tests of the pages; they remember what was asked."""

import itertools
import secrets
from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

from intake.claims.access.passwords import Account
from intake.claims.access.roles import Actor, Role
from intake.claims.conversation import Author, Card, Channel, Choice, Conversation, Message
from intake.claims.model import (
    Claim,
    Decision,
    Event,
    Facts,
    Order,
    OrderLine,
    Outcome,
    Reason,
    Resolution,
    Status,
    Track,
)
from intake.claims.talks import TalkState
from intake.dialogue.wording import Wording
from intake.errors import EditConflict, NotAllowed, NotFound
from intake.rag.types import Citation
from intake.service import Desk, Progress
from intake.staff.accounts import StaffAccounts
from intake.staff.audit import AuditDesk
from intake.staff.desk import StaffDesk
from intake.staff.notices import NoticeDesk
from intake.staff.presence import Presence
from intake.staff.rule_desk import RuleDesk
from intake.talk.aftercare import Aftercare, Beside
from intake.talk.inbox import Upload
from intake.vision.types import Candidate, Damage, Finding, Observation, PhotoQuality
from tests.fakes.figures import FakeFigures
from tests.fakes.queue import FakeQueue

CITATION = Citation(
    document="transport-damage",
    title="Transportschäden",
    section="Was Sie bei Ankunft tun",
    version="2026-05",
    language="de",
    passage="Ist Ihre Ware beschädigt angekommen, ersetzen wir sie oder erstatten den Preis.",
    score=0.83,
    track="transport",
)
SENTENCES = {
    "de": {
        "hello": "Guten Tag! Ich bin ein automatischer Assistent, kein Mensch.",
        "looking": "Ich sehe mir das Foto an …",
        "which": "Danke für das Foto. Welches Ihrer Produkte ist es?",
        "none": "Keines davon",
        "claim": "Das tut mir leid. Ich habe Ihren Vorgang eröffnet. Was wünschen Sie sich?",
        "refund": "Geld zurück",
        "replacement": "Neue Tasse",
        "person": "Ich habe alles an unser Team weitergegeben. Sie müssen nichts wiederholen.",
    },
    "en": {
        "hello": "Hello! I am an automatic assistant, not a person.",
        "looking": "I am looking at the photo …",
        "which": "Thank you for the photo. Which of your products is it?",
        "none": "None of these",
        "claim": "I am sorry about that. I have opened your claim. What would you like?",
        "refund": "Money back",
        "replacement": "A new mug",
        "person": "I have passed everything on to our team. You don't need to repeat anything.",
    },
}
CARDS = {
    "MUG-DOTS": {"de": "Becher „Punkte“, blau", "en": "Dotted mug, blue"},
    "MUG-PLAIN": {"de": "Becher „Natur“", "en": "Plain mug"},
}


@cache
def page_wording(language: str) -> Mapping[str, str]:
    """The labels of the pages as they are shipped."""
    return Wording.load().all(language)


class FakeAftercare(Aftercare):
    """Opens no claim to anybody."""

    def __init__(self) -> None:
        pass

    def open(self, number: str, key: str) -> Claim:  # noqa: ARG002
        raise NotFound(number)


class FakeDesk(Desk):
    """A message leads to product cards, a card to a claim with quoted policy, "person" to a hand-over."""

    def __init__(self, pictures: Mapping[str, str] | None = None) -> None:
        self.talks: dict[str, Conversation] = {}
        self.photos: dict[str, bytes] = {}
        self.turns: list[tuple[str, str, tuple[Upload, ...], str | None]] = []
        self.broken = False
        self.aftercare = FakeAftercare()
        self._pictures = pictures or {}
        self._numbers = itertools.count(1)

    def start(self, language: str, channel: Channel = Channel.PAGE) -> Conversation:  # noqa: ARG002
        hello = Message(Author.INTAKE, SENTENCES[language]["hello"], datetime.now(UTC))
        talk = Conversation(secrets.token_hex(16), language, Facts(date.today()), messages=(hello,))
        self.talks[talk.id] = talk
        return talk

    def conversation(self, id: str) -> Conversation:
        try:
            return self.talks[id]
        except KeyError:
            raise NotFound(id) from None

    def talk_state(self, id: str) -> TalkState | None:
        talk = self.talks.get(id)
        return TalkState(len(talk.messages), talk.with_person, talk.person) if talk else None

    def set_language(self, conversation: str, language: str) -> Conversation:
        self.talks[conversation] = replace(self.talks[conversation], language=language)
        return self.talks[conversation]

    def turn(
        self, conversation: str, text: str = "", uploads: Sequence[Upload] = (), action: str | None = None
    ) -> Generator[Progress | Message]:
        self.turns.append((conversation, text, tuple(uploads), action))
        if self.broken:
            raise RuntimeError("the desk is broken")
        talk = self.conversation(conversation)
        photos = tuple(self._keep(upload.data) for upload in uploads)
        label = next((choice.label for choice in talk.messages[-1].choices if choice.action == action), "")
        said = Message(Author.CUSTOMER, text or label, datetime.now(UTC), photos)
        yield Progress(SENTENCES[talk.language]["looking"])
        reply = self._scripted(talk.language, action)
        self.talks[conversation] = replace(
            talk,
            messages=(*talk.messages, said, reply),
            photos=talk.photos + photos,
            with_person=talk.with_person or action == "person",
            claim=reply.claim or talk.claim,
        )
        yield reply

    def photo(self, conversation: str, photo_id: str) -> bytes:
        if conversation not in self.talks or photo_id not in self.talks[conversation].photos:
            raise NotAllowed(photo_id)
        return self.photos[photo_id]

    def beside(self, conversation: Conversation) -> Beside:  # noqa: ARG002
        return Beside({})

    def wording(self, language: str) -> Mapping[str, str]:
        return page_wording(language)

    def _keep(self, data: bytes) -> str:
        photo = secrets.token_hex(16)
        self.photos[photo] = data
        return photo

    def _scripted(self, language: str, action: str | None) -> Message:
        words = SENTENCES[language]
        now = datetime.now(UTC)
        if action == "person":
            return Message(Author.INTAKE, words["person"], now, claim=f"HB-{next(self._numbers):05}")
        if action is None:
            pictures = self._pictures
            cards = tuple(Card(sku, names[language], pictures.get(sku, "")) for sku, names in CARDS.items())
            choices = tuple(Choice(f"product:{card.sku}", card.title) for card in cards)
            none = Choice("none_of_these", words["none"])
            return Message(Author.INTAKE, words["which"], now, cards=cards, choices=(*choices, none))
        choices = tuple(Choice(f"resolution:{value}", words[value]) for value in ("replacement", "refund"))
        number = f"HB-{next(self._numbers):05}"
        text = words["claim"]
        return Message(Author.INTAKE, text, now, citations=(CITATION,), choices=choices, claim=number)


class FakeAccounts(StaffAccounts):
    """Kim is admin, Sam is agent; the password is "right"."""

    def __init__(self) -> None:
        self.accounts = {
            login: Account(login, "", role, login.capitalize())
            for login, role in (("kim", Role.ADMIN), ("sam", Role.AGENT))
        }

    def log_in(self, login: str, password: str) -> Account | None:
        return self.accounts.get(login) if password == "right" else None

    def log_out(self, actor: Actor) -> None: ...

    def get(self, login: str) -> Account | None:
        return self.accounts.get(login)


class FakeAudit(AuditDesk):
    """A log without entries."""

    def __init__(self) -> None: ...


class FakeNotices(NoticeDesk):
    """Nothing was ever told."""

    def __init__(self) -> None: ...


class FakeRules(RuleDesk):
    """No rules to change."""

    def __init__(self) -> None: ...


class FakeStaffDesk(StaffDesk):
    """Two logins, two claims, photos and cards as given."""

    def __init__(self, photos: Mapping[str, bytes] | None = None, pictures: Mapping[str, str] | None = None) -> None:
        self.accounts = FakeAccounts()
        self.audit = FakeAudit()
        self.notices = FakeNotices()
        self.rules = FakeRules()
        self.photos = dict(photos or {})
        self.moves: list[tuple[str, str, str, str, int]] = []
        self._pictures = pictures or {}
        claims = (escalated_claim(tuple(self.photos)), opened_claim())
        self.claims = {claim.number: claim for claim in claims}
        self.queue = FakeQueue(lambda: tuple(self.claims.values()))
        self.presence = Presence()
        self.figures = FakeFigures()

    def claim(self, number: str) -> Claim:
        try:
            return self.claims[number]
        except KeyError:
            raise NotFound(number) from None

    def talk(self, number: str) -> Sequence[Message]:
        claim = self.claim(number)
        return [Message(Author.CUSTOMER, claim.text, claim.created, claim.photos)]

    def photo(self, photo_id: str) -> bytes:
        try:
            return self.photos[photo_id]
        except KeyError:
            raise NotFound(photo_id) from None

    def heat(self, number: str) -> bytes:
        self.claim(number)
        return b"\x89PNG"

    def card(self, sku: str, language: str) -> Card:
        return Card(sku, CARDS.get(sku, {}).get(language, sku), self._pictures.get(sku, ""))

    def accept(self, number: str, actor: Actor, note: str, version: int) -> Claim:
        return self._move("accept", number, actor, note, version, Status.ACCEPTED)

    def close(self, number: str, actor: Actor, note: str, version: int) -> Claim:
        return self._move("close", number, actor, note, version, Status.CLOSED)

    def _move(self, kind: str, number: str, actor: Actor, note: str, version: int, status: Status) -> Claim:
        claim = self.claim(number)
        if claim.version != version:
            raise EditConflict(number)
        self.moves.append((kind, number, actor.login, note, version))
        event = Event(datetime.now(UTC), actor.login, kind, note, status)
        history = (*claim.history, event)
        self.claims[number] = replace(claim, status=status, version=version + 1, history=history)
        return self.claims[number]


def observation(product_sure: bool = True) -> Observation:
    """What a photo of a cracked mug may yield."""
    return Observation(
        products=(Candidate("MUG-DOTS", 0.91), Candidate("MUG-PLAIN", 0.06)),
        findings=(Finding(Damage.CRACK, 0.88), Finding(Damage.CHIP, 0.07)),
        damaged=0.97,
        quality=PhotoQuality((), 212.0, 0.52),
        product_sure=product_sure,
        damage_sure=True,
        model="embedded-1",
    )


def escalated_claim(photos: tuple[str, ...] = ()) -> Claim:
    """A claim that waits for a person."""
    lines = (OrderLine("MUG-DOTS", 2, 19.9),)
    order = Order("HB-2026-1001", "kim@example.org", date(2026, 11, 2), date(2026, 11, 6), lines)
    facts = Facts(
        date(2026, 11, 20),
        observation(),
        "MUG-DOTS",
        order_number=order.number,
        order_searched=True,
        order=order,
        wish=Resolution.REPLACEMENT,
        alarm=True,
    )
    decision = Decision(Outcome.ESCALATE, "safety", "2026-06-19", (Reason.SAFETY, Reason.UPSET))
    text = "Der Becher kam mit einem Riss an und ich habe mich geschnitten!"
    return _claim("HB-00007", Status.WAITING_FOR_STAFF, text, facts, decision, photos)


def opened_claim() -> Claim:
    """A claim that a rule opened."""
    facts = Facts(date(2026, 11, 19), observation(), "MUG-PLAIN", product_confirmed=True)
    decision = Decision(
        Outcome.OPEN,
        "transport",
        "2026-06-19",
        track=Track.TRANSPORT,
        damage=Damage.CHIP,
        resolutions=(Resolution.REPLACEMENT, Resolution.REFUND),
    )
    return _claim("HB-00006", Status.NEW, "Eine Ecke ist ab.", facts, decision, ())


def _claim(number: str, status: Status, text: str, facts: Facts, decision: Decision, photos: tuple[str, ...]) -> Claim:
    created = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    history = (Event(created, "customer", "reported"), Event(created, "intake", "decided", "", status))
    return Claim(
        number, status, created, "de", "c" * 32, text, facts, decision, (CITATION,), photos, history, version=1
    )
