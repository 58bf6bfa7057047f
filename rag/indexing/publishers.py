"""Names of publishers and agencies, so that the spellings of one name agree. Knows a few agencies by their initials."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# The last part of a host before its public suffix; "news.bbc.co.uk" gives "bbc".
HOST = re.compile(r"(?:\w+://)?(?:[\w-]+\.)*?([\w-]+)(?:\.(?:ac|co|com|gov|net|org))?\.[a-z]{2,}(?:/.*)?")
NOT_OF_A_NAME = re.compile(r"^the(?=.)|(?<=.)(?:newsagency|news|agency)$")
AGENCIES = {
    "ap": "associatedpress",
    "afp": "agencefrancepresse",
    "dpa": "deutschepresseagentur",
    "pa": "pressassociation",
    "pamedia": "pressassociation",
    "pti": "presstrustofindia",
    "thomsonreuters": "reuters",
    "upi": "unitedpressinternational",
}


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """The same for "The Meridian Wire" and "meridian-wire.example", for "AP", "apnews.com" and "Associated Press".

    Only for comparing: it is not meant to be read. "" if there is no letter or digit in it.
    """
    folded = unicodedata.normalize("NFKC", name[:200]).casefold().strip()
    host = HOST.fullmatch(folded)
    joined = NOT_OF_A_NAME.sub("", re.sub(r"[\W_]", "", host[1] if host else folded))
    return AGENCIES.get(joined, joined)
