"""Whether two claims give a value to the same thing at the same time, so that their values may be compared."""

from __future__ import annotations

from datetime import timedelta

from .claim import Claim
from .quantities import Quantity, agree
from .times import DAY, RECURS, meet, tells_state
from .words import stem, stems

SHARED = 0.5
"""Share of the shorter claim's words that the other must have, too."""
FEWEST, FEWEST_LATER = 2, 3
"""Words in common, what is counted among them; the second where the articles lie more than LATER apart."""
LATER = timedelta(days=31)
FATES = tuple(
    frozenset(group.split())
    for group in (
        "die died dead death killed", "hurt injure wounde injury", "missin", "ill sick infect", "arrest detain jailed",
        "rescue saved", "evacua displa",
    )
)  # fmt: skip
OPPOSITES = tuple(
    tuple(frozenset(side.split()) for side in pair.split("|"))
    for pair in (
        "men man male|women woman female", "import|export", "north northe|south southe", "east easter|west wester",
        "profit|loss losse", "minimu lowest|maximu highes", "agains oppose reject|backed suppor favour",
        "gain rose rise increa|fell fall drop lost declin", "heat|electr", "gross|net", "arrive|depart left",
    )
)  # fmt: skip


def same_thing(one: Claim, other: Claim) -> bool:
    """Whether the two values are comparable: same unit, things, names, time and mood, and words around them shared."""
    return (
        _same_unit(one, other)
        and not (one.names - other.names and other.names - one.names)
        and not _told_apart(one, other)
        and one.forecast == other.forecast
        and one.part == other.part
        and one.period == other.period
        and one.denied == other.denied
        and meet(one.days, other.days)
        and _alike(one, other)
        and not _both_told(one, other)
    )


def surely_same(one: Claim, other: Claim) -> bool:
    """`same_thing` with more words in common: one outlet tells of many things in the same words.

    A day is never one: "This page is about Friday" is told of another day each day.
    """
    enough = shared(one, other) > SHARED and len(common(one, other)) >= FEWEST_LATER
    return one.quantity.unit != DAY and enough and same_thing(one, other)


def same_state(one: Claim, other: Claim) -> bool:
    """Whether both tell how one thing stands, each as of its own day; asks for as much as `surely_same`.

    What happens again and again ("shares closed at …") and what once happened is no state, and days do not have them.
    """
    states = all(tells_state(claim.clause) and not RECURS.search(claim.clause) for claim in (one, other))
    return (
        states
        and one.quantity.unit != DAY
        and shared(one, other) > SHARED
        and len(common(one, other)) >= FEWEST_LATER
        and _same_unit(one, other)
        and not (one.names - other.names and other.names - one.names)
        and not _told_apart(one, other)
        and (one.part, one.period, one.denied) == (other.part, other.period, other.denied)
        and not _both_told(one, other)
    )


def same_matter(one: Claim, other: Claim, focus: frozenset[str]) -> bool:
    """Whether both give a value to one thing, at whatever time: enough to show both, not to say that one is outdated.

    What they share must touch `focus`, the stems of the question.
    """
    both = common(one, other)
    return (
        _same_unit(one, other)
        and not _told_apart(one, other)
        and (one.part, one.denied) == (other.part, other.denied)
        and len(both) >= FEWEST
        and bool((both - _named(one, other)) & focus)
    )


def common(one: Claim, other: Claim) -> frozenset[str]:
    """Stems that both have, what is counted among them."""
    return (one.about & other.about) | (one.quantity.things & other.quantity.things)


def _alike(one: Claim, other: Claim) -> bool:
    """Whether enough of the words around the values are the same, and not names alone."""
    if shared(one, other) < SHARED or not (one.about & other.about) - _named(one, other):
        return False
    if one.quantity.unit == DAY:
        return one.subject == other.subject and len(common(one, other)) >= FEWEST_LATER
    if one.subject == other.subject and not _far(one, other):
        return True
    return len(common(one, other)) >= (FEWEST_LATER if _far(one, other) else FEWEST)


def _far(one: Claim, other: Claim) -> bool:
    days = [claim.evidence.article.published_day for claim in (one, other)]
    return bool(days[0] and days[1]) and abs(days[0] - days[1]) > LATER  # type: ignore[operator]


def _both_told(one: Claim, other: Claim) -> bool:
    """Whether one's sentence has the other's value, too, as for another part of the same thing."""
    pairs = ((one, other), (other, one))
    return any(_alike_unit(a, b.quantity) and agree(a, b.quantity) for x, b in pairs for a in x.others)


def _alike_unit(one: Quantity, other: Quantity) -> bool:
    bare = not (one.things and other.things)  # "1,000 jobs, 400 of them here"
    return one.unit == other.unit and (bool(one.unit) or bare or one.things == other.things)


def _named(one: Claim, other: Claim) -> frozenset[str]:
    """Stems of the names of both: that two sentences name the same party does not make them speak of one thing."""
    return frozenset(map(stem, one.names | other.names))


def _same_unit(one: Claim, other: Claim) -> bool:
    a, b = one.quantity, other.quantity
    if (a.unit, a.rate) != (b.unit, b.rate):
        return False
    if one.kind != other.kind and ((one.kind and other.kind) or "old" in (one.kind, other.kind)):
        return False
    if not a.unit:
        return a.things == b.things
    return bool(a.things & b.things) or not (a.things and b.things)


def shared(one: Claim, other: Claim) -> float:
    """Share (0 to 1) of the words of the claim with fewer words that the other has, too."""
    fewer = min(len(one.about), len(other.about))
    return len(one.about & other.about) / fewer if fewer else 0.0


def _told_apart(one: Claim, other: Claim) -> bool:
    """Whether a word of one has its counterpart in the other: men and women, killed and injured."""
    if (one.bounds & other.about) - other.bounds or (other.bounds & one.about) - one.bounds:
        return True
    fates = [[bool(group & (claim.about | stems(claim.words))) for group in FATES] for claim in (one, other)]
    if fates[0] != fates[1]:
        return True
    return any(
        (one.about & left and other.about & right and not one.about & right and not other.about & left)
        or (one.about & right and other.about & left and not one.about & left and not other.about & right)
        for left, right in OPPOSITES
    )
