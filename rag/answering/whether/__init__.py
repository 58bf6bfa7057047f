"""Whether the evidence carries an answer to this question: what is asked for against what is there.

    scope.py       greetings, orders, questions for an opinion
    terms.py       stems, and words that stand for each other
    asking.py      the sentence that asks, apart from those that lead up to it
    asked.py       what a question asks for
    windows.py     sentences with their surroundings
    bearing.py     whether a window tells a thing of the kind asked for
    gaps.py        what the articles lack
    years.py       whether it is of the year asked about
    absent.py      names and years that are nowhere near
    fit.py         how well it has to fit
    namesakes.py   two people of one name

Everything works on words; no model is called.
"""
