"""What customers do: one script a customer, from the first message to what they say at the end."""

from collections.abc import Callable
from datetime import datetime, timedelta

from benchmarks.month.ledger import Noted
from benchmarks.month.shop import KIM, SAM, Shop
from benchmarks.month.staff import (
    Script,
    answered,
    at_desk,
    close,
    fulfil,
    go_on,
    later,
    move,
    pause,
    settle,
    solve,
)
from benchmarks.scripted import FERN, LAMP, MUG, observation
from intake.claims.access.roles import Actor
from intake.claims.conversation import Message
from intake.claims.model import Claim, Order, Resolution, Status
from intake.vision.types import Damage

DAYS_IN_TRANSPORT, DAYS_IN_WARRANTY, DAYS_AFTER = 3, 100, 890
GROUNDS = {  # track -> days since delivery, product, price
    "transport": (DAYS_IN_TRANSPORT, MUG, 14.9),
    "warranty": (DAYS_IN_WARRANTY, MUG, 14.9),
    "guarantee": (DAYS_AFTER, MUG, 14.9),
    "goodwill": (DAYS_AFTER, FERN, 34.9),
}
CRACKED = {"de": "Mein Becher hat einen Riss, Bestellung {order}", "en": "My mug has a crack, order {order}"}
LAMP_CRACKED = "Meine Lampe hat einen Riss, Bestellung {order}"


def language(shop: Shop) -> str:
    return shop.random.choice(("de", "de", "en"))


def clerk(shop: Shop) -> Actor:
    return shop.random.choice((KIM, SAM))


def note(shop: Shop, claim: Claim, by_rule: bool, reasons: tuple[str, ...] = ()) -> Noted:
    """The service opened what the script wanted; anything else is an error of either."""
    said = (claim.status is Status.NEW, tuple(map(str, claim.decision.reasons)))
    assert said == (by_rule, reasons), f"wanted {by_rule, reasons}, got {said} by {claim.decision.rule}: {claim.text}"
    noted = Noted(claim.number, shop.now, by_rule, reasons, worked=[(shop.now, shop.now)])
    shop.ledger.cases.append(noted)
    shop.ledger.notices["claim.opened"] += 1
    return noted


def claim_of(shop: Shop, messages: list[Message]) -> Claim:
    number = next((message.claim for message in messages if message.claim), None)
    assert number, f"no claim came of it: {[message.text for message in messages]}"
    return shop.store.claim(number)


def broken(shop: Shop, order: Order, text: str = "") -> tuple[str, list[Message]]:
    """A photo and a sentence in a talk of its own."""
    tongue = language(shop)
    talk = shop.desk.start(tongue).id
    words = (text or CRACKED[tongue]).format(order=order.number)
    return talk, shop.say(talk, words, shop.picture())


def opened(shop: Shop) -> tuple[str, Noted]:
    track, (days, sku, price) = shop.random.choice(list(GROUNDS.items()))
    shop.eyes.seen = observation(sku)
    order = shop.orders.add(shop.now.date(), days, sku, price)
    talk, said = broken(shop, order)
    claim = claim_of(shop, said)
    assert claim.decision.track == track, f"{claim.decision.track} instead of {track}"
    return talk, note(shop, claim, by_rule=True)


def carried_out(shop: Shop, noted: Noted, resolution: Resolution | None = None) -> Script:
    """Staff give what the rule offered, or something else."""
    offered = shop.store.claim(noted.number).decision.resolutions
    yield at_desk(shop, 25, 60)
    yield from settle(shop, noted, clerk(shop), resolution or offered[0])
    yield from fulfil(shop, noted)


# Opened by a rule


def silent(shop: Shop) -> Script:
    _, noted = opened(shop)
    shop.ledger.contact("assumed")
    yield from carried_out(shop, noted)


def content(shop: Shop) -> Script:
    _, noted = opened(shop)
    shop.ledger.contact("confirmed")
    yield from carried_out(shop, noted)
    yield from close(shop, noted, SAM)
    yield later(shop, 1, 30)
    noted.said_solved, noted.rating = True, shop.random.randint(3, 5)
    shop.desk.aftercare.answer(shop.store.claim(noted.number), True, noted.rating, "")


def back(shop: Shop) -> Script:
    """Comes back after some days with a question about the claim."""
    talk, noted = opened(shop)
    yield from carried_out(shop, noted)
    yield later(shop, 26, 60)
    soon = shop.now - noted.opened <= timedelta(days=7)
    shop.ledger.contact("returned" if soon else "assumed", returned=soon)
    shop.say(talk, "Wie steht es um meine Reklamation?")
    shop.ledger.contact("assumed")


