"""From evidence to a checked answer: refuse → write (Draft) → cite → verify → disagree → assemble (Answer).

`extract` is what takes the model's place where there is none or its draft does not hold.
"""
