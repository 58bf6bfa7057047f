"""From evidence to a checked answer: refuse → write (Draft) → cite → verify → disagree → assemble (Answer).

    verify.py     the order of the support ladder
      support/      its rungs, and whose word a sentence is
    disagree.py   what the articles say against each other
      claims/       values compared: other outlets', later ones, corrections

`extract` is what takes the model's place where there is none or its draft does not hold.
"""
