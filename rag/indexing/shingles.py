"""A text as the set of its shingles, runs of a few words, each as a number: what near copies are known by.

Case, punctuation, quotation marks and white space do not count. The numbers are the same in every process.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WORDS, LETTERS = 3, 6
"""Length of a shingle in words, and in letters where words are not parted.

Of 64 texts with a tenth of their words replaced, 5 % keep less than 0.66 of their shingles of 3 words, and less than
0.58 of those of 4. With 2, articles of one story that are no copies share up to 0.23, and with 3 up to 0.12.
"""
MOST_CHARACTERS, MOST_WORDS = 2_000_000, 300_000
"""Beyond these a text is not looked at, so that time and memory have a limit: about 2 s and 100 MB."""
# Letters of scripts that do not part words: each counts as a word.
LETTER = (
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
# \w leaves out the marks that letters of these scripts carry, and would cut words at them.
IN_WORD = "[\\w\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff]"
UNSPACED, WORD = re.compile(LETTER), re.compile(f"{IN_WORD}+")
MIXED = re.compile(f"{LETTER}|(?:(?!{LETTER}){IN_WORD})+")


def shingles(text: str) -> NDArray[np.uint64]:
    """32-bit hashes of the different shingles; of a text with fewer words than a shingle, one of them all."""
    import numpy as np

    folded = unicodedata.normalize("NFKC", text[:MOST_CHARACTERS])[:MOST_CHARACTERS].casefold().replace("_", " ")
    unspaced = not folded.isascii() and UNSPACED.search(folded)
    words = [found[0] for found in islice((MIXED if unspaced else WORD).finditer(folded), MOST_WORDS)]
    letters = sum(UNSPACED.match(word) is not None for word in words) if unspaced else 0
    length = LETTERS if letters * 2 > len(words) else WORDS
    hashes = np.array([zlib.crc32(word.encode("utf-8", "replace")) for word in words], dtype=np.uint64)
    if not len(hashes):
        return hashes
    length = min(length, len(hashes))
    rolled = np.zeros(len(hashes) - length + 1, dtype=np.uint64)
    for place in range(length):  # a polynomial over the words' hashes, modulo 2 ** 64
        rolled = rolled * np.uint64(0x9E3779B97F4A7C15) + hashes[place : place + len(rolled)]
    rolled = np.unique(rolled)
    rolled = (rolled ^ (rolled >> np.uint64(32))) * np.uint64(0xD6E8FEB86659FD93)
    return rolled >> np.uint64(32)
