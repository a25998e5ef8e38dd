"""The scripted shop: the real desks over a real database; what is seen and retrieved is given by the script."""

import io
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import yaml
from PIL import Image

from benchmarks.month.ledger import Ledger
from benchmarks.scripted import ScriptedEyes, ScriptedKnowledge
from intake.claims.access.audit_head import AuditHead
from intake.claims.access.roles import Actor, Role
from intake.claims.conversation import Message
from intake.claims.deadlines.hours_file import load_limits
from intake.claims.deadlines.limits import TimeLimits
from intake.claims.model import Order, OrderLine
from intake.claims.photo_store import PhotoStore
from intake.claims.rules import Rules
from intake.claims.store import Store
from intake.claims.telling.announce import OPENED, Channels
from intake.dialogue.understand import Understander
from intake.dialogue.wording import Wording
from intake.service import Desk
from intake.settings import Settings
from intake.staff.answers import Answers
from intake.staff.cases import Cases
from intake.talk.inbox import Upload
from intake.teaching import Teacher

KIM, SAM = Actor("kim", "Kim", Role.LEAD), Actor("sam", "Sam", Role.LEAD)
UNDERSTANDER = Understander()
# What the demo shop's rules leave to a person, this one promises: claims of every track are opened.
PROMISES = [
    {
        "name": "promised_longer",
        "when": {"track": "goodwill", "price": {"at_most": 20}, "claims_in_last_year": {"below": 3}},
        "open": {"resolutions": ["replacement"], "track": "guarantee"},
    },
    {
        "name": "kindness",
        "when": {"track": "goodwill", "price": {"above": 20, "at_most": 40}, "claims_in_last_year": {"below": 3}},
        "open": {"resolutions": ["store_credit"], "track": "goodwill"},
    },
]

TOLD = frozenset({OPENED, *(f"claim.{status}" for status in ("accepted", "resolved", "closed", "withdrawn", "merged"))})


class Orders:
    """An order directory that the script fills."""

    def __init__(self) -> None:
        self.known: dict[str, Order] = {}

    def find(self, number: str) -> Order | None:
        return self.known.get("".join(filter(str.isdigit, number)))

    def add(self, day: date, delivered: int, sku: str, price: float, email: str = "") -> Order:
        """An order delivered so many days before `day`."""
        number = str(20_000 + len(self.known))
        came = day - timedelta(delivered)
        order = Order(number, email or f"{number}@example.com", came - timedelta(3), came, (OrderLine(sku, 1, price),))
        self.known[number] = order
        return order


@dataclass
class Shop:
    desk: Desk
    cases: Cases
    store: Store
    eyes: ScriptedEyes
    knowledge: ScriptedKnowledge
    orders: Orders
    limits: TimeLimits
    head: AuditHead
    move_clock: Callable[[datetime], None]
    random: random.Random
    ledger: Ledger = field(default_factory=Ledger)
    now: datetime = datetime.min
    pictures: int = 0

    def travel(self, to: datetime) -> None:
        self.now = to
        self.move_clock(to)

    def say(self, talk: str, text: str = "", photo: bytes | None = None, action: str | None = None) -> list[Message]:
        uploads = [Upload("photo.png", photo)] if photo else []
        return [step for step in self.desk.turn(talk, text, uploads, action) if isinstance(step, Message)]

    def picture(self) -> bytes:
        """One that nobody sent before."""
        self.pictures += 1
        pixels = np.random.default_rng(self.pictures).integers(0, 255, (4, 4, 3), dtype=np.uint8)
        out = io.BytesIO()
        Image.fromarray(pixels).resize((200, 200), Image.Resampling.BICUBIC).save(out, "PNG")
        return out.getvalue()


@contextmanager
def shop(folder: Path, move_clock: Callable[[datetime], None], seed: int) -> Iterator[Shop]:
    """A shop without claims in this folder."""
    limits, head = load_limits(), AuditHead(folder / "audit.head")
    channels = Channels(email=True, endpoints={"shop": TOLD})
    store = Store.open(f"sqlite:///{folder / 'intake.db'}", limits=limits, channels=channels, audit_head=head)
    settings = Settings(data=folder, max_photos=3)
    photos, wording = PhotoStore(str(folder / "photos")), Wording.load()
    eyes, knowledge = ScriptedEyes(), ScriptedKnowledge()
    rules, orders = _rules(folder, settings.rules), Orders()
    desk = Desk(store, photos, orders, eyes, knowledge, UNDERSTANDER, wording, lambda: rules, settings)
    teacher = Teacher(store.corrections, photos, eyes)
    cases = Cases.of(store, photos, eyes, wording, Answers.load(), lambda: rules, teacher, knowledge)
    yield Shop(desk, cases, store, eyes, knowledge, orders, limits, head, move_clock, random.Random(seed))
    store.close()


def _rules(folder: Path, own: Path) -> Rules:
    (newest,) = yaml.safe_load(own.read_text(encoding="utf-8"))
    file = folder / "rules.yaml"
    file.write_text(yaml.safe_dump([newest | {"rules": PROMISES + newest["rules"]}]), encoding="utf-8")
    return Rules.load(file)
