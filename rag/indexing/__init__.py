"""From chunks to an index: store (Chroma, the single source of truth), keyword (derived), sync (the diff).

Beside what the README names:

    gate.py     one process at a time at Chroma's files
"""
