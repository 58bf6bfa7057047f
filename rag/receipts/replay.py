"""Every check of a receipt once more: against its own words, and against the articles as they are now.

A sentence stands if all words that it cites are still there, can have been there when it was saved, and the support
ladder finds nothing against it on those words or on those of today. What is not found: a receipt that was made up as a
whole about articles that this index never held, or holds in another version; and meaning, which no rung sees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from ..answering.support.grounds import Grounds
from ..answering.verify import rungs
from ..records import ArticleInfo, EvidenceSentence, Sentence
from .form import digest
from .places import Found, Held, evidence_altered, fields_altered, find, still_there

if TYPE_CHECKING:
    from ..library import Library
    from .receipt import Compared, Receipt, Said

Verdict: TypeAlias = Literal["stands", "changed", "vanished", "unsupported", "altered"]
ORDER: tuple[Verdict, ...] = ("stands", "changed", "vanished", "unsupported", "altered")
"""From best to worst; the worst thing that is found decides."""
VERBATIM = "verbatim"
"""The check of a sentence that is an article's own."""


@dataclass(frozen=True, slots=True)
class Objection:
    """What a check has against a sentence."""

    check: str
    seen: str

    def __str__(self) -> str:
        return f"{self.seen} ({self.check})"


@dataclass(frozen=True, slots=True)
class SaidAgain:
    """A sentence, checked again."""

    said: Said
    verdict: Verdict
    citations: tuple[Found, ...]
    own: Objection | None
    """Against the sentence on the receipt's own quotes; None if nothing."""
    now: Objection | None
    """Against it on the words that stand in the articles now."""


@dataclass(frozen=True, slots=True)
class ComparedAgain:
    """Statements side by side, found again."""

    compared: Compared
    verdict: Verdict
    citations: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Replay:
    """What has become of a receipt."""

    receipt: Receipt
    generation: str
    """Of the index it was held against."""
    altered: tuple[str, ...]
    """What was altered in it outside its sentences, each as a sentence."""
    sentences: tuple[SaidAgain, ...]
    compared: tuple[ComparedAgain, ...]

    @property
    def stands(self) -> bool:
        """Whether nothing was altered and every sentence stands."""
        verdicts = [item.verdict for item in self.sentences] + [item.verdict for item in self.compared]
        return not self.altered and all(verdict == "stands" for verdict in verdicts)

    def to_dict(self) -> dict[str, object]:
        """As plain values, ready for json."""
        from .told import to_dict

        return to_dict(self)

    def __str__(self) -> str:
        from .told import to_text

        return to_text(self)


def replay(receipt: Receipt, library: Library) -> Replay:
    """Check a receipt again, against the newest generation of the library.

    Raises:
        IndexMissing, IndexMismatch: see `Library.store`.
    """
    stated = {source.article.doc_id: source.article for source in receipt.articles}
    generation = library.store.generation
    held = {doc_id: library.held(doc_id) for doc_id in stated}
    seen, altered = _evidence(receipt, stated, held)
    again = _Again(receipt, stated, held, seen, still_there(seen, held))
    return Replay(
        receipt=receipt,
        generation=generation,
        altered=tuple(altered),
        sentences=tuple(map(again.said, receipt.sentences)),
        compared=tuple(map(again.compared, receipt.compared)),
    )


def _evidence(
    receipt: Receipt, stated: Mapping[str, ArticleInfo], held: Mapping[str, Held]
) -> tuple[list[EvidenceSentence], list[str]]:
    """The evidence that can have been there, and what was altered, in words."""
    altered = []
    if receipt.retold:
        altered.append("The text above the receipt is not what the receipt says; what is checked here is the receipt.")
    if digest(receipt) != receipt.digest:
        altered.append("It was altered after it was saved: its digest does not fit what is in it.")
    for doc_id, info in stated.items():
        for name in fields_altered(info, held[doc_id][0]):
            altered.append(f"It gives another {name} than the article {doc_id}, which has not changed since.")
    seen = []
    for number, item in enumerate(receipt.evidence, 1):
        if evidence_altered(item, stated[item.doc_id], held[item.doc_id][0]):
            altered.append(f"Sentence {number} of its evidence never stood in article {item.doc_id}.")
        else:
            seen.append(EvidenceSentence(number, item, stated[item.doc_id], 0.0))
    return seen, altered


@dataclass(frozen=True, slots=True)
class _Again:
    """What a sentence is checked against."""

    receipt: Receipt
    stated: Mapping[str, ArticleInfo]
    held: Mapping[str, Held]
    seen: Sequence[EvidenceSentence]
    still: Sequence[EvidenceSentence]

    def said(self, said: Said) -> SaidAgain:
        found = tuple(find(each, self.stated[each.doc_id], self.held[each.doc_id]) for each in said.citations)
        own = self._objection(said, [self._own(item) for item in found], self.seen)
        there = [item for each in found if (item := self._now(each))]
        now = self._objection(said, there, self.still)
        verdicts = [_verdict(item) for item in found]
        if said.support == "supported":  # of any other sentence the reader was told that it is not borne out
            verdicts += ["unsupported"] if own else ["changed"] if now else []
        return SaidAgain(said, max(verdicts, key=ORDER.index, default="stands"), found, own, now)

    def compared(self, compared: Compared) -> ComparedAgain:
        found = tuple(find(each, self.stated[each.doc_id], self.held[each.doc_id]) for each in compared.citations)
        verdicts = [_verdict(item) for item in found]
        pairs = zip(compared.values, compared.citations, strict=False)
        verdicts += ["altered" for value, quoted in pairs if value not in quoted.quote]
        return ComparedAgain(compared, max(verdicts, key=ORDER.index, default="stands"), found)

    def _objection(
        self, said: Said, used: Sequence[EvidenceSentence], evidence: Sequence[EvidenceSentence]
    ) -> Objection | None:
        """The first thing the ladder has against the sentence on these words."""
        if said.check == VERBATIM:
            same = any(item.sentence.text == said.text for item in used)
            return None if same else Objection(VERBATIM, "it is not word for word what it cites")
        found = rungs(said.text, Grounds(tuple(used), evidence, self.receipt.query))
        return next((Objection(check, seen) for check, seen in found if seen), None)

    def _own(self, found: Found) -> EvidenceSentence:
        quoted = found.quoted
        sentence = Sentence(quoted.doc_id, quoted.sentence, quoted.start, quoted.end, quoted.quote)
        return EvidenceSentence(0, sentence, self.stated[quoted.doc_id], 0.0)

    def _now(self, found: Found) -> EvidenceSentence | None:
        article = self.held[found.quoted.doc_id][0]
        if article is None or found.start is None:
            return None
        end = found.start + len(found.now)
        sentence = Sentence(article.doc_id, found.quoted.sentence, found.start, end, found.now)
        return EvidenceSentence(0, sentence, article.info, 0.0)


def _verdict(found: Found) -> Verdict:
    return "stands" if found.state in ("verbatim", "moved") else found.state  # type: ignore[return-value]
