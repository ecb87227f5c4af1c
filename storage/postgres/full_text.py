"""Queries of tsquery: https://www.postgresql.org/docs/current/datatype-textsearch.html#DATATYPE-TSQUERY."""

from collections.abc import Sequence


class TextSearchQuery:
    """Implements `storage.engines.FullText`: a column is the weight its words were kept under."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._weights = dict(zip(columns, "ABCD", strict=False))

    def word(self, word: str, column: str = "") -> str:
        """A word, in one column or in any."""
        quoted = "'" + word.replace("\\", " ").replace("'", " ").replace("\x00", " ") + "'"
        return f"{quoted}:{self._weights[column]}" if column else quoted

    def either(self, parts: Sequence[str]) -> str:
        """Any of them."""
        return " | ".join(parts)

    def both(self, parts: Sequence[str]) -> str:
        """All of them."""
        return " & ".join(f"({part})" for part in parts)
