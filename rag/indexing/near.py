"""Which of many MinHash signatures are near, and how much of one text stands in the other; texts are not known here.

Signatures that agree in a band of their values are compared, which is MinHash LSH (Mining of Massive Datasets, ch. 3).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Edges: TypeAlias = dict[int, dict[int, float]]
"""For a place, the places it may be a copy of, with the estimated share of its shingles that stand there."""

BANDS, BAND = 85, 3
"""Bands and values in each: 99.6 % of the pairs with a similarity of 0.4 agree in one, 1 % of those with 0.05."""
SHARE = 0.6
"""A copy has so much of its shingles from the original.

`python -m evals.copies` on dev: with 0.54 to 0.60 all 768 texts are found that are cut by half or less or have up to
10 % of their words replaced, and no text that is half its own is taken for one (n = 128). With 0.50 one of these is,
with 0.64 four of those are lost.
"""
ALIKE = 0.4
"""Least Jaccard similarity: what is cut to less is a brief, or a statement that others quote in full.

On dev: with 0.3 five of 64 briefs of a fifth of the text are folded, with 0.45 six of 64 halves are lost.
"""
SAME = 0.9
"""Least Jaccard similarity of two articles of one publisher (a changed one is an update), or of very short ones.

On dev, of 64 texts with 5 % of their words changed by the same outlet 3 are folded with 0.85, and none with 0.9.
"""
SHORT = 50
"""Under so many shingles an article is very short: two notices on one form share most of their words."""
LEADERS = 8
"""Where more agree in a band, each is compared with so many first ones only, so that pages of one form cost no square.

20,000 of one form take 6 s, and 17 s with 16. A copy does not lose its original, which stands before it.
"""
BLOCK = 4096
"""Pairs compared at a time: 4 MB."""


def edges_of(values: bytes, shingles: Sequence[int], publishers: Sequence[str]) -> Edges:
    """Which texts may be copies of which.

    Args:
        values: those of all signatures, 16 bits each, joined; what is rather an original stands first.
        shingles: number of different shingles of each text, 1 or more.
        publishers: of each text; "" if unknown.
    """
    import numpy as np

    if not shingles:
        return {}
    table = np.frombuffer(values, dtype="<u2").reshape(len(shingles), -1)
    sizes = np.array(shingles, dtype=np.float64)
    numbers: dict[str, int] = {}
    named = [numbers.setdefault(name or f" {place}", len(numbers)) for place, name in enumerate(publishers)]
    owners = np.array(named, dtype=np.int64)
    edges: Edges = defaultdict(dict)
    for left, right in _pairs(table):
        alike = np.count_nonzero(table[left] == table[right], axis=1) / table.shape[1]
        strict = (owners[left] == owners[right]) | (np.minimum(sizes[left], sizes[right]) < SHORT)
        near = alike >= np.where(strict, SAME, ALIKE)
        common = alike / (1 + alike) * (sizes[left] + sizes[right])
        for copy, original in ((left, right), (right, left)):
            share = common / sizes[copy]
            chosen = near & (share >= SHARE)
            found = (copy[chosen].tolist(), original[chosen].tolist(), share[chosen].tolist())
            for place, other, part in zip(*found, strict=True):
                edges[place][other] = part
    return edges


def _pairs(values: NDArray[np.uint16]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Places that agree in a band of their values, each pair once, in blocks.

    datasketch's MinHashLSH names the same pairs, but takes 25 times as long as all of this file at 20,000 articles.
    """
    import numpy as np

    count = len(values)
    found = []
    for start in range(0, BANDS * BAND, BAND):
        band = values[:, start : start + BAND].astype(np.uint64)
        keys = band[:, 0] | band[:, 1] << np.uint64(16) | band[:, 2] << np.uint64(32)
        order = np.argsort(keys, kind="stable")
        first = np.searchsorted(keys[order], keys[order])
        later = np.flatnonzero(first < np.arange(count))  # those that are not the first with their key
        for lead in range(LEADERS):
            later = later[first[later] + lead < later]
            found.append(order[first[later] + lead] * count + order[later])
    pairs = np.unique(np.concatenate(found))
    for start in range(0, len(pairs), BLOCK):
        left, right = np.divmod(pairs[start : start + BLOCK], count)
        yield left, right
