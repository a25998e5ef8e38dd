"""What a customer sends, checked and kept: limits first, photos encoded afresh, each photo of a case once."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from PIL.Image import Image

from intake.claims.conversation import Conversation
from intake.claims.model import Claim
from intake.claims.photo_store import PhotoStore
from intake.claims.store import Store
from intake.errors import BadInput, TextTooLong, TooManyPhotos
from intake.settings import Settings
from intake.vision.marks import known_again, mark
from intake.vision.photos import PhotoLimits, open_photo, to_jpeg


@dataclass(frozen=True)
class Upload:
    """A file as the customer sent it; the name is for messages only and never becomes a path."""

    name: str
    data: bytes


class Inbox:
    def __init__(self, store: Store, photos: PhotoStore, settings: Settings) -> None:
        self._store, self._photos, self._settings = store, photos, settings
        self._limits = PhotoLimits(settings.max_photo_bytes, settings.max_photo_pixels)

    def read(self, text: str) -> tuple[str, list[BadInput]]:
        """The text as far as it is taken, and what was wrong with it."""
        limit = self._settings.max_text
        problems: list[BadInput] = [TextTooLong("The message is too long.", limit=limit)] if len(text) > limit else []
        return text[:limit].strip(), problems

    def keep(self, talk: Conversation, uploads: Sequence[Upload], problems: list[BadInput]) -> tuple[str, ...]:
        """Ids of the photos that could be kept; what was wrong with the rest is added to `problems`."""
        limit = self._settings.max_photos
        if len(uploads) > limit:
            problems.append(TooManyPhotos("Too many photos in one message.", limit=limit))
        known = {digest: id for id, digest in self._store.photo_digests(talk.photos).items()}
        kept: dict[str, None] = {}
        for upload in uploads[:limit]:
            try:
                kept[self._keep(talk, upload, known)] = None
            except BadInput as problem:
                problems.append(problem)
        return tuple(kept)

    def _keep(self, talk: Conversation, upload: Upload, known: dict[str, str]) -> str:
        """The photo's id; the same photo sent twice in a case keeps its first one."""
        photo = open_photo(upload.data, self._limits, self._settings.stored_side)
        jpeg = to_jpeg(photo, self._settings.stored_side)
        digest = sha256(jpeg).hexdigest()
        if digest not in known:
            known[digest] = self._photos.save(jpeg)
            self._store.remember_photo(known[digest], digest, talk.id, mark(photo))
        return known[digest]

    def pictures(self, ids: Sequence[str]) -> list[Image]:
        return [open_photo(self._photos.load(id)) for id in ids]

    def seen_before(self, talk: Conversation, order: str | None) -> int:
        """How many claims of other conversations, about other orders, have one of these photos, or a crop of it."""
        digests = self._store.photo_digests(talk.photos).values()
        same = sum(self._store.photo_seen(digest, talk.id, order) for digest in digests)
        return max(same, len(self._alike(talk, order)))

    def _alike(self, talk: Conversation, order: str | None) -> set[str]:
        """Numbers of the claims with a photo that is known again, cropped, mirrored or compressed anew."""
        marks = self._store.marks(talk.id, order)
        if not marks:
            return set()
        numbers, _, others = zip(*marks, strict=True)
        return {numbers[row] for photo in self.pictures(talk.photos) for row in known_again(photo, others)}

    def claimed(self, talk: Conversation, order: str) -> Claim | None:
        """The claim that the same customer made of these photos in another conversation."""
        found = (
            self._store.claim_with_photo(digest, talk.id, order)
            for digest in self._store.photo_digests(talk.photos).values()
        )
        return next((claim for claim in found if claim), None)
