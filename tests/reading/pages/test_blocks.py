"""No mark inside a line joins words, eats them or parts a sentence; what parts paragraphs on a page does so here."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.reading.pages.blocks import paragraphs
from rag.reading.pages.inline import dissolve
from rag.reading.pages.markup import parse

LONG = "The harbour office said on Monday that the ferry would not sail before the end of the month, and perhaps later."


def read(html: str) -> list[str]:
    tree = parse(f"<html><body>{html}</body></html>", "page")
    dissolve(tree)
    return paragraphs(tree)


# ---------------------------------------------------------------- marks inside lines


@pytest.mark.parametrize(
    ("html", "line"),
    [
        ("<p>A <b>bold</b> word, <em>e</em>mphasis</p>", "A bold word, emphasis"),
        ("<p>un<i>believ</i>able <a href='/x'><strong>links</strong></a>.</p>", "unbelievable links."),
        (
            "<p>On <time datetime='2025-01-01'>1 January</time> it <abbr title='x'>rose</abbr>.</p>",
            "On 1 January it rose.",
        ),
        (
            "<p>said <span class='author-name'>Ann Low</span> and <span class='share'>Bo</span></p>",
            "said Ann Low and Bo",
        ),
        ("<p>He said <q>no <q>never</q></q>, twice.</p>", "He said “no “never””, twice."),
        ("<p>The <del>mayor</del> <s>old</s> governor</p>", "The governor"),
        ("<p>10<sup>6</sup> m<sup>-2</sup>, the 21<sup>st</sup>, CO<sub>2</sub></p>", "10⁶ m⁻², the 21st, CO2"),
        ("<p>so it is.<sup><a href='#n1'>1</a></sup> Next<sup>[2]</sup></p>", "so it is. Next"),
        ("<p>One line<br>and its\n   rest</p>", "One line and its rest"),
        ("<p>hyphen<wbr>ated&nbsp;words&shy;</p>", "hyphenated words\u00ad"),
        ("<p><span>W</span>hen it began</p>", "When it began"),
        ("<p>漢<ruby>字<rp>(</rp><rt>kan</rt><rp>)</rp></ruby></p>", "漢字(kan)"),
    ],
    ids=str,
)
def test_a_line_reads_as_on_the_page(html: str, line: str) -> None:
    assert read(html) == [line]


PIECES = st.tuples(
    st.text(st.sampled_from("ab c1.,’–é"), max_size=8),
    st.sampled_from(
        ["{}", "<b>{}</b>", "<a href='/x'>{}</a>", "<i><span class=share>{}</span></i>", "<font>{}</font>"]
    ),
)


@given(st.lists(PIECES, max_size=12))
def test_no_mark_changes_a_word(pieces: list[tuple[str, str]]) -> None:
    line = " ".join("".join(text for text, _ in pieces).split())
    assert read(f"<p>{''.join(mark.format(text) for text, mark in pieces)}</p>") == ([line] if line else [])


# ---------------------------------------------------------------- what parts paragraphs


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>One</p><p>Two</p>", ["One", "Two"]),
        ("<p>One<br><br>Two<br> <br><br>Three</p>", ["One", "Two", "Three"]),
        (f"<div>{LONG}<br><br>Short.<br><br>{LONG}</div>", [LONG, "Short.", LONG]),
        (f"<div>{LONG}<p>Inside</p>{LONG}</div>", [LONG, "Inside", LONG]),
        ("<p><b>Will you stay?</b><br>I will.</p>", ["Will you stay?", "I will."]),
        ("<h2>What is known</h2><p>Little.</p>", ["What is known", "Little."]),
        ("<ul><li>One <b>b</b></li><li><p>Two</p><p>more</p></li></ul>", ["• One b", "• Two", "more"]),
        ("<ol><li>One<ul><li>Inner</li></ul></li></ol>", ["• One", "• Inner"]),
        ("<dl><dt>Boat</dt><dd>A ship</dd></dl>", ["• Boat", "• A ship"]),
        ("<table><tr><th>Year</th><th>Boats</th></tr><tr><td>2023</td><td></td><td><p>4</p></td></tr></table>",
         ["Year | Boats", "2023 | 4"]),
        (f"<table><tr><td>Menu</td><td><p>{LONG}</p><p>Two</p><table><tr><td>x</td></tr></table></td></tr></table>",
         ["Menu", LONG, "Two", "x"]),
        ("<pre>One line\nand its rest\n\nTwo</pre>", ["One line and its rest", "Two"]),
        ("<blockquote>“Yes,” she said.</blockquote>after", ["“Yes,” she said.", "after"]),
        ("<div><span>By Ann Low</span> | <span>4 March 2025</span></div>", ["By Ann Low", "4 March 2025"]),
        ("<p></p><div> \n</div>", []),
    ],
    ids=str,
)  # fmt: skip
def test_paragraphs_stay_apart(html: str, lines: list[str]) -> None:
    assert read(html) == lines


def test_short_paragraphs_are_kept_with_the_long_ones_that_are_marked_up_alike() -> None:
    tree = parse(
        f"<div class=s><div class=t>{LONG}</div><div class=t>He agreed.</div><div class=u>Share</div></div>", "page"
    )
    dissolve(tree)
    assert [line.text for line in tree.iter("p")] == [LONG, "He agreed."]
