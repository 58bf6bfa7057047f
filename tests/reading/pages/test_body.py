"""The article is found whole and in its order, without the boxes inside it and without what stands beside it."""

from __future__ import annotations

import pytest

from rag.reading.pages.body import article_paragraphs
from rag.reading.pages.inline import dissolve
from rag.reading.pages.markup import drop_unseen, parse

TITLE = "Ferry stops for a week"
BODY = [
    "The ferry to Osk will not sail for a week, after a crack was found in its main shaft, the harbour office said.",
    "“We have no second ship,” said Mira Holt, who has run the line for eleven years and means to run it for ten more.",
    "He agreed.",
    "Passengers can have their tickets refunded, or take the bus that leaves Taven at eight and at five every day.",
]
OTHER = (
    "The bridge is late again, and this time it is the pylon, which has a crack that runs from the water to the road."
)


def lines(html: str) -> list[str]:
    tree = parse(f"<html><body>{html}</body></html>", "page")
    drop_unseen(tree)
    dissolve(tree)
    found = article_paragraphs(tree, TITLE)
    return found[1:] if found[:1] == [TITLE] else found


def in_paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts or BODY)


# ---------------------------------------------------------------- the whole article


@pytest.mark.parametrize(
    "html",
    [
        f"<article><h1>{TITLE}</h1>{in_paragraphs()}</article>",
        f"<div class=w><h1>{TITLE}</h1><div class=article-body>{in_paragraphs(*BODY[:2])}</div><div class=ad>Buy</div>"
        f"<div class=article-body>{in_paragraphs(*BODY[2:])}</div></div>",
        f"<main><h1>{TITLE}</h1><section><article><h3>08:00</h3>{in_paragraphs(*BODY[:2])}</article>"
        f"<article>{in_paragraphs(*BODY[2:])}</article></section></main>",
        "<div>" + "".join(f"<div class=t><span>{text}</span></div>" for text in BODY) + "</div>",
        "<table><tr><td><a href=/1>Home</a><br><a href=/2>News</a></td><td>"
        + "<br><br>".join(BODY)
        + "</td></tr></table>",
        f"<form id=aspnetForm><div><h1>{TITLE}</h1>{in_paragraphs()}</div></form>",
        f"<main><h1>{TITLE}</h1>{in_paragraphs(*BODY[:3])}<p class='teaser lead'>{BODY[3]}</p></main>",
    ],
    ids=["article", "split by adverts", "live page", "only divs", "table", "one form", "called teaser"],
)
def test_the_article_is_found_whole(html: str) -> None:
    assert [line for line in lines(html) if line != "08:00"] == BODY


def test_a_box_before_the_article_that_is_called_like_one_is_not_taken_for_it() -> None:
    decoy = f"<div class=post-content>{in_paragraphs(OTHER)}</div>"
    assert lines(f"{decoy}<div><h1>{TITLE}</h1><div>{in_paragraphs(*BODY, *BODY)}</div></div>") == [*BODY, *BODY]


def test_a_short_paragraph_with_links_in_its_sentence_is_no_list_of_links() -> None:
    linked = "<a href=/c>Cod</a> fetched 8.90 at the <a href=/t>Taven</a> auction."
    html = f"<article><div>{in_paragraphs(*BODY[:2])}</div><div><p>{linked}</p></div></article>"
    assert lines(html) == [*BODY[:2], "Cod fetched 8.90 at the Taven auction."]


def test_who_and_when_above_the_body_is_kept_for_the_next_step_and_a_standfirst_is_body() -> None:
    head = (
        f"<header><h1>{TITLE}</h1><p class=standfirst>A crack in the shaft.</p><div><span>By Ann Low</span>"
        "<span>Published 4 March 2025</span><span>4 min read</span></div></header>"
    )
    html = f"<main>{head}<div class=article-body>{in_paragraphs()}</div></main>"
    assert lines(html) == ["By Ann Low", "Published 4 March 2025", "A crack in the shaft.", *BODY]


def test_a_standfirst_that_the_body_repeats_is_told_once() -> None:
    html = (
        f"<main><h1>{TITLE}</h1><p class=standfirst>{BODY[0]}</p><div class=article-body>{in_paragraphs()}</div></main>"
    )
    assert lines(html) == BODY


# ---------------------------------------------------------------- nothing but the article


@pytest.mark.parametrize(
    "box",
    [
        f"<aside><p>{OTHER}</p></aside>",
        f"<figure><img src=x><figcaption>{OTHER}</figcaption></figure>",
        f"<div class=image><img src=x><p class=image__caption>{OTHER}</p></div>",
        f"<div class='ad ad--mid'><p>{OTHER}</p></div>",
        f"<div class=InlineAd><p>{OTHER}</p></div>",
        "<blockquote class=pullquote><p>“We have no second ship”</p></blockquote>",
        f"<div class=rm><h4>See also</h4><ul><li><a href=/1>{OTHER}</a></li></ul></div>",
        f"<h3>Related</h3><ul><li><a href=/1>{OTHER}</a></li><li><a href=/2>Another story</a></li></ul>",
        "".join(f"<div><h3><a href=/{n}>Story {n}</a></h3><p>{OTHER}</p></div>" for n in range(3)),
        f"<div class=newsletter><p>{OTHER}</p></div>",
        f"<amp-ad><div>{OTHER}</div></amp-ad>",
        f"<div role=dialog><p>{OTHER}</p></div>",
    ],
    ids=str,
)
def test_boxes_inside_the_body_go(box: str) -> None:
    html = f"<article><h1>{TITLE}</h1><div>{in_paragraphs(*BODY[:2])}{box}{in_paragraphs(*BODY[2:])}</div></article>"
    assert lines(html) == BODY


@pytest.mark.parametrize(
    "box",
    [
        f"<div id=comments class=comments><ol><li class=comment>{in_paragraphs(OTHER)}</li></ol></div>",
        f"<article><h2><a href=/next>The bridge is late</a></h2>{in_paragraphs(OTHER, OTHER)}</article>",
        f"<div class=cookie-banner>{in_paragraphs(OTHER)}</div>",
        f"<footer>{in_paragraphs(OTHER)}</footer>",
    ],
    ids=["comments", "the next article", "cookies", "footer"],
)
def test_what_stands_beside_the_article_is_not_taken_even_if_it_is_short(box: str) -> None:
    for texts in (BODY, BODY[:1]):
        html = f"<div><article><h1>{TITLE}</h1><div>{in_paragraphs(*texts)}</div></article>{box}</div>"
        assert lines(html) == texts


def test_a_large_element_that_is_called_like_a_box_stays() -> None:
    html = f"<article><h1>{TITLE}</h1><div class='social story'>{in_paragraphs(*(BODY * 2))}</div></article>"
    assert lines(html)[:4] == BODY


def test_a_page_of_nothing_gives_nothing() -> None:
    assert lines("<p></p>") == []
