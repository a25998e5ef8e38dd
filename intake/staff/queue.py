"""The queue as staff work on it: pages and counts, a search that knows the catalogue, saved views, who has a claim."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from intake.claims.access.roles import Actor, Permission
from intake.claims.model import Claim
from intake.claims.queue.filters import ME, NOBODY, Due, Filters, Standing
from intake.claims.queue.listing import QueuePage
from intake.claims.queue.search import Term, terms, without_marks
from intake.claims.queue.views import View
from intake.claims.store import Store
from intake.errors import EditConflict, NotFound
from intake.vision.types import CatalogueProduct

SHORTEST = 3  # characters of a word that may name a product
NAMED = 50  # products that one word stands for at most

DEFAULTS = {  # wording key -> filters
    "queue.view.mine": Filters(assignee=ME),
    "queue.view.unassigned": Filters(assignee=NOBODY),
    "queue.view.waiting": Filters(Standing.OURS, assignee=ME),
    "queue.view.today": Filters(due=Due.TODAY),
    "queue.view.open": Filters(),
}


@dataclass(frozen=True)
class CountedView:
    """A view of everybody's (`view` is None, `key` names it) or a saved one; `count` as `QueueBook.counts` counts."""

    filters: Filters
    count: int
    key: str = ""
    view: View | None = None


class QueueDesk:
    """Whoever calls has checked the login. `products` gives the catalogue's articles as they are now."""

    def __init__(self, store: Store, products: Callable[[], Sequence[CatalogueProduct]]) -> None:
        self._store, self.products = store, products

    def page(self, filters: Filters, login: str, after: str = "") -> QueuePage:
        """The claims behind the place `after`."""
        named = {term.word: self._named(term) for term in terms(filters.search)}
        return self._store.queue.page(filters, login, after, named)

    def counts(self, several: Sequence[Filters], login: str) -> tuple[int, ...]:
        return self._store.queue.counts(several, login)

    def views(self, login: str) -> tuple[CountedView, ...]:
        """Everybody's views, then the person's own and the shared ones."""
        saved = self._store.views.seen_by(login)
        each = [*DEFAULTS.values(), *(view.filters for view in saved)]
        counts = self.counts(each, login)
        named = [*((key, None) for key in DEFAULTS), *(("", view) for view in saved)]
        return tuple(
            CountedView(filters, count, key, view)
            for filters, count, (key, view) in zip(each, counts, named, strict=True)
        )

    def save_view(self, actor: Actor, name: str, filters: Filters, shared: bool = False) -> None:
        """Raises `BadInput` for a name without or with too many characters, and `NotAllowed`."""
        actor.require(Permission.SHARE_VIEWS if shared else Permission.WORK_CLAIMS)
        self._store.views.save(actor.login, name, filters, shared)

    def remove_view(self, actor: Actor, id: int) -> None:
        """Removes one's own view; another's stays."""
        self._store.views.remove(id, actor.login)

    def people(self) -> tuple[str, ...]:
        """Logins that a claim may be given to."""
        return tuple(account.login for account in self._store.accounts.all() if account.active)

    def take(self, number: str, actor: Actor) -> None:
        """Takes a claim that nobody has. Raises `NotFound`, and `EditConflict` where somebody was quicker."""
        claim = self._store.claim(number)
        if claim.assignee is not None:
            raise EditConflict(f"Claim {number} was taken by {claim.assignee} meanwhile.")
        self.assign(number, actor.login, actor, claim.version)

    def assign(self, number: str, to: str | None, actor: Actor, version: int) -> Claim:
        """Gives the claim to a login or to nobody.

        Raises `NotFound`, also for a login that there isn't, and `EditConflict`.
        """
        actor.require(Permission.WORK_CLAIMS)
        if to is not None and to not in self.people():
            raise NotFound(to)
        return self._store.life.assign(number, to, actor.login, "", version)

    def _named(self, term: Term) -> tuple[str, ...]:
        """SKUs of products in whose names, of any language, or numbers the word stands."""
        if len(term.word) < SHORTEST:
            return ()
        fitting = (product.sku for product in self.products() if _names(product, term))
        return tuple(islice(fitting, NAMED))


def _names(product: CatalogueProduct, term: Term) -> bool:
    names = (*product.names.values(), product.brand, product.mpn, product.gtin)
    return any(spelling in without_marks(name) for name in names for spelling in term.spellings)
