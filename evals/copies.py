"""How well near copies of an agency text are found and the original is chosen: `python -m evals.copies`.

Planted copies, then edits made by program of planted articles, each within all articles of the planted set. With a
folder of the realtimeqa set, the clusters among its articles are listed too, for a look with one's own eyes.
"""

from __future__ import annotations

import argparse
import math
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import combinations
from pathlib import Path

from rag.indexing.copies import Candidate, copies, signature
from rag.records import Article

from .edits import EDITS, Edit
from .figures import bootstrap
from .records import Split
from .sets import planted, realtimeqa

ELSEWHERE, NEW = "Elsewhere Times", "edited-"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=["dev", "test"], default="dev")
    parser.add_argument("--data", type=Path, help="folder of the realtimeqa set")
    given = parser.parse_args()
    print(f"{given.split} stories of the planted set, among all {len(planted.articles())} articles\n")
    print("| what | right | n (in stories) | 95 % |\n| --- | --- | --- | --- |")
    for row in (*planted_rows(given.split), *edit_rows(given.split)):
        print(row)
    if given.data:
        print()
        show(given.data, given.split)


# ---------------------------------------------------------------- planted copies


@cache
def candidates() -> Mapping[str, Candidate]:
    """Every planted article by doc_id."""
    return {article.doc_id: candidate(article) for article in planted.articles().values()}


def candidate(article: Article) -> Candidate:
    """An article as the library looks at it for copies."""
    credits = tuple(filter(None, article.extra.get("credit", "").split("; ")))
    return Candidate(article.doc_id, signature(article.text), article.publisher, credits, article.published_at)


def marked(articles: Iterable[Article]) -> tuple[Article, ...]:
    """The articles with what they are copies of, as the index holds them."""
    articles = tuple(articles)
    found = copies(map(candidate, articles))
    return tuple(replace(article, copy_of=found.get(article.doc_id, "")) for article in articles)


@cache
def stories(split: Split) -> frozenset[str]:
    """The names of the split's stories."""
    return frozenset(row["story"] for row in planted.rows(planted.QUESTIONS) if row["split"] == split)


def story_of(doc_id: str) -> str:
    """The folder an article of the planted set lies in."""
    return Path(planted.articles()[doc_id].origin).parent.name


def planted_rows(split: Split) -> Iterator[str]:
    """Figures over pairs of articles in one cluster, and over copies for the choice of the original."""
    groups = planted.read(split).copies
    everything = list(candidates().values())
    found = copies(everything)
    originals = {group[0] for group in groups}
    yield from pair_rows("planted", split, groups, found)
    yield line("planted: original is the agency's", *chosen(groups, found))
    uncredited = copies(replace(item, credits=()) for item in everything)
    yield line("the same without credits", *chosen(groups, uncredited))
    without = copies(item for item in everything if item.doc_id not in originals)
    yield from pair_rows("agency's text absent", split, [group[1:] for group in groups], without)


def pair_rows(name: str, split: Split, groups: Sequence[Sequence[str]], found: Mapping[str, str]) -> Iterator[str]:
    """Precision and recall over the pairs of the split's stories."""
    clusters: dict[str, list[str]] = defaultdict(list)
    for doc_id in sorted({*found, *found.values()}):
        clusters[found.get(doc_id, doc_id)].append(doc_id)
    told = {pair for cluster in clusters.values() for pair in combinations(sorted(cluster), 2)}
    told = {pair for pair in told if story_of(pair[0]) in stories(split)}
    true = {pair for group in groups for pair in combinations(sorted(group), 2)}
    for measure, pairs, right in (("precision", told, true), ("recall", true, told)):
        ordered = sorted(pairs)
        values = [float(pair in right) for pair in ordered]
        yield line(f"{name}: {measure} of pairs", values, [story_of(pair[0]) for pair in ordered])


def chosen(groups: Sequence[Sequence[str]], found: Mapping[str, str]) -> tuple[list[float], list[str]]:
    """For each copy whether its original is the right one, and its story."""
    units = [(copy, group[0]) for group in groups for copy in group[1:]]
    return [float(found.get(copy) == original) for copy, original in units], [story_of(copy) for copy, _ in units]


# ---------------------------------------------------------------- edits made by program


def edit_rows(split: Split) -> Iterator[str]:
    """For each kind of edit, how many edited articles are taken for what they are; then what else they stirred up."""
    copied = {doc_id for group in planted.read(split).copies for doc_id in group[1:]}
    sources = [doc_id for doc_id in sorted(candidates()) if story_of(doc_id) in stories(split) and doc_id not in copied]
    before = copies(candidates().values())
    stirred = 0
    for edit in EDITS:
        found = copies([*candidates().values(), *(edited(doc_id, edit, split) for doc_id in sources)])
        apart = {doc_id for doc_id in sources if not {NEW + doc_id} & {*found, *found.values()}}
        right = [found.get(NEW + doc_id) == doc_id if edit.copy else doc_id in apart for doc_id in sources]
        yield line(f"{'copy' if edit.copy else 'no copy'}: {edit.name}", list(map(float, right)), sources)
        stirred += sum(found.get(doc_id) != before.get(doc_id) for doc_id in candidates())
    yield f"\n{stirred} times an edit changed what another article is a copy of."


def edited(doc_id: str, edit: Edit, split: Split) -> Candidate:
    """The article after the edit, without a credit."""
    draw = random.Random(f"{doc_id} {edit.name}")
    others = sorted(other for other in candidates() if story_of(other) in stories(split) - {story_of(doc_id)})
    stock = [sentence for other in draw.sample(others, 5) for sentence in planted.sentences(other)]
    draw.shuffle(stock)  # else a whole article would be put in, and be its copy
    original = candidates()[doc_id]
    return Candidate(
        NEW + doc_id,
        signature(edit.apply(planted.sentences(doc_id), stock, draw)),
        original.publisher if edit.same_publisher else ELSEWHERE,
        (),
        original.published_at and original.published_at + timedelta(days=edit.days),
    )


# ---------------------------------------------------------------- figures


def line(name: str, values: Sequence[float], groups: Sequence[str]) -> str:
    """A row of the table; the interval is over the groups."""
    if not values:
        return f"| {name} | none | 0 | |"
    low, high = bootstrap(values, groups)
    if low == high:  # all alike, which resampling takes for certain
        low, high = wilson(values[0], len(set(groups)))
    mean = sum(values) / len(values)
    count, among = len(values), len(set(groups))
    return f"| {name} | {mean:.2f} | {count}{f' in {among}' if among < count else ''} | {low:.2f}–{high:.2f} |"


def wilson(share: float, count: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share of `count` (doi:10.1080/01621459.1927.10502953)."""
    z = 1.96
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return max(0.0, middle - half), min(1.0, middle + half)


# ---------------------------------------------------------------- articles as they are


def show(data: Path, split: Split) -> None:
    """The clusters among real articles, with and without regard to who published them."""
    documents = {document.doc_id: document for document in realtimeqa.read(data, split).documents}
    known = [Candidate(d.doc_id, signature(d.text), d.publisher, (), d.published_at) for d in documents.values()]
    unnamed = [replace(item, publisher="") for item in known]
    for name, found in (("with", copies(known)), ("without", copies(unnamed))):
        print(f"{len(set(found.values()))} clusters among {len(known)} articles {name} publishers known")
        for copy, original in sorted(found.items(), key=lambda pair: pair[::-1]):
            one, two = documents[original], documents[copy]
            print(f"- {one.published_at} {one.title} | {two.published_at} {two.title} ({original}, {copy})")


if __name__ == "__main__":
    main()
