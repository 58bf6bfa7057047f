"""From evidence to a checked answer: refuse → write (Draft) → cite → verify → disagree → assemble (Answer).

    refuse.py     the order of what may keep from answering
      whether/      its signs
    verify.py     the order of the support ladder
      support/      its rungs

`extract` is what takes the model's place where there is none or its draft does not hold.
"""