def corrected(shop: Shop) -> Script:
    _, noted = opened(shop)
    shop.ledger.contact("assumed")
    yield at_desk(shop, 25, 40)
    shop.cases.lessons.correct(noted.number, KIM, damage=Damage.CHIP)
    noted.errors.add("corrected")
    yield from carried_out(shop, noted)


def settled_otherwise(shop: Shop) -> Script:
    _, noted = opened(shop)
    shop.ledger.contact("assumed")
    noted.errors.add("changed")
    yield from carried_out(shop, noted, Resolution.PARTIAL_REFUND)


def opened_again(shop: Shop) -> Script:
    """Says that it isn't solved: with one click, and without a word."""
    _, noted = opened(shop)
    shop.ledger.contact("returned")
    yield from carried_out(shop, noted)
    yield from close(shop, noted, SAM)
    yield later(shop, 1, 20)
    noted.said_solved, noted.rating = False, 1
    noted.errors.add("reopened")
    noted.reopened = True
    noted.reasons = ("other",)
    called = shop.now
    shop.desk.aftercare.answer(shop.store.claim(noted.number), False, 1, "")
    yield at_desk(shop, 1, 8)
    # After an answer, which carrying out is, this is the next one and not the first.
    shop.cases.talks.reply(noted.number, KIM, "We look again.", shop.store.claim(noted.number).version)
    assert called < shop.now


def disputed(shop: Shop) -> Script:
    """Says at once that it is another product: a person takes over."""
    talk, noted = opened(shop)
    shop.ledger.contact("person")
    yield later(shop, 0.01, 0.2)
    called = shop.now
    shop.say(talk, action="other_product")
    noted.reasons = ("product_unsure",)
    noted.errors.add("disputed")
    yield at_desk(shop, 0.5, 8)
    yield from settle(shop, noted, SAM, shop.store.claim(noted.number).decision.resolutions[0])
    answered(shop, noted, called)
    yield from fulfil(shop, noted)


def withdrawal(shop: Shop) -> Script:
    order = shop.orders.add(shop.now.date(), DAYS_IN_TRANSPORT, MUG, 14.9)
    tongue = language(shop)
    words = {"de": "Ich widerrufe meine Bestellung {order}", "en": "I withdraw from my contract, order {order}"}
    said = shop.say(shop.desk.start(tongue).id, words[tongue].format(order=order.number))
    noted = note(shop, claim_of(shop, said), by_rule=True)
    shop.ledger.contact("assumed")
    yield at_desk(shop, 25, 40)
    yield from settle(shop, noted, KIM, Resolution.REFUND, 14.9)
    yield from fulfil(shop, noted)


def taken_back(shop: Shop) -> Script:
    """The customer wants nothing more."""
    _, noted = opened(shop)
    shop.ledger.contact("assumed")
    yield later(shop, 1, 20)
    shop.desk.aftercare.withdraw(shop.store.claim(noted.number), "")
    shop.ledger.notices["claim.withdrawn"] += 1
    noted.ended = True


def twice(shop: Shop) -> Script:
    """Two claims of one customer, merged into one."""
    shop.eyes.seen = observation(MUG)
    first = shop.orders.add(shop.now.date(), DAYS_IN_TRANSPORT, MUG, 14.9)
    second = shop.orders.add(shop.now.date(), DAYS_IN_TRANSPORT, MUG, 14.9, first.email)
    _, said = broken(shop, first)
    kept = note(shop, claim_of(shop, said), by_rule=True)
    shop.ledger.contact("returned", returned=True)
    yield later(shop, 1, 5)
    shop.eyes.seen = observation(MUG)
    _, said = broken(shop, second)
    gone = note(shop, claim_of(shop, said), by_rule=True)
    shop.ledger.contact("assumed")
    gone.merged = True
    yield at_desk(shop, 25, 30)
    versions = (shop.store.claim(gone.number).version, shop.store.claim(kept.number).version)
    shop.cases.settling.merge(gone.number, kept.number, KIM, "one customer", *versions)
    shop.ledger.notices["claim.merged"] += 1
    yield from carried_out(shop, kept)


# For a person


def helped(shop: Shop, claim: Claim, reasons: tuple[str, ...], ask: bool, amount: float = 30.0) -> Script:
    """A person takes over, asks or answers, settles and closes; the customer says how it was."""
    noted = note(shop, claim, by_rule=False, reasons=reasons)
    called, who = shop.now, clerk(shop)
    yield at_desk(shop, 0.1, 14)
    shop.cases.talks.take_over(noted.number, who, shop.store.claim(noted.number).version)
    yield at_work_soon(shop)
    if ask:
        yield from asked(shop, noted, who, called)
    else:
        shop.cases.talks.reply(noted.number, who, "We take care of it.", shop.store.claim(noted.number).version)
        answered(shop, noted, called)
    yield at_desk(shop, 0.2, 6)
    yield from settle(shop, noted, who, Resolution.REFUND, amount)
    yield from fulfil(shop, noted)
    yield from close(shop, noted, who)
    yield later(shop, 1, 50)
    noted.rating = shop.random.randint(1, 5)
    shop.desk.aftercare.answer(shop.store.claim(noted.number), None, noted.rating, "")


