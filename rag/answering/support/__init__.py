"""The rungs of the support ladder, each a pure function of a sentence and its grounds; `verify` keeps their order.

    grounds.py     what a rung is given: cited words, evidence, headlines, question
    align.py       which word stands where which word stands
    shared.py      rung 0: finished, cited, about the same thing
    numbers.py     rung 1: figures and dates
    dates.py       days and months seen from the day of the article
    units.py       the same quantity in another unit
    sums.py        figures worked out of others of the sentence
    named.py       rung 1: proper names and their other forms
    swapped.py     rung 1: it is not the cited words but for a name
    places.py      rung 1: nothing stands in the place of another of its kind
    quotes.py      rung 2: verbatim, in one stretch
    speakers.py    rung 2: said by whom the cited words say
    referent.py    rung 2: what is said of "it" belongs to whom the sentence before names
    invented.py    rung 2: by whom the articles know
    negation.py    rung 3: what is denied
    direction.py   rung 3: rose or fell, more or less
    opposites.py   the words that mean the opposite, from opposites.txt
    trend.py       rung 3: a word of more or less against the figures beside it
    modality.py    rung 3: done, will, may
    reported.py    who a cited sentence has say what it tells
    candidates.py  the evidence that may support what its own citations do not
    attribute.py   after the rungs: whose word a sentence is, opinions labelled
    office.py      after the rungs: as of when somebody holds an office

A rung returns what it sees against the sentence, in words a reader understands, or "" for nothing.
"""
