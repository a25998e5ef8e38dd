"""Photos of several products in one talk: each product's photos are a case of their own, one after the other."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from intake.claims.conversation import Conversation, Message
from intake.claims.model import Facts, Named
from intake.ports import Understander
from intake.talk.evidence import Evidence
from intake.talk.namesake import Namesake
from intake.vision.types import Damage


@dataclass(frozen=True)
class Page:
    """What the photos of some messages surely show, and what was written with them."""

    sku: str
    words: str
    photos: tuple[str, ...]


class Album:
    def __init__(self, evidence: Evidence, namesake: Namesake, understander: Understander) -> None:
        self._evidence, self._namesake, self._understander = evidence, namesake, understander

    def apart(self, talk: Conversation) -> Conversation:
        """The talk with the photos of one product of its order; those of others wait with what was said of them.

        Only photos of different messages are taken apart: those of one message are of one thing, or contradict.
        """
        order = talk.facts.order
        sent = [message for message in talk.messages if set(message.photos) & set(talk.photos)]
        if order is None or len(sent) < 2 or len(order.lines) < 2:
            return talk
        pages = _pages(self._shown(talk, message) for message in sent)
        if len(pages) < 2:
            return talk
        now = next((page for page in pages if page.sku == self._meant(talk.facts.named, talk.facts)), pages[0])
        waiting = tuple(self._waiting(page, talk) for page in pages if page is not now)
        taken = {page.sku for page in pages}
        others = tuple(one for one in talk.facts.others if self._meant((one.words,), talk.facts) not in taken)
        damages = self._told(now, talk) or talk.facts.stated_damages
        facts = replace(talk.facts, named=(now.words,), stated_damages=damages, others=(*waiting, *others))
        return replace(talk, facts=facts, photos=now.photos)

    def _shown(self, talk: Conversation, message: Message) -> Page:
        photos = tuple(photo for photo in message.photos if photo in talk.photos)
        return Page(self._evidence.surely_shown(photos, message.text, talk.facts) or "", message.text, photos)

    def _waiting(self, page: Page, talk: Conversation) -> Named:
        return Named(page.words, self._told(page, talk), page.photos)

    def _told(self, page: Page, talk: Conversation) -> tuple[Damage, ...]:
        said = self._understander.understand(page.words, talk.language)
        return tuple(Damage(one) for one in said.damages if not said.guesses_wrong_item)

    def _meant(self, words: tuple[str, ...], facts: Facts) -> str | None:
        meant = self._namesake.meant(words, facts.ordered)
        return meant[0] if len(meant) == 1 else None


def _pages(shown: Iterable[Page]) -> list[Page]:
    """One page a product, in the order of the photos; what shows none for sure goes with the page before."""
    pages: dict[str, Page] = {}
    sku = ""
    for page in shown:
        sku = page.sku or sku
        known = pages.get(sku, Page(sku, "", ()))
        words = "\n".join(filter(None, (known.words, page.words)))
        pages[sku] = Page(sku, words, (*known.photos, *page.photos))
    unknown = pages.pop("", None)  # before the first that is known
    found = list(pages.values())
    if unknown and found:
        first = found[0]
        found[0] = Page(first.sku, f"{unknown.words}\n{first.words}".strip(), (*unknown.photos, *first.photos))
    return found
