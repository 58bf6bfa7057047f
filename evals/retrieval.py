"""Measures of what was found: documents against judgements, passages and evidence against the words of the answer.

nDCG@10, R@10 and RR (reciprocal rank) are ir-measures' own. A question that found nothing counts zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .records import Outcome, Outcomes, Question, Scores, Span
from .spelling import says

PASSAGES = 30
"""Passages that every system looks for, so that ten documents are among them; answers rest on fewer."""
CUTS = (4, 10)
"""Passages in which the answer is looked for: what the usual way puts into its prompt, and a page of results."""


def score(questions: Sequence[Question], outcomes: Outcomes, copies: Sequence[Sequence[str]] = ()) -> Scores:
    """Every measure of retrieval by query_id; `copies` as in `ranked`."""
    judged = {question.query_id: question for question in questions if question.doc_ids}
    orders = {key: documents(outcomes[key]) for key in judged}
    scores = {name: dict(values) for name, values in ranked(judged.values(), orders, copies).items()}
    scores["follow_up_R@10"] = {
        key: value for key, value in scores.get("R@10", {}).items() if judged[key].earlier
    }  # of which the question cannot be searched for as it stands
    for question in questions:
        outcome = outcomes[question.query_id]
        for name, value in _of_one(question, outcome):
            scores.setdefault(name, {})[question.query_id] = value
    return scores


def documents(outcome: Outcome) -> list[str]:
    """doc_ids in the order of their best passages."""
    return list(dict.fromkeys(span.doc_id for span in outcome.found))


def ranked(
    questions: Iterable[Question], orders: Mapping[str, Sequence[str]], copies: Sequence[Sequence[str]] = ()
) -> Scores:
    """nDCG@10, R@10 and RR of the doc_ids in `orders` (best first, by query_id); what found nothing counts zero.

    Near copies in `copies`, the original first, are one document: to find a text twice is no better than once.
    """
    import ir_measures
    from ir_measures import RR, R, nDCG

    original = {doc_id: group[0] for group in copies for doc_id in group}

    def once(doc_ids: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(original.get(doc_id, doc_id) for doc_id in doc_ids))

    questions = list(questions)
    qrels = [ir_measures.Qrel(item.query_id, doc_id, 1) for item in questions for doc_id in once(item.doc_ids)]
    run = [
        ir_measures.ScoredDoc(item.query_id, doc_id, -float(rank))
        for item in questions
        for rank, doc_id in enumerate(once(orders.get(item.query_id, ())))
    ]
    scores: dict[str, dict[str, float]] = {}
    for measure in (nDCG @ 10, R @ 10, RR):
        values = {question.query_id: 0.0 for question in questions}
        if run:
            values |= {metric.query_id: metric.value for metric in ir_measures.iter_calc([measure], qrels, run)}
        scores[str(measure)] = values
    return scores


def _of_one(question: Question, outcome: Outcome) -> Iterable[tuple[str, float]]:
    if question.restored:
        restored = [says(outcome.query, [word]) for word in question.restored]
        yield "restored_recall", sum(restored) / len(restored)
    facts = [question.answers] if question.answers else list(question.must)
    if not facts:
        return
    for cut in CUTS:
        yield f"answer_hit@{cut}", _said_share(facts, outcome.found[:cut])
    yield "evidence_hit", _gold_share(question, outcome) if question.gold else _said_share(facts, outcome.evidence)
    yield "evidence_tokens", float(outcome.evidence_tokens)


def _said_share(facts: Sequence[Sequence[str]], passages: Sequence[Span]) -> float:
    text = "\n".join(span.text for span in passages)
    return sum(says(text, forms) for forms in facts) / len(facts)


def _gold_share(question: Question, outcome: Outcome) -> float:
    """Share of the facts of which a gold sentence is in the evidence."""
    there = {gold.fact for gold in question.gold if any(span.overlaps(gold) for span in outcome.evidence)}
    return len(there) / len(question.must)
