"""The records that flow from stage to stage, and the Protocols the stages meet through.

All records are frozen. Ids are derived from content or place, never drawn, so that a rebuild gives the same
ids and a citation can be checked later. Times are UTC; a day without a time is a `datetime.date`.
Offsets count characters of `Article.text`, end excluded. Ranks and source numbers count from 1, ordinals
and sentence numbers from 0.
"""

# long because a reader looks for a record in one place

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, Protocol, TypeAlias, TypedDict

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors: TypeAlias = "NDArray[np.float32]"

Kind: TypeAlias = Literal["news", "opinion", "live", "interview", "unknown"]
Support: TypeAlias = Literal["supported", "partly", "unsupported", "linking"]
CitationState: TypeAlias = Literal["verbatim", "changed", "vanished"]
Fate: TypeAlias = Literal["", "changed", "withdrawn"]
Status: TypeAlias = Literal[
    "answered", "partly_answered", "not_in_corpus", "outside_dates", "ambiguous", "out_of_scope"
]


def day_in_words(when: date) -> str:
    """The day as "8 March 2018"; the time of day is left out."""
    return f"{when.day} {when:%B %Y}"


def days_in_words(after: date | None, before: date | None) -> str:
    """The days as "of 1 to 31 March 2025", "of 5 March 2025", "from 3 May 2024 on", "up to 4 May 2024"; "" without."""
    if after is None or before is None:
        return f"from {day_in_words(after)} on" if after else f"up to {day_in_words(before)}" if before else ""
    if after == before:
        return f"of {day_in_words(after)}"
    if (after.year, after.month) == (before.year, before.month):
        return f"of {after.day} to {day_in_words(before)}"
    first = f"{after.day} {after:%B}" if after.year == before.year else day_in_words(after)
    return f"of {first} to {day_in_words(before)}"


def parse_day(text: str | None) -> date | None:
    """Read back what `isoformat` gave of a day, or of a time; None where there is nothing."""
    if not text:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def parse_time(text: str | None) -> datetime | None:
    """Read back what `isoformat` gave of a time; None where there is nothing, or only a day."""
    when = parse_day(text)
    return when if isinstance(when, datetime) else None


def is_address(source: object) -> bool:
    """Whether this is an address, text that begins with http:// or https://; a Path never is."""
    return isinstance(source, str) and source[:8].lower().startswith(("http://", "https://"))


