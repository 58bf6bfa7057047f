"""From a ranking to passages that are read by themselves: each chunk with the sentences after it.

Chunks are short, so that a search finds the right one and a cross-encoder reads it quickly; who reads four of them and
nothing else misses what the next sentences say. Answers do not need this: they choose single sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ..records import Ranking, ScoredChunk, Sentence

CHARACTERS = 1000
"""What the splitter of the LangChain tutorials gives; docs/retrieval.md has what it brings."""


def filled(
    ranking: Ranking,
    whole: Callable[[str], tuple[str, Sequence[Sentence]]],
    limit: int,
    characters: int = CHARACTERS,
) -> Ranking:
    """The first `limit` passages; a chunk that stands whole in a better passage takes no place.

    Args:
        ranking: best first.
        whole: gives the text of an article and its sentences, by doc_id.
        limit: number of passages at most.
        characters: length up to which whole sentences are added; a chunk that is longer stays as it is.
    """
    kept: list[tuple[str, int, int]] = []
    found: list[ScoredChunk] = []
    for item in ranking:
        chunk = item.chunk
        if any(doc_id == chunk.doc_id and start <= chunk.start and chunk.end <= end for doc_id, start, end in kept):
            continue
        text, sentences = whole(chunk.doc_id)
        after = [each for each in sentences if each.start >= chunk.end and each.end - chunk.start <= characters]
        end = after[-1].end if after else chunk.end
        passage = replace(chunk, end=end, text=text[chunk.start : end], sentences=(*chunk.sentences, *after))
        found.append(replace(item, indexed=replace(item.indexed, chunk=passage), rank=len(found) + 1))
        kept.append((chunk.doc_id, chunk.start, end))
        if len(found) == limit:
            break
    return tuple(found)
