"""Share reads between many pages of the same data.

While nothing is written, a question has one answer, which is computed once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from bot.ports import Ports

P = ParamSpec("P")
T = TypeVar("T")
MOST = 60_000  # answers kept; beyond that they are all dropped


@dataclass(frozen=True)
class SharedPorts(Ports):
    """Ports that nothing is written to while they are used.

    ``answers`` holds what shared queries returned.
    """

    answers: dict[object, object] = field(default_factory=dict, repr=False, compare=False)


def snapshot(ports: Ports) -> SharedPorts:
    """Return the same ports for a run over many pages.

    What is written meanwhile is not seen by every page. A snapshot is its own.
    """
    if isinstance(ports, SharedPorts):
        return ports
    return SharedPorts(**{one.name: getattr(ports, one.name) for one in fields(Ports)})


def shared(query: Callable[Concatenate[Ports, P], T]) -> Callable[Concatenate[Ports, P], T]:
    """Answer each question once over a snapshot.

    It decorates a pure read whose arguments are hashable. Over other ports it is the query itself.
    """

    @wraps(query)
    def run(ports: Ports, /, *args: P.args, **kwargs: P.kwargs) -> T:
        if not isinstance(ports, SharedPorts):
            return query(ports, *args, **kwargs)
        asked = (query, args, tuple(sorted(kwargs.items())))
        if asked not in ports.answers:
            if len(ports.answers) >= MOST:
                ports.answers.clear()
            ports.answers[asked] = query(ports, *args, **kwargs)
        return cast("T", ports.answers[asked])

    return run
