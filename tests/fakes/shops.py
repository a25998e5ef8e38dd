"""A small shop with the real desk, store, orders, rules, understanding and wording; eyes and policies are stand-ins."""

import io
import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image

from intake import ports
from intake.claims.access.audit_head import AuditHead
from intake.claims.conversation import Message
from intake.claims.model import Claim
from intake.claims.orders.directory import CsvOrders
from intake.claims.photo_store import PhotoStore
from intake.claims.rules import Rules
from intake.claims.store import Store
from intake.dialogue.understand import Understander
from intake.dialogue.wording import Wording
from intake.service import Desk
from intake.settings import Settings
from intake.staff.answers import Answers
from intake.staff.audit import AuditDesk
from intake.staff.cases import Cases
from intake.staff.desk import StaffDesk
from intake.staff.rule_desk import RuleDesk
from intake.talk.inbox import Upload
from intake.teaching import Teacher
from tests.fakes.desks import FakeAccounts
from tests.fakes.parts import FakeEyes, FakeKnowledge

HEAD = "order,email,ordered,delivered,sku,quantity,price,postal_code"
FIRST_ORDER = 2000
ORDERS = [
    HEAD,
    "1001,a@example.com,5 days ago,3 days ago,MUG-DOTS,2,14.90,10115",
    "1002,b@example.com,900 days ago,890 days ago,MUG-DOTS,1,14.90,",
    "1003,c@example.com,5 days ago,3 days ago,LAMP-OAK,1,99.00,80331",
    *(f"{FIRST_ORDER + n},{n}@example.com,5 days ago,3 days ago,MUG-DOTS,1,14.90,10115" for n in range(100)),
]
UNDERSTANDER = Understander()


@dataclass
class Shop:
    desk: Desk
    staff: StaffDesk
    store: Store
    settings: Settings
    knowledge: FakeKnowledge
    eyes: FakeEyes
    _orders: Iterator[int] = field(default_factory=lambda: itertools.count(FIRST_ORDER))

    def say(self, talk: str, text: str = "", photos: Sequence[int] = (), action: str | None = None) -> list[Message]:
        """What is answered. `photos` are seeds of `picture`."""
        uploads = [Upload(f"{seed}.png", picture(seed)) for seed in photos]
        return [step for step in self.desk.turn(talk, text, uploads, action) if isinstance(step, Message)]

    def claim(self, language: str = "en") -> Claim:
        """One that a rule opened, in a talk of its own, about an order of its own."""
        order, talk = next(self._orders), self.desk.start(language).id
        words = "My mug arrived with a crack, order" if language == "en" else "Mein Becher hat einen Riss, Bestellung"
        self.say(talk, f"{words} {order}", photos=[order])
        return self.store.claim(str(self.desk.conversation(talk).claim))


def picture(seed: int) -> bytes:
    out = io.BytesIO()
    pixels = np.random.default_rng(seed).integers(0, 255, (200, 200, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


@contextmanager
def shop(folder: Path, understander: ports.Understander = UNDERSTANDER) -> Iterator[Shop]:
    (folder / "orders.csv").write_text("\n".join(ORDERS))
    store = Store.open(f"sqlite:///{folder / 'intake.db'}")
    settings = Settings(data=folder, max_photos=3, max_photo_bytes=500_000)
    photos, eyes, knowledge, wording = PhotoStore(str(folder / "photos")), FakeEyes(), FakeKnowledge(), Wording.load()
    rules = Rules.load(settings.rules)
    orders = CsvOrders(folder / "orders.csv")
    desk = Desk(store, photos, orders, eyes, knowledge, understander, wording, lambda: rules, settings)
    teacher = Teacher(store.corrections, photos, eyes)
    cases = Cases.of(store, photos, eyes, wording, Answers.load(), lambda: rules, teacher, knowledge)
    audit = AuditDesk(store.audit, AuditHead(folder / "audit.head"))
    own_rules = RuleDesk.of(store, settings.rules)
    staff = StaffDesk(store, photos, eyes, wording, FakeAccounts(), audit, cases, own_rules)
    yield Shop(desk, staff, store, settings, knowledge, eyes)
    store.close()
