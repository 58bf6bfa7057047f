"""An assistant that answers by rote, for tests of the page: same events, same records, no models.

`python tests/fake_assistant.py PORT [SECONDS [FILE]]` serves the page over it; SECONDS is the pause before each event,
FILE is where verdicts are kept. What a question is answered with is chosen by a word in it; see `FakeAssistant.stream`.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date, datetime, timezone
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from typing import TYPE_CHECKING

from rag.assistant import Stream
from rag.config import load_settings
from rag.errors import InvalidQuery, ModelUnavailable
from rag.reading.known.dates import parse_when
from rag.records import (
    Answer,
    AnswerEvent,
    Article,
    ArticleInfo,
    CheckedSentence,
    Citation,
    Disagreement,
    Event,
    Filters,
    Ranking,
    Refusal,
    SentenceEvent,
    Source,
    SourcesEvent,
    StepEvent,
    TimeRange,
)
from rag.retrieval.filters import query_of
from rag.status import LibraryStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from typing_extensions import Unpack

UNAVAILABLE = "The chat model at http://127.0.0.1:9/v1 does not answer; start it, or use --provider none."
AS_OF = date(2026, 3, 14)
LAST_MARCH = TimeRange("last March", after=date(2026, 3, 1), before=date(2026, 3, 31), hard=True)
FILLER = "\n\n".join(
    f"Paragraph {number} is about something else. It is here to make the article long." for number in range(1, 9)
)

BAN = Article(
    doc_id="ban-1a2b",
    title="Seoul keeps its seafood ban",
    url="https://news.example/2026/seoul-keeps-ban",
    publisher="The Harbour Post",
    published_at=date(2026, 3, 2),
    kind="news",
    text="South Korea has banned fish from eight Japanese prefectures since 2013. The ban covers Fukushima. "
    "Officials said on Monday that it will stay.\n\n"
    f"{FILLER}\n\n"
    "Tokyo says that lifting the ban would smooth Seoul’s way into the CPTPP. Seoul has not said when it will decide.",
)
TRADE = Article(
    doc_id="trade-3c4d",
    title="Opinion: Join the pact, and soon",
    url="https://opinion.example/join",
    publisher="Morning Ledger",
    published_at=date(2024, 11, 20),
    updated_at=date(2024, 11, 22),
    kind="opinion",
    text="The CPTPP has twelve members. Britain joined in December 2024.\n\n"
    "Lifting the ban on seafood is not needed for membership, a former negotiator argues. He names no source.",
)
UNDATED = Article(
    doc_id="lee-5e6f",
    title="Lee speaks of balance",
    publisher="Footnote Sample Page",
    kind="interview",
    text="Lee told the broadcaster that ties with Beijing matter as much as ties with Tokyo.",
)
HOSTILE_TEXT = (
    "<script>alert(1)</script> <img src=x onerror=alert(2)> ${alert(3)} {{constructor.constructor('alert(4)')()}} "
    "`${alert(5)}` [a link](javascript:alert(6)) ![an image](http://evil.example/pixel.png) **bold** \\ "
    "<a href='javascript:alert(7)'>go</a> <style>*{display:none}</style> http://evil.example/page www.evil.example."
)
HOSTILE = Article(
    doc_id='evil"><script>alert(8)</script>',
    title="<img src=http://evil.example/t.png onerror=alert(9)>" + "${alert(10)}" + "A" * 10_000,
    url="javascript:alert(11)",
    publisher="</bdi><script>alert(12)</script> {{#each this}}{{this}}{{/each}} `",
    published_at=date(2026, 1, 1),
    kind="live",
    text=f"{HOSTILE_TEXT}\n\n{HOSTILE_TEXT}",
)
LONG = replace(
    BAN,
    doc_id="long-7a8b",
    title="The ban, told at length",
    text="\n\n".join(f"Paragraph {number} leads up to it. " * 8 for number in range(800))
    + f"\n\n{BAN.text}\n\n"
    + "\n\n".join(f"Paragraph {number} goes on from there. " * 8 for number in range(50)),
)
"""200,000 characters; what is cited stands near the end."""
ARTICLES = {article.doc_id: article for article in (BAN, TRADE, UNDATED, HOSTILE, LONG)}


def info(article: Article) -> ArticleInfo:
    """What is known of the article besides its text."""
    kept = ("doc_id", "title", "url", "publisher", "published_at", "updated_at", "kind")
    return ArticleInfo(**{name: getattr(article, name) for name in kept})


def cite(article: Article, quote: str, source: int) -> Citation:
    """The citation of these words, which stand in the article."""
    start = article.text.index(quote)
    return Citation(source, article.doc_id, 0, start, start + len(quote), quote)


def said(text: str, *citations: Citation) -> CheckedSentence:
    """A sentence that passed its checks."""
    return CheckedSentence(text, citations, "supported", "numbers, names and quotations")


class FakeAssistant:
    """Answers by rote; keeps what it was asked, and how many streams were closed before their end."""

    loading = False

    def __init__(self, pause: float = 0.0) -> None:
        """Take the seconds to wait before each event."""
        self.pause = pause
        self.asked: list[tuple[str, tuple[Answer, ...]]] = []
        self.filters: list[Filters] = []
        self.closed = 0
        self.warmed = False

    def stream(self, question: str, history: Sequence[Answer] = (), **filters: Unpack[Filters]) -> Iterator[Event]:
        """What happens on the way to the answer; most questions are answered about the seafood ban.

        A question with "weather" in it is refused, "provider" fails, "crash" breaks, "hostile" is answered from a
        hostile article, "at length" from a long one, "quote" in the articles' own words, "slow" takes a second for each
        event; "last March" names a time, "silent" writes for half a minute before its first sentence, unless it is
        closed.
        """
        self.asked.append((question, tuple(history)))
        self.filters.append(filters)
        self.check(**filters)
        if len(question) > 1000:
            raise InvalidQuery("the question has more than 1000 characters; shorten it")
        return Stream(lambda stopped: self._paced(question, self._timed(question, history, filters), stopped))

    def check(self, **filters: Unpack[Filters]) -> None:
        """As the real one: the same errors for the same filters."""
        query_of(filters, parse_when, lambda: {article.publisher for article in ARTICLES.values()})

    def _paced(
        self, question: str, events: Iterator[Event], stopped: Callable[[], bool]
    ) -> Generator[Event, None, None]:
        try:
            for event in events:
                if "silent" in question and isinstance(event, SentenceEvent):
                    wait_for(stopped)
                time.sleep(1.0 if "slow" in question else self.pause)
                yield event
        except GeneratorExit:
            self.closed += 1
            sys.stdout.write("stream closed\n")
            sys.stdout.flush()
            raise

    def _timed(self, question: str, history: Sequence[Answer], filters: Filters) -> Iterator[Event]:
        """The events; with "last March" in the question those of a question that names a time."""
        narrowed = "last March" in question and not filters.get("any_time")
        for event in self._events(question, history):
            if narrowed and isinstance(event, AnswerEvent):
                yield StepEvent("dates", "only articles of 1 to 31 March 2026, from “last March”", 0.0)
                yield AnswerEvent(replace(event.answer, time=LAST_MARCH))
            else:
                yield event

    def _events(self, question: str, history: Sequence[Answer]) -> Iterator[Event]:
        numbers = {source.article.doc_id: source.number for turn in history for source in turn.sources}
        yield StepEvent("search", "30 passages found", 0.12)
        if "crash" in question:
            raise ZeroDivisionError(question)
        yield StepEvent("evidence", "11 sentences from 3 articles", 0.31)
        if "weather" in question:
            yield AnswerEvent(refusal(question))
            return
        if "provider" in question:
            raise ModelUnavailable(UNAVAILABLE, retry=True)
        answer = hostile(question) if "hostile" in question else about_the_ban(question, numbers)
        answer = from_the_long_article(answer) if "at length" in question else answer
        keys = tuple(replace(said(item.quote, item)) for item in answer.sentences[0].citations)
        yield SourcesEvent(tuple(replace(source, used=False) for source in answer.sources), keys)
        if "quote" in question:
            answer = replace(
                answer, sentences=keys, removed=(), model="extractive", note="The chat model did not answer in time."
            )
        yield from map(SentenceEvent, answer.sentences)
        yield AnswerEvent(answer)

    def search(self, text: str, *, limit: int = 10, **filters: Unpack[Filters]) -> Ranking:
        """No passages; the endpoints are tried on the real one."""
        self.check(**filters)
        return ()

    def article(self, doc_id: str) -> Article:
        """The article with that doc_id."""
        if doc_id not in ARTICLES:
            raise InvalidQuery(f"no article {doc_id!r}")
        return ARTICLES[doc_id]

    def examples(self) -> list[str]:
        """Questions to begin with."""
        return ["Does Seoul keep its seafood ban?", "What will the weather be?"]

    def status(self) -> LibraryStatus:
        """What the four articles are."""
        return LibraryStatus(
            folder="index",
            articles=4,
            chunks=9,
            undated=1,
            oldest=TRADE.published_day,
            newest=BAN.published_day,
            publishers={article.publisher: 1 for article in ARTICLES.values()},
            copies=0,
            embedder="none",
            size=0,
            generation="1",
            last_sync={"at": datetime.now(timezone.utc).isoformat(timespec="seconds")},
        )

    def warm_up(self) -> None:
        """Nothing to load."""
        self.warmed = True


def wait_for(stopped: Callable[[], bool], seconds: float = 30) -> None:
    """Write nothing until it is stopped, as a model does that is far from the end of its sentence."""
    end = time.monotonic() + seconds
    while not stopped() and time.monotonic() < end:
        time.sleep(0.01)


def about_the_ban(question: str, numbers: dict[str, int]) -> Answer:
    """An answer with three articles, a removed sentence and a disagreement; known articles keep their numbers."""
    articles = [TRADE, BAN, UNDATED] if numbers else [BAN, TRADE, UNDATED]
    following = iter(range(max(numbers.values(), default=0) + 1, 100))
    own = {item.doc_id: numbers.get(item.doc_id) or next(following) for item in articles}
    stays = cite(BAN, "Officials said on Monday that it will stay.", own[BAN.doc_id])
    needed = cite(BAN, "Tokyo says that lifting the ban would smooth Seoul’s way into the CPTPP.", own[BAN.doc_id])
    argued = cite(
        TRADE, "Lifting the ban on seafood is not needed for membership, a former negotiator argues.", own[TRADE.doc_id]
    )
    return Answer(
        question=question,
        query=f"{question} (South Korea, seafood)" if numbers else question,
        status="answered",
        as_of=AS_OF,
        sentences=(
            said("South Korea keeps its ban on Japanese seafood, officials said.", stays, needed),
            said("Tokyo holds that lifting it would ease Seoul’s way into the trade pact.", needed),
            said("A former negotiator disagrees, in an opinion piece.", argued),
        ),
        removed=(
            CheckedSentence(
                "The ban was lifted in 2025 by President Kim.",
                (stays,),
                "unsupported",
                "names",
                "not in the cited words: Kim",
            ),
        ),
        sources=(
            Source(own[BAN.doc_id], info(BAN), used=True),
            Source(own[TRADE.doc_id], info(TRADE), used=True),
            Source(own[UNDATED.doc_id], info(UNDATED), used=False),
        ),
        disagreements=(
            Disagreement("CPTPP, Seoul", (needed, argued), ("would smooth", "is not needed"), ("lifting the ban",)),
        ),
        newest=BAN.published_at,
        oldest=TRADE.published_at,
        model="qwen2.5-1.5b",
        seconds={"total": 4.2},
    )


def from_the_long_article(answer: Answer) -> Answer:
    """The first sentence of the answer, resting on the long article."""
    first = answer.sentences[0]
    cited = tuple(cite(LONG, item.quote, item.source) for item in first.citations)
    source = Source(cited[0].source, info(LONG), used=True)
    return replace(answer, sentences=(replace(first, citations=cited),), sources=(source,), disagreements=())


def refusal(question: str) -> Answer:
    """No answer, and why."""
    reason = Refusal(
        "The articles that come nearest do not mention the weather.",
        (info(BAN), info(UNDATED)),
        "Ask about what the articles report, for example the seafood ban.",
    )
    return Answer(question=question, query=question, status="not_in_corpus", as_of=AS_OF, refusal=reason)


def hostile(question: str) -> Answer:
    """An answer whose every text is hostile."""
    quote = cite(HOSTILE, HOSTILE_TEXT, 1)
    markdown = said("# Heading\n\n    code\n\n```mermaid\ngraph\n```\n\n| a | b |\n|--|--|", quote)
    return Answer(
        question=question,
        query=HOSTILE_TEXT,
        status="answered",
        as_of=AS_OF,
        sentences=(
            replace(said(HOSTILE_TEXT, quote), invalid=("[<b>9</b>]",)),
            markdown,
        ),
        removed=(CheckedSentence(HOSTILE_TEXT, (), "unsupported", "<i>names</i>", HOSTILE_TEXT),),
        sources=(Source(1, info(HOSTILE), used=True),),
        disagreements=(Disagreement(HOSTILE_TEXT, (quote, quote)),),
        model="<b>model</b>",
        note=HOSTILE_TEXT,
    )


if __name__ == "__main__":
    import ui

    folder = Path(sys.argv[3]) if len(sys.argv) > 3 else Path(tempfile.mkdtemp())
    settings = load_settings({"index": folder, "port": sys.argv[1]}, os.environ)
    ui.launch(FakeAssistant(float(sys.argv[2]) if len(sys.argv) > 2 else 0.0), settings.config)
