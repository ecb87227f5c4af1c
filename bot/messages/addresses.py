"""Addresses for direct messages to a person."""

import re


def person_place(person: str) -> str:
    """Return a person's direct-message address: ``slack:T1/U2`` → ``slack:T1/@U2``."""
    return re.sub(r"([^:/]+)$", r"@\1", person)
