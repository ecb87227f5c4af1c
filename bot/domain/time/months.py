"""Month names: the table from which every date grammar is built."""

from collections.abc import Mapping
from typing import Final

_FULL = "january february march april may june july august september october november december"

SHORT: Final = tuple(name[:3] for name in _FULL.split())
MONTHS: Final[Mapping[str, int]] = {
    name: number for names in (_FULL.split(), SHORT) for number, name in enumerate(names, start=1)
} | {"sept": 9}
# The names as regular expression alternatives, lower case, longest first: else "june" is read as "jun".
NAMES: Final = "|".join(sorted(MONTHS, key=len, reverse=True))
