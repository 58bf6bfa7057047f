"""No string gets out of its place: as HTML, as a template, as Markdown."""

from __future__ import annotations

import html

import pytest

from rag.page.escape import as_html, as_markdown

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "${alert(1)} {{constructor}} `${1}` \\",
    "[a](javascript:alert(1)) ![b](http://evil.example/x.png) **c** _d_ ~~e~~ <http://f>",
    "&lt;b&gt; &#60; &amp;",
]


def test_html_and_template_signs_become_entities() -> None:
    assert as_html("<a href=\"x\" id='y'>&</a>") == ("&#60;a href=&#34;x&#34; id=&#39;y&#39;&#62;&#38;&#60;/a&#62;")
    assert as_html("${x} {{y}} `z` \\") == "&#36;&#123;x&#125; &#123;&#123;y&#125;&#125; &#96;z&#96; &#92;"


def test_markdown_signs_become_entities() -> None:
    assert as_markdown("1. *a* [b](c) # d_e") == "1&#46; &#42;a&#42; &#91;b&#93;&#40;c&#41; &#35; d&#95;e"
    assert as_markdown("www.evil.example a@b.c") == "www&#46;evil&#46;example a&#64;b&#46;c"


def test_markdown_is_one_line_without_indent() -> None:
    assert as_markdown("    code\n\n# heading\r\n\ttab\u2028line") == "code &#35; heading tab line"


def test_control_characters_and_half_surrogates_go() -> None:
    assert as_html("a\x00b\x1bc\ud800d\ne\tf") == "abcd\ne\tf"
    assert as_markdown("a\x00b\ud800c").encode() == b"abc"


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_shown_is_the_text_itself(text: str) -> None:
    assert html.unescape(as_html(text)) == text
    assert html.unescape(as_markdown(text)) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_no_sign_with_a_meaning_is_left(text: str) -> None:
    assert not set("<>\"'${}`\\") & set(as_html(text))
    assert not set("<>\"'${}`\\[]()*_~!:/.=@|") & set(as_markdown(text))
