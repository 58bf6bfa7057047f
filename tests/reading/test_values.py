"""Values come out of what they are wrapped in, as one line or as paragraphs, whatever their shape."""

from __future__ import annotations

import pytest

from rag.reading.values import as_line, line, names, paragraphs, plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Two\n lines\u00a0here ", "Two lines here"),
        ("<h1>A <b>ban</b></h1><p>and&nbsp;more</p>", "A ban and more"),
        ("AT&amp;T &#8217; &#x41;", "AT&T ’ A"),
        ("a < b and c > d", "a < b and c > d"),
        ("x <y and z> w", "x <y and z> w"),
        ("a&lt;b", "a&lt;b"),  # as it is written, unless there is a tag
        ("lone \ud83d sign", "lone ? sign"),
        ("<" * 100_000 + "p " * 100_000, ("<" * 100_000 + "p " * 100_000).strip()),
    ],
)
def test_a_line_has_no_tags_and_single_spaces(text: str, expected: str) -> None:
    assert as_line(text) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a", "a"),
        (1.5, 1.5),
        (True, None),
        (None, None),
        (2**70, None),
        ([], None),
        ({"x": 1}, None),
        ({"id": 3, "name": "a"}, "a"),
        ([{"$date": {"$numberLong": "5"}}], "5"),
        ([[[[["too deep"]]]]], None),
    ],
)
def test_the_plain_value(value: object, expected: object) -> None:
    assert plain(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Jane Doe, John Roe", "Jane Doe, John Roe"),
        ("by: Jane Doe", "Jane Doe"),
        ("Byron Smith", "Byron Smith"),
        (["By Jane Doe", {"name": "John Roe"}, 12, None, "13"], ["Jane Doe", "John Roe"]),
        ({"name": "Jane Doe"}, "Jane Doe"),
        ("['Jane Doe']", ["Jane Doe"]),
        ("[]", "[]"),
        (12, ""),
        (["x" * 300] * 60, ["x" * 200] * 50),
    ],
)
def test_names(value: object, expected: object) -> None:
    assert names(value) == expected


def test_lists_become_one_line_or_paragraphs() -> None:
    assert line(["Trade", {"name": "Fish"}, ""]) == "Trade, Fish"
    assert line("x" * 2000) == "x" * 1000
    assert paragraphs([" One. ", "", {"text": "<p>Two.</p>"}, 3]) == "One.\n\n<p>Two.</p>"
