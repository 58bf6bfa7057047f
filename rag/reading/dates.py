"""Days and times: reading them from fields, and as the integers the index filters by.

It does not guess: a value that is not ISO 8601 is an error of the file, and undated stays undated.
"""

from __future__ import annotations

from datetime import date, datetime, timezone


def parse_when(value: object) -> date | None:
    """A field's value as a day, or as a UTC `datetime` where a time is given; None for an empty field.

    Raises:
        ValueError: the value is neither a date nor ISO 8601 text.
    """
    if value is None or value == "":
        return None
    if isinstance(value, str):
        text = value.strip()
        try:
            value = date.fromisoformat(text)
        except ValueError:
            # Python 3.10 does not know the "Z" of UTC.
            value = datetime.fromisoformat(text[:-1] + "+00:00" if text.endswith(("Z", "z")) else text)
    if isinstance(value, datetime):
        try:
            return value.astimezone(timezone.utc) if value.tzinfo else value.replace(tzinfo=timezone.utc)
        except OverflowError:  # in the year 1 or 9999
            raise ValueError(f"{value} has no day in UTC") from None
    if isinstance(value, date):
        return value
    raise ValueError(f"{value!r} is not a date")
