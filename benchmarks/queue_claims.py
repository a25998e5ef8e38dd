"""Claims by the hundred, made up from the demo shop: for a look at the desk, and to measure its queue."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from intake.claims.conversation import Author, Message
from intake.claims.model import (
    Claim,
    ClaimDraft,
    Decision,
    Facts,
    Order,
    OrderLine,
    Outcome,
    Reason,
    Resolution,
    Status,
    Track,
)
from intake.claims.store import Store
from intake.rag.types import Citation
from intake.vision.catalogue_files import read_catalogue
from intake.vision.types import Candidate, CatalogueProduct, Damage, Finding, Observation, PhotoQuality

CATALOGUE = Path("product_images/catalogue.yaml")
SENTENCES = {
    "de": (
        "{name}: beim Auspacken war schon ein Riss zu sehen.",
        "Leider ist bei {name} eine Ecke abgeplatzt, ich hätte gern Ersatz.",
        "Nach drei Wochen funktioniert {name} nicht mehr richtig. Was kann ich tun?",
        "Das Paket war eingedrückt und {name} hat einen Kratzer über die ganze Seite.",
        "Ich bin wirklich verärgert: schon das zweite Mal ist {name} beschädigt angekommen!",
        "Mein Kind hat sich an {name} geschnitten, da sind Glassplitter.",
    ),
    "en": (
        "{name}: there was a crack when I unpacked it.",
        "A piece has broken off {name}, I would like a replacement.",
        "{name} stopped working after three weeks. What can I do?",
        "The parcel was crushed and {name} has a scratch all along the side.",
        "I am really annoyed, this is the second time that {name} arrived damaged!",
        "My child cut a finger on {name}, there are splinters of glass.",
    ),
}
REASONS: tuple[tuple[Reason, ...], ...] = (
    (),
    (Reason.DAMAGE_UNSURE,),
    (Reason.OUTSIDE_PERIOD, Reason.ORDER_NOT_FOUND),
    (Reason.PRODUCT_UNSURE, Reason.PHOTO_UNUSABLE),
    (Reason.UPSET, Reason.REPEATED_CLAIMS),
    (Reason.SAFETY,),
)
SHARES = (40, 20, 16, 14, 8, 2)  # percent of the sentences, and with them of the reasons
PASSAGE = "Ist Ihre Ware beschädigt angekommen, ersetzen wir sie oder erstatten den Preis. " * 6
PEOPLE = ("kim", "sam", None)
ENDS = (Status.ACCEPTED, Status.RESOLVED, Status.CLOSED)


def open_claims(store: Store, count: int, ended: float, seed: int = 1) -> list[str]:
    """Opens claims as a shop gets them and works on some; `ended` (0..1) of them are closed. Gives their numbers."""
    random_ = random.Random(seed)
    products = read_catalogue(CATALOGUE)
    numbers = []
    for place in range(count):
        claim = _open(store, random_, products, place)
        _work(store, random_, claim, ended)
        numbers.append(claim.number)
    return numbers


def _open(store: Store, random_: random.Random, products: Sequence[CatalogueProduct], place: int) -> Claim:
    language = random_.choices(("de", "en"), (3, 1))[0]
    [kind] = random_.choices(range(len(REASONS)), SHARES)
    product = random_.choice(products)
    text = SENTENCES[language][kind].format(name=product.name(language))
    talk = store.start_conversation(language)
    now = datetime.now(UTC)
    store.save_turn(talk, [Message(Author.CUSTOMER, text, now), Message(Author.INTAKE, PASSAGE, now)])
    facts = _facts(random_, products, product, place)
    draft = ClaimDraft(
        Status.WAITING_FOR_STAFF if REASONS[kind] else Status.NEW,
        language,
        talk.id,
        text,
        facts,
        _decision(REASONS[kind], random_.choice(list(Track))),
        (Citation("transport-damage", "Transportschäden", "Bei Ankunft", "2026-05", "de", PASSAGE, 0.8, "transport"),)
        * 2,
        (f"made-up-{place}",),
    )
    return store.open_claim(draft, f"made up {place}")


def _facts(
    random_: random.Random, products: Sequence[CatalogueProduct], product: CatalogueProduct, place: int
) -> Facts:
    candidates = tuple(Candidate(one.sku, 1 / (2 + rank)) for rank, one in enumerate(products[:20]))
    findings = tuple(Finding(damage, 1 / (2 + rank)) for rank, damage in enumerate(Damage))
    seen = Observation(candidates, findings, 0.9, PhotoQuality((), 200.0, 0.5), True, True, "made up")
    price = product.price or 20.0
    today = date.today()
    number = f"HB-2026-{10_000 + place}"
    order = Order(
        number,
        f"kunde{place}@example.com",
        today - timedelta(9),
        today - timedelta(5),
        (OrderLine(product.sku, 1, price),),
    )
    return Facts(
        today,
        seen,
        product.sku,
        True,
        order_number=number,
        order_searched=True,
        order=order,
        price=price,
        wish=random_.choice(list(Resolution)),
    )


def _decision(reasons: tuple[Reason, ...], track: Track) -> Decision:
    if reasons:
        return Decision(Outcome.ESCALATE, str(reasons[0]), "made up", reasons)
    return Decision(Outcome.OPEN, str(track), "made up", track=track, damage=Damage.CRACK)


def _work(store: Store, random_: random.Random, claim: Claim, ended: float) -> None:
    """Somebody may have it; some have got an answer, some have ended."""
    who = random_.choice(PEOPLE)
    if who:
        claim = store.life.assign(claim.number, who, who, "", claim.version)
    if random_.random() < ended:
        for status in ENDS:
            claim = store.life.move(claim.number, status, who or "kim", "", claim.version)
    elif random_.random() < 0.2:
        store.life.move(claim.number, Status.WAITING_FOR_CUSTOMER, who or "kim", "", claim.version)
