"""What a rung is given besides the sentence: the cited words, what else is known of their articles, the question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ...records import ArticleInfo, EvidenceSentence


@dataclass(frozen=True)
class Grounds:
    """What a sentence rests on.

    Attributes:
        used: the sentences it cites, or those that are tried in their place.
        evidence: all evidence sentences.
        question: what was asked, as it was searched for; "" if not known.
    """

    used: tuple[EvidenceSentence, ...]
    evidence: Sequence[EvidenceSentence] = ()
    question: str = ""

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The cited sentences."""
        return tuple(item.sentence.text for item in self.used)

    @cached_property
    def passage(self) -> str:
        """The cited sentences in a row."""
        return " ".join(self.texts)

    @cached_property
    def articles(self) -> tuple[ArticleInfo, ...]:
        """The articles that the cited sentences stand in."""
        return tuple({item.article.doc_id: item.article for item in self.used}.values())

    @cached_property
    def outlets(self) -> str:
        """The publishers and authors of these articles."""
        return " ".join(part for item in self.articles for part in (item.publisher, *item.authors))

    @cached_property
    def told(self) -> tuple[str, ...]:
        """Every evidence sentence of these articles."""
        same = {item.sentence.doc_id for item in self.used}
        return tuple(item.sentence.text for item in self.evidence if item.sentence.doc_id in same)

    @cached_property
    def headlines(self) -> str:
        """The headlines of these articles, a line each."""
        return "\n".join(article.title for article in self.articles)
