"""Spellings of one publisher's name agree, and those of two do not."""

from __future__ import annotations

import pytest

from rag.indexing.publishers import plain_name


@pytest.mark.parametrize(
    ("names", "plain"),
    [
        (["Reuters", "REUTERS", "reuters.com", "https://www.reuters.com/world/", "Thomson Reuters"], "reuters"),
        (["Meridian Wire", "The Meridian Wire", "meridian-wire.example", "Meridian  Wire"], "meridianwire"),
        (["AP", "AP News", "apnews.com", "Associated Press", "The Associated Press"], "associatedpress"),
        (["BBC", "BBC News", "bbc.co.uk", "news.bbc.co.uk"], "bbc"),
        (["Yonhap", "Yonhap News Agency"], "yonhap"),
        (["The Guardian", "theguardian.com"], "guardian"),
        (["", " ", "—"], ""),
        (["News"], "news"),
        (["新華社"], "新華社"),
    ],
)
def test_spellings_of_one_name(names: list[str], plain: str) -> None:
    assert [plain_name(name) for name in names] == [plain] * len(names)


def test_names_that_differ() -> None:
    names = ["Calder Post", "Calder Times", "post.example", "Vantry Observer", "Observer", "AFP", "AP", "U.S. News"]
    assert len(set(map(plain_name, names))) == len(names)


def test_a_long_name_takes_no_time() -> None:
    assert len(plain_name("a-b." * 1_000_000)) == 100
