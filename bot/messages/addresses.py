"""Places of people: where somebody is told something of their own."""

import re


def person_place(person: str) -> str:
    """Where a person is told something of their own: ``slack:T1/U2`` → ``slack:T1/@U2``."""
    return re.sub(r"([^:/]+)$", r"@\1", person)
