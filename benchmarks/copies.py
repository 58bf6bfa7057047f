"""Seconds and memory of finding near copies among made-up articles: `python -m benchmarks.copies`.

Limits in the same run: for a signature, numpy's multiply, add and minimum over as many shingles and permutations, and a
bare sha1 of each shingle; for the clusters, numpy's sort of as many band keys. The peer is datasketch's MinHashLSH,
which only names pairs to look at. Memory is resident and the highest so far, so sizes should grow. Linux only.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate, islice

import numpy as np

from rag.indexing.copies import PERMUTATIONS, Candidate, copies, signature
from rag.indexing.near import BAND, BANDS

SIZES = (1000, 5000, 20_000)
WORDS, VOCABULARY, SEED = 600, 20_000, 7
EVERY = 10
"""Every tenth article is a copy of the one before it: a tenth shorter, 3 % of its words replaced."""


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of articles, the largest last")
    sizes = [int(size) for size in parser.parse_args().sizes.split(",")]
    signatures()
    print("\n| articles | signatures, s | clusters, s | limit, s | ratio | copies found | MB before | MB more |")
    print("| --- " * 8 + "|")
    for size in sizes:
        known = clusters(size, varied(), f"{size:,}")
    clusters(sizes[-1], template(), f"{sizes[-1]:,} of one form")
    peer(known)


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def highest_mb() -> float:
    """Highest resident memory so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


# ---------------------------------------------------------------- made-up articles


def varied() -> Iterator[str]:
    """Articles of words drawn by Zipf's law, and copies."""
    draw = random.Random(SEED)
    words = ["".join(draw.choices("abcdefghiklmnoprstu", k=draw.randint(2, 10))) for _ in range(VOCABULARY)]
    weights = list(accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))
    last: list[str] = []
    for number in range(1_000_000):
        drawn = draw.choices(words, cum_weights=weights, k=WORDS)
        if number % EVERY == EVERY - 1:
            edited = [new if draw.random() < 0.03 else old for old, new in zip(last, drawn, strict=True)]
            drawn = edited[: WORDS * 9 // 10]
        last = drawn
        yield " ".join(drawn)


def template() -> Iterator[str]:
    """Articles that fill in a tenth of one form, so that all are near each other: the worst for the clusters."""
    draw = random.Random(SEED)
    form = next(varied()).split()
    while True:
        yield " ".join(f"w{draw.random()}" if draw.random() < 0.1 else word for word in form)


# ---------------------------------------------------------------- measured


def signatures() -> None:
    """A table of milliseconds an article, medians of 200."""
    text = next(varied())
    words = text.split()
    runs = [" ".join(words[place : place + 3]).encode() for place in range(WORDS - 2)]
    draw = np.random.default_rng(SEED)
    hashes, factors, added = (
        draw.integers(2**32, size=count, dtype=np.uint32) for count in (len(runs), PERMUTATIONS, PERMUTATIONS)
    )
    rows: dict[str, Callable[[], object]] = {
        "signature": lambda: signature(text),
        "limit: numpy": lambda: (hashes[:, None] * factors + added).min(axis=0),
        "limit: sha1": lambda: [hashlib.sha1(run).digest() for run in runs],
    }
    taken = {name: sorted(seconds(work) for _ in range(200))[100] for name, work in rows.items()}
    print(f"| {WORDS} words | ms, median of 200 | signature is so many times that |\n| --- | --- | --- |")
    for name, median in taken.items():
        print(f"| {name} | {1000 * median:.2f} | {taken['signature'] / median:.1f} |")


def clusters(size: int, texts: Iterator[str], name: str) -> list[Candidate]:
    """Print a row of the second table; gives the candidates."""
    known, signing = [], 0.0
    for number, text in enumerate(islice(texts, size)):
        start = time.perf_counter()
        made = signature(text)
        signing += time.perf_counter() - start
        day = date(2020, 1, 1) + timedelta(days=number)
        known.append(Candidate(f"{number:07}", made, f"publisher {number % 97}", (), day))
    before = highest_mb()
    start = time.perf_counter()
    found = copies(known)
    taken = time.perf_counter() - start
    more = highest_mb() - before
    keys = np.random.default_rng(SEED).integers(2**63, size=(BANDS, size), dtype=np.uint64)
    limit = seconds(lambda: np.sort(keys, axis=1))
    print(
        f"| {name} | {signing:.1f} | {taken:.2f} | {limit:.2f} | {taken / limit:.1f} | {len(found):,} |"
        f" {before:.0f} | {more:.0f} |"
    )
    return known


def peer(known: Sequence[Candidate]) -> None:
    """Print what datasketch's own MinHashLSH takes for the pairs alone, beside the whole of `copies`."""
    from datasketch import LeanMinHash, MinHashLSH

    values = np.frombuffer(b"".join(item.signature.values for item in known), dtype="<u2").reshape(len(known), -1)
    before = highest_mb()

    def ask() -> None:
        index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, BAND))
        sketches = [LeanMinHash(seed=1, hashvalues=row, scheme="affine32") for row in values]
        for place, sketch in enumerate(sketches):
            index.insert(place, sketch, check_duplication=False)
        for sketch in sketches:
            index.query(sketch)

    ours, theirs = seconds(lambda: copies(known)), seconds(ask)
    print(
        f"\nMinHashLSH, pairs of {len(known):,} articles: {theirs:.1f} s, {theirs / ours:.0f} times the {ours:.2f} s"
        f" of clusters in the same run, and {highest_mb() - before:.0f} MB more"
    )


if __name__ == "__main__":
    main()
