"""Captions of pictures, known by the credit they end in. A caption without one is not told from a sentence."""

from __future__ import annotations

import re

AGENCIES = (
    r"(?:AP|AFP|EPA|EFE|PA|dpa|Reuters|Getty(?: Images)?|Alamy|Shutterstock|Bloomberg|Xinhua|Kyodo|Yonhap|NurPhoto)"
)
# At the end of a caption.
PICTURE_CREDIT = re.compile(
    "|".join(
        (
            r"\(((AP|AFP|EPA|Reuters|Getty|File) )?(photo|image|picture|video)s?( credit| by)?\b[^()]{0,80}\)$",
            rf"\([^()]{{2,60}}/{AGENCIES}[^()]{{0,30}}\)$|\((Getty Images|Reuters|AFP|AP)(/[^()]{{2,40}})?\)$",
            rf"[\w.’'-]+/([\w.’' -]{{2,40}}/){{0,3}}{AGENCIES}( (via|for) [\w ]{{2,30}}| Images| File)?$",
            r"(^|[.!?)] )((photo(graph)?|image)s?( credit)?( by|:)|courtesy( of)?) [^.!?]{2,60}$",
            r"\bGetty Images$|\b(AP|AFP|EPA|Reuters) (Photo|Images?)$|\bfile photo[^.]{0,40}[.)]?$",
        )
    ),
    re.IGNORECASE,
)
# A sentence and after it a name without an end: "Smoke rises over the port. Tessaly Coast Guard". What ends in an
# abbreviation ("Sens. Collins") has fewer small letters before its full stop, a headline that does has fewer words.
TRAILING_NAME = re.compile(
    r"(?:[a-z]{4}|\d)[.!]\)?(?:[\"”’]? (?:From|Courtesy))? [A-Z][\w’'-]+(?: (?:[A-Z][\w’'-]*|of|the|for|and|via)){0,5}$"
)
SHORTEST = 8


def is_caption(paragraph: str) -> bool:
    """Whether a paragraph ends in the credit of a picture, as a caption does."""
    if TRAILING_NAME.search(paragraph) and len(paragraph.split()) >= SHORTEST:
        return True
    # A sentence and, after a dash, who wrote it: an entry of a live page.
    signed = re.search(r"[.!?][\"”’]? [–—−-]+ ?[^–—−]{3,60}$", paragraph[-80:])
    return not signed and PICTURE_CREDIT.search(paragraph[-200:]) is not None
