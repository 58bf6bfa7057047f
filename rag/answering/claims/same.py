"""Whether two claims give a value to the same thing at the same time, so that their values may be compared."""

from __future__ import annotations

from .claim import Claim
from .times import meet

SHARED = 0.5
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
        and one.denied == other.denied
        and meet(one.days, other.days)
        and shared(one, other) >= SHARED
    )


def _same_unit(one: Claim, other: Claim) -> bool:
    a, b = one.quantity, other.quantity
    if (a.unit, a.rate) != (b.unit, b.rate):
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
    fates = [[bool(group & claim.about) for group in FATES] for claim in (one, other)]
    if any(fates[0]) and any(fates[1]) and fates[0] != fates[1]:
        return True
    return any(
        (one.about & left and other.about & right and not one.about & right and not other.about & left)
        or (one.about & right and other.about & left and not one.about & left and not other.about & right)
        for left, right in OPPOSITES
    )
