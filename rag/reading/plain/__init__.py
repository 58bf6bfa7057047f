"""From bytes to text, and from text files to source texts.

    decode.py    bytes to text
    charset.py   which encoding they may be in
    markdown.py  .md and .txt

One file, one job; the first is where to begin.
"""
