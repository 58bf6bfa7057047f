"""Words of a query that the index does not have, and the words it has that may be meant.

Slips of the keyboard by edit distance, names in other forms ("Zelenskiy", "Erdogan") by a key that is the same for all
of them. There is no dictionary: a sound word that no article uses looks like a slip, so a word is only added to the
keyword search, and takes the other's place only where that is hardly in doubt.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from ..records import Query
from .phrases import LONGEST, WORD
from .words import EMPTY

SHORT, LONG = 4, 9
"""Letters from which one slip, and from which two, are looked for; shorter words are near to too many others: two slips
part the names Takaichi and Takashi."""
COMMON = 6
"""Letters from which a word that is no name is corrected, and then of a letter too many, too few or misplaced only:
with any slip, 17 of the 281 planted questions (dev, all sound) got words like "contract" for "contradict"; now none."""
CLEARLY = 5
"""Times that a word must be more frequent than the next as near to be the one that is meant."""
MOST_KEYWORDS = 40
"""Words with a subject that the keyword search is given; a pasted page has its rarest ones looked for."""
MOST_ADDED = 2
"""Words added for one of the query."""
MOST_WORDS = 12
"""Unknown words looked up at most, the first of the query: each costs up to 1 ms at 100,000 words."""
_FOLDED = str.maketrans({"ł": "l", "ø": "o", "ı": "i", "ß": "ss", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
_LATIN = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Spelt:
    """A query with the words that may be meant."""

    text: str
    """The query, words replaced where that is hardly in doubt."""
    added: tuple[str, ...] = ()
    """Words to look for besides, as the articles write them; those that were put into `text` are among them."""


class Spelling:
    """The words of an index by their sound and first letter; built once for each state of the index.

    Attributes:
        count: how often the index has a word, by the word in small letters.
    """

    def __init__(self, vocabulary: Mapping[str, int], known: Callable[[str], bool]) -> None:
        """Take the vocabulary.

        Args:
            vocabulary: words as the articles write them, capitals kept, with how often.
            known: whether the keyword search finds anything for a word, inflected forms included.
        """
        self._known = known
        by_lower: dict[str, dict[str, int]] = defaultdict(dict)
        for word, count in vocabulary.items():
            by_lower[word.lower()][word] = count
        self.count: Mapping[str, int] = {lower: sum(forms.values()) for lower, forms in by_lower.items()}
        self._form = {lower: max(forms, key=lambda form: (forms[form], form)) for lower, forms in by_lower.items()}
        self._by_key: dict[str, list[str]] = defaultdict(list)
        self._by_folded: dict[str, list[str]] = defaultdict(list)
        for lower in self.count:
            folded = fold(lower)
            if len(folded) >= SHORT and _LATIN.fullmatch(folded):
                self._by_key[sound(folded)].append(lower)
                self._by_folded[folded].append(lower)
        self._by_place: dict[tuple[str, int], list[str]] = defaultdict(list)
        for folded in self._by_folded:
            self._by_place[folded[0], len(folded)].append(folded)

    def spelt(self, text: str) -> Spelt:
        """The query with the words that may be meant by those that the index does not have.

        Where most of the words are unknown it is in another language, and is left alone.
        """
        whole = text
        words = [word for word in WORD.findall(text) if word.lower() not in EMPTY]
        unknown = [word for word in words if not self._known(word)]
        foreign = len(unknown) > 2 and 2 * len(unknown) > len(words)
        capitals = any(word[0].isupper() for word in WORD.findall(text)[1:])
        added: list[str] = []
        for word in [] if foreign else dict.fromkeys(words):
            if len(word) < SHORT or (word in unknown and word not in unknown[:MOST_WORDS]):
                continue
            near = self._near(word) if word in unknown else self._other_forms(word)
            added += near
            # Who writes names with capitals means no name by "crime", though the articles have a Crine and no crime.
            name = capitals and word.islower() and near and self._is_name(near[0].lower())
            if len(near) == 1 and word in unknown and not name:
                text = re.sub(rf"\b{re.escape(word)}\b", near[0], text)
        return Spelt(text if len(text) <= LONGEST else whole, tuple(dict.fromkeys(added)))

    def _near(self, word: str) -> list[str]:
        """The words that an unknown one may stand for, likeliest first; two at most."""
        folded = fold(re.sub(r"[’']s?$", "", word))
        if not _LATIN.fullmatch(folded) or len(folded) < SHORT or (word.isupper() and len(word) < SHORT + 2):
            return []
        if same := self._by_key.get(sound(folded), ()):
            return self._likeliest(dict.fromkeys(same, 0))
        found = self._within(folded)
        return self._likeliest({other: slips for other, slips in found.items() if self._plausible(word, other, slips)})

    def _within(self, folded: str) -> dict[str, int]:
        """Words that begin with the same letter, by the slips that part them: one, or two from nine letters on."""
        most = 1 if len(folded) < LONG else 2
        choices = [
            other
            for length in range(len(folded) - most, len(folded) + most + 1)
            for other in self._by_place.get((folded[0], length), ())
        ]
        found = extract(folded, choices, scorer=OSA.distance, score_cutoff=most, limit=20)
        return {word: int(distance) for other, distance, _ in found for word in self._by_folded[other]}

    def _likeliest(self, distances: Mapping[str, int]) -> list[str]:
        """Of the nearest words the most frequent, as the articles write it; also the next if that is no rarity."""
        if not distances:
            return []
        nearest = min(distances.values())
        order = sorted(
            (word for word, distance in distances.items() if distance == nearest),
            key=lambda word: (-self.count[word], word),
        )
        first = self.count[order[0]]
        return [self._form[word] for word in order[:MOST_ADDED] if self.count[word] * CLEARLY > first]

    def _other_forms(self, word: str) -> list[str]:
        """Other spellings of a name that the index has: with and without accents, in another transcription."""
        folded = fold(word)
        if not word[0].isupper() or not _LATIN.fullmatch(folded) or len(folded) <= SHORT:
            return []
        forms = [
            lower for lower in self._by_key.get(sound(folded), ()) if lower != word.lower() and self._is_name(lower)
        ]
        return [self._form[lower] for lower in sorted(forms, key=lambda form: (-self.count[form], form))[:MOST_ADDED]]

    def _plausible(self, word: str, near: str, slips: int) -> bool:
        """Whether the near word may be meant: any name is, but sound words lie close to other sound words."""
        if self._is_name(near):
            return word[0].isupper() or len(word) > SHORT
        shape = sorted(fold(word)) == sorted(fold(near)) or len(word) != len(near)
        return slips == 1 and len(word) >= COMMON and shape and fold(word)[-1] == fold(near)[-1]

    def _is_name(self, lower: str) -> bool:
        """Whether the articles mostly write it with a capital."""
        return self._form[lower][0].isupper()


def fold(word: str) -> str:
    """The word in small letters without accents: "Erdoğan" and "Erdogan" become one."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.lower().translate(_FOLDED))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def sound(folded: str) -> str:
    """A key that spellings of a name in other alphabets share: i, y and j alike, as v and w, kh and h; none doubled."""
    key = re.sub(r"[iyj]+", "i", folded.replace("kh", "h").replace("w", "v").replace("ph", "f").replace("ck", "k"))
    return re.sub(r"(.)\1+", r"\1", key)


def spelt_query(query: Query, spelling: Spelling) -> tuple[Query, tuple[str, ...]]:
    """The query with other spellings, and those; the keyword channel gets a long text's rarest words only."""
    found = spelling.spelt(query.text)
    told = telling(found.text, spelling.count, MOST_KEYWORDS)
    new = [word for word in found.added if word not in WORD.findall(told)]
    keywords = " ".join([told, *new])
    return replace(query, text=found.text, keywords="" if keywords == found.text else keywords), found.added


def telling(text: str, count: Mapping[str, int], most: int) -> str:
    """The `most` rarest words of a long text that the index has, in the order of the text; a short text as it is.

    Args:
        text: any text.
        count: how often the index has a word, by the word in small letters.
        most: words that are kept.
    """
    words = list(dict.fromkeys(word for word in WORD.findall(text) if word.lower() not in EMPTY))
    if len(words) <= most:
        return text
    known = [word for word in words if word.lower() in count] or words
    kept: Sequence[str] = sorted(known, key=lambda word: (count.get(word.lower(), 0), word))[:most]
    return " ".join(word for word in words if word in set(kept))
