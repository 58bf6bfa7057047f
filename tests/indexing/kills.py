"""Syncs that are killed at random moments, or read while they run: `python kills.py kill|read FOLDER N`.

Run in a process of its own, which never opens an index itself: each sync and each look happens in a fork, so that none
waits for imports. `kill` goes on until N syncs were killed. Prints one JSON line per try.
"""

from __future__ import annotations

import faulthandler
import hashlib
import json
import os
import pickle
import random
import shutil
import signal
import sys
import time
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import bm25s  # noqa: F401  # imported before the forks
import chromadb  # noqa: F401
import Stemmer  # noqa: F401
from fakes import HashEmbedder

from rag.library import Library
from rag.records import Query

if TYPE_CHECKING:
    from collections.abc import Callable

    from rag.indexing.store import Store


MOST = 3
"""Tries for each kill that is wanted; one is in vain if the sync ends before its moment."""


def write_state(folder: Path, state: int) -> None:
    """State 0 has 40 articles; in state 1 ten are new, ten are gone and ten are changed, in two chunks or more."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for number in range(10 * state, 40 + 10 * state):
        version = state if 15 <= number < 25 else 0
        body = "\n\n".join(
            f"Paragraph {part} of article {number} in version {version} tells of matter {number * part % 7} at length."
            for part in range(20)
        )
        (folder / f"a{number:02}.txt").write_text(f"Article {number}\n\n{body}\n", encoding="utf-8")


def forked(work: Callable[[], Any], kill_after: float | None = None) -> Any:
    """What `work` gives in a fork of this process; None if the fork was killed."""
    out, into = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(out)
        with os.fdopen(into, "wb") as pipe:
            pickle.dump(work(), pipe)
        os._exit(0)
    os.close(into)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(pid, signal.SIGKILL)
    with os.fdopen(out, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(pid, 0)
    if kill_after is not None and os.WIFSIGNALED(status):
        return None
    if status:
        raise SystemExit(f"a fork ended with {os.waitstatus_to_exitcode(status)}")
    return pickle.loads(said)  # written by the fork above


def synced(index: Path, articles: Path) -> float:
    start = time.monotonic()
    with closing(Library(index, HashEmbedder(), 60)) as library:
        library.sync([articles])
    return time.monotonic() - start


def digest(index: Path, copies: bool = True) -> str:
    """Over all that readers see: articles, chunks in their places, vectors, what keyword search finds.

    Which article is a copy of which is noted in the rows of articles that stay, before the seal; it may be left out.
    """
    with closing(Library(index, HashEmbedder(), 60)) as library:
        return library.look(lambda store, keyword: digest_of(store, list(keyword.search(QUERY, 50)), copies))


QUERY = Query(text="matter of article 17 in version", asked_at=date(2025, 1, 1))


def digest_of(store: Store, found: list[str], copies: bool) -> str:
    chunks = sorted(store.every_chunk(), key=lambda item: item.chunk.chunk_id)
    ids = [item.chunk.chunk_id for item in chunks]
    stored = store._pair.chunks.get(ids=ids, include=["embeddings"])
    vectors = dict(zip(stored["ids"], stored["embeddings"], strict=True))  # type: ignore[arg-type]
    infos = [
        (held.info.doc_id, held.info.content_hash, held.chunks, held.info.copy_of if copies else "")
        for held in store.held()
    ]
    parts = [(repr(item.chunk), vectors[item.chunk.chunk_id].tolist()) for item in chunks]
    return hashlib.sha256(repr((infos, parts, found, store.generation)).encode()).hexdigest()


def rows(index: Path) -> int:
    """Rows of chunks that are really there."""
    with closing(Library(index, HashEmbedder(), 60)) as library:
        return int(library.store._pair.chunks.count())


def kill(folder: Path, tries: int) -> None:
    articles, before, after = folder / "articles", folder / "before", folder / "after"
    write_state(articles, 0)
    forked(lambda: synced(before, articles))
    write_state(articles, 1)
    shutil.copytree(before, after)
    whole = forked(lambda: synced(after, articles))
    states = {"before": forked(lambda: digest(before, False)), "after": forked(lambda: digest(after, False))}
    wanted = forked(lambda: digest(after))
    count = forked(lambda: rows(after))
    chance = random.Random(4)
    kills = 0
    for number in range(MOST * tries):
        index = folder / f"index{number}"
        shutil.copytree(before, index)
        moment = chance.uniform(0, whole)
        took = forked(lambda index=index: synced(index, articles), moment)  # type: ignore[misc]
        killed = took is None
        seen = forked(lambda index=index: digest(index, False))  # type: ignore[misc]
        forked(lambda index=index: synced(index, articles))  # type: ignore[misc]
        found = forked(lambda index=index: digest(index))  # type: ignore[misc]
        say(
            moment=round(moment / whole, 3),
            killed=killed,
            seen=next((name for name, value in states.items() if value == seen), "neither"),
            equal=found == wanted and forked(lambda index=index: rows(index)) == count,  # type: ignore[misc]
        )
        shutil.rmtree(index)
        kills += killed
        if kills == tries:
            break
        if not killed:  # the machine has become faster
            whole = min(whole, took)


def read(folder: Path, tries: int) -> None:
    """Look again and again while syncs go to and fro between the two states."""
    index, places = folder / "index", [folder / "0" / "articles", folder / "1" / "articles"]
    for state, place in enumerate(places):
        write_state(place, state)
    known = [forked(lambda state=state: states_of(folder / f"i{state}", places[state])) for state in (0, 1)]  # type: ignore[misc]
    shutil.copytree(folder / "i0", index)
    writer = os.fork()
    if not writer:
        place = folder / "articles"
        for turn in range(tries):
            write_state(place, (turn + 1) % 2)
            forked(lambda: synced(index, place))
        os._exit(0)
    say(**forked(lambda: looks(index, known, writer)))
    os.waitpid(writer, 0)


def states_of(index: Path, articles: Path) -> dict[str, str]:
    """Text of each article by doc_id."""
    place = index.parent / "articles"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(articles, place)
    synced(index, place)
    with closing(Library(index, HashEmbedder(), 60)) as library:
        return {info.doc_id: library.article(info.doc_id).text for info in library.articles()}


def looks(index: Path, known: list[dict[str, str]], writer: int) -> dict[str, int]:
    """Look until the writer has ended: all articles of one look must be those of one state, word for word."""
    counts = {"looks": 0, "state0": 0, "state1": 0, "mixed": 0}
    embedder = HashEmbedder()
    vector = embedder.embed_query("Article 17")

    def look(store: Store, keyword: Any) -> tuple[dict[str, str], set[str]]:
        texts: dict[str, str] = {}
        for item in sorted(store.every_chunk(), key=lambda item: item.chunk.start):
            texts[item.chunk.doc_id] = texts.get(item.chunk.doc_id, "") + item.chunk.text
        ids = {*store.nearest(vector, QUERY, 50), *keyword.search(QUERY, 50)}
        return texts, {item.article.doc_id for item in store.chunks(sorted(ids)).values()}

    with closing(Library(index, embedder, 60)) as library:
        while Path(f"/proc/{writer}").exists() and "Z" not in Path(f"/proc/{writer}/stat").read_text().split()[2]:
            texts, found = library.look(look)
            counts["looks"] += 1
            state = next((number for number in (0, 1) if texts == known[number]), None)
            good = state is not None and found <= known[state].keys()
            counts[f"state{state}" if good else "mixed"] += 1
    return counts


def say(**row: object) -> None:
    sys.stdout.write(json.dumps(row) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    faulthandler.enable()
    {"kill": kill, "read": read}[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
