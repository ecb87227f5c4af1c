"""The words of requests, as the file has them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def request_words() -> Mapping[str, Mapping[str, Any]]:
    """The tables of `requests.toml`; a text is a set of words."""
    rows = tomllib.loads(files(__package__).joinpath("requests.toml").read_text("utf-8"))
    return {
        table: {key: frozenset(value.split()) if isinstance(value, str) else value for key, value in row.items()}
        for table, row in rows.items()
    }
