"""Where the names of the network stand: those with many common sentences near each other, none on another.

The method is that of Fruchterman and Reingold (1991): ties pull, everything pushes, and the steps get smaller. It begins on a
circle, so that the same ties always give the same picture.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]

STEPS = 400

GRAVITY = 0.6
"""Pull to the middle: it keeps groups without a common name in the picture."""

BOX = np.array([0.13, 0.06])
"""Room for a name, as shares of the picture."""


def layout(size: int, ties: Sequence[tuple[int, int, float]]) -> Points:
    """Return places between 0 and 1, a row (x, y) for each of `size` nodes; ties are two nodes and a weight.

    >>> layout(3, [(0, 1, 5.0)]).shape
    (3, 2)
    """
    if size == 0:
        return np.zeros((0, 2))
    angle = 2 * np.pi * np.arange(size) / size
    points = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    pull = _strengths(size, ties)
    apart = np.sqrt(np.pi / size)
    for step in range(STEPS):
        move = _forces(points, pull, apart)
        length = np.linalg.norm(move, axis=1, keepdims=True)
        limit = 0.15 * (1 - step / STEPS) + 0.002
        points = points + move / np.maximum(length, 1e-9) * np.minimum(length, limit)
    return _fitted(_apart(_fitted(points)))


def _strengths(size: int, ties: Sequence[tuple[int, int, float]]) -> Points:
    """Return how strongly each two nodes pull, by the root of the weight of their tie, 1 for the strongest."""
    pull = np.zeros((size, size))
    for a, b, weight in ties:
        pull[a, b] = pull[b, a] = np.sqrt(weight)
    return pull / max(float(pull.max()), 1e-9)


def _forces(points: Points, pull: Points, apart: float) -> Points:
    """Return where each node is drawn: away from all, to those it is tied to, to the middle."""
    difference = points[:, None] - points[None, :]
    distance = np.maximum(np.linalg.norm(difference, axis=2), 0.01)
    push = (apart / distance) ** 2
    strength = push - (0.4 + 0.6 * pull) * (pull > 0) * distance / apart
    np.fill_diagonal(strength, 0)
    drawn: Points = (difference * strength[:, :, None]).sum(axis=1) - GRAVITY * points
    return drawn


def _apart(points: Points) -> Points:
    """Return points moved until no two names lie on each other, or for as long as that is tried."""
    order = np.arange(len(points))
    earlier = 1e-9 * (order[:, None, None] - order[None, :, None])  # two on one point part as well
    others = earlier != 0
    for _ in range(STEPS):
        difference = points[:, None] - points[None, :]
        over = (BOX - np.abs(difference)) * others
        touching = (over > 0).all(axis=2, keepdims=True)
        if not touching.any():
            break
        less = np.argmin(over / BOX, axis=2, keepdims=True) == np.arange(2)
        push = over * np.sign(difference + earlier) * less * touching
        points = points + push.sum(axis=1) * 0.3
    return points


def _fitted(points: Points) -> Points:
    """Return points moved and stretched into the unit square."""
    low, high = points.min(axis=0), points.max(axis=0)
    fitted: Points = (points - low) / np.maximum(high - low, 1e-9)
    return fitted
