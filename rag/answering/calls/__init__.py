"""A call of a chat model: what is sent, how long it is waited for, and what is made of what goes wrong.

    arriving.py    one call, read in the background, that ends at once when nobody wants it
    tries.py       another try where that helps: back-off, jitter, Retry-After
    failures.py    what an error of a provider means, and its remedy
    replies.py     replies that are none: endless, empty, a refusal
    shorten.py     half of the evidence, for a model whose context is too short
    native.py      evidence as documents that a provider cites itself

Knows no provider's library: errors are told apart by status, by name and by what they say.
"""
