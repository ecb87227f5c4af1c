"""Which single fact of a model a question asks for: its price, its context, its size; words as data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files


def asked_fact(words: Sequence[str]) -> str | None:
    """Return the option of a model's card that has the fact; None where no single one is asked for."""
    said = f" {' '.join(words)} "
    return next((fact for fact, phrases in _facts().items() if any(f" {one} " in said for one in phrases)), None)


@cache
def _facts() -> Mapping[str, Sequence[str]]:
    return tomllib.loads(files(__package__).joinpath("asked_facts.toml").read_text("utf-8"))
