"""From dumps of articles to source texts, row by row.

    dump.py   .jsonl, .json and .csv
    lines.py  bytes as lines of bounded length
    table.py  the grammar of .csv
    rows.py   a row to a source text

One file, one job; the first is where to begin.
"""
