"""The figures behind the tuned constants of retrieval and refusal: `python -m evals.calibrate`.

Asks the 90 questions of evals/refusal.jsonl (45 the shipped articles answer, 45 they do not) and the questions of the
planted dev set without a chat model and writes docs/calibration.md: how many sentences of evidence find the answer, and
what the rule answers at which threshold.
These are the questions the constants were chosen on, so the figures are optimistic, and no claim about other news.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from evals import risk
from evals.running import ROOT, assistant_over
from evals.sets import planted
from rag.answering.whether.absent import absent
from rag.records import Query, Ranking
from rag.retrieval.pool import CHUNK_SHARE, pool_of

QUESTIONS = ROOT / "evals" / "refusal.jsonl"
REPORT = ROOT / "docs" / "calibration.md"
SHARES = (0.0, 0.5, 1.5, 3.0, 5.0)
COUNTS = (1, 3, 5, 8, 12, 20)
MARGINS = (4.0, 6.0, 8.0, 12.0, 20.0)
DECLINED = ("off_topic", "same_field", "near_miss")
DECLINED_PLANTED = ("near_miss", "ambiguous", "opinion_asked", "off_topic", "hostile_question")
BESTS = (1, 2, 3, 5, 10)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what retrieval made of it."""

    question: str
    answerable: bool
    kind: str
    quote: str
    ranking: Ranking
    case: risk.Case
    logits: dict[tuple[str, int], float]
    chunk_scores: dict[tuple[str, int], float]
    texts: dict[tuple[str, int], str]

    def order(self, share: float) -> list[tuple[float, bool]]:
        """Scores of the sentences, best first, and whether each holds the answer."""
        scored = [
            (logit + share * self.chunk_scores[key], self._answers(self.texts[key]))
            for key, logit in self.logits.items()
        ]
        return sorted(scored, key=lambda item: -item[0])

    def _answers(self, text: str) -> bool:
        quote, text = " ".join(self.quote.split()), " ".join(text.split())
        return bool(quote) and (quote[:50] in text or text[:50] in quote)


def ask_all() -> list[Asked]:
    """Search for every question once; all tables are made from the scores."""
    found = []
    with assistant_over(ROOT / "corpus", provider="none") as (assistant, config):
        for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            query = Query(text=row["question"], asked_at=date.today())
            ranking = assistant.search(row["question"], limit=config.rerank)
            pool = pool_of(ranking)
            logits = assistant.cross_encoder.score(query.text, [item.text for item in pool.values()])
            group = "answerable" if row["answerable"] else row["kind"]
            case = risk.case(assistant, row["question"], group, config.rerank)
            chunks = {(s.doc_id, s.number): item.score for item in reversed(ranking) for s in item.chunk.sentences}
            found.append(
                Asked(
                    row["question"], row["answerable"], row["kind"], row["quote"], ranking, case,
                    {key: float(logit) for key, logit in zip(pool, logits, strict=True)},
                    chunks,
                    {key: sentence.text for key, sentence in pool.items()},
                )
            )  # fmt: skip
    return found


def evidence_table(asked: list[Asked]) -> list[str]:
    """Questions whose answer is among the first n sentences, for each share of the chunk's score."""
    rows = [
        "| chunk's share | " + " | ".join(f"first {count}" for count in COUNTS) + " |",
        "| --- " * (len(COUNTS) + 1) + "|",
    ]
    for share in SHARES:
        orders = [item.order(share) for item in asked]
        hits = [sum(any(answers for _, answers in order[:count]) for order in orders) for count in COUNTS]
        rows.append(f"| {share} | " + " | ".join(f"{hit}/{len(asked)}" for hit in hits) + " |")
    return rows


def margin_table(asked: list[Asked]) -> list[str]:
    """The same for the first 8 sentences within a margin of the best, with the sentences that takes."""
    rows = ["| margin | answers among them | sentences |", "| --- | --- | --- |"]
    for margin in MARGINS:
        kept = []
        for item in asked:
            order = item.order(CHUNK_SHARE)
            kept.append([answers for score, answers in order[:8] if score >= order[0][0] - margin])
        rows.append(f"| {margin} | {sum(map(any, kept))}/{len(asked)} | {sum(map(len, kept)) / len(asked):.1f} |")
    return rows


def planted_cases() -> list[risk.Case]:
    """The first turns of the planted dev set; questions bound to a day that nothing answers are left out."""
    found = []
    with assistant_over(planted.FOLDER, provider="none") as (assistant, config):
        for question in planted.read("dev").questions:
            if question.status == "outside_dates" or question.earlier:
                continue
            group = "answerable" if question.answerable else question.category
            found.append(risk.case(assistant, question.text, group, config.rerank, question.as_of))
    return found


def names_table(asked: list[Asked]) -> list[str]:
    """Questions declined because the best n passages do not hold one of their names or years."""
    rows = [
        "| best passages | answerable declined | near_miss declined | same_field declined |",
        "| --- | --- | --- | --- |",
    ]
    for best in BESTS:
        declined = [item for item in asked if _absent(item, best)]
        counts = [
            (sum(item in declined for item in group), len(group))
            for group in (
                [item for item in asked if item.answerable],
                [item for item in asked if item.kind == "near_miss" and not item.answerable],
                [item for item in asked if item.kind == "same_field" and not item.answerable],
            )
        ]
        rows.append(f"| {best} | " + " | ".join(f"{some}/{total}" for some, total in counts) + " |")
    return rows


def _absent(item: Asked, best: int | None = None) -> bool:
    query = Query(text=item.question, asked_at=date.today())
    return bool(absent(query, item.ranking) if best is None else absent(query, item.ranking, best))


def report(asked: list[Asked], cases: list[risk.Case]) -> str:
    """The page."""
    answerable = [item for item in asked if item.answerable]
    return "\n".join(
        [
            "# Calibration",
            "",
            "Made by `python -m evals.calibrate` from the 90 questions of `evals/refusal.jsonl` on the shipped",
            "articles: 45 that they answer, 15 off topic, 15 from the same field, and 15 that differ from an",
            "answerable one by one name, year or attribute. The constants were chosen on these questions, so the",
            "figures are optimistic.",
            "",
            "## How many sentences find the answer",
            "",
            *evidence_table(answerable),
            "",
            f"With the margin below the best sentence (share {CHUNK_SHARE}, first 8):",
            "",
            *margin_table(answerable),
            "",
            "## Which threshold declines what",
            "",
            "The whole rule of `rag/answering/refuse.py` at each value of the setting `answer_threshold`. It is the",
            "logit from which a short question is answered; a long one, or one whose every word stands in a passage,",
            "is answered further down (`whether/fit.py`). Risk is the part of the answered that should not be.",
            "",
            *risk.table([item.case for item in asked], DECLINED),
            "",
            "On the planted dev set, first turns:",
            "",
            *risk.table(cases, DECLINED_PLANTED),
            "",
            "The look for absent names alone:",
            "",
            *names_table(asked),
            "",
        ]
    )


if __name__ == "__main__":
    REPORT.write_text(report(ask_all(), planted_cases()), encoding="utf-8")
    print(f"wrote {REPORT.relative_to(ROOT)}")
