"""Places of people and tenants: where somebody is told something, and whose place it is."""

import re


def person_place(person: str) -> str:
    """Where a person is told something of their own: ``slack:T1/U2`` → ``slack:T1/@U2``."""
    return re.sub(r"([^:/]+)$", r"@\1", person)


def tenant_of(place: str) -> str:
    """The server or workspace of a place: all before the first slash; ``webhook:discord:7/ops`` is ``discord:7``'s."""
    return place.removeprefix("webhook:").partition("/")[0]
