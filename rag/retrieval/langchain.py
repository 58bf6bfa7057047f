"""The search as a LangChain retriever, for those who bring their own chain."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..records import Ranking

if TYPE_CHECKING:
    from langchain_core.callbacks import CallbackManagerForRetrieverRun
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever


def as_retriever(search: Callable[[str], Ranking]) -> BaseRetriever:
    """A retriever whose documents are passages, best first; metadata names the article and the offsets in it."""
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever

    class FootnoteRetriever(BaseRetriever):
        """Chunks of news articles by dense and keyword search and a cross-encoder."""

        def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
            return [
                Document(
                    id=item.chunk.chunk_id,
                    page_content=item.chunk.text.strip(),
                    metadata={
                        "doc_id": item.article.doc_id,
                        "title": item.article.title,
                        "publisher": item.article.publisher,
                        "published_at": item.article.published_at.isoformat() if item.article.published_at else "",
                        "url": item.article.url,
                        "start": item.chunk.start,
                        "end": item.chunk.end,
                        "score": item.score,
                    },
                )
                for item in search(query)
            ]

    return FootnoteRetriever()
