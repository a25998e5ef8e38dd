"""The staff's side of claims. Legal moves and edit conflicts are the store's; the customer is always told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from intake.claims.conversation import Author, Card, Message
from intake.claims.corrections import Correction
from intake.claims.model import Claim, Status
from intake.claims.photo_store import PhotoStore
from intake.claims.roles import Actor, Permission
from intake.claims.store import Store
from intake.errors import NotFound
from intake.ports import Assistant, Eyes, Wording
from intake.staff.accounts import StaffAccounts
from intake.staff.audit import AuditDesk
from intake.staff.notices import NoticeDesk
from intake.staff.presence import Presence
from intake.staff.queue import QueueDesk
from intake.teaching import Teacher
from intake.vision.heat_picture import heat_picture
from intake.vision.photos import open_photo


class StaffDesk:
    """The staff's side of Intake. Whoever calls has checked the login; what a role may not raises `NotAllowed`."""

    def __init__(
        self,
        store: Store,
        photos: PhotoStore,
        eyes: Eyes,
        wording: Wording,
        accounts: StaffAccounts,
        teacher: Teacher,
        audit: AuditDesk,
        assistant: Assistant | None = None,
    ) -> None:
        self._teacher, self._assistant = teacher, assistant
        self._store, self._photos, self._eyes, self._wording = store, photos, eyes, wording
        self.accounts, self.audit = accounts, audit
        self.notices = NoticeDesk(store.outbox)
        self.queue = QueueDesk(store, eyes.products)
        self.presence = Presence()

    def claim(self, number: str) -> Claim:
        """Raises NotFound."""
        return self._store.claim(number)

    def talk(self, number: str) -> Sequence[Message]:
        """Everything that was said about the claim, and about those that were merged into it, in its order."""
        talks = map(self._store.conversation, self._store.talks_of(number))
        return sorted((message for talk in talks for message in talk.messages), key=lambda message: message.at)

    def digest(self, number: str, language: str) -> str:
        """The talk in a few sentences of a language model; "" without one, or where it has nothing to say."""
        talk = [(message.author.value, message.text) for message in self.talk(number) if message.text]
        return self._assistant.digest(talk, language) if self._assistant else ""

    def photo(self, photo_id: str) -> bytes:
        return self._photos.load(photo_id)

    def heat(self, number: str) -> bytes:
        """PNG to lay over the photo that the claim's damage was read off: where it speaks for the best finding.

        Raises NotFound where the claim, a finding or its place isn't known.
        """
        claim = self.claim(number)
        seen = claim.facts.observation
        if seen is None or not seen.findings or seen.damage_photo >= len(claim.photos):
            raise NotFound(number)
        photo = open_photo(self._photos.load(claim.photos[seen.damage_photo]))
        heat = self._eyes.heat_map(photo, claim.decision.damage or seen.findings[0].damage)
        if heat is None:
            raise NotFound(number)
        return heat_picture(heat)

    def card(self, sku: str, language: str) -> Card:
        product = self._eyes.product(sku)
        image = product.images[0] if product and product.images else ""
        return Card(sku, product.name(language) if product else sku, image)

    def accept(self, number: str, actor: Actor, note: str, version: int) -> Claim:
        """Accepts the claim; the customer reads it. Raises IllegalMove, EditConflict, NotFound."""
        claim = self._store.life.move(number, Status.ACCEPTED, actor.login, note, version)
        return self._tell(claim, self._wording.say("claim.status.accepted", claim.language, number=number))

    def ask_back(self, number: str, actor: Actor, question: str, version: int) -> Claim:
        """Puts a question to the customer; the machine stays silent until the claim is closed."""
        claim = self._store.life.move(number, Status.WAITING_FOR_CUSTOMER, actor.login, question, version)
        return self._tell(claim, question, with_person=True)

    def close(self, number: str, actor: Actor, note: str, version: int) -> Claim:
        """Ends the case; from here on the machine answers again, and the customer is told so."""
        claim = self._store.life.move(number, Status.CLOSED, actor.login, note, version)
        return self._tell(
            claim, self._wording.say("claim.status.closed", claim.language, number=number), with_person=False
        )

    def correct(self, number: str, actor: Actor, sku: str, damage: str) -> None:
        """Says what the claim's photos really show; the eyes learn it at once. Raises BadInput, NotFound."""
        self._teacher.correct(self.claim(number).photos, actor.login, sku, damage, number)
        self._store.life.note(number, actor.login, f"✎ {' · '.join(filter(None, (sku, damage)))}")

    def corrections(self, number: str) -> Sequence[Correction]:
        """Those in force that were made in this claim."""
        return self._teacher.of_claim(number)

    def may_take_back(self, number: str, actor: Actor) -> bool:
        """Whether there is something to take back, and this person may."""
        corrections = self.corrections(number)
        return bool(corrections) and (_own(corrections, actor) or actor.may(Permission.TAKE_BACK_OF_OTHERS))

    def take_back(self, number: str, actor: Actor) -> None:
        """Takes back what was corrected in this claim; the eyes see as before. Raises NotFound."""
        corrections = self.corrections(number)
        if not _own(corrections, actor):
            actor.require(Permission.TAKE_BACK_OF_OTHERS)
        for correction in corrections:
            self._teacher.undo(correction.id, actor.login)
        self._store.life.note(number, actor.login, "✎ –")

    def _tell(self, claim: Claim, text: str, with_person: bool | None = None) -> Claim:
        with self._store.turn_of(claim.conversation):
            talk = self._store.conversation(claim.conversation)
            if with_person is not None:
                talk = replace(talk, with_person=with_person)
            message = Message(Author.STAFF, text, datetime.now(UTC), claim=claim.number)
            self._store.save_turn(talk, [message])
        return claim


def _own(corrections: Sequence[Correction], actor: Actor) -> bool:
    return all(correction.actor == actor.login for correction in corrections)
