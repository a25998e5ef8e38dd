"""Which texts mean the same."""

import numpy as np

from intake.rag.vectors import Matrix

ALIKE = 0.9  # cosine similarity of multilingual-e5-small from which on two questions are taken for one


def alike(vectors: Matrix, least: float = ALIKE) -> list[list[int]]:
    """Groups of row numbers of `vectors` (rows of length 1), the largest first.

    The row with the most neighbours at least as similar as `least` leads a group and stands first in it; then what
    is left is grouped the same way (Daura et al. 1999).
    """
    neighbours = vectors @ vectors.T >= least - 1e-6
    left = np.ones(len(vectors), dtype=bool)
    groups = []
    while left.any():
        counts = np.where(left, (neighbours & left).sum(axis=1), 0)
        leader = int(counts.argmax())
        members = np.flatnonzero(neighbours[leader] & left).tolist()
        groups.append([leader, *(row for row in members if row != leader)])
        left[groups[-1]] = False
    return groups
