"""Recipes of retrieval, one beside the other on the same questions: `python -m evals.recipes`.

Every recipe is taken from scores that are computed once and kept, so that a hundred of them cost little more than one.
Search here is exact, over vectors in memory: what the approximate index of the product loses is measured elsewhere.

    grid.py      the recipes
    shelf.py     the chunks of a set's articles, and their vectors
    scoring.py   what dense and keyword search and the cross-encoder give for a question
    orders.py    from scores to an order of chunks
    answering.py the sentences chosen from an order
    twofold.py   questions that ask two things
    colbert.py   a late interaction model in the cross-encoder's place
    kitchen.py   a set with its shelves and scores; the row of a recipe
    table.py     the measures of each recipe, and how they are shown
    curve.py     gold sentences found against the tokens they take, as a picture
"""
