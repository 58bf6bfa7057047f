"""The figures behind the tuned constants of retrieval and refusal: `python -m evals.calibrate`.

Asks the 90 questions of evals/refusal.jsonl (45 the shipped articles answer, 45 they do not) without a chat model and
writes docs/calibration.md: how many sentences of evidence find the answer, and which threshold declines what.
These are the questions the constants were chosen on, so the figures are optimistic, and no claim about other news.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from evals.figures import bootstrap
from evals.running import ROOT, assistant_over
from rag.answering.refuse import absent
from rag.records import Query, Ranking
from rag.retrieval.pool import CHUNK_SHARE, pool_of

QUESTIONS = ROOT / "evals" / "refusal.jsonl"
REPORT = ROOT / "docs" / "calibration.md"
SHARES = (0.0, 0.5, 1.5, 3.0, 5.0)
COUNTS = (1, 3, 5, 8, 12, 20)
MARGINS = (4.0, 6.0, 8.0, 12.0, 20.0)
THRESHOLDS = (-8.0, -4.0, -2.0, 0.0, 1.0, 2.0, 3.0, 4.0, 6.0)
BESTS = (1, 2, 3, 5, 10)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what retrieval made of it."""

    question: str
    answerable: bool
    kind: str
    quote: str
    ranking: Ranking
    top_score: float
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
            best = max([item.score for item in ranking[:1]] + [float(logit) for logit in logits], default=float("-inf"))
            chunks = {(s.doc_id, s.number): item.score for item in reversed(ranking) for s in item.chunk.sentences}
            found.append(
                Asked(
                    row["question"], row["answerable"], row["kind"], row["quote"], ranking, best,
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


def threshold_table(asked: list[Asked]) -> list[str]:
    """Risk and coverage: what each threshold answers, without and with the look for absent names."""
    kinds = ("off_topic", "same_field", "near_miss")
    rows = [
        "| threshold | answerable answered (95 %) | " + " | ".join(f"{kind} answered" for kind in kinds) + " | risk |",
        "| --- " * 6 + "|",
    ]
    for threshold in THRESHOLDS:
        answered = [item for item in asked if item.top_score >= threshold and not _absent(item)]
        right = [float(item in answered) for item in asked if item.answerable]
        low, high = bootstrap(right)
        wrong = {
            kind: [item in answered for item in asked if item.kind == kind and not item.answerable] for kind in kinds
        }
        risk = sum(not item.answerable for item in answered) / max(len(answered), 1)
        cells = [f"{sum(wrong[kind])}/{len(wrong[kind])}" for kind in kinds]
        mean = sum(right) / len(right)
        rows.append(f"| {threshold} | {mean:.2f} ({low:.2f}–{high:.2f}) | " + " | ".join(cells) + f" | {risk:.2f} |")
    return rows


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


def report(asked: list[Asked]) -> str:
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
            "Highest cross-encoder logit needed, together with the look for absent names:",
            "",
            *threshold_table(asked),
            "",
            "The look for absent names alone:",
            "",
            *names_table(asked),
            "",
        ]
    )


if __name__ == "__main__":
    REPORT.write_text(report(ask_all()), encoding="utf-8")
    print(f"wrote {REPORT.relative_to(ROOT)}")
