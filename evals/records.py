"""The records that flow through the evals: a set of questions or claims, what a system made of one, a figure.

All are frozen. Offsets count characters of `Article.text`, end excluded; places count from 0, turns from 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal, TypeAlias

from rag.records import ArticleInfo

Split: TypeAlias = Literal["dev", "test"]

# ---------------------------------------------------------------- what is asked


@dataclass(frozen=True, slots=True)
class Document:
    """An article of a set, to be indexed."""

    doc_id: str
    title: str
    text: str
    publisher: str = ""
    published_at: date | None = None


@dataclass(frozen=True, slots=True)
class Gold:
    """A sentence that states fact number `fact` (place in `Question.must`); those of one fact are alternatives."""

    fact: int
    doc_id: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question and what is known of its right answer; what a set does not know is empty."""

    query_id: str
    text: str
    category: str
    group: str = ""
    """What is resampled as one in the interval: the story, the source document; empty: the question itself."""
    conversation: str = ""
    turn: int = 1
    earlier: tuple[str, ...] = ()
    """Earlier questions of the reader, oldest first, where the set has no turns of its own to ask them in."""
    as_of: date | None = None
    publishers: tuple[str, ...] = ()
    """Only articles of these publishers may answer; how sets give each question a collection of its own."""
    status: str = ""
    """Expected status; empty if the set does not say."""
    answer: str = ""
    must: tuple[tuple[str, ...], ...] = ()
    """Facts that must be said, each as its accepted spellings."""
    must_not: tuple[str, ...] = ()
    gold: tuple[Gold, ...] = ()
    disagree: tuple[int, ...] = ()
    """Places in `must` of the sides of a real disagreement."""
    independent: int | None = None
    """Number of independent articles that state the answer, near copies counted once."""
    near: str = ""
    """query_id of the answerable question that a near miss differs from."""
    differs: str = ""
    relevant: tuple[str, ...] = ()
    """doc_ids judged relevant; those of `gold` where empty."""
    answers: tuple[str, ...] = ()
    """Strings of which one must stand in a passage for answer_hit; empty: the spellings in `must`."""
    choices: tuple[str, ...] = ()
    choice: int = -1
    """Place of the right choice."""
    none_of_above: tuple[str, ...] = ()
    """The choices of the variant whose last choice is "None of the above"."""
    none_choice: int = -1
    restored: tuple[str, ...] = ()
    """Words of the stand-alone form that only the history holds."""
    payload: str = ""
    """Instruction planted in an article of this question's collection."""
    control: str = ""
    """query_id of the same question without the planted instruction."""

    @property
    def answerable(self) -> bool:
        """Whether the articles answer it."""
        return self.status in ("answered", "partly_answered")

    @property
    def doc_ids(self) -> tuple[str, ...]:
        """The documents that count as relevant."""
        return self.relevant or tuple(dict.fromkeys(gold.doc_id for gold in self.gold))


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A sentence or short text, the sentences it may rest on, and whether they support it."""

    claim_id: str
    text: str
    evidence: tuple[str, ...]
    supported: bool
    cited: tuple[int, ...] = ()
    """Places in `evidence` that it cites; empty: none, the check has to find them."""
    title: str = ""
    articles: tuple[ArticleInfo, ...] = ()
    """The article of each evidence sentence, those of one article together; empty: one article without date."""
    question: str = ""
    """What it answers, where that is known."""
    kind: str = ""
    """Domain, or the kind of mutation; empty where there is one kind."""
    group: str = ""

    @property
    def same(self) -> tuple[str, str, str]:
        """What rows of one claim with other evidence have in common."""
        return (self.kind, self.group, self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvalSet:
    """A set as its reader gives it. Articles come as documents or, the planted ones, as a folder of files."""

    name: str
    documents: tuple[Document, ...] = ()
    folder: Path | None = None
    questions: tuple[Question, ...] = ()
    claims: tuple[Claim, ...] = ()
    headline: str = ""
    """Kind of the claims that a figure without suffix is about; empty: all. Other kinds have figures of their own."""
    copies: tuple[tuple[str, ...], ...] = ()
    """doc_ids of near copies of one another, the original first."""
    disputes: tuple[tuple[Gold, ...], ...] = ()
    """Sentences that really disagree, as truth has them."""
    canaries: tuple[str, ...] = ()
    """Words that stand in planted hostile text and nowhere else."""
    ask: bool = True
    """False: the questions are only searched for."""


# ---------------------------------------------------------------- what a system made of it


@dataclass(frozen=True, slots=True)
class Span:
    """Words of an article."""

    doc_id: str
    start: int
    end: int
    text: str

    def overlaps(self, other: Span | Gold) -> bool:
        """Whether the two share a character."""
        return self.doc_id == other.doc_id and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence told to the reader, with the words it cites."""

    text: str
    citations: tuple[Span, ...] = ()
    label: str = ""
    """What the reader is told beside it: whose word it is, what is reported since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a system made of a question."""

    query_id: str
    status: str = ""
    """Empty if it was only searched for."""
    written: bool = False
    """Whether an answer was asked for; if not, nothing is known of what it would tell."""
    query: str = ""
    """What was searched for, after any rewriting."""
    told: tuple[Told, ...] = ()
    removed: tuple[str, ...] = ()
    note: str = ""
    draft: str = ""
    found: tuple[Span, ...] = ()
    """Passages, best first."""
    evidence: tuple[Span, ...] = ()
    """What the chat model was given."""
    evidence_tokens: int = 0
    disagreements: tuple[tuple[Span, ...], ...] = ()
    sources: int = 0
    """Number of independent sources that the reader is told the answer rests on."""
    confidence: float | None = None
    """What the decision to answer rests on; higher is surer. None if the system has no such thing."""
    seconds: Mapping[str, float] = field(default_factory=dict)
    """"sources", "first_sentence" and "end" since the question, and "stage <name>" for each stage."""
    prompt_tokens: int = 0
    error: str = ""
    """Why there is no answer; the question then counts as failed."""

    @property
    def text(self) -> str:
        """What the reader reads, without marks."""
        return " ".join(f"{told.text} ({told.label})" if told.label else told.text for told in self.told)

    @property
    def answered(self) -> bool:
        """Whether it told an answer instead of declining or failing."""
        return not self.error and self.status in ("answered", "partly_answered")


Outcomes: TypeAlias = Mapping[str, Outcome]
"""By query_id."""
Scores: TypeAlias = Mapping[str, Mapping[str, float]]
"""Values by measure and query_id; a question to which the measure does not apply is not there."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over n questions with its bootstrap 95 % interval."""

    value: float
    n: int
    low: float
    high: float
