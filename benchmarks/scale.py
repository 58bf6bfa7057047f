"""What an index of many chunks takes: `python -m benchmarks.scale --sizes 10000,100000`.

Made-up text (words by Zipf's law) and vectors (around 1,000 centres), so that no model and no articles are needed.
Building and opening each have a process of their own, so that memory is that of the part alone. Peers in the same
process: bare bm25s over the same files, bare Chroma over the same collection. Then `chroma run` serves the same folder.
Times of a query are medians of 30; the recall is the share of the 30 exactly nearest that Chroma finds. docs/scale.md
says what follows. Linux only.
"""

from __future__ import annotations

import argparse
import random
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from rag.errors import IndexUnavailable
from rag.indexing.chroma import Manifest
from rag.indexing.embedded import Embedded
from rag.indexing.keyword import Bm25Index
from rag.indexing.rows import Held, whole_article
from rag.indexing.server import Server
from rag.indexing.store import Store
from rag.indexing.writer import Writer
from rag.records import ArticleInfo, Chunk, IndexedChunk, Query, Sentence, embedding_text

SIZES = (10_000, 100_000)
WORDS, SENTENCES, VOCABULARY = 108, 6, 200_000
"""Words and sentences of a chunk, and different words, a third of which a million chunks use up."""
PER_ARTICLE, DAYS, PUBLISHERS = 4, 1800, 97
DIMENSION, CENTRES = 384, 1000
BATCH, QUERIES, LIMIT, SEED = 2048, 30, 30, 7
SIGNATURE = "x" * 690
"""As long as that of near copies, which every row of the ledger holds."""


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of chunks")
    parser.add_argument("--only", choices=[*PARTS], help="one table")
    given = parser.parse_args()
    for name in [given.only] if given.only else PARTS:
        works, head = PARTS[name]
        print(f"| chunks | {head} |\n" + "| --- " * (head.count("|") + 2) + "|", flush=True)
        for size in map(int, given.sizes.split(",")):
            with tempfile.TemporaryDirectory() as folder:
                cells = [cell for work in works for cell in alone(work, size, Path(folder))]
            print("| " + " | ".join([f"{size:,}", *cells]) + " |", flush=True)
        print()


