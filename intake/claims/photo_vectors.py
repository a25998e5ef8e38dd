"""Vectors of claims' photos, kept so that no photo is looked at twice to compare it."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine, delete, insert, select

from intake.claims.database import writing
from intake.claims.tables import claim_photos, photo_vectors

Vector = NDArray[np.float32]


class VectorBook:
    """Rows of length 1, of one model each: vectors of different models don't compare."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, vectors: Mapping[str, Vector], model: str) -> None:
        """Photo id -> vector; one that is there already is replaced."""
        with writing(self._engine) as connection:
            for photo, vector in vectors.items():
                same = (photo_vectors.c.photo == photo) & (photo_vectors.c.model == model)
                connection.execute(delete(photo_vectors).where(same))
                body = vector.astype(np.float16).tobytes()
                connection.execute(insert(photo_vectors).values(photo=photo, model=model, vector=body))

    def of(self, photos: Sequence[str], model: str) -> dict[str, Vector]:
        """Those that are there, by photo id."""
        wanted = photo_vectors.c.photo.in_(photos) & (photo_vectors.c.model == model)
        with self._engine.begin() as connection:
            rows = connection.execute(select(photo_vectors.c.photo, photo_vectors.c.vector).where(wanted)).all()
        return {photo: np.frombuffer(body, np.float16).astype(np.float32) for photo, body in rows}

    def photos_of(self, claims: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Claim number -> ids of its photos."""
        query = select(claim_photos.c.claim, claim_photos.c.photo).where(claim_photos.c.claim.in_(claims))
        found: dict[str, tuple[str, ...]] = {}
        with self._engine.begin() as connection:
            for claim, photo in connection.execute(query):
                found[claim] = (*found.get(claim, ()), photo)
        return found
