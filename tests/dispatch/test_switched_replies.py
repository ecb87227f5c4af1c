"""A reply where parts are switched off: no action leads there, at no level, and no cell holds an address."""

import pytest

from bot.dispatch.registry import CommandRegistry
from bot.dispatch.switched_replies import as_switched
from bot.domain.parts import SwitchedOff
from bot.messages.order import CommandLine, order
from bot.messages.reply import Button, Form, Menu, Reply, Table

CATALOGUE = CommandRegistry()
KEPT = Button("Model", order("model show", name="spud"))


@pytest.mark.parametrize(
    "line", ["odds show about:spud", "full odds show", "full2 odds show", "share odds show", "/odds"]
)
def test_no_action_leads_to_what_is_switched_off(line: str) -> None:
    gone = Button("Odds", CommandLine(line))
    reply = Reply(title="x", actions=(gone, KEPT, Menu("m", (gone, KEPT)), Form("f", "odds watch")), others=(gone,))
    shown = as_switched(reply, SwitchedOff(frozenset({"odds"})), CATALOGUE)
    assert shown.actions == (KEPT, Menu("m", (KEPT,)))
    assert shown.others == ()
    assert as_switched(reply, SwitchedOff(frozenset({"checkpoint"})), CATALOGUE) == reply


def test_no_cell_of_a_table_holds_an_address_of_a_market() -> None:
    table = Table(("Venue", "Where"), (("Polymarket", "https://polymarket.com/event/x"),))
    shown = as_switched(Reply(title="x", parts=(table,)), SwitchedOff(frozenset({"venue links"})), CATALOGUE)
    assert "polymarket.com" not in shown.plain
    assert "Polymarket" in shown.plain