def alone(work: Callable[[int, Path], list[str]], size: int, folder: Path) -> list[str]:
    """What `work` gives, in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, size, folder).result()


# ---------------------------------------------------------------- made up


def chunks(size: int) -> Iterator[IndexedChunk]:
    """Chunks of articles of four, spread over days and publishers; every tenth article is undated."""
    draw, word = np.random.default_rng(SEED), words()
    for number in range(size):
        place, ordinal = divmod(number, PER_ARTICLE)
        info = article(place, size)
        parts = [" ".join(word(draw, WORDS // SENTENCES)) + ". " for _ in range(SENTENCES)]
        text, ends = "".join(parts), np.cumsum([len(part) for part in parts]).tolist()
        sentences = tuple(
            Sentence(info.doc_id, ordinal * SENTENCES + item, start, end, part)
            for item, (start, end, part) in enumerate(zip([0, *ends], ends, parts, strict=False))
        )
        own = (f"{info.doc_id}:{ordinal}", info.doc_id, ordinal, 0, len(text), sentences, text)
        yield IndexedChunk(Chunk(*own, embedding_text(info, text)), info)


def article(place: int, size: int) -> ArticleInfo:
    """What is known of one of the articles."""
    day = date(2020, 1, 1) + timedelta(days=place * DAYS * PER_ARTICLE // size)
    doc_id = f"made-up-article-of-some-length-{place:08x}"
    return ArticleInfo(
        doc_id=doc_id,
        title=f"Made-up article number {place}",
        url=f"https://news.example/{place % PUBLISHERS}/{doc_id}",
        publisher=f"Publisher {place % PUBLISHERS}",
        published_at=day if place % 10 else None,
        content_hash=f"{place:064x}",
    )


def words() -> Callable[[np.random.Generator, int], list[str]]:
    """Draws words; the one of rank r comes with a frequency of 1/r."""
    spell = random.Random(SEED)
    known = ["".join(spell.choices("abcdefghiklmnoprstu", k=spell.randint(3, 9))) for _ in range(VOCABULARY)]
    below = np.cumsum(1 / np.arange(1, VOCABULARY + 1))
    return lambda draw, count: [known[rank] for rank in np.searchsorted(below, draw.random(count) * below[-1])]


def vectors(count: int, draw: np.random.Generator) -> Any:
    """Unit vectors around the centres, cosine 0.7 to theirs."""
    centres = np.random.default_rng(SEED).standard_normal((CENTRES, DIMENSION), np.float32)
    made = centres[draw.integers(CENTRES, size=count)] + draw.standard_normal((count, DIMENSION), np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


ALL = Query(text="", asked_at=date(2025, 1, 1))
FILTERS = (ALL, replace(ALL, published_after=date(2022, 1, 1), published_before=date(2022, 12, 31)))
MANIFEST = Manifest("made", "", DIMENSION, WORDS)


# ---------------------------------------------------------------- measured


def make_keyword(size: int, folder: Path) -> list[str]:
    """Build the keyword index: seconds, highest MB, bytes on disk a chunk."""
    made = chunks(size)
    next(made)
    before = memory()
    build = seconds(lambda: Bm25Index.made(folder, "made", made))
    return [f"{build:.0f}", f"{highest() - before:.0f}", f"{on_disk(folder) / size:.0f}"]


def look_keyword(size: int, folder: Path) -> list[str]:
    """Open it, then ask it and bare bm25s."""
    import bm25s
    from Stemmer import Stemmer

    Bm25Index.build(islice(chunks(2), 2))  # loads the libraries
    before = memory()
    started = time.perf_counter()
    index = Bm25Index.open(folder, "made", ())
    cells = [f"{time.perf_counter() - started:.1f}", f"{memory() - before:.0f}"]
    draw, word = np.random.default_rng(SEED + 1), words()
    texts = [" ".join(word(draw, 8)) for _ in range(QUERIES)]
    bare, stemmer = bm25s.BM25.load(str(folder / "made")), Stemmer("english")

    def ask(query: Query, text: str) -> None:
        index.search(replace(query, text=text), LIMIT)

    def ask_bare(text: str) -> None:
        tokens = bm25s.tokenize(text, stopwords="en", stemmer=stemmer, return_ids=False, show_progress=False)
        bare.retrieve(tokens, k=LIMIT, show_progress=False)

    taken = [median(partial(ask, q), texts) for q in FILTERS]
    peer = median(ask_bare, texts)
    return [*cells, *(f"{value:.1f}" for value in (*taken, peer)), f"{taken[0] / peer:.1f}"]


def make_store(size: int, folder: Path) -> list[str]:
    """Write the collections as a sync does, without embedding: chunks a second, KB on disk a chunk."""
    draw, made = np.random.default_rng(SEED), chunks(size)
    started = time.perf_counter()
    with closing(Writer(Embedded(folder), MANIFEST)) as writer:
        while batch := list(islice(made, BATCH)):
            infos = {item.article.doc_id: item.article for item in batch}
            whole = [
                Held(info=info, since=1, chunks=PER_ARTICLE, signature=SIGNATURE, added=date(2025, 1, 1))
                for info in infos.values()
            ]
            rows = [(whole_article(item.article, ""), item.chunk) for item in batch]
            writer.add(rows, vectors(len(batch), draw), whole)
        writer.seal("made")
        writer.tidy()
    return [f"{size / (time.perf_counter() - started):.0f}", f"{on_disk(folder) / size / 1000:.1f}"]


def look_store(size: int, folder: Path) -> list[str]:
    """Open them, then read and ask the store and bare Chroma."""
    place, draw = Embedded(folder), np.random.default_rng(SEED + 1)
    asked = list(vectors(QUERIES, draw))
    before = memory()
    started = time.perf_counter()
    with closing(Store(place, MANIFEST)) as store:
        store.nearest(asked[0], FILTERS[0], LIMIT)
        opened, grown = time.perf_counter() - started, memory() - before
        taken = [median(partial(store.nearest, query=q, limit=LIMIT), asked) for q in FILTERS]
        client = place.connect()
        name = next(each.name for each in client.list_collections() if each.name.startswith("chunks"))
        bare = client.get_collection(name, embedding_function=None)
        peer = median(
            lambda vector: bare.query(query_embeddings=[vector], n_results=LIMIT, include=["distances"]), asked
        )
        held = seconds(store.held)
        every = seconds(lambda: sum(1 for _ in store.every_chunk()))
        found = [store.nearest(vector, FILTERS[0], LIMIT) for vector in asked]
        place.disconnect(client)
    return [
        f"{opened:.1f}", f"{grown * 1e6 / size:.0f}", *(f"{value:.1f}" for value in (*taken, peer)),
        f"{taken[0] / peer:.1f}", f"{recall(size, asked, found):.2f}", f"{held:.1f}", f"{every:.0f}",
    ]  # fmt: skip


def look_server(size: int, folder: Path) -> list[str]:
    """The same from `chroma run` on that folder, over HTTP on this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    asked = list(vectors(QUERIES, np.random.default_rng(SEED + 1)))
    program = str(Path(sys.executable).parent / "chroma")
    command = [program, "run", "--path", str(folder), "--host", "127.0.0.1", "--port", port]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        for _ in range(100):
            time.sleep(0.1)
            with suppress(IndexUnavailable), closing(Store(Server(f"http://127.0.0.1:{port}"), MANIFEST)) as store:
                store.nearest(asked[0], ALL, LIMIT)
                taken = [median(partial(store.nearest, query=q, limit=LIMIT), asked) for q in FILTERS]
                held, every = seconds(store.held), seconds(lambda: sum(1 for _ in store.every_chunk()))
                return [*(f"{value:.1f}" for value in taken), f"{held:.1f}", f"{every:.0f}"]
        raise IndexUnavailable("chroma run does not answer")
    finally:
        running.terminate()
        running.wait()


