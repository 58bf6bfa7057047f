"""From chunks to an index: store (Chroma, the single source of truth), keyword (derived), sync (the diff).

Beside what the README names:

    embedded.py      collections in a folder of this machine
    gate.py          one process at a time at its files
    server.py        collections on a Chroma server
    lease.py         one machine at a time writes there
    keyword_rows.py  ids, days and publishers of chunks as arrays
"""
