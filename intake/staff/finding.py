"""What staff find out from many claims together: questions that no policy answers, and where damage gathers."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from intake.claims.access.roles import Actor
from intake.claims.store import Store, utc_now
from intake.ports import Eyes
from intake.review import Grouping, OpenQuestion, open_questions
from intake.staff.clusters import Cluster, clusters, start_of

PICTURES = 4  # photos of one cluster


class Findings:
    def __init__(self, store: Store, eyes: Eyes, grouping: Grouping, now: Callable[[], datetime] = utc_now) -> None:
        self._store, self._eyes, self._grouping, self._now = store, eyes, grouping, now

    def questions(self) -> Sequence[OpenQuestion]:
        """Those that nobody has dealt with, the most frequent first."""
        return open_questions(self._store.unanswered, self._grouping)

    def settle(self, ids: Collection[int], actor: Actor) -> None:
        """Staff dealt with these, for example by writing a policy."""
        self._store.unanswered.settle(ids, actor.login)

    def clusters(self) -> Sequence[Cluster]:
        """The least likely by chance first."""
        now = self._now()
        return clusters(self._store.traits.since(start_of(now)), now, self._eyes.product)

    def pictures(self, cluster: Cluster) -> tuple[tuple[str, str], ...]:
        """Claim number and photo id of the newest claims of the cluster that have a photo."""
        newest = cluster.claims[: 3 * PICTURES]
        photos = self._store.vectors.photos_of(newest)
        return tuple((number, photos[number][0]) for number in newest if number in photos)[:PICTURES]
