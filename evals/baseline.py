"""The usual way, to compare with: the retrieval chain of LangChain's tutorials as people write it.

RecursiveCharacterTextSplitter 1,000/200, Chroma, all-MiniLM-L6-v2, the 4 nearest chunks in the prompt, and the
same chat model as the product. It is given the product's clean article texts and numbered passages to cite, which
favours it; it knows no dates, no history and no check. A citation leads to the whole passage.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from langchain_core.embeddings import Embeddings

from rag.assistant import Assistant
from rag.config import Config
from rag.library import Library
from rag.records import Embedder, Progress

from .records import EvalSet, Outcome, Question, Span, Told
from .retrieval import PASSAGES
from .workspace import code_digest, digest_of, own_ids

if TYPE_CHECKING:
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_text_splitters import RecursiveCharacterTextSplitter

CHUNK, OVERLAP, K = 1000, 200, 4
PROMPT = """Answer the question from the context below, in at most three sentences. Cite the sources you use by their \
numbers, like [1]. If the context does not hold the answer, say that you don't know.

Context:
{context}

Question: {question}
Answer:"""
MARK = re.compile(r"\[(\d+(?:\s*,\s*\d+)*)\]")
# The tutorial has no status; what its first sentence says is all there is to go by.
DECLINES = re.compile(
    r"(?<![“\"‘])\bi (do not|don[’']t) (know|have)\b"
    r"|\b(i am|i[’']m) (not able|unable)\b|\bi (cannot|can[’']t) (answer|determine|provide|say|tell|find)\b"
    r"|\bit is not possible to (answer|determine)\b|\b(cannot|can[’']t) be (answered|determined) (from|based|with)\b"
    r"|\b(context|text|sources?|articles?|passages?|information)( provided| given)? (do|does|did)( not|n[’']t)"
    r" (explicitly |directly |specifically )?"
    r"(mention|contain|provide|say|specify|state|include|give|answer|have|indicate|tell)\b"
    r"|\b(context|text|sources?|articles?|passages?) (contains?|provides?|gives?|has|have|makes?) no"
    r" (information|mention)\b"
    r"|(\bthere (is|are) |^)no (information|mention)"
    r"( (about|on|of|in|regarding|as|that|to|is|was|given|available)\b|\W*$)"
    r"|\b(is|are|was|were)( not|n[’']t) (explicitly |directly |specifically )?"
    r"(mentioned|specified|stated|provided|given)"
    r"( in the (provided |given )?(context|text|sources?|articles?|passages?)\b|\W*$)"
    r"|\bnone of the (provided |given )?(sources|articles|passages)\b|\bnot enough information\b",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"[.!?][\"”’)\]\d\[ ]*\s\S")
"""Words after the end of a sentence: the first one is whole, which is what `seconds_to_first_sentence` means."""
CHARACTERS_A_TOKEN = 4.3
BATCH = 256


class Baseline:
    """The chain over the articles of a library."""

    name = "baseline"

    def __init__(self, assistant: Assistant, config: Config, eval_set: EvalSet, folder: Path, report: Progress) -> None:
        """Take the articles, embedder and chat model of an assistant; split and embed into `folder` unless done."""
        library = assistant.library
        generation = library.status().generation
        self._chat = assistant.chat
        self._ids = own_ids(eval_set, library.articles())
        self._index = _index(library, assistant.embedder, folder / f"baseline-{generation}", report)
        name = self._chat.name if self._chat else "none"
        self._digest = digest_of(generation, name, config.digest(), code_digest("evals/baseline.py", "rag/models"))

    @property
    def digest(self) -> str:
        """Digest of the index, the chat model and this file."""
        return self._digest

    @property
    def writes(self) -> bool:
        """Whether there is a chat model; without one it can only search."""
        return self._chat is not None

    def search(self, question: Question) -> Outcome:
        """The passages found; earlier questions are not looked at, as in the tutorial."""
        found = self._found(question)
        return Outcome(query_id=question.query_id, query=question.text, **self._looked(found))

    def ask(self, question: Question) -> Outcome:
        """The answer and the passages it was given."""
        if self._chat is None:
            return self.search(question)
        start = time.perf_counter()
        found = self._found(question)
        given = [document for document, _ in found[:K]]
        seconds = {"sources": time.perf_counter() - start}
        context = "\n\n".join(
            f"[{number}] {document.metadata['title']}\n{document.page_content}"
            for number, document in enumerate(given, 1)
        )
        text, error = "", ""
        usage: Any = {}
        try:
            for piece in self._chat.open().stream(PROMPT.format(context=context, question=question.text)):
                usage = getattr(piece, "usage_metadata", None) or usage
                text += str(piece.text)
                if SENTENCE.search(text):
                    seconds.setdefault("first_sentence", time.perf_counter() - start)
        except Exception as problem:  # whatever the model's library raises: the question has failed, the run goes on
            error = " ".join(f"{type(problem).__name__}: {problem}".split())[:200]
        seconds["end"] = time.perf_counter() - start
        seconds.setdefault("first_sentence", seconds["end"])
        told = tuple(self._told(text, given))
        declined = not told or bool(DECLINES.search(told[0].text))
        return Outcome(
            query_id=question.query_id,
            query=question.text,
            status="not_in_corpus" if declined else "answered",
            written=True,
            told=told,
            draft=text,
            sources=len({span.doc_id for sentence in told for span in sentence.citations}),
            seconds=seconds,
            prompt_tokens=int(usage.get("input_tokens", 0)),
            error=error,
            **self._looked(found),
        )

    def _found(self, question: Question) -> list[tuple[Document, float]]:
        wanted: Any = {"publisher": {"$in": list(question.publishers)}} if question.publishers else None
        return self._index.similarity_search_with_score(question.text, k=PASSAGES, filter=wanted)

    def _looked(self, found: Sequence[tuple[Document, float]]) -> dict[str, Any]:
        given = [self._span(document) for document, _ in found[:K]]
        return {
            "found": tuple(self._span(document) for document, _ in found),
            "evidence": tuple(given),
            "evidence_tokens": int(sum(len(span.text) for span in given) / CHARACTERS_A_TOKEN),
            "confidence": -found[0][1] if found else None,
        }

    def _span(self, document: Document) -> Span:
        start = int(document.metadata["start_index"])
        text = document.page_content
        return Span(self._ids[document.metadata["doc_id"]], start, start + len(text), text)

    def _told(self, text: str, given: Sequence[Document]) -> Iterator[Told]:
        """The sentences of the answer, each with the passages its marks name."""
        from sentencex import segment

        for sentence in segment("en", " ".join(text.split())):
            numbers = [int(number) for marks in MARK.findall(sentence) for number in marks.split(",")]
            words = " ".join(MARK.sub("", sentence).split()).replace(" .", ".")
            if any(sign.isalnum() for sign in words):
                cited = [self._span(given[number - 1]) for number in numbers if 0 < number <= len(given)]
                yield Told(words, tuple(dict.fromkeys(cited)))


class _Adapted(Embeddings):
    """The product's embedder under LangChain's interface."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[float(number) for number in vector] for vector in self._embedder.embed_passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        return [float(number) for number in self._embedder.embed_query(text)]


def splitter() -> RecursiveCharacterTextSplitter:
    """What cuts articles into passages."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    return RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True)


def _index(library: Library, embedder: Embedder, folder: Path, report: Progress) -> Chroma:
    """The index in `folder`, made if it is not there or was not finished."""
    from langchain_chroma import Chroma
    from langchain_core.documents import Document

    index = Chroma("baseline", _Adapted(embedder), persist_directory=str(folder))
    done = folder / "complete"
    if done.is_file():
        return index
    index.reset_collection()
    articles = [
        Document(
            library.article(info.doc_id).text,
            metadata={"doc_id": info.doc_id, "title": info.title, "publisher": info.publisher},
        )
        for info in library.articles()
    ]
    pieces = splitter().split_documents(articles)
    for start in range(0, len(pieces), BATCH):
        index.add_documents(pieces[start : start + BATCH])
        report("embedding for the baseline", min(start + BATCH, len(pieces)), len(pieces))
    done.touch()
    return index
