"""From a question to its evidence: rewrite (Query) → search (Ranking) → rerank (Ranking) → evidence (Evidence).

Beside this way, where a question is bound to a time:

    when.py       the time that a question names (TimeRange)
    times/        its rules, and from it to the days of a Query
    recency.py    the age of articles, where the question is about the present
"""
