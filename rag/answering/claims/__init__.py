"""What sentences claim, and which claims of independent articles do not go together.

    compare.py     disagreements between outlets, and changes within one
    same.py        whether two claims are about one thing at one time
    claim.py       a value with the words around it: what, when, denied, planned, a part
    quantities.py  the quantities of a sentence as ranges, with unit and what they count
    units.py       units of measure as base unit and factor
    times.py       the days a claim is about
    words.py       words as claims compare them
    agreed.py      what all sides say
    other_side.py  sentences of the ranking that disagree with the evidence
    contrast.py    where an article takes its own words back
    states.py      sentences whose value a later article replaces
    corrections.py sentences that their outlet has corrected
    newest.py      what becomes of both: label, newest state
    newer.py       articles that are newer than what an answer used
    speaker_before.py  the sentence that names who "he" is
    listed.py      the sentences that tell what one announces
    adding.py      the evidence with sentences of the ranking added

One file, one job; the first is where to begin.
"""
