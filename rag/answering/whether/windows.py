"""The sentences in which an answer may stand, each with what its reader knows by then: title and sentence before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ...records import ArticleInfo, Evidence, Ranking, Sentence
from ..facts import CLOCK, DATES, NUMBER, WORDS
from ..names import words
from .terms import stems

READ = 8
"""Passages, best first, that are looked through; planted dev declines 22 of 24 near misses at 3, 5 and 8, 20 at 20, and
of 217 answerable questions 10 at 3, 9 at the others."""
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
MAY_COUNT = re.compile(rf"\d|\b(?:{'|'.join(WORDS)})", re.IGNORECASE)
NO_FIGURE = frozenset({"zero", "first", "second"})


@dataclass(frozen=True)
class Window:
    """A sentence and its surroundings."""

    text: str
    before: str
    """The sentence before; "" where there is none."""
    article: ArticleInfo

    @cached_property
    def own(self) -> frozenset[str]:
        """Stems of the sentence."""
        return stems(self.text)

    @cached_property
    def near(self) -> frozenset[str]:
        """Stems of the sentence and of its surroundings."""
        return self.own | stems(self.before) | stems(self.article.title)

    @cached_property
    def named(self) -> frozenset[str]:
        """Names that the sentence and its surroundings can vouch for."""
        return words(self.text) | words(self.before) | words(self.article.title)


def windows(ranking: Ranking, evidence: Evidence) -> list[Window]:
    """Every sentence of the best passages, and those of the evidence, each once."""
    found: dict[tuple[str, int], Window] = {}
    for item in ranking[:READ]:
        _add(found, item.article, item.chunk.sentences)
    for one in evidence.sentences:
        before = (s.sentence for s in evidence.sentences if _follows(one.sentence, s.sentence))
        if (one.sentence.doc_id, one.sentence.number) not in found:
            _add(found, one.article, [*before, one.sentence])
    return list(found.values())


def _follows(one: Sentence, other: Sentence) -> bool:
    return one.doc_id == other.doc_id and one.number == other.number + 1


def _add(found: dict[tuple[str, int], Window], article: ArticleInfo, sentences: Sequence[Sentence]) -> None:
    before = ""
    for sentence in sentences:
        found.setdefault((sentence.doc_id, sentence.number), Window(sentence.text, before, article))
        before = sentence.text


@lru_cache(maxsize=8192)
def figures(text: str) -> tuple[str, ...]:
    """The figures of a text as written, besides dates, years, hours and "first"."""
    if not MAY_COUNT.search(text):
        return ()
    for pattern, _ in DATES:
        text = pattern.sub(" ", text)
    found = NUMBER.finditer(YEAR.sub(" ", CLOCK.sub(" ", text)))
    return tuple(number[0].strip() for number in found if number["value"].lower() not in NO_FIGURE)
