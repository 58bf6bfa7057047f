"""Sixty labelled pages and texts on which the cleaning of articles is measured by `evals.cleaning`.

Forty are articles of the planted set put into ten layouts with furniture around and inside the body (`layouts`), twenty
are texts of realtimeqa whose furniture was labelled by hand (`labels`). `README.md` says how they were chosen.
"""
