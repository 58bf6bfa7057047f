"""Speed and memory of syncing: `python -m benchmarks.sync`; `--help` names what can be set.

The limit in the same run is the embedder alone, on the same chunks handed over in one call, which it sorts by length.
Then the same sync again, where nothing has changed. Growth is measured on made-up articles with vectors that cost
nothing, so that what is left is everything beyond embedding. Linux only (/proc).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from evals.plots import growth as draw
from evals.sets.planted import articles as planted
from rag.config import load_settings
from rag.library import Library
from rag.opening import open_library
from rag.records import Embedder

if TYPE_CHECKING:
    from rag.records import Vectors

DATA = Path("../shared/data/realtimeqa/articles.jsonl")
SIZES = (100, 300, 1000, 3000, 10_000)
MEGABYTE = 1e6


def main() -> None:
    """Run both and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=Path, default=DATA, help="a dump to sync; left out if it is not there")
    parser.add_argument("--most", type=int, default=0, help="articles of it at most; 0: all")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of made-up articles; empty: none")
    parser.add_argument("--plot", type=Path, help="where the growth is drawn")
    given = parser.parse_args()
    if given.articles.is_file():
        real(given.articles, given.most)
    else:
        print(f"{given.articles} is not there; the part with real vectors is left out")
    if given.sizes:
        growth([int(size) for size in given.sizes.split(",")], given.plot)


# ---------------------------------------------------------------- real vectors


def real(dump: Path, most: int) -> None:
    """A first sync beside the embedder alone, a second one, and memory on the way."""
    with TemporaryDirectory() as folder:
        source = Path(folder) / "articles.jsonl"
        with dump.open(encoding="utf-8") as lines:
            source.write_text("".join(islice(lines, most or None)), encoding="utf-8")
        library, embedder = open_library(
            load_settings({"index": str(Path(folder) / "index"), "index_url": ""}, os.environ).config
        )
        embedder.embed_passages(["warm up"])
        memory: dict[int, float] = {}

        def note(stage: str, done: int, total: int) -> None:
            if stage == "articles" and done % 100 == 0:
                memory[done] = resident()

        with closing(library):
            start = time.perf_counter()
            report = library.sync([source], note)
            first = time.perf_counter() - start
            start = time.perf_counter()
            again = library.sync([source])
            second = time.perf_counter() - start
            passages = [item.chunk.embedding_text for item in library.store.every_chunk()]
        start = time.perf_counter()
        embedder.embed_passages(passages)
        limit = time.perf_counter() - start
    print(f"articles {len(report.added)}, skipped {len(report.skipped)}, chunks {report.chunks}")
    print(f"share of the embedder's own rate on the same chunks: {limit / first:.3f} ({first:.0f} s, {limit:.0f} s)")
    print(
        f"an unchanged second run: {first / second:.0f} times faster ({second:.2f} s, {len(again.unchanged)} unchanged)"
    )
    print("seconds by stage: " + ", ".join(f"{name} {value:.1f}" for name, value in report.seconds.items()))
    early, late = memory.get(500, 0.0), memory.get(1600, memory[max(memory)] if memory else 0.0)
    print(f"resident memory after 500 articles {early:.0f} MB, after {max(memory, default=0)} {late:.0f} MB")


def resident() -> float:
    """Resident memory of this process in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / MEGABYTE


# ---------------------------------------------------------------- growth


class NoWork:
    """An embedder whose vectors cost almost nothing: 384 numbers drawn from a digest of the text."""

    name, digest, dimension = "no work", "0", 384

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder`."""
        import numpy as np

        seeds = [int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") for text in texts]
        drawn = np.stack([np.random.default_rng(seed).standard_normal(384, dtype=np.float32) for seed in seeds])
        return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)  # type: ignore[no-any-return]

    def embed_query(self, text: str) -> Vectors:
        """See `Embedder`."""
        return self.embed_passages([text])[0]  # type: ignore[no-any-return]


def growth(sizes: Sequence[int], plot: Path | None) -> None:
    """Seconds per article by number of articles, for a first sync and for one after which ten have changed."""
    found: dict[int, tuple[float, float, float]] = {}
    for size in sizes:
        with TemporaryDirectory() as folder:
            found[size] = measured(Path(folder), size)
    smallest = found[min(found)][0]
    print("\n| Articles | ms an article, first sync | relative | ms an article, unchanged | s, ten changed |")
    print("| --- | --- | --- | --- | --- |")
    for size, (first, unchanged, ten) in found.items():
        cells = (f"{size:,}", f"{first * 1000:.2f}", f"{first / smallest:.2f}", f"{unchanged * 1000:.2f}", f"{ten:.2f}")
        print(f"| {' | '.join(cells)} |")
    if plot:
        points = {size: first * 1000 for size, (first, _, _) in found.items()}
        draw(points, plot, "What a sync costs beyond embedding, by number of articles", "ms an article")


def measured(folder: Path, size: int) -> tuple[float, float, float]:
    """Seconds per article of a first and of an unchanged sync, and seconds of one with ten changes."""
    dump = folder / "made.jsonl"
    seconds = []
    embedder: Embedder = NoWork()
    with closing(Library(folder / "index", embedder, 120)) as library:
        for changed in (0, 0, 10):
            with dump.open("w", encoding="utf-8") as lines:
                lines.writelines(json.dumps(row) + "\n" for row in made(size, changed))
            start = time.perf_counter()
            report = library.sync([dump])
            seconds.append(time.perf_counter() - start)
            if len(report.changed) != changed or report.read != size:
                raise SystemExit(f"of {size} articles {report.read} were read, {len(report.changed)} as changed")
    return seconds[0] / size, seconds[1] / size, seconds[2]


def made(size: int, changed: int) -> Iterator[dict[str, str]]:
    """Rows of a dump: planted articles with their sentences in another order and a third of the words replaced."""
    texts = [article.text for _, article in sorted(planted().items())]
    vocabulary = sorted({word for text in texts for word in text.split() if word.isalpha()})
    for number in range(size):
        chance = random.Random(number)
        words = texts[number % len(texts)].split()
        words = [chance.choice(vocabulary) if chance.random() < 1 / 3 else word for word in words]
        tail = " It was changed later." if number < changed else ""
        yield {
            "url": f"https://made.example/{number}",
            "title": f"Made-up article number {number}",
            "published_at": f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}",
            "publisher": f"Outlet {number % 10}",
            "text": " ".join(words) + tail,
        }


if __name__ == "__main__":
    main()
