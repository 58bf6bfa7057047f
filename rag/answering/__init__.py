"""From evidence to a checked answer: refuse → write (Draft) → cite → verify → disagree → assemble (Answer).

    refuse.py     the order of what may keep from answering
      whether/      its signs
    likely.py     how likely each sentence of the evidence answers the question
    wanted.py     what kind of thing a question asks for, of which year, in which unit
    write.py      the draft, streamed
      calls/        a call of the model, and what goes wrong in it
    verify.py     the order of the support ladder
      support/      its rungs, and whose word a sentence is
    disagree.py   what the articles say against each other
      claims/       values compared: other outlets', later ones, corrections

`extract` is what takes the model's place where there is none or its draft does not hold.
"""