# ---------------------------------------------------------------- the way of an article


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes that may hold articles: a file, a member of an archive, or what an address gives."""

    origin: str
    """Absolute path, or the address; a member of an archive goes on from the archive's path with "/"."""
    relative: str
    """Name of the folder that was synced + path inside it, with "/"; the doc_id comes from it if there is no URL."""
    name: str
    """File name, whose suffix says how it is read; without a known suffix its first bytes do."""
    open: Callable[[], BinaryIO]
    """Gives the bytes from their beginning; may raise CorpusError, as where an address cannot be fetched."""
    size: int = 0
    """Number of bytes; 0 if not known before it is opened."""
    fields: Mapping[str, object] = field(default_factory=dict)
    """What is known before reading: `url` of an address, `feed` with what a feed says of the page."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """One article as it was found, before cleaning."""

    origin: str
    """That of the Blob it was read from."""
    relative: str
    """That of the Blob; for a row of a dump, "#" and what tells the row from others are added."""
    text: str
    fields: Mapping[str, object]
    """What came with the text, under the names of `ArticleInfo` where it is one of them, else as the source spells it.

    `jsonld` and `feed` are mappings: what the page's JSON-LD and the feed say, under the names they use.
    """
    field_lines: Mapping[str, int] = field(default_factory=dict)
    """Line number (from 1) of each field, for messages."""
    line: int = 0
    """Line (from 1) of a dump where it begins; 0 where the whole blob is one article."""
    notes: tuple[str, ...] = ()
    """What was noticed while reading and should be reported, such as an encoding that was guessed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleInfo:
    """What is known of an article besides its text."""

    doc_id: str
    title: str
    url: str = ""
    publisher: str = ""
    authors: tuple[str, ...] = ()
    published_at: date | None = None
    """A `datetime` (UTC) where the time is known, a plain `date` where only the day is, None if undated."""
    updated_at: date | None = None
    kind: Kind = "unknown"
    language: str = ""
    content_hash: str = ""
    """sha256 (hex) over the text and the fields above."""
    origin: str = ""
    rules: Mapping[str, str] = field(default_factory=dict, hash=False)
    """For a field that had to be worked out (`published_at`, `updated_at`, `kind`, `language`), what decided it."""
    extra: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Fields of the source that have no name here, as text."""
    notes: tuple[str, ...] = ()
    """What was noticed while reading: a guessed encoding, a date that was dropped."""
    copy_of: str = ""
    """doc_id of the original, if this is a near copy of an article of the index."""

    @property
    def published_day(self) -> date | None:
        """The plain day of `published_at`, so that days with and without a time compare."""
        when = self.published_at
        return when and date(when.year, when.month, when.day)

    @property
    def dated(self) -> str:
        """The day it was published in words, or "undated"."""
        return day_in_words(self.published_at) if self.published_at else "undated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(ArticleInfo):
    """A whole article: what is known of it and its clean text."""

    text: str

    @property
    def info(self) -> ArticleInfo:
        """What is known of it, without its text."""
        return ArticleInfo(**{item.name: getattr(self, item.name) for item in fields(ArticleInfo)})


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article: `Article.text[start:end] == text`."""

    doc_id: str
    number: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of whole sentences. The chunks of an article tile its text: joined in order they are the text."""

    chunk_id: str
    doc_id: str
    ordinal: int
    start: int
    end: int
    sentences: tuple[Sentence, ...]
    text: str
    embedding_text: str
    """See `embedding_text`."""


def embedding_text(article: ArticleInfo, text: str) -> str:
    """Title, day and text of a chunk: what the embedder and the keyword index read."""
    day = f" ({article.published_at:%d %B %Y})" if article.published_at else ""
    return f"{article.title}{day}\n{text.strip()}"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a sync has to say of a file or address: why it gave no article, or what was odd about it."""

    file: str
    line: int
    """Line (from 1), or 0 where no line is to blame."""
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}" if self.line else f"{self.file}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Version:
    """A version of an article: when a sync brought it, and when and why it was there no more."""

    content_hash: str
    added: date
    ended: date | None = None
    fate: Fate = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What has become of a citation's words since the answer was given."""

    state: CitationState
    on: date | None = None
    """Day of the sync that met the change or the withdrawal; None if nothing has changed."""

    def __str__(self) -> str:
        if self.on is None:
            return "still stands"
        where = {"verbatim": "the article changed", "changed": "changed", "vanished": "withdrawn"}[self.state]
        still = ", these words did not" if self.state == "verbatim" else ""
        return f"{where} on {day_in_words(self.on)}{still}"


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did; doc_ids in order, seconds per stage."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    skipped: tuple[Notice, ...] = ()
    """What gave no article, and why."""
    warnings: tuple[Notice, ...] = ()
    """What was taken in although something was odd about it."""
    copies: int = 0
    """Articles of the whole index that are near copies of another."""
    chunks: int = 0
    """Chunks embedded this time."""
    seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def read(self) -> int:
        """Number of articles that were met; 0 where nothing could be used."""
        return len(self.added) + len(self.changed) + len(self.unchanged)


# ---------------------------------------------------------------- the way of a question


class Filters(TypedDict, total=False):
    """Which articles may answer, as a caller gives it: days as `date` or ISO 8601, nothing given admits all."""

    as_of: date | str | None
    """The day the answer stands for; later and undated articles are not used."""
    published_after: date | str | None
    """First day that counts."""
    published_before: date | str | None
    """Last day that counts."""
    publishers: Sequence[str]
    any_time: bool
    """Search without the range of days that the question's own words give."""


