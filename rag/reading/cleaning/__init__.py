"""Which paragraphs are the page's and not the article's.

    furniture.py   the rules
    invitation.py  paragraphs that speak to readers of the page
    caption.py     captions of pictures

One file, one job; the first is where to begin.
"""
