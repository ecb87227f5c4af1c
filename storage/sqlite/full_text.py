"""Queries of FTS5: https://sqlite.org/fts5.html#full_text_query_syntax."""

from collections.abc import Sequence


class Fts5:
    """Implements `storage.engines.FullText`."""

    def word(self, word: str, column: str = "") -> str:
        """A word, in one column or in any."""
        quoted = '"' + word.replace('"', " ") + '"'
        return f"{column} : {quoted}" if column else quoted

    def either(self, parts: Sequence[str]) -> str:
        """Match any of the parts."""
        return " OR ".join(parts)

    def both(self, parts: Sequence[str]) -> str:
        """Match all of the parts."""
        return " AND ".join(f"({part})" if " OR " in part else part for part in parts)