@dataclass(frozen=True, slots=True)
class TimeRange:
    """A time that a question names, as days of publication, both ends included; None leaves an end open."""

    phrase: str
    """The exact words of the question."""
    after: date | None = None
    before: date | None = None
    event: str = ""
    """What begins it, where the words name an event; `after` is None until its day has been found in the articles."""
    hard: bool = False
    """Only articles of these days count; False: these days are likelier, but the answer may stand elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question that stands alone, and the articles that may answer it."""

    text: str
    asked_at: date
    keywords: str = ""
    """What the keyword channel looks for, where that is not the text: words in other spellings are added."""
    as_of: date | None = None
    """The answer stands for this day: nothing published later is used, nor anything undated."""
    published_after: date | None = None
    """First day that counts."""
    published_before: date | None = None
    """Last day that counts."""
    publishers: tuple[str, ...] = ()
    any_time: bool = False
    """The question's own words for a time are not to be used."""
    time: TimeRange | None = None
    """The time its words name; if it is hard, it is in `published_after` and `published_before` already."""


@dataclass(frozen=True, slots=True)
class IndexedChunk:
    """A chunk as the index holds it, with what is known of its article."""

    chunk: Chunk
    article: ArticleInfo


@dataclass(frozen=True, slots=True)
class ScoredChunk:
    """A chunk at its place in a ranking; `channel_ranks` keeps the ranks it was fused from."""

    indexed: IndexedChunk
    score: float
    rank: int
    channel_ranks: Mapping[str, int] = field(default_factory=dict)

    @property
    def chunk(self) -> Chunk:
        """The chunk itself."""
        return self.indexed.chunk

    @property
    def article(self) -> ArticleInfo:
        """What is known of its article."""
        return self.indexed.article


Ranking: TypeAlias = tuple[ScoredChunk, ...]
"""Best first; ties by chunk_id."""


@dataclass(frozen=True, slots=True)
class EvidenceSentence:
    """A sentence the model may cite as `[number]` (from 1)."""

    number: int
    sentence: Sentence
    article: ArticleInfo
    score: float
    """Cross-encoder logits of the sentence and, weighted, of its chunk; a neighbour carries its own score."""
    neighbour: bool = False
    """Taken because the sentence beside it cannot stand alone, not for its own score."""
    chance: float = 0.0
    """Probability (0 to 1) that it answers the question, as `answering/likely.py` finds it; 0 before that."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the answer may be built from.

    `sentences` are grouped by article (best article first) and stand in reading order within one, which is the
    order they are numbered and shown to the model in. `articles` are all articles found, best first, used or not.
    """

    sentences: tuple[EvidenceSentence, ...]
    articles: tuple[ArticleInfo, ...]
    top_score: float
    """Highest cross-encoder logit of any chunk or sentence; -inf if nothing was found."""
    tokens: int
    """Estimated length in tokens of the chat model."""
    best: tuple[int, ...] = ()
    """Numbers of the sentences, best first."""

    @property
    def independent(self) -> int:
        """Number of independent articles the sentences stand in: near copies count once, with their original."""
        return len({item.article.copy_of or item.article.doc_id for item in self.sentences})


