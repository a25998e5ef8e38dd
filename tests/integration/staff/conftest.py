"""A customer's desk and the staff's side over one real database; only eyes and policies are stand-ins."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from intake.claims.access.roles import Actor, Role
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
from intake.staff.cases import Cases
from intake.talk.inbox import Upload
from intake.teaching import Teacher
from tests.fakes.parts import FakeEyes, FakeKnowledge

ORDERS = """order,email,ordered,delivered,sku,quantity,price
1001,a@example.com,5 days ago,3 days ago,MUG-DOTS,2,14.90
1002,a@example.com,20 days ago,16 days ago,MUG-DOTS,1,14.90
1003,c@example.com,5 days ago,3 days ago,LAMP-OAK,1,99.00
""" + "".join(f"{n},{n}@example.com,5 days ago,3 days ago,MUG-DOTS,1,14.90\n" for n in range(2000, 2020))
UNDERSTANDER = Understander()
KIM, SAM = Actor("kim", "Kim", Role.AGENT), Actor("sam", "Sam", Role.LEAD)


def photo(seed: int) -> bytes:
    out = io.BytesIO()
    pixels = np.random.default_rng(seed).integers(0, 255, (200, 200, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


@dataclass
class Shop:
    desk: Desk
    cases: Cases
    store: Store
    eyes: FakeEyes
    photos: PhotoStore
    orders: Iterator[int] = field(default_factory=lambda: iter(range(2000, 2020)))

    def say(self, talk: str, text: str = "", photos: tuple[int, ...] = (), action: str | None = None) -> list[Message]:
        """What the machine answers."""
        uploads = [Upload(f"{seed}.jpg", photo(seed)) for seed in photos]
        return [one for one in self.desk.turn(talk, text, uploads, action) if isinstance(one, Message)]

    def claim(self, text: str = "", language: str = "en", photos: tuple[int, ...] = (), order: str = "") -> Claim:
        """A customer who calls for a person; with photos a claim that the rules decide, about an order of its own."""
        talk = self.desk.start(language).id
        if photos:
            self.say(talk, text or "My mug has a crack.", photos)
            self.say(talk, order or str(next(self.orders)))
        else:
            self.say(talk, text or "I want to talk to a person.")
        return self.store.claim(str(self.desk.conversation(talk).claim))

    def texts(self, claim: Claim) -> list[str]:
        return [message.text for message in self.desk.conversation(claim.conversation).messages]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    (tmp_path / "orders.csv").write_text(ORDERS)
    store = Store.open(f"sqlite:///{tmp_path / 'intake.db'}")
    photos, eyes, wording = PhotoStore(str(tmp_path / "photos")), FakeEyes(), Wording.load()
    settings = Settings(data=tmp_path)
    rules = Rules.load(settings.rules)
    desk = Desk(
        store=store,
        photos=photos,
        orders=CsvOrders(tmp_path / "orders.csv"),
        eyes=eyes,
        knowledge=FakeKnowledge(),
        understander=UNDERSTANDER,
        wording=wording,
        rules=lambda: rules,
        settings=settings,
        today=date.today,
    )
    teacher = Teacher(store.corrections, photos, eyes)
    cases = Cases.of(store, photos, eyes, wording, Answers.load(), lambda: rules, teacher, FakeKnowledge())
    yield Shop(desk, cases, store, eyes, photos)
    store.close()
