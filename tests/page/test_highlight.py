"""Cited words are marked exactly where they stand."""

from __future__ import annotations

from rag.page.highlight import Span, highlighted, merged, paragraphs

TEXT = "One two. Three four.\n\nFive <b>six</b>.\n\nSeven."


def test_words_of_a_span_are_marked_and_carry_its_id() -> None:
    assert highlighted(TEXT, [Span(4, 7, ("a",))], 0, 20) == ('One <mark id="a" tabindex="-1">two</mark>. Three four.')


def test_further_ids_sit_inside_the_mark() -> None:
    assert highlighted(TEXT, [Span(0, 3, ("a", "b", "c"))], 0, 8) == (
        '<mark id="a" tabindex="-1"><span id="b" tabindex="-1"><span id="c" tabindex="-1">One</span></span></mark> two.'
    )


def test_overlapping_spans_are_cut_at_each_others_borders() -> None:
    spans = [Span(0, 8, ("a",)), Span(4, 14, ("b",))]
    assert highlighted(TEXT, spans, 0, 20) == (
        '<mark id="a" tabindex="-1">One </mark><mark id="b" tabindex="-1">two.</mark><mark> Three</mark> four.'
    )


def test_article_text_is_escaped_inside_and_outside() -> None:
    start = TEXT.index("<b>")
    assert highlighted(TEXT, [Span(start, start + 3)], start, start + 10) == ("<mark>&#60;b&#62;</mark>six&#60;/b&#62;")


def test_spans_over_the_same_words_become_one() -> None:
    assert merged([Span(4, 7, ("b",)), Span(0, 3, ("a",)), Span(4, 7, ("c",))]) == [
        Span(0, 3, ("a",)),
        Span(4, 7, ("b", "c")),
    ]


def test_paragraphs_hold_their_spans_once() -> None:
    assert paragraphs(TEXT, [Span(0, 3), Span(9, 14)]) == [(0, 22)]
    assert paragraphs(TEXT, [Span(40, 45), Span(0, 3)]) == [(0, 22), (40, 46)]
    assert paragraphs(TEXT, [Span(9, 26)]) == [(0, 40)]
    assert paragraphs(TEXT, [Span(0, 3), Span(9, 26), Span(40, 42)]) == [(0, 40), (40, 46)]