@dataclass(frozen=True, slots=True)
class Draft:
    """What the chat model wrote, kept beside what is shown."""

    text: str
    model: str
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds_to_first_token: float = 0.0
    error: str = ""
    """Why the draft ended early or was not used, in words; "" if all went well."""


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence of the draft with the evidence numbers it cites, before any check."""

    text: str
    numbers: tuple[int, ...]
    invalid: tuple[str, ...] = ()
    """Marks that name no evidence sentence, as written."""


@dataclass(frozen=True, slots=True)
class Citation:
    """The exact words a sentence leads to."""

    source: int
    """Number of the article in the conversation."""
    doc_id: str
    sentence: int
    start: int
    end: int
    quote: str
    state: CitationState = "verbatim"


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of the answer with its citations and the verdict on it."""

    text: str
    citations: tuple[Citation, ...]
    support: Support
    check: str
    """Name of the rung that decided."""
    seen: str = ""
    """What the rung saw, in words a reader understands."""
    invalid: tuple[str, ...] = ()
    attribution: str = ""
    """Whose word it is, or as of when, where the sentence does not say so: "opinion, Harbour Post"; "" for a fact."""
    superseded: str = ""
    """What a later report says instead: "later report of 3 May 2024 says “six weeks”"; "" where none is known."""

    @property
    def labels(self) -> tuple[str, ...]:
        """What a reader is told beside it: whose word it is, or as of when, and what is said since."""
        return tuple(label for label in (self.attribution, self.superseded) if label)


@dataclass(frozen=True, slots=True)
class Source:
    """An article under its number in the conversation."""

    number: int
    article: ArticleInfo
    used: bool


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Statements about the same thing that do not go together, newest first."""

    about: str
    sides: tuple[Citation, ...]
    values: tuple[str, ...] = ()
    """Exact words of each side that differ, in the order of the sides; empty where whole statements do."""
    agreed: tuple[str, ...] = ()
    """Words around the values that all sides have, in the spelling of the first; longest first."""


@dataclass(frozen=True, slots=True)
class Update:
    """A value that an outlet told, and the one that the same outlet told later."""

    about: str
    later: Citation
    earlier: Citation
    values: tuple[str, str]
    """Exact words of the values, the later one first."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer, what comes nearest, and what to try."""

    reason: str
    nearest: tuple[ArticleInfo, ...]
    next_step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The one answer: the page, the command line, the API and the evals show this record."""

    question: str
    query: str
    """The stand-alone question that was searched for."""
    status: Status
    as_of: date
    """Day the answer stands for: the `as_of` asked for, else the day of asking."""
    time: TimeRange | None = None
    """The time the question's words name; if it is hard, only articles of these days were used."""
    sentences: tuple[CheckedSentence, ...] = ()
    removed: tuple[CheckedSentence, ...] = ()
    sources: tuple[Source, ...] = ()
    """Used ones first, each group in the order of its numbers."""
    disagreements: tuple[Disagreement, ...] = ()
    updates: tuple[Update, ...] = ()
    newer: tuple[ArticleInfo, ...] = ()
    """Articles on the subject that were found, are of a later day than all that was used, and were not used."""
    newest: date | None = None
    """Day of the newest article used; None if none is dated."""
    oldest: date | None = None
    refusal: Refusal | None = None
    model: str = ""
    """Chat model that wrote it; "extractive" where the sentences are the articles' own."""
    note: str = ""
    """Why the answer is not the chat model's, in words; "" if it is, or if none is configured."""
    draft: Draft | None = None
    seconds: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    config_digest: str = ""
    evidence: tuple[Sentence, ...] = ()
    """The sentences it could rest on, which its checks saw; their articles are in `sources`."""
    generation: str = ""
    """Generation of the index it was taken from; "" where no index was looked at."""
    answered_at: datetime | None = None
    """When it was finished, UTC, in whole seconds."""

    @property
    def text(self) -> str:
        """The sentences shown, joined by spaces, without marks; the refusal's reason if there are none."""
        if self.refusal and not self.sentences:
            return self.refusal.reason
        return " ".join(sentence.text for sentence in self.sentences)

    def to_dict(self) -> dict[str, Any]:
        """The wire form: plain values, ready for json, with a version number."""
        from .wire import answer_to_dict

        return answer_to_dict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Answer:
        """Read back what `to_dict` gave.

        Raises:
            ValueError: it was written in another version of the form.
        """
        from .wire import answer_from_dict

        return answer_from_dict(data)

    def __str__(self) -> str:
        from .wire import answer_to_text

        return answer_to_text(self)


