"""The sources of a turn: cards with the cited words highlighted, and nothing that an article could use."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from fake_assistant import ARTICLES, BAN, HOSTILE, TRADE, FakeAssistant, cite, said

from rag.page.cards import panel, safe_url
from rag.page.conversation import Turn
from rag.page.escape import as_html
from rag.page.turn import messages
from rag.records import FoundEvent, Source, SourcesEvent

TODAY = date(2026, 3, 14)


def played(question: str, number: int = 1) -> Turn:
    turn = Turn(number=number, question=question)
    for event in FakeAssistant().stream(question):
        turn = turn.after(event)
    return replace(turn, articles=tuple(ARTICLES.values()))


def shown(*turns: Turn) -> str:
    return panel(turns, newest_open=True, today=TODAY)


def cards(turn: Turn) -> list[str]:
    return re.findall(r"<article.*?</article>", shown(turn), flags=re.DOTALL)


def test_a_card_says_number_publisher_headline_day_age_and_use() -> None:
    ban, trade, undated = cards(played("ban?"))
    assert ban.startswith(
        '<article class="card used"><p class="source"><span class="number">[1]</span> '
        '<bdi class="publisher">The Harbour Post</bdi></p><h3>Seoul keeps its seafood ban</h3>'
        '<p class="when">2 March 2026, 12 days old · <span class="use">used in this answer</span></p>'
    )
    assert '<span class="label">opinion</span></p><h3>Opinion: Join the pact, and soon</h3>' in trade
    assert "20 November 2024, 1 year old, updated 22 November 2024 · " in trade
    assert '<p class="when">undated · <span class="use">found, not used in this answer</span></p>' in undated
    assert '<span class="label">interview</span>' in undated


def test_cited_words_are_highlighted_in_their_paragraph_with_the_way_back() -> None:
    ban = cards(played("ban?"))[0]
    assert (
        "<blockquote>South Korea has banned fish from eight Japanese prefectures since 2013. The ban covers Fukushima. "
        '<mark id="t1-s1-c1" tabindex="-1"><span id="t1-k1-c1" tabindex="-1">'
        "Officials said on Monday that it will stay.</span></mark></blockquote>"
        '<p class="back">Back to <a href="#t1-s1-c1-mark">sentence 1</a>, '
        '<a href="#t1-k1-c1-mark">key sentence 1</a></p>'
    ) in ban


def test_a_card_opens_its_article_and_holds_no_more_of_it_than_it_quotes() -> None:
    ban = cards(played("ban?"))[0]
    assert (
        '<p class="open"><button class="do" id="t1-do-open1" aria-haspopup="dialog" '
        'aria-label="Open article: Seoul keeps its seafood ban">Open article</button></p></article>'
    ) in ban
    assert "Paragraph 1 is" not in ban
    assert re.findall(r'id="(t1-do-\w+)"', shown(played("weather?"))) == ["t1-do-nearest1", "t1-do-nearest2"]


def test_a_paragraph_as_long_as_an_article_is_cut_far_from_its_cited_words() -> None:
    long = replace(BAN, text="before " * 20_000 + "The words. " + "after " * 20_000)
    quote = cite(long, "The words.", 1)
    turn = replace(played("ban?"), articles=(long,), sentences=(said("So.", quote),), key_sentences=())
    ban = cards(replace(turn, answer=None))[0]
    assert re.search(r"<blockquote>… before before .*<mark id=.t1-s1-c1. tabindex=.-1.>The words.</mark> after", ban)
    assert "after after …</blockquote>" in ban
    assert len(ban) < 3000


def test_every_mark_of_the_chat_has_its_words_once() -> None:
    turns = [played("ban?", 1), played("quote?", 2)]
    chat = "".join(message["content"] for turn in turns for message in messages(turn))
    targets = re.findall(r'href="#(t[^"]+)"', chat)
    ids = re.findall(r'id="([^"]+)"', shown(*turns) + chat)
    assert len(ids) == len(set(ids))
    assert targets
    assert set(targets) <= set(ids)


def test_turns_are_newest_first_and_only_the_newest_is_open() -> None:
    html = shown(played("first ban?", 1), Turn(number=2, question="nothing"), played("second ban?", 3))
    assert re.findall(r'<details class="turn" name="turns" id="(t\d+)"( open)?>', html) == [("t3", " open"), ("t1", "")]
    assert '<span class="asked">second ban?</span> <span class="what">2 articles used, 1 more found</span>' in html


def test_while_the_answer_is_written_articles_are_found_and_age_counts_from_today() -> None:
    key = said("The CPTPP has twelve members.", cite(TRADE, "The CPTPP has twelve members.", 2))
    found = tuple(replace(source, used=False) for source in played("ban?").sources)
    turn = Turn(number=1, question="?", articles=(BAN, TRADE)).after(SourcesEvent(found, (key,)))
    html = panel([turn], newest_open=True, today=date(2026, 3, 3))
    assert '<span class="what">3 articles found</span>' in html
    assert '2 March 2026, 1 day old · <span class="use">found</span>' in html
    assert '<mark id="t1-k1-c1" tabindex="-1">The CPTPP has twelve members.</mark> Britain joined' in html


def test_what_was_found_while_a_question_waits_has_no_number_and_gives_way_to_the_sources() -> None:
    waiting = Turn(number=1, question="?").after(FoundEvent((BAN.info, TRADE.info)))
    html = panel([waiting], newest_open=True, today=date(2026, 3, 3))
    assert '<span class="what">2 articles found</span>' in html
    assert html.count('<span class="use">found, not read closely yet</span>') == 2
    assert "[" not in html
    assert "Open article" not in html
    read = waiting.after(SourcesEvent((Source(1, TRADE.info, used=False),), ()))
    assert '<span class="what">1 article found</span>' in panel([read], newest_open=True, today=date(2026, 3, 3))
    declined = replace(played("weather?"), found=(BAN.info,))
    assert cards(declined) == cards(played("weather?"))


def test_nearest_articles_of_a_refusal_have_no_number() -> None:
    first, second = cards(played("weather?"))
    assert first.startswith('<article class="card"><p class="source"><bdi class="publisher">The Harbour Post</bdi></p>')
    assert '<span class="use">near to the question, not used</span>' in first
    assert "Open article" in second


def test_words_that_moved_or_cannot_be_read_are_quoted_alone() -> None:
    turn = played("ban?")
    moved = replace(turn, articles=(replace(BAN, text="x" + BAN.text),))
    quote = (
        '<blockquote><mark id="t1-s1-c1" tabindex="-1">Officials said on Monday that it will stay.</mark></blockquote>'
    )
    assert f'{quote}<p class="note">These words are from an earlier state of the article.</p>' in cards(moved)[0]
    absent = cards(replace(turn, articles=()))[0]
    assert f'{quote}<p class="note">The article cannot be opened.</p>' in absent
    assert "Open article" not in absent


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://news.example/a?b=c", True),
        ("http://news.example", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//news.example/a", False),
        ("https://bank.example@evil.example/", False),
        ("https:///x", False),
        ("https://[bad/", False),
        ("/relative", False),
    ],
)
def test_only_plain_web_addresses_become_links(url: str, safe: bool) -> None:
    assert safe_url(url) is safe
    source = replace(played("ban?").sources[0].article, url=url)
    turn = Turn(number=1, question="?").after(SourcesEvent((Source(1, source, used=False),), ()))
    link = f'<a href="{as_html(url)}" target="_blank" rel="noopener noreferrer nofollow">{as_html(url)}</a>'
    assert (f'<p class="address">{link}</p>' if safe else f'<p class="address">{as_html(url)}</p>') in shown(turn)


class Tags(HTMLParser):
    """Collects what a browser would make of the HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name in ("href", "src")]


def test_a_hostile_article_is_text_and_nothing_else() -> None:
    html = shown(played("hostile <img src=x onerror=alert(1)>"))
    seen = Tags()
    seen.feed(html)
    assert seen.found == {
        *("details", "summary", "span", "article", "p", "bdi", "h3", "blockquote", "mark", "a", "button")
    }
    assert seen.attributes == {"class", "name", "id", "open", "tabindex", "href", "aria-label", "aria-haspopup"}
    assert all(link and link.startswith("#t1-") for link in seen.links)
    assert not set("${}`\\") & set(html)
    assert as_html(HOSTILE.text).splitlines()[0] in html
    assert len(html) < 20_000  # the title of 10,000 characters is cut
