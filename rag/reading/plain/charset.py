"""Which encoding a text may be in: the one it declares, as browsers understand the name, else the likely ones.

Names are those of Python's codecs. Nothing is decoded here; home of charset-normalizer.
"""

from __future__ import annotations

import codecs
import re

UTF_8 = "utf_8"
# What may be declared or guessed, in the order in which equal guesses are taken. Python knows codecs that are none of
# text, or take minutes for a megabyte (punycode), so that only those of the web are let in.
WESTERN = ("cp1252", "cp1250", "cp1254", "cp1257", "cp1258", "iso8859_2", "iso8859_15")
OTHERS = (
    *("cp1251", "koi8_r", "koi8_u", "cp866", "iso8859_5", "cp1253", "iso8859_7", "cp1255", "iso8859_8", "cp1256"),
    *("cp874", "gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "iso2022_jp", "mac_roman"),
)
# Browsers read these as the larger sets that were meant (https://encoding.spec.whatwg.org/#names-and-labels).
MEANT = {
    **{"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874"},
    **{"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "euc_kr": "cp949"},
}
# Bytes that a guess looks at: it takes under 0.1 s for them, and 256 kB gave the same for 4 languages.
SAMPLE = 64_000
# ASCII letters to a byte that is not ASCII. News in 8 languages of Latin script had 4.7 to 12, in 8 others at most 0.4.
LATIN = 1.0
ASCII = bytes(range(128))
TAG = re.compile(rb"<[^<>]*>")


def meant(declared: str) -> str:
    """The codec that a declared name means; "" if it is unknown, or no encoding of the web."""
    try:
        name = codecs.lookup(declared.strip()).name
        codec = codecs.lookup(MEANT.get(name, name)).name.replace("-", "_")
    except (LookupError, ValueError):  # a zero byte in a name is a ValueError
        return ""
    return codec if codec in (UTF_8, *WESTERN, *OTHERS) else ""


def likely(data: bytes) -> list[str]:
    """Codecs for bytes that declare none and are no UTF-8, the likeliest first; none if they look like no text."""
    import charset_normalizer

    sample = _sample(data)
    latin = _is_latin(sample)
    candidates = WESTERN if latin else (*OTHERS, *WESTERN)
    matches = charset_normalizer.from_bytes(sample, cp_isolation=[*candidates], preemptive_behaviour=False)
    found = {codec: (match.chaos, -match.coherence) for match in matches for codec in match.could_be_from_charset}
    ranked = sorted((codec for codec in candidates if codec in found), key=found.__getitem__)
    return [*ranked, *(["cp1252"] if latin else [])]


def is_latin(data: bytes) -> bool:
    """Whether text with bytes above 127 is, as far as can be told without its encoding, in Latin script."""
    return _is_latin(_sample(data))


def shown(codec: str) -> str:
    """The name as people and `iconv` know it."""
    return codec.replace("cp125", "Windows-125").replace("_", "-")


def not_ascii(data: bytes) -> bytes:
    """The bytes above 127."""
    return data.translate(None, ASCII)


def _sample(data: bytes) -> bytes:
    """Lines that are not ASCII, without tags, ending between two signs of whatever encoding."""
    first = len(data) - len(data.lstrip(ASCII))
    begin = max(data.rfind(b"\n", 0, first) + 1, first - SAMPLE // 100)  # with some letters before it
    lines = TAG.sub(b"\n", data[begin : begin + 10 * SAMPLE]).splitlines()
    sample = b"\n".join(line for line in lines if not line.isascii())
    end = max(sample.rfind(b"\n", 0, SAMPLE), sample.rfind(b" ", 0, SAMPLE))
    return sample if len(sample) <= SAMPLE else sample[: end if end > 0 else SAMPLE]


def _is_latin(sample: bytes) -> bool:
    return len(re.findall(rb"[A-Za-z]", sample)) >= LATIN * len(not_ascii(sample))