# ---------------------------------------------------------------- what a stream says, in this order


@dataclass(frozen=True, slots=True)
class StepEvent:
    """A stage has ended: its name, what it did in words, its seconds."""

    name: str
    detail: str
    seconds: float


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """The articles that the search found, best first, where the question has to wait before they are read closely."""

    articles: tuple[ArticleInfo, ...]


@dataclass(frozen=True, slots=True)
class SourcesEvent:
    """Articles and key sentences, before anything is written."""

    sources: tuple[Source, ...]
    key_sentences: tuple[CheckedSentence, ...]


@dataclass(frozen=True, slots=True)
class SentenceEvent:
    """A sentence of the answer that has been checked and will stay."""

    sentence: CheckedSentence


@dataclass(frozen=True, slots=True)
class AnswerEvent:
    """The finished answer; always the last event."""

    answer: Answer


Event: TypeAlias = StepEvent | FoundEvent | SourcesEvent | SentenceEvent | AnswerEvent

# ---------------------------------------------------------------- seams

Progress: TypeAlias = Callable[[str, int, int], None]
"""Called with (stage, done, total) as work goes on."""


class Embedder(Protocol):
    """Turns text into unit vectors. Queries and passages have methods of their own, since models differ there."""

    @property
    def name(self) -> str:
        """Name of the model."""

    @property
    def digest(self) -> str:
        """sha256 (hex) of the weights."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimension), float32, of length 1."""

    def embed_query(self, text: str) -> Vectors:
        """Vector of shape (dimension,), float32, of length 1."""


class CrossEncoder(Protocol):
    """Reads question and passage together and says how well they fit."""

    @property
    def name(self) -> str:
        """Name of the model."""

    def score(self, query: str, passages: Sequence[str]) -> Vectors:
        """Logits of shape (len(passages),), float32; higher is better, unbounded."""


class AnswerReader(CrossEncoder, Protocol):
    """A cross-encoder that also tells a sentence that answers from one that is about the same thing."""

    def answers(self, question: str, sentences: Sequence[str]) -> Vectors:
        """Logits of shape (len(sentences),), float32, that each answers the question or a part of it."""


class DenseIndex(Protocol):
    """Finds chunks by vector."""

    def nearest(self, vector: Vectors, query: Query, limit: int) -> dict[str, float]:
        """Cosine (−1 to 1) by chunk_id, of chunks within the query's filters, nearest first, at most `limit`."""

    def chunks(self, chunk_ids: Collection[str]) -> dict[str, IndexedChunk]:
        """The chunks by id; ids that are not there are left out."""


class KeywordIndex(Protocol):
    """Finds chunks by words. Safe to share between threads."""

    def search(self, query: Query, limit: int) -> dict[str, float]:
        """Score (over 0, unbounded) by chunk_id, of chunks within the query's filters that share a word with it.

        Looked for are the query's `keywords`, or its text if there are none, in title, day and text of chunks. Best
        first, ties by chunk_id, at most `limit` (from 1).
        """


class KeywordEngine(KeywordIndex, Protocol):
    """A keyword index of one state of the library, which opens it and offers other spellings from its words.

    A class that keeps this is opened by two class methods, both (folder, state, chunks) → index: `made`, when a sync
    has written a new state, and `open`, when a reader comes to one. Whether it keeps files in the folder, or the words
    are on a server and the chunks are not even looked at, is its own business.
    """

    def vocabulary(self) -> Mapping[str, int]:
        """The words of the chunks as they are written, capitals kept, with how often; no numbers.

        Other spellings are offered from these, so an engine that cannot list them may give none, or the common ones.
        """

    def knows(self, word: str) -> bool:
        """Whether a search for the word finds anything, whatever its capitals; a stop word counts as known."""