def at_work_soon(shop: Shop) -> datetime:
    return at_desk(shop, 0.05, 0.5)


def asked(shop: Shop, noted: Noted, who: Actor, called: datetime) -> Script:
    claim = shop.store.claim(noted.number)
    shop.cases.talks.reply(noted.number, who, "Which part is broken?", claim.version, asks=True)
    answered(shop, noted, called)
    pause(shop, noted)
    yield later(shop, 1, 60)
    shop.say(claim.conversation, "Der Henkel.")
    go_on(shop, noted)


def person(words: str, reasons: tuple[str, ...], ask: bool = False) -> Callable[[Shop], Script]:
    """Words that alone call for a person."""

    def script(shop: Shop) -> Script:
        said = shop.say(shop.desk.start("de").id, words)
        shop.ledger.contact("person")
        yield from helped(shop, claim_of(shop, said), reasons, ask)

    return script


def button(shop: Shop) -> Script:
    said = shop.say(shop.desk.start(language(shop)).id, action="person")
    shop.ledger.contact("person")
    yield from helped(shop, claim_of(shop, said), ("asked_for_person",), ask=True)


def seen_as(
    reasons: tuple[str, ...], days: int = 3, sku: str = MUG, price: float = 14.9, shown: str = MUG, words: str = ""
) -> Callable[[Shop], Script]:
    """A case that a rule, or none, leaves to a person."""

    def script(shop: Shop) -> Script:
        shop.eyes.seen = observation(shown)
        order = shop.orders.add(shop.now.date(), days, sku, price)
        talk, said = broken(shop, order, words)
        if not any(message.claim for message in said):  # asked whether the order's number is right
            said = shop.say(talk, action="confirm")
        shop.ledger.contact("person")
        yield from helped(shop, claim_of(shop, said), reasons, ask=False, amount=min(price, 150))

    return script


def unusable(shop: Shop) -> Script:
    shop.eyes.seen = observation(blurred=True)
    order = shop.orders.add(shop.now.date(), 3, MUG, 14.9)
    talk, said = broken(shop, order)
    while not any(message.claim for message in said):
        said = shop.say(talk, "", shop.picture())
    shop.ledger.contact("person")
    yield from helped(shop, claim_of(shop, said), ("photo_unusable",), ask=True)


def unsure_damage(shop: Shop) -> Script:
    shop.eyes.seen = observation(sure=False, damaged=0.4)
    order = shop.orders.add(shop.now.date(), 3, MUG, 14.9)
    talk, said = broken(shop, order, "Bestellung {order}")
    if not any(message.claim for message in said):
        said = shop.say(talk, action=f"product:{MUG}")
    while not any(message.claim for message in said):
        said = shop.say(talk, "", shop.picture())
    shop.ledger.contact("person")
    yield from helped(shop, claim_of(shop, said), ("damage_unsure",), ask=False)


def unsure_product(shop: Shop) -> Script:
    shop.eyes.seen = observation(FERN, sure=False)
    order = shop.orders.add(shop.now.date(), 3, LAMP, 99.0)
    talk, said = broken(shop, order, "Es hat einen Riss, Bestellung {order}")
    while not any(message.claim for message in said):
        said = shop.say(talk, action="none_of_these")
    shop.ledger.contact("person")
    yield from helped(shop, claim_of(shop, said), ("product_unsure",), ask=False)


def unknown_order(shop: Shop) -> Script:
    shop.eyes.seen = observation()
    talk = shop.desk.start("de").id
    said = shop.say(talk, "Mein Becher hat einen Riss, Bestellung 99998", shop.picture())
    while not any(message.claim for message in said):
        said = shop.say(talk, "99999")
    shop.ledger.contact("person")
    yield from helped(shop, claim_of(shop, said), ("order_not_found",), ask=False)


def down(shop: Shop) -> Script:
    shop.eyes.seen = RuntimeError("out of memory")
    order = shop.orders.add(shop.now.date(), 3, MUG, 14.9)
    _, said = broken(shop, order)
    shop.ledger.contact("person")
    yield from helped(shop, claim_of(shop, said), ("component_down",), ask=False)


