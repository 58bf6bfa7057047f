"""From a draft to sentences with their marks, and from marks to exact words.

The model writes only numbers; article, offsets and quote are looked up here, so it cannot invent them. A number that
names nothing is kept as invalid and never shown as a mark. Works on a draft that is still being written: a half-written
mark, and the sentence it may belong to, are held back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ..records import Citation, CitedSentence, EvidenceSentence

# What MARK of the prompts looks like when a model writes it: [3], [1, 2], [1-3], [[3]], 【3】.
MARKS = re.compile(r"[^\S\n]*[\[【]+\s*(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\s*[\]】]+")
# What stands between two marks and belongs to neither sentence: [4], [5] and [6].
BETWEEN = re.compile(r"\s*[,;]?\s*(?:and\s*)?")
NUMBER = re.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?")
LIST_SIGN = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+", re.MULTILINE)
# The beginning of a mark or of a list sign, at the end of what is written so far.
HALF = re.compile(r"\s*[\[【]+[\d\s,;–-]*$|\n\s*(?:[-*•]|\d{1,2}[.)]?)\s*$")
# A sentence ends here, unless it goes on with a small letter ("2 p.m. on"); abbreviations are the model's own English,
# so the short list of what it writes will do.
END = re.compile(
    r"(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St|vs|No|Jr|Sr))(?<!\b(?:Mrs|Gen|Gov|Sen|Rep|Inc|Ltd))"
    r"[.!?][\"”’)]*(?=\s*$|\s+[^\sa-z])"
)


def cited_sentences(draft: str, evidence: Iterable[EvidenceSentence], *, finished: bool) -> list[CitedSentence]:
    """The sentences of the draft so far with the evidence numbers behind their marks.

    Args:
        draft: what the model has written.
        evidence: the sentences it may cite.
        finished: False while it is writing; the last sentence may then still get words or marks and is left out.
    """
    known = {item.number for item in evidence}
    plain, marks = _take_marks(HALF.sub("", LIST_SIGN.sub("", draft)))
    found: list[tuple[str, list[int]]] = []
    for start, end in _spans(plain):
        sentence = " ".join(plain[start:end].split())
        written = [mark for place, mark in marks if start < place <= end or place == start == 0]
        numbers = [number for mark in written for number in _numbers(mark)]
        if sentence:
            found.append((sentence, numbers))
        elif found:  # marks on a line of their own
            found[-1][1].extend(numbers)
    return [
        CitedSentence(
            sentence,
            tuple(dict.fromkeys(number for number in numbers if number in known)),
            tuple(dict.fromkeys(f"[{number}]" for number in numbers if number not in known)),
        )
        for sentence, numbers in (found if finished else found[:-1])
    ]


def _take_marks(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The text without marks, and each mark with its place in that text."""
    plain = ""
    marks: list[tuple[int, str]] = []
    last = 0
    for match in MARKS.finditer(text):
        between = text[last : match.start()]
        plain = _joined(plain, "" if marks and BETWEEN.fullmatch(between) else between)
        marks.append((len(plain), match[1]))
        last = match.end()
    return _joined(plain, text[last:]), marks


def _joined(before: str, after: str) -> str:
    """The text on both sides of a mark: "end.[1]." gets one full stop, "end.[1]Next" a space."""
    if before[-1:] in (".", "!", "?") and after.startswith("."):
        return before + after[1:]
    return f"{before} {after}" if before and after[:1].isalnum() else before + after


def _spans(plain: str) -> list[tuple[int, int]]:
    """Start and end of each sentence; a line break ends one, too."""
    ends = sorted(
        {match.end() for match in END.finditer(plain)} | {match.start() for match in re.finditer("\n", plain)}
    )
    if not ends or ends[-1] < len(plain):
        ends.append(len(plain))
    return list(zip([0, *ends[:-1]], ends, strict=True))


def _numbers(mark: str) -> list[int]:
    numbers: list[int] = []
    for match in NUMBER.finditer(mark):
        first, last = int(match[1]), int(match[2] or match[1])
        low, high = sorted((first, last))
        numbers += range(low, min(high, low + 20) + 1)
    return numbers


def places(citations: Iterable[Citation]) -> frozenset[tuple[str, int]]:
    """Article (doc_id) and number of each sentence that is cited."""
    return frozenset((item.doc_id, item.sentence) for item in citations)


def citation(item: EvidenceSentence, source_numbers: Mapping[str, int]) -> Citation:
    """The exact words of an evidence sentence under its article's number in the conversation."""
    sentence = item.sentence
    return Citation(
        source=source_numbers[sentence.doc_id],
        doc_id=sentence.doc_id,
        sentence=sentence.number,
        start=sentence.start,
        end=sentence.end,
        quote=sentence.text,
    )
