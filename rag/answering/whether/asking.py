"""The sentence that asks, apart from those that lead up to it ("NASA launched a probe on Monday. How long is it?")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..facts import WEEKDAYS
from ..names import DEMONYMS, FULL_STOP, names

TITLES = (
    "President Vice Prime Minister Chancellor Governor Gov Senator Sen Representative Rep Congressman Congresswoman "
    "Mayor Judge Justice Secretary General Gen Colonel Col Captain Capt Lieutenant Lt Reverend Rev Pope Cardinal "
    "Archbishop Bishop King Queen Prince Princess Duke Duchess Sir Dame Lord Lady Professor Prof Doctor Dr Mr Mrs Ms"
)
TITLE = re.compile(rf"\b(?:{'|'.join(TITLES.split())})\b\.?(?=\s+[A-Z])")
# An article that names a town seldom says in which state or country it lies, but one about a part of Harl names Harl.
PLACE = re.compile(
    r"\b(?:[Ww]hich|[Ww]hat) ((?:[A-Z][\w’'.-]+ )*)"
    r"(?:city|cities|town|village|state|province|county|country|nation)\b"
    r"(?: (?:of|in) (?:the )?((?:[A-Z][\w’'.-]+ ?)+))?"
)


@dataclass(frozen=True, slots=True)
class Asking:
    """A question in two parts."""

    asks: str
    """The sentences with a question mark; all of it where there is none, or only one sentence."""
    leads: str
    """The sentences before and between them; "" if there are none."""

    @property
    def names(self) -> frozenset[str]:
        """Words of names in what is asked, as `names.names` gives them, of which an answering passage has each."""
        return _required(self.asks)

    @property
    def led_by(self) -> frozenset[str]:
        """The same of what leads up to it; of these some may be anywhere else."""
        described = {DEMONYMS[word] for word in re.findall(r"\w+", self.leads.lower()) if word in DEMONYMS}
        return _required(self.leads) - described


def apart(question: str) -> Asking:
    """The question in what asks and what leads up to it."""
    sentences = re.split(FULL_STOP, question.strip())
    asks = [sentence for sentence in sentences if "?" in sentence]
    if not asks or len(asks) == len(sentences):
        return Asking(question, "")
    return Asking(" ".join(asks), " ".join(sentence for sentence in sentences if sentence not in asks))


def _required(text: str) -> frozenset[str]:
    where = {name for found in PLACE.finditer(text) for part in found.groups() if part for name in names(f"the {part}")}
    return names(TITLE.sub(" ", text)) - set(WEEKDAYS) - where