def recall(size: int, asked: list[Any], found: list[dict[str, float]]) -> float:
    """Mean share of the exactly nearest that was found."""
    draw = np.random.default_rng(SEED)
    every = np.concatenate([vectors(min(BATCH, size - start), draw) for start in range(0, size, BATCH)])
    least = [np.partition(every @ vector, -LIMIT)[-LIMIT] for vector in asked]
    shares = [
        sum(cosine >= low - 1e-6 for cosine in got.values()) / LIMIT for low, got in zip(least, found, strict=True)
    ]
    return float(np.mean(shares))


PARTS = {
    "keyword": (
        (make_keyword, look_keyword),
        "build, s | MB more while building | bytes on disk a chunk | open, s | MB more when open | query, ms | "
        "of a year, ms | bare bm25s, ms | ratio",
    ),
    "store": (
        (make_store, look_store, look_server),
        "chunks written a second | KB on disk a chunk | open and first query, s | bytes more in memory a chunk | "
        "query, ms | of a year, ms | bare Chroma, ms | ratio | recall | all of the ledger, s | all chunks, s | "
        "server: query, ms | of a year, ms | all of the ledger, s | all chunks, s",
    ),
}


# ---------------------------------------------------------------- how


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def median(ask: Callable[[Any], object], items: Iterable[Any]) -> float:
    """Milliseconds that the middle one of the items takes."""
    taken = sorted(seconds(partial(ask, item)) for item in items)
    return 1000 * taken[len(taken) // 2]


def memory() -> float:
    """Resident MB of this process."""
    return float(psutil.Process().memory_info().rss) / 1e6


def highest() -> float:
    """Highest resident MB so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def on_disk(folder: Path) -> int:
    """Bytes of the files below."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


if __name__ == "__main__":
    main()
