"""Build tsquery texts.

https://www.postgresql.org/docs/current/datatype-textsearch.html#DATATYPE-TSQUERY
"""

from collections.abc import Sequence


class TextSearchQuery:
    """Implements `storage.engines.FullText`; a column is the weight of its words."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._weights = dict(zip(columns, "ABCD", strict=False))

    def word(self, word: str, column: str = "") -> str:
        """A word, in one column or in any."""
        quoted = "'" + word.replace("\\", " ").replace("'", " ").replace("\x00", " ") + "'"
        return f"{quoted}:{self._weights[column]}" if column else quoted

    def either(self, parts: Sequence[str]) -> str:
        """Match any of the parts."""
        return " | ".join(parts)

    def both(self, parts: Sequence[str]) -> str:
        """Match all of the parts."""
        return " & ".join(f"({part})" for part in parts)
