"""What the keyword index keeps of a chunk beside its words: its id, day and publisher, as arrays of numpy.

A query's filters are looked up in whole arrays, not chunk by chunk: among 100,000 a search takes 1 ms for 20.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..records import Query
from .rows import bounds

FILE = "rows.npz"


@dataclass(frozen=True, slots=True)
class Rows:
    """The chunks of a keyword index, in the order of their ids."""

    ids: Any
    """UTF-8, whose order is that of the text."""
    days: Any
    """int32, see `rows.day_number`; 0 for an undated article."""
    codes: Any
    """int32, places in `publishers`."""
    publishers: Sequence[str]
    """Each name once."""

    @classmethod
    def of(cls, rows: Sequence[tuple[str, int, str]]) -> Rows:
        """Of (chunk_id, day number or 0, publisher), in the order of the ids."""
        import numpy as np

        publishers = sorted({row[2] for row in rows})
        code = {name: place for place, name in enumerate(publishers)}
        return cls(
            np.array([row[0].encode() for row in rows], dtype=np.bytes_),
            np.array([row[1] for row in rows], dtype=np.int32),
            np.array([code[row[2]] for row in rows], dtype=np.int32),
            publishers,
        )

    @classmethod
    def load(cls, folder: Path) -> Rows:
        """Read back what `save` wrote; raises whatever a damaged file makes numpy raise."""
        import numpy as np

        # Opened here, since numpy leaves a file that it cannot read open.
        with (folder / FILE).open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            names = [name.decode() for name in file["publishers"].tolist()]
            return cls(file["ids"], file["days"], file["codes"], names)

    def save(self, folder: Path) -> None:
        """Write the file; the same rows give the same bytes."""
        import numpy as np

        names = np.array([name.encode() for name in self.publishers], dtype=np.bytes_)
        np.savez(folder / FILE, ids=self.ids, days=self.days, codes=self.codes, publishers=names)

    def __len__(self) -> int:
        return len(self.ids)

    def chunk_id(self, place: int) -> str:
        """Id of the row at a place."""
        return str(self.ids[place].decode())

    def admitted(self, query: Query, places: Any) -> Any:
        """Those of the places that the query's filters let through, in their order."""
        import numpy as np

        if limits := bounds(query):
            days = self.days[places]
            # No range holds an undated article, also one that is open at its beginning.
            places = places[(days >= max(1, limits[0])) & (days <= limits[1])]
        if query.publishers:
            wanted = np.array([name in query.publishers for name in self.publishers], dtype=np.bool_)
            places = places[wanted[self.codes[places]]]
        return places
