"""From a PDF to paragraphs.

    pdf.py       the words of the pages
    layout.py    printed lines to paragraphs
    headline.py  which of them is the headline

One file, one job; the first is where to begin.
"""
