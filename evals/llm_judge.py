"""A chat model as judge of support, where one is configured; it is itself held against the labels.

It is asked for one word. Anything but a clear yes counts as not supported: a judge that is undecided has not found the
words that would decide it.
"""

from __future__ import annotations

import re

from rag.answering.write import ChatProvider
from rag.errors import ModelUnavailable, RagError

from .records import Claim

PROMPT = """Evidence:
{evidence}

Claim: {claim}

Does the evidence state everything that the claim says? A single wrong number, name, date, speaker or negation means no.
Answer with one word, yes or no."""


class LlmJudge:
    """Asks a chat model."""

    def __init__(self, chat: ChatProvider) -> None:
        """Take the model; it is opened when it is first needed."""
        self._chat = chat

    def supports(self, claim: Claim) -> bool:
        """Whether the model says yes; claims without evidence are not asked about.

        Raises:
            ModelUnavailable: it cannot be opened, or does not answer.
        """
        cited = [claim.evidence[place] for place in claim.cited] or list(claim.evidence)
        if not cited or not claim.text.strip():
            return False
        prompt = PROMPT.format(evidence="\n".join(cited), claim=claim.text)
        try:
            return verdict(str(self._chat.open().invoke(prompt).text))
        except RagError:
            raise
        except Exception as error:  # whatever the model's library raises
            brief = " ".join(f"{type(error).__name__}: {error}".split())[:160]
            raise ModelUnavailable(f"the judge {self._chat.name} did not answer ({brief})", retry=True) from error


def verdict(reply: str) -> bool:
    """True for a reply that begins with yes and takes nothing back; no, both and neither are False."""
    words = re.findall(r"[a-z]+", reply.lower())
    return words[:1] == ["yes"] and not {"no", "not", "but"} & set(words)
