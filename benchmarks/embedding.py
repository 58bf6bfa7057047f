"""Chunks a second of each embedder beside sentence-transformers' default call: `python -m benchmarks.embedding`.

All read the same chunks in the same run, in turn, round after round; the default call is
`SentenceTransformer(folder).encode(chunks)`. Then each is opened in a process of its own, for the seconds until the
first query's vector and the memory it takes. Linux only (/proc).
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from evals.sets.planted import FOLDER
from rag.config import Config, load_settings
from rag.library import Library
from rag.opening import open_embedder

from .sync import NoWork, resident

if TYPE_CHECKING:
    from rag.records import Vectors

FLOAT32, INT8 = "all-MiniLM-L6-v2", "all-MiniLM-L6-v2-int8"
EMBEDDERS = (FLOAT32, INT8, "bge-small-en-v1.5-int8", "wordllama-l2-supercat-256")
DEFAULT = "sentence-transformers' default call"
MODULE = INT8 + " as a module of sentence-transformers"
QUERY = "Which seafood does Korea ban?"


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chunks", type=int, default=400, help="chunks to embed, from the planted articles")
    parser.add_argument("--rounds", type=int, default=5, help="times that each embeds them")
    parser.add_argument("--open", help="open this one embedder, and print what that costs")
    given = parser.parse_args()
    config = load_settings({}).config
    if given.open:
        print(json.dumps(opened(replace(config, embedder=given.open))))
        return
    texts = chunks(config, given.chunks)
    rates, vectors = measured(config, texts, given.rounds)
    usual = rates[DEFAULT]
    print(f"{len(texts)} chunks, {len(texts) * given.rounds} embeddings each; median of {given.rounds} (least–most)\n")
    print("| Embedder | chunks a second | times the default call | first query, s | memory, MB | cosine to float32 |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, found in rates.items():
        ratio = statistics.median(one / other for one, other in zip(found, usual, strict=True))
        cells = [f"{statistics.median(found):.1f} ({min(found):.1f}–{max(found):.1f})", f"{ratio:.2f}"]
        cells += costs(name) if name in EMBEDDERS else ["", ""]
        cells.append(nearness(vectors[name], vectors[FLOAT32]) if name.startswith(FLOAT32) else "")
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


def chunks(config: Config, count: int) -> list[str]:
    """What the embedder is handed of the planted articles, as the library cuts them."""
    with TemporaryDirectory() as folder:
        library = Library(Path(folder), NoWork(), config.chunk_words)
        library.sync([FOLDER])
        found = sorted(item.chunk.embedding_text for item in library.store.every_chunk())
        library.close()
    return found[:count]


def measured(config: Config, texts: list[str], rounds: int) -> tuple[dict[str, list[float]], dict[str, Vectors]]:
    """Chunks a second of each round, by name, and the vectors of the last."""
    from sentence_transformers import SentenceTransformer

    from rag.models.onnx_module import BATCH, sentence_transformer

    calls: dict[str, Callable[[list[str]], Vectors]] = {}
    default = SentenceTransformer(str(config.models / FLOAT32), device="cpu", local_files_only=True)
    calls[DEFAULT] = default.encode
    for name in EMBEDDERS:
        calls[name] = open_embedder(replace(config, embedder=name)).embed_passages
    module = sentence_transformer(config.models / INT8)
    calls[MODULE] = partial(module.encode, batch_size=BATCH)
    for call in calls.values():
        call(["warm up"])
    rates: dict[str, list[float]] = {name: [] for name in calls}
    vectors = {}
    for _ in range(rounds):
        for name, call in calls.items():
            start = time.perf_counter()
            vectors[name] = call(texts)
            rates[name].append(len(texts) / (time.perf_counter() - start))
    return rates, vectors


def nearness(ones: Vectors, others: Vectors) -> str:
    """Mean and least cosine of the same chunks' vectors."""
    cosines = (ones * others).sum(axis=1)
    return f"{cosines.mean():.4f} (least {cosines.min():.4f})"


def opened(config: Config) -> dict[str, float]:
    """Seconds until the vector of a first query, and MB of memory that came with it."""
    before, start = resident(), time.perf_counter()
    open_embedder(config).embed_query(QUERY)
    return {"seconds": time.perf_counter() - start, "memory": resident() - before}


def costs(name: str, times: int = 3) -> list[str]:
    """What `opened` gives in processes of their own: medians."""
    command = [sys.executable, "-m", "benchmarks.embedding", "--open", name]
    runs = [json.loads(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(times)]
    seconds, memory = (statistics.median(run[key] for run in runs) for key in ("seconds", "memory"))
    return [f"{seconds:.2f}", f"{memory:.0f}"]


if __name__ == "__main__":
    main()
