"""The recipes that are compared, as data: each section varies one thing and leaves the rest as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from rag.retrieval.evidence import Limits
from rag.retrieval.passages import CHARACTERS
from rag.retrieval.recency import WEIGHT

from .scoring import Words
from .shelf import SENTENCE, USUAL, Cut, Form

CUT, WORDS = Cut(), Words()
Feedback: TypeAlias = Literal["", "words", "vectors"]
Head: TypeAlias = Literal["alone", "with rank", "with score"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """A whole way from a question to an order of chunks."""

    section: str
    name: str
    cut: Cut = CUT
    embedder: str = "all-MiniLM-L6-v2-int8"
    """Empty: no dense search."""
    words: Words | None = WORDS
    """None: no keyword search."""
    join: Literal["rank", "score", "whole score"] = "score"
    """By rank; by score, scaled over what each channel found; by score with what each channel gives to all found."""
    weight: float = 0.5
    """Share of dense search in a score."""
    pool: int = 30
    """Chunks from each channel."""
    feedback: Feedback = ""
    depth: int = 0
    """Chunks the cross-encoder reads."""
    head: Head = "alone"
    """Whether what it read is ordered by it alone or together with the order before."""
    reader: str = "cross-encoder"
    """Or "colbert"."""
    days: Literal["as of", "of the question", "all"] = "as of"
    """Articles up to the day the question is asked as of, within the days that its own words name, or all."""
    fold: bool = False
    """Whether near copies take one place, as in the product."""
    age: float = 0.0
    """What an article of the day gains on its joined score where a question is about the present."""
    age_read: float = 0.0
    """The same in logits, after it was read closely."""
    half_life: float = 30.0
    """Days."""
    apart: Literal["", "chunks", "sentences"] = ""
    """Whether the parts of a question are searched and read apart, each with its share of `depth`, and whether their
    sentences are chosen apart, too, each with its share of these."""
    passage: int = 0
    """Characters to which a chunk is filled up with the sentences after it, for a reader of passages; 0: as it is."""
    evidence: bool = False
    """Whether sentences are chosen, as for an answer."""
    limits: Limits | None = None
    """How many; None: as the product."""
    paired: tuple[str, ...] = ()
    """Measures of which its section shows the differences to the first of its recipes, question by question."""


HIT, EVIDENCE = ("answer_hit@4",), ("evidence_hit",)
HITS = ("answer_hit@4", "judged_hit@4", "RR")
MARGINS = (8.0, 12.0, 16.0, 20.0, 25.0, 30.0)
OTHER_WORDS = (
    ("no stemming", Words(stem=False)),
    ("no stop words", Words(stop=False)),
    ("k1 0.9, b 0.4", Words(k1=0.9, b=0.4)),
    ("k1 1.2, b 0.75", Words(k1=1.2)),
    ("k1 2.0, b 0.75", Words(k1=2.0)),
    ("k1 1.5, b 0.5", Words(b=0.5)),
    ("BM25+", Words(method="bm25+")),
)
FORMS: tuple[Form, ...] = ("text", "title", "title and day", "title, day and section")
FEEDBACK: tuple[tuple[str, Feedback], ...] = (
    ("none", ""),
    ("words of the first five", "words"),
    ("vectors of the first three", "vectors"),
)
DEPTHS = (0, 10, 20, 50)
HEADS: tuple[Head, ...] = ("alone", "with rank", "with score")


def recipes(embedders: Sequence[str], readers: Sequence[str] = (), *, large: bool = False) -> Iterator[Recipe]:
    """All recipes, section by section.

    Args:
        embedders: those whose weights are there, the default first.
        readers: what can read a head closely, the cross-encoder first.
        large: leave out what needs all articles embedded anew.
    """
    yield from _alone(embedders[:1] if large else embedders)
    yield from _joined(embedders[:1] if large else embedders)
    if not large:
        yield from _cut()
    yield from _read()
    yield from _folded()
    yield from _chosen()
    yield from _beside_the_usual_way()
    yield from _age()
    if "colbert" in readers:
        yield from _late_interaction()


def _folded() -> Iterator[Recipe]:
    for name, fold in (("each in its place", False), ("take one place", True)):
        yield Recipe("Near copies", name, fold=fold, depth=10, evidence=True, paired=EVIDENCE)


def _chosen() -> Iterator[Recipe]:
    for section, limits in (
        ("Sentences: margin", [Limits(24, 450, margin) for margin in MARGINS]),
        ("Sentences: number", [Limits(sentences, 450) for sentences in (4, 8, 12, 16, 24)]),
        ("Sentences: tokens", [Limits(40, tokens, 1000.0) for tokens in (150, 250, 350, 450, 600, 800)]),
    ):
        for found in limits:
            name = f"at most {found.sentences} within {found.margin:.0f} logits, {found.tokens} tokens"
            yield Recipe(section, name, fold=True, depth=20, evidence=True, limits=found)
    for depth in (10, 20, 30):
        yield Recipe("Sentences: chunks read", f"{depth} read", fold=True, depth=depth, evidence=True)


def _beside_the_usual_way() -> Iterator[Recipe]:
    section = "Beside the usual way"
    usual = Recipe(section, "the usual way", cut=Cut(USUAL, "text"), words=None, days="all", paired=HITS)
    yield usual
    yield replace(usual, name="the usual way, no later articles", days="as of")
    yield replace(usual, name="its pieces, read by the cross-encoder", days="as of", depth=10)
    own = Recipe(
        section, "Footnote, chunks, age does not count", fold=True, days="of the question", depth=20, paired=HITS
    )
    yield own
    own = replace(own, name="Footnote, chunks", age=WEIGHT)
    yield own
    yield replace(own, name="Footnote, passages", passage=CHARACTERS)
    for depth, read in ((10, "10 read"), (0, "none read")):
        yield replace(own, name=f"Footnote, passages, {read}", passage=CHARACTERS, depth=depth)


def _age() -> Iterator[Recipe]:
    section = "Age, where a question is about the present"
    plain = Recipe(section, "does not count", fold=True, days="of the question", depth=10, paired=HITS)
    yield plain
    for half_life in (7.0, 30.0, 90.0):
        for age in (0.2, 0.3, 0.5, 1.0):
            name = f"up to {age} before it is read, half after {half_life:.0f} days"
            yield replace(plain, name=name, age=age, half_life=half_life)
    for age in (1.0, 2.0, 4.0):
        yield replace(plain, name=f"up to {age:.0f} logits, half after 30 days", age_read=age)


def two_questions() -> Iterator[Recipe]:
    """For questions that ask two things."""
    for depth in (10, 20):
        plain = Recipe(f"Two questions in one, {depth} read", "as one", depth=depth, fold=True, evidence=True)
        yield replace(plain, paired=EVIDENCE)
        yield replace(plain, name="chunks of each apart", apart="chunks", paired=EVIDENCE)
        yield replace(plain, name="chunks and sentences of each apart", apart="sentences", paired=EVIDENCE)


def _late_interaction() -> Iterator[Recipe]:
    section = "Read by late interaction"
    for depth in (10, 20):
        for reader in ("cross-encoder", "colbert"):
            yield Recipe(section, f"{depth}, {reader}", depth=depth, reader=reader, paired=HIT)


def _alone(embedders: Sequence[str]) -> Iterator[Recipe]:
    for label, words in (("as it is: stemmed, k1 1.5, b 0.75", WORDS), *OTHER_WORDS):
        yield Recipe("Keyword search alone", label, embedder="", words=words)
    for name in embedders:
        yield Recipe("Dense search alone", name, embedder=name, words=None)


def _joined(embedders: Sequence[str]) -> Iterator[Recipe]:
    section = "Both joined"
    yield Recipe(section, "by rank, k = 60", join="rank")
    for weight in (0.3, 0.4, 0.5, 0.6, 0.7):
        yield Recipe(section, f"by score, dense {weight}", weight=weight)
    for weight in (0.4, 0.5, 0.6):
        yield Recipe(section, f"by score of all found, dense {weight}", weight=weight, join="whole score")
    for name in embedders[1:]:
        yield Recipe(section, f"by score, {name} 0.5", embedder=name)


def _cut() -> Iterator[Recipe]:
    for words in (120, 200, 400, SENTENCE):
        label = f"{words} words" if words else "each sentence with its neighbours"
        yield Recipe("What is cut", label, cut=Cut(words))
    for form in FORMS:
        yield Recipe("What is read of a chunk", form, cut=Cut(120, form))
    for label, feedback in FEEDBACK:
        yield Recipe("Feedback", label, feedback=feedback)


def _read() -> Iterator[Recipe]:
    section = "Read by the cross-encoder"
    for depth in DEPTHS:
        for head in HEADS if depth else HEADS[:1]:
            yield Recipe(section, f"{depth}, {head}", depth=depth, head=head, pool=50)
