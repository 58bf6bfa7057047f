"""Captions are known by the credit they end in."""

from __future__ import annotations

import pytest

from rag.reading.cleaning.caption import is_caption


@pytest.mark.parametrize(
    "text",
    [
        "The plant on Monday. Bo Ek/AFP",
        "The plant on Monday. BO EK/REUTERS",
        "The plant on Monday. Bo Ek/Pool/AFP via Getty Images",
        "Bo Ek/Harbour & Hill/Getty Images",
        "The plant on Monday (Image credit: Bo Ek/Harbour)",
        "The plant on Monday (Photo by Bo Ek)",
        "The plant on Monday. (AP Photo/Bo Ek)",
        "The plant on Monday. (Bo Ek/AP)",
        "The plant on Monday. Photo by Bo Ek",
        "The plant on Monday. courtesy Bo Ek",
        "Courtesy of Bo Ek",
        "The plant on Monday. Getty Images",
        "The plant on Monday, AFP Photo",
        "The plant in a file photo",
        "Smoke rises over the port of Tessaly on Monday. Tessaly Coast Guard",
        "Smoke rises over the port in this drawing from the museum. From Bo Ek",
    ],
)
def test_a_caption(text: str) -> None:
    assert is_caption(text)


@pytest.mark.parametrize(
    "text",
    [
        "The and/or of the treaty",
        "Biden/Harris",
        "The Fukushima Issue",
        "A remark by Sens. Ann Collins",
        "A remark that was made by the two Sens. Ann Collins and Bo Ek",
        "He was sentenced on Monday. He left",
        "“We feel their absence at every turn of the year.” King Harald",
        "The treaty was signed on Monday in the hall. – Bo Ek/Reuters",
        "Ralph Lauren show photos: Oprah and more",
        "Best picture: The Port",
        "They had lunch courtesy of the mayor",
    ],
)
def test_no_caption(text: str) -> None:
    assert not is_caption(text)
