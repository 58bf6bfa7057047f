"""From a web page to its body and what it says of itself.

    page.py      .html, .mhtml and fragments of HTML
    markup.py    text to a tree that is safe to walk
    boxes.py     boxes of furniture go
    body.py      the paragraphs of the article
    blocks.py    a tree to paragraphs
    inline.py    marks inside a paragraph
    metadata.py  what the page says of itself in head and byline
    authors.py   who wrote it
    jsonld.py    and in JSON-LD
    verdict.py   whether it holds an article at all

One file, one job; the first is where to begin.
"""
