"""The staff's side of claims. Legal moves and edit conflicts are the store's; the customer is always told."""

from collections.abc import Sequence

from intake.claims.access.roles import Actor
from intake.claims.conversation import Card, Message
from intake.claims.model import Claim, Status
from intake.claims.photo_store import PhotoStore
from intake.claims.store import Store
from intake.errors import NotFound
from intake.ports import Assistant, Eyes, Wording
from intake.staff.accounts import StaffAccounts
from intake.staff.audit import AuditDesk
from intake.staff.cases import Cases
from intake.staff.explain import Explainer
from intake.staff.figures import FiguresDesk
from intake.staff.notices import NoticeDesk
from intake.staff.presence import Presence
from intake.staff.queue import QueueDesk
from intake.staff.rule_desk import RuleDesk
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
        audit: AuditDesk,
        cases: Cases,
        rules: RuleDesk,
        assistant: Assistant | None = None,
        figures: FiguresDesk | None = None,
    ) -> None:
        self._assistant = assistant
        self._store, self._photos, self._eyes, self._wording = store, photos, eyes, wording
        self.accounts, self.audit, self.cases, self.rules = accounts, audit, cases, rules
        self.figures = figures
        self.explainer = Explainer(wording, store.rules.kept, lambda sku, language: self.card(sku, language).title)
        self.notices = NoticeDesk(store.outbox)
        self.queue = QueueDesk(store, eyes.products)
        self.presence = Presence()

    def claim(self, number: str) -> Claim:
        """Raises NotFound."""
        return self._store.claim(number)

    def talk(self, number: str) -> Sequence[Message]:
        """Everything that was said about the claim, in whatever conversation, in its order."""
        talks = map(self._store.conversation, self._store.talks.about(number))
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
        """Accepts the claim; the customer reads it. What it will be is settled later, up to the limit for one person.

        Raises ApprovalNeeded, IllegalMove, EditConflict, NotFound.
        """
        self.cases.settling.check_alone(number)
        claim = self._store.life.move(number, Status.ACCEPTED, actor.login, note, version)
        return self._tell(claim, actor)

    def resolve(self, number: str, actor: Actor, note: str, version: int) -> Claim:
        """What was accepted is carried out: sent, paid, repaired. The customer is told."""
        return self._tell(self._store.life.move(number, Status.RESOLVED, actor.login, note, version), actor)

    def close(self, number: str, actor: Actor, note: str, version: int) -> Claim:
        """Ends the case; from here on the machine answers again, and the customer is told so."""
        return self._tell(self._store.life.move(number, Status.CLOSED, actor.login, note, version), actor)

    def _tell(self, claim: Claim, actor: Actor) -> Claim:
        language = self.cases.talks.language(claim)
        text = self._wording.say(f"claim.status.{claim.status}", language, number=claim.number)
        self.cases.talks.tell(claim, text, actor)
        return claim
