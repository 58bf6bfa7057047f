"""The home of datasketch: which articles are near copies of which, so that an agency text counts as one source.

A text becomes a MinHash signature of its shingles; near.py tells which of many signatures are near; here it is decided
which article is the original. Who is credited in a text is handed in.
"""

from __future__ import annotations

import base64
import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import TYPE_CHECKING

from .near import Edges, edges_of
from .publishers import plain_name
from .shingles import shingles

if TYPE_CHECKING:
    from datasketch import MinHash

PERMUTATIONS = 256
"""An estimated Jaccard similarity of 0.5 then has a standard error of 0.031; with 128 it has 0.044."""
BLOCK = 1024
"""Shingles permuted at a time: 1 MB."""
MARGIN = 0.05
"""Of two originals whose shares of a copy differ by less, the estimate does not tell which is nearer."""
FORM = "1:"
"""What a signature's text begins with; another number for another way of making them."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What is kept of a text."""

    shingles: int
    """Number of different shingles; 0 for a text without words."""
    values: bytes
    """The lowest 16 bits of the least hash values (doi:10.1145/1772690.1772759), little-endian, one a permutation."""

    def to_text(self) -> str:
        """The signature in 690 ASCII characters."""
        return FORM + base64.b64encode(struct.pack("<I", self.shingles) + self.values).decode("ascii")

    @classmethod
    def from_text(cls, text: str) -> Signature:
        """Read back what `to_text` gave.

        Raises:
            ValueError: it is something else, or was made in another way and cannot be compared.
        """
        try:
            data = base64.b64decode(text.removeprefix(FORM), validate=True) if text.startswith(FORM) else b""
        except ValueError:
            data = b""
        if len(data) != 4 + 2 * PERMUTATIONS:
            raise ValueError(f"{text[:20]!r} is no signature of the form {FORM!r}; sync the articles anew")
        return cls(struct.unpack("<I", data[:4])[0], data[4:])


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of an article that may be a copy."""

    doc_id: str
    signature: Signature
    publisher: str = ""
    credits: tuple[str, ...] = ()
    """Agencies named in its byline or dateline."""
    published_at: date | None = None


# ---------------------------------------------------------------- from a text to its signature


def signature(text: str) -> Signature:
    """The signature of a text; the same everywhere. Case, punctuation, quotation marks and white space do not count."""
    import numpy as np

    sketch = _empty_sketch().copy()
    hashes = shingles(text)
    for start in range(0, len(hashes), BLOCK):
        sketch.update_batch(hashes[start : start + BLOCK].tolist())
    return Signature(len(hashes), sketch.hashvalues.astype(np.dtype("<u2")).tobytes())


@cache
def _empty_sketch() -> MinHash:
    from datasketch import MinHash

    return MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=int, scheme="affine32")


# ---------------------------------------------------------------- from signatures to copies


def copies(candidates: Iterable[Candidate]) -> dict[str, str]:
    """The doc_id of each near copy with that of its original; the order of the candidates does not matter.

    Every copy is near its original itself, so there are no chains. The original is the article whose publisher most of
    its copies credit, else the earliest (on one day a known time is before none; undated is last), then the one that
    holds most of the others' words, then the longer, then the lesser doc_id. Two articles of one publisher are copies
    only if they hardly differ: a changed one is an update.
    """
    known = [item for item in candidates if item.signature.shingles]
    credited = {plain_name(name) for item in known for name in item.credits}
    # Where a band is cut to its leaders, publishers that are credited anywhere are among them.
    known.sort(key=lambda item: (plain_name(item.publisher) not in credited, _precedence(item), item.doc_id))
    edges = edges_of(
        b"".join(item.signature.values for item in known),
        [item.signature.shingles for item in known],
        [plain_name(item.publisher) for item in known],
    )
    order = sorted(range(len(known)), key=_standing(known, edges).__getitem__)
    return {known[copy].doc_id: known[place].doc_id for copy, place in _originals(edges, order)}


def _precedence(item: Candidate) -> tuple[int, bool, time]:
    """When it was published, as far as is known."""
    when = item.published_at
    clock = when.time() if isinstance(when, datetime) else None
    return (when.toordinal() if when else date.max.toordinal() + 1, clock is None, clock or time.max)


def _standing(known: Sequence[Candidate], edges: Edges) -> list[tuple[object, ...]]:
    """For each place what sorts it; what is lower is rather the original."""
    votes, held = [0] * len(known), [0.0] * len(known)
    for copy, originals in edges.items():
        publisher, names = plain_name(known[copy].publisher), set(map(plain_name, known[copy].credits))
        for place, share in originals.items():
            named = plain_name(known[place].publisher)
            votes[place] += named in names and named != publisher  # agencies credit themselves too
            held[place] += share
    return [
        (-votes[place], _precedence(item), -held[place], -item.signature.shingles, item.doc_id)
        for place, item in enumerate(known)
    ]


def _originals(edges: Edges, order: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Each copy with its original: the first in order that is no copy takes those near it, and a copy the nearest."""
    near: dict[int, list[int]] = defaultdict(list)
    for copy, originals in edges.items():
        for original in originals:
            near[original].append(copy)
    rank = {place: number for number, place in enumerate(order)}
    taken: set[int] = set()
    for place in order:
        if place not in taken:
            taken.update(copy for copy in near[place] if rank[copy] > rank[place])
    for copy in sorted(taken):
        free = {place: edges[copy][place] for place in edges[copy] if place not in taken and rank[place] < rank[copy]}
        nearest = max(free.values())
        yield copy, min((place for place in free if free[place] >= nearest - MARGIN), key=rank.__getitem__)
