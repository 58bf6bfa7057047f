"""Planted mutations: sentences of the planted articles with one thing made wrong, which a judge should not let pass.

Supported are the gold sentences themselves and the gold answers, which say the same in words of their own. Mutations
are made of the sentences, so that what is caught is caught for the mutation and not for the wording, and of the answers
(`reworded_…`), which a model's prose is more like. Replacements come
from the same article where it has any, since a name or number that occurs nowhere is too easy to catch.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from rag.records import ArticleInfo

from .records import Claim, Question

NUMBER = re.compile(r"(?<![\w.,-])\d+(?:,\d+)*(?:\.\d+)?(?!\w|[.,]\d)")
YEAR = re.compile(r"\b20\d\d\b")
MONTHS = "January February March April May June July August September October November December".split()
MONTH = re.compile(rf"\b({'|'.join(MONTHS)})\b")
NAME = re.compile(r"\b[A-Z][a-z]+(?: [A-Z]\.)?(?: [A-Z][a-z]+)+\b")
SAYING = re.compile(r"\b(said|says|told|argued|warned|claimed|denied|announced|accused|called)\b")
QUOTE = re.compile(r"“([^”]{20,300})”")
AUXILIARY = re.compile(r"\b(is|are|was|were|has|have|had|will|would|can|could|should|may|must)\b(?! not\b)")
OPPOSITES = {
    first: second
    for pair in (
        "rose fell", "rise fall", "rises falls", "rising falling", "up down", "more less", "higher lower",
        "highest lowest", "above below", "increased decreased", "increase decrease", "before after",
        "raised cut", "won lost", "gained lost", "accepted rejected", "approved refused", "larger smaller",
        "later earlier", "longer shorter", "first last", "grew shrank","most least", "early late",
        "opened closed", "largest smallest",
    )
    for first, second in (pair.split(), reversed(pair.split()))
}  # fmt: skip
DIRECTION = re.compile(rf"\b({'|'.join(OPPOSITES)})\b")

CERTAIN = {"may": "will", "might": "will", "could": "will", "will be": "was", "would be": "was"}
OPENING_PRONOUN = re.compile(r"(?:He|She|It|They)\b")
UNCERTAIN = re.compile(rf"\b({'|'.join(CERTAIN)})\b(?! not\b)")

Texts = Callable[[str], Sequence[str]]
"""Gives the sentences of the article with a doc_id."""
Info = Callable[[str], ArticleInfo]
"""Gives what is known of the article with a doc_id."""


def undated(doc_id: str) -> ArticleInfo:
    """An article of which nothing is known."""
    return ArticleInfo(doc_id=doc_id, title="")


def claims(questions: Sequence[Question], sentences: Texts, info: Info = undated, seed: int = 7) -> tuple[Claim, ...]:
    """Gold answers (kind "answer"), gold sentences (kind "sentence") and every mutation of these, by kind.

    Args:
        questions: those with gold sentences are used.
        sentences: gives the sentences of an article.
        info: gives what the product knows besides, its headline and day.
        seed: of the choice among replacements.
    """
    draw = random.Random(seed)
    answered = [question for question in questions if question.gold and question.answerable]
    golds = {gold.quote: (question, gold) for question in answered for gold in question.gold}
    quotes = {
        (group, quote)
        for group, doc_id in sorted({(question.group, gold.doc_id) for question, gold in golds.values()})
        for text in sentences(doc_id)
        for quote in QUOTE.findall(text)
    }
    found = [_answer(question, sentences, info) for question in answered]
    reworded, elsewhere = random.Random(seed), random.Random(seed)  # a kind that is added changes no other
    for right in tuple(found):
        for kind, text in _mutated(right, reworded):
            if text != right.text:
                named = f"reworded_{kind}"
                found.append(
                    replace(right, claim_id=f"{right.claim_id}/{kind}", text=text, supported=False, kind=named)
                )
    for number, (question, gold) in enumerate(golds.values()):
        group = question.group
        evidence = tuple(sentences(gold.doc_id))
        right = Claim(
            claim_id=f"{group}/{number}", text=gold.quote, evidence=evidence, supported=True,
            cited=(evidence.index(gold.quote),), kind="sentence", group=group,
            question=question.text, articles=(info(gold.doc_id),) * len(evidence),
        )  # fmt: skip
        found.append(right)
        article = " ".join(evidence)
        abroad = sorted(quote for story, quote in quotes if story == group and quote not in article)
        for kind, text in [*_mutated(right, draw), *_spoken(right, abroad, draw), *_somebody_else(right, elsewhere)]:
            if text != right.text:
                found.append(replace(right, claim_id=f"{right.claim_id}/{kind}", text=text, supported=False, kind=kind))
    return tuple(found)


def _answer(question: Question, sentences: Texts, info: Info) -> Claim:
    """The gold answer with the gold sentences cited, one article a fact, among the sentences of those articles."""
    first: dict[int, str] = {}
    for gold in question.gold:
        first.setdefault(gold.fact, gold.doc_id)
    quotes = {gold.quote for gold in question.gold if first[gold.fact] == gold.doc_id}
    placed = [(text, info(doc_id)) for doc_id in dict.fromkeys(first.values()) for text in sentences(doc_id)]
    return Claim(
        claim_id=question.query_id,
        text=question.answer,
        evidence=tuple(text for text, _ in placed),
        supported=True,
        cited=tuple(place for place, (text, _) in enumerate(placed) if text in quotes),
        articles=tuple(article for _, article in placed),
        question=question.text,
        kind="answer",
        group=question.group,
    )


def _mutated(right: Claim, draw: random.Random) -> Iterator[tuple[str, str]]:
    """One word or number made wrong."""
    text, article, cited = right.text, " ".join(right.evidence), _cited(right)
    for kind, pattern in (("number", NUMBER), ("name", NAME), ("date", MONTH)):
        if kind == "number":
            found = [match for match in pattern.finditer(text) if not YEAR.fullmatch(match[0]) and not _of_date(match)]
        else:
            found = list(pattern.finditer(text))
        others = [word for word in dict.fromkeys(pattern.findall(article)) if word not in text and word not in cited]
        others = [word for word in others if found and not _alike(word, found[0][0])]
        if kind != "date":  # a year or a month in the place of a number or a name would be too easy
            others = [word for word in others if not YEAR.fullmatch(word) and not MONTH.search(word)]
        if found and (others := others or _made_up(kind, found[0][0])):
            yield kind, _put(text, found[0], draw.choice(others))
    if match := AUXILIARY.search(text):
        yield "negation", _put(text, match, f"{match[0]} not")
    if match := DIRECTION.search(text):
        yield "direction", _put(text, match, OPPOSITES[match[0]])
    if match := UNCERTAIN.search(text):
        yield "modality", _put(text, match, CERTAIN[match[0]])


def _of_date(match: re.Match[str]) -> bool:
    """Whether a number is the day of a date."""
    around = match.string[max(match.start() - 12, 0) : match.end() + 12]
    return bool(MONTH.search(around)) and len(match[0]) < 3


def _alike(name: str, other: str) -> bool:
    """Whether two names share a word, and may be one: "Oda Finsler" and "Ms Finsler"."""
    return not set(name.split()).isdisjoint(other.split())


def _made_up(kind: str, word: str) -> list[str]:
    if kind == "date":
        return [MONTHS[(MONTHS.index(word) + 5) % 12]]
    return [str(int(re.sub(r"\D", "", word)) + 7)] if kind == "number" else []


def _put(text: str, match: re.Match[str], word: str) -> str:
    return text[: match.start()] + word + text[match.end() :]


def _spoken(right: Claim, abroad: Sequence[str], draw: random.Random) -> Iterator[tuple[str, str]]:
    """Another speaker; two quotes made one; a quote from another article given to who is cited."""
    text, article, cited = right.text, " ".join(right.evidence), _cited(right)
    speakers = NAME.findall(text) if SAYING.search(text) else []
    others = [name for name in dict.fromkeys(NAME.findall(article)) if name not in text]
    others = [name for name in others if speakers and not _alike(name, speakers[0]) and not MONTH.search(name)]
    if others:
        yield "speaker", text.replace(speakers[0], draw.choice(others))
    speaker = ([*speakers, *NAME.findall(cited)] or ["The ministry"])[0]
    said = QUOTE.findall(cited)
    elsewhere = [quote for quote in QUOTE.findall(article) if quote not in cited]
    if said and elsewhere:
        first, second = said[0].split(), draw.choice(elsewhere).split()
        stitched = " ".join([*first[: len(first) // 2], *second[len(second) // 2 :]])
        yield "stitched_quote", f"{speaker} said “{stitched}”."
    if abroad:
        yield "quote_other_article", f"{speaker} said “{draw.choice(abroad).rstrip(',.')}”."


def _somebody_else(right: Claim, draw: random.Random) -> Iterator[tuple[str, str]]:
    """In the place of "it", a name of which no word stands in the cited sentence or the three before it."""
    match, place = OPENING_PRONOUN.match(right.text), right.cited[0]
    near = " ".join(right.evidence[max(place - 3, 0) : place + 1])
    found = dict.fromkeys(name for text in right.evidence for name in NAME.findall(text) if not MONTH.search(name))
    others = [name for name in found if not set(name.split()) & set(near.split())]
    if match and others:
        yield "referent", _put(right.text, match, draw.choice(others))


def _cited(claim: Claim) -> str:
    return " ".join(claim.evidence[place] for place in claim.cited)
