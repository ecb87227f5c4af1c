"""Addresses of people, their direct messages, and the tenant of a place."""

import re

FORMER = "former member"  # replaces the name of a person who asked to be erased


def person_place(person: str) -> str:
    """Return a person's direct-message address: ``slack:T1/U2`` → ``slack:T1/@U2``."""
    return re.sub(r"([^:/]+)$", r"@\1", person)


def is_former(person: str) -> bool:
    """Whether a name stands for somebody whose data was erased."""
    return person.startswith(FORMER)


def tenant_of(place: str) -> str:
    """Return the tenant of a place: everything before the first slash.

    ``webhook:discord:7/ops`` belongs to ``discord:7``.
    """
    return place.removeprefix("webhook:").partition("/")[0]