def seen_before(shop: Shop) -> Script:
    """Another customer sends the same photo."""
    shop.eyes.seen = observation()
    photo = shop.picture()
    words = "Mein Becher hat einen Riss, Bestellung {order}"
    first, second = (shop.orders.add(shop.now.date(), 3, MUG, 14.9) for _ in range(2))
    said = shop.say(shop.desk.start("de").id, words.format(order=first.number), photo)
    shop.ledger.contact("assumed")
    honest = note(shop, claim_of(shop, said), by_rule=True)
    yield later(shop, 1, 3)
    shop.eyes.seen = observation()
    said = shop.say(shop.desk.start("de").id, words.format(order=second.number), photo)
    shop.ledger.contact("person")
    yield from helped(shop, claim_of(shop, said), ("photo_seen_before",), ask=False)
    yield from carried_out(shop, honest)


def often(shop: Shop) -> Script:
    """A fourth claim within the year; nine days between them, so that nobody comes back within seven."""
    email = ""
    for _ in range(3):
        shop.eyes.seen = observation()
        order = shop.orders.add(shop.now.date(), 3, MUG, 14.9, email)
        email = order.email
        _, said = broken(shop, order)
        note(shop, claim_of(shop, said), by_rule=True)
        shop.ledger.contact("assumed")
        yield later(shop, 9 * 24, 9 * 24 + 1)
    shop.eyes.seen = observation()
    _, said = broken(shop, shop.orders.add(shop.now.date(), 3, MUG, 14.9, email))
    shop.ledger.contact("person")
    yield from helped(shop, claim_of(shop, said), ("repeated_claims",), ask=False)


def not_covered(shop: Shop) -> Script:
    shop.knowledge.covered = False
    talk = shop.desk.start("de").id
    said = shop.say(talk, "Verkaufen Sie auch Fahrräder?")
    if not any(message.claim for message in said):
        said = shop.say(talk, "ja")
    shop.knowledge.covered = True
    shop.ledger.contact("person")
    yield from helped(shop, claim_of(shop, said), ("question_not_covered",), ask=False)


def divided(shop: Shop) -> Script:
    """A person makes two cases of one and ends both."""
    said = shop.say(shop.desk.start("de").id, action="person")
    shop.ledger.contact("person")
    claim = claim_of(shop, said)
    noted = note(shop, claim, by_rule=False, reasons=("asked_for_person",))
    called = shop.now
    yield at_desk(shop, 1, 5)
    _, second = shop.cases.settling.split(claim.number, (), "The second cup", KIM, "two things", claim.version)
    other = Noted(second.number, shop.now, False, ("asked_for_person",), worked=[(shop.now, shop.now)])
    shop.ledger.cases.append(other)
    shop.ledger.notices["claim.opened"] += 1
    for case, since in ((noted, called), (other, shop.now)):
        yield at_desk(shop, 0.5, 3)
        move(shop, case, Status.CLOSED, KIM)
        answered(shop, case, since)
        solve(shop, case)


# Without a claim


def asker(shop: Shop) -> Script:
    tongue = language(shop)
    question = {"de": "Wie lange habe ich Zeit für den Widerruf?", "en": "How long may I withdraw from the contract?"}
    shop.say(shop.desk.start(tongue).id, question[tongue])
    shop.ledger.contact("assumed")
    yield from ()


def leaver(shop: Shop) -> Script:
    """Sends a photo, is asked for the order, and goes."""
    shop.eyes.seen = observation()
    said = shop.say(shop.desk.start("de").id, "Mein Becher hat einen Riss", shop.picture())
    assert said[-1].asks
    shop.ledger.contact("left")
    yield from ()


SCRIPTS: dict[Callable[[Shop], Script], int] = {  # and how often of a thousand
    silent: 250,
    content: 110,
    back: 40,
    corrected: 25,
    settled_otherwise: 25,
    opened_again: 20,
    disputed: 20,
    withdrawal: 60,
    taken_back: 20,
    twice: 15,
    button: 60,
    person("Ich habe mich an der Scherbe geschnitten und blute!", ("safety",), ask=True): 15,
    person("Das ist eine Unverschämtheit, ich bin stinksauer!", ("upset",)): 25,
    person("Ich schalte meinen Anwalt ein.", ("legal_threat",)): 15,
    seen_as(("value_above_limit",), sku=LAMP, shown=LAMP, price=649.0, words=LAMP_CRACKED): 25,
    seen_as(("outside_period",), days=DAYS_AFTER, sku=LAMP, shown=LAMP, price=99.0, words=LAMP_CRACKED): 25,
    seen_as(("product_not_in_order",), sku=LAMP): 20,
    seen_as(("photo_and_text_disagree",), words="Der Becher hat einen Fleck, Bestellung {order}"): 20,
    unusable: 25,
    unsure_damage: 25,
    unsure_product: 25,
    unknown_order: 25,
    down: 10,
    seen_before: 10,
    often: 8,
    not_covered: 25,
    divided: 7,
    asker: 40,
    leaver: 30,
}
