"""How far the public ledger had come by a moment.

What rests on it alone is kept by that.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime

from bot.messages.request import View
from bot.ports import Ports


def subjects_position(ports: Ports, as_of: datetime) -> Hashable:
    """Return what the public subjects, their states and names had come to by then."""
    view = View("", as_of)
    return ports.ledger.names_positions(view.tenant)[0], ports.ledger.latest_row(view)
