"""From a question to its evidence: rewrite (Query) → search (Ranking) → rerank (Ranking) → evidence (Evidence).

Between search and rerank (Ranking → Ranking):

    folding.py    near copies take one place

Within evidence:

    pool.py       the sentences it is chosen from, and their scores
    alike.py      whether a sentence says what another says
    together.py   the evidence for several questions in one

For those who bring their own chain:

    passages.py   chunks filled up with the sentences after them

Questions as people type them, behind `rewrite`:

    followup.py   a question that leans on earlier ones, by rules
    ellipsis.py   “Why?”, “What about X?”
    referents.py  what “she”, “it” and short names stand for
    phrases.py    names and noun phrases of a question
    words.py      the word lists they go by
    by_model.py   a chat model, where the rules see a gap
    spelling.py   words that the index spells otherwise
    parts.py      several questions in one

Before this way:

    line.py       questions wait for the processor
    haste.py      what is given up for those who wait

Beside this way, where a question is bound to a time:

    when.py       the time that a question names (TimeRange)
    times/        its rules, and from it to the days of a Query
    recency.py    the age of articles, where the question is about the present
"""
