"""Which claims a limit, or a judge that costs seconds a claim, gets to see."""

from __future__ import annotations

from collections import Counter

from evals.records import Claim
from evals.running import claims_drawn


def claim(number: int, kind: str, *, supported: bool, text: str = "") -> Claim:
    return Claim(
        claim_id=str(number), text=text or f"{number}.", evidence=(), supported=supported, kind=kind, group="g"
    )


CLAIMS = [
    *(claim(number, "news", supported=True) for number in range(10)),
    *(claim(number, "news", supported=False) for number in range(10, 12)),
    *(claim(number, "blogs", supported=False) for number in range(12, 20)),
]


def test_each_kind_and_label_in_turn_and_no_more_than_asked_for() -> None:
    drawn = claims_drawn(CLAIMS, 7)
    counts = Counter((item.kind, item.supported) for item in drawn)
    assert counts == {("news", True): 3, ("news", False): 2, ("blogs", False): 2}
    assert [int(item.claim_id) for item in drawn] == sorted(int(item.claim_id) for item in drawn)
    assert claims_drawn(CLAIMS, 7) == drawn
    assert claims_drawn(CLAIMS, 100) == CLAIMS


def test_the_rows_of_a_claim_stay_together() -> None:
    rows = [claim(number, "oracle", supported=True, text="Same.") for number in range(3)]
    assert claims_drawn([*rows, claim(3, "full", supported=True)], 1) == rows
