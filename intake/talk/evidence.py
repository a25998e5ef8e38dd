"""Gathers what a decision rests on besides the customer's words: the order, the photos, the history."""

import logging
from collections.abc import Sequence
from dataclasses import replace

from intake.claims.conversation import Author, Conversation
from intake.claims.model import Claim, Facts
from intake.claims.orders.brake import OrderBrake
from intake.claims.orders.directory import OrderDirectory
from intake.claims.store import Store
from intake.errors import ComponentDown
from intake.ports import Eyes
from intake.talk.inbox import Inbox

log = logging.getLogger(__name__)

VISION, ORDERS = "vision", "orders"  # components, as they stand in the facts


class Evidence:
    """A part that is down is noted in the facts, which leads to a person; nothing is raised for it."""

    def __init__(self, orders: OrderDirectory, eyes: Eyes, inbox: Inbox, store: Store) -> None:
        self._orders, self._eyes, self._inbox, self._store = orders, eyes, inbox, store
        self._brake = OrderBrake()

    def with_order(self, talk: Conversation) -> Facts:
        """The talk's facts with the order; one that is asked for too often is not found."""
        facts = talk.facts
        if facts.order_number is None or facts.order_searched or ORDERS in facts.components_down:
            return facts
        if not self._brake.lets_look_up(talk.id):
            log.warning("too many order numbers were tried")
            return replace(facts, order_searched=True)
        try:
            order = self._orders.find(facts.order_number)
        except ComponentDown:
            log.exception("order directory is down")
            return replace(facts, components_down=(*facts.components_down, ORDERS))
        if order is None:
            self._brake.missed()
        number = order.number if order else facts.order_number  # as the shop writes it
        return replace(facts, order=order, order_number=number, order_searched=True)

    def proven(self, facts: Facts) -> bool:
        """Whether the customer has shown to be the buyer; nobody may try that on one order at will."""
        order, given = facts.order, f"{facts.email or ''} {facts.postal_code or ''}".strip()
        return order is not None and self._brake.lets_compare(order.number, given) and facts.identified

    def fits(self, claim: Claim, facts: Facts) -> bool:
        """Whether what the customer gave beside the number of the claim belongs to its order."""
        order = claim.facts.order
        if order is None or not self._brake.lets_compare(claim.number):
            return False
        return order.belongs_to(facts.email, facts.postal_code) or facts.order_number == order.number

    def with_observation(self, talk: Conversation, facts: Facts) -> Facts:
        """Looks at all photos of the case together; an order's products are the candidates first."""
        try:
            observation = self._eyes.look_together(self._inbox.pictures(talk.photos), case_text(talk), facts.ordered)
        except Exception:  # a photo is never refused because the eyes are down: a person looks
            log.exception("vision failed")
            return replace(facts, components_down=(*facts.components_down, VISION))
        return replace(facts, observation=observation, observed=seen_with(talk.photos, facts))

    def surely_shown(self, photos: Sequence[str], text: str, facts: Facts) -> str | None:
        """The product of the order that these photos surely show; None while the eyes are down or in doubt."""
        try:
            seen = self._eyes.look_together(self._inbox.pictures(photos), text, facts.ordered)
        except Exception:  # looking at all photos together tells that the eyes are down
            log.exception("vision failed")
            return None
        sure = seen.product_sure and seen.quality.usable and seen.products[0].sku in facts.ordered
        return seen.products[0].sku if sure else None

    def with_history(self, talk: Conversation, facts: Facts) -> Facts:
        product = self._eyes.product(facts.product) if facts.product else None
        email = facts.order.email if facts.order else ""
        return replace(
            facts,
            price=product.price if product else None,
            category=(product.category or None) if product else None,
            claims_in_last_year=self._store.claims_in_last_year(email, facts.today) if email else 0,
            photos_seen_before=self._inbox.seen_before(talk, facts.order.number if facts.order else None),
        )


def seen_with(photos: Sequence[str], facts: Facts) -> tuple[str, ...]:
    """What an observation rests on besides the words: photos, and the order whose products come first."""
    return (*photos, facts.order.number if facts.order else "")


def case_text(talk: Conversation) -> str:
    """What the customer wrote since the last claim, one message a line."""
    lines: list[str] = []
    for message in talk.messages:
        if message.claim:
            lines.clear()
        elif message.author is Author.CUSTOMER and message.text:
            lines.append(message.text)
    return "\n".join(lines)


def opens(talk: Conversation) -> bool:
    """Whether the last message is the customer's first."""
    return sum(message.author is Author.CUSTOMER for message in talk.messages) == 1
