"""The state of a digest or alert as a word of a command, for an exact undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from bot.messages.errors import BadArgument
from bot.ports.notifications.subscriptions import Alert, Digest, Mode

_Told = TypeVar("_Told", Digest, Alert)
UNDO_NOTE = "The Undo button works for ten minutes, and restores what was."


def state_of(made: Digest | Alert) -> str:
    """Write down a state: ``not started``, ``paused 2026-04-28T12:00:00+00:00``."""
    return made.mode.value + (f" {made.paused_until.isoformat()}" if made.paused_until else "")


def restored(made: _Told, state: str) -> _Told:
    """Return a digest or alert in a state as `state_of` wrote it.

    Raises:
        BadArgument: it is no such state.
    """
    word, _, until = state.strip().rpartition(" ")
    try:
        paused = datetime.fromisoformat(until) if word else None
    except ValueError:
        word, paused = state.strip(), None
    try:
        mode = Mode((word or until).strip())
    except ValueError:
        mode = Mode.DELETED
    if mode is Mode.DELETED or (paused is not None and (paused.tzinfo is None or mode is not Mode.PAUSED)):
        raise BadArgument(f"A digest or alert is never “{state[:40]}”.", todo="Press the Undo button.")
    return replace(made, mode=mode, paused_until=paused)
