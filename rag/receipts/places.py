"""Where the words of a receipt stand in the index of today, and whether they can ever have stood where it says.

An article whose content hash is the one the receipt states has not changed by a letter; then quote, place and fields
can be compared with the article itself. Of an older version only the hash is kept, so there the receipt is believed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

from ..reading.chunk import sentences
from ..records import Article, ArticleInfo, EvidenceSentence, Sentence, Version, day_in_words
from .receipt import Quoted, sha256

State: TypeAlias = Literal["verbatim", "moved", "changed", "vanished", "altered"]
Held: TypeAlias = tuple[Article | None, tuple[Version, ...]]
"""See `Library.held`."""

# difflib's own rule of thumb for a close match (docs.python.org/3/library/difflib.html); below it, it is another one.
ALIKE = 0.6
FIELDS = ("title", "url", "publisher", "authors", "published_at", "updated_at", "kind")


@dataclass(frozen=True, slots=True)
class Found:
    """What has become of the words that a sentence cites."""

    quoted: Quoted
    state: State
    on: date | None = None
    """Day of the sync that met the change or the withdrawal; None where none is on record."""
    start: int | None = None
    """Where the words, or those most like them, begin now."""
    now: str = ""
    """The words that stand there now; "" if there are none like them."""
    why: str = ""
    """Why the receipt is not believed, in words."""

    def __str__(self) -> str:
        day = f" on {day_in_words(self.on)}" if self.on else ""
        if self.state == "altered":
            return f"altered: {self.why}"
        if self.state == "vanished":
            return f"withdrawn{day}" if day else "vanished: this index has no such article"
        if self.state == "changed":
            return f"changed{day}" if day else "changed, or from a version that this index never had"
        around = f", the article changed{day}" if day else ""
        return f"moved to {self.start}, word for word{around}" if self.state == "moved" else f"verbatim{around}"


def find(quoted: Quoted, stated: ArticleInfo, held: Held) -> Found:
    """What has become of the words, which the receipt says stood in the version `stated` of the article."""
    article, versions = held
    same = article is not None and article.content_hash == stated.content_hash
    if why := _never(quoted, article if same else None):
        return Found(quoted, "altered", why=why)
    if article is None:
        return Found(quoted, "vanished", versions[-1].ended if versions else None)
    ended = next((each.ended for each in reversed(versions) if each.content_hash == stated.content_hash), None)
    on = None if same else ended
    places = [*_places(quoted.quote, article.text)]
    if places:
        start = min(places, key=lambda place: (abs(place - quoted.start), place))
        return Found(quoted, "verbatim" if start == quoted.start else "moved", on, start, quoted.quote)
    like = most_alike(quoted.quote, sentences(article))
    return Found(quoted, "changed", on, like.start, like.text) if like else Found(quoted, "changed", on)


def _never(quoted: Quoted, article: Article | None) -> str:
    """Why the words can never have stood there, in words; `article` is the stated version, if it is there."""
    if sha256(quoted.quote) != quoted.sha256:
        return "the quote is not the one that was saved, its sha256 is another"
    if quoted.end - quoted.start != len(quoted.quote):
        return f"the quote has {len(quoted.quote)} characters, its place {quoted.end - quoted.start}"
    if article is not None and article.text[quoted.start : quoted.end] != quoted.quote:
        return "the article has not changed since, and these words do not stand there"
    return ""


def _places(quote: str, text: str) -> Iterator[int]:
    place = text.find(quote)
    while place >= 0:
        yield place
        place = text.find(quote, place + 1)


def most_alike(quote: str, among: Sequence[Sentence]) -> Sentence | None:
    """The sentence most like the quote, the first of equals; None if none is alike."""
    best, found = ALIKE, None
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(quote)
    for sentence in among:
        matcher.set_seq1(sentence.text)
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and (ratio := matcher.ratio()) > best:
            best, found = ratio, sentence
    return found


def fields_altered(stated: ArticleInfo, article: Article | None) -> list[str]:
    """Names of fields that the receipt gives otherwise than the very version it states."""
    if article is None or article.content_hash != stated.content_hash:
        return []
    return [name for name in FIELDS if getattr(article, name) != getattr(stated, name)]


def evidence_altered(sentence: Sentence, stated: ArticleInfo, article: Article | None) -> bool:
    """Whether a sentence of the evidence never stood where the receipt says."""
    if sentence.end - sentence.start != len(sentence.text):
        return True
    same = article is not None and article.content_hash == stated.content_hash
    return same and article is not None and article.text[sentence.start : sentence.end] != sentence.text


def still_there(evidence: Sequence[EvidenceSentence], held: Mapping[str, Held]) -> list[EvidenceSentence]:
    """The evidence that its article still holds word for word, with what is known of the article now."""
    found = []
    for item in evidence:
        article = held[item.sentence.doc_id][0]
        if article is not None and item.sentence.text in article.text:
            found.append(EvidenceSentence(item.number, item.sentence, article.info, item.score))
    return found
