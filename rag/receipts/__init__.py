"""An answer saved, and checked again: Answer → Receipt → file → Receipt → Replay.

    receipt.py   what a receipt holds, and how it is made of an answer
    form.py      a receipt as JSON, and its digest
    parse.py     a receipt out of JSON
    fields.py    values out of JSON that somebody else may have written
    markdown.py  a receipt that people can read, with the same JSON in it
    files.py     saving and reading
    places.py    where a receipt's words stand in the index of today
    replay.py    every check once more
    told.py      what came of it, as text and as JSON

`python -m rag ask … --save FILE` and `python -m rag verify FILE`; docs/receipts.md has the format.
"""
