"""A command typed in Slack is answered there: by a socket and by HTTP."""


async def test_a_slash_command_is_answered_in_its_acknowledgement(world):
    shown = await world.person().command("/odds spud by:2026-04-30")
    assert shown[-1]["response_type"] == "ephemeral"
    assert "spud by 2026-04-30" in shown[-1]["text"]
    assert world.calls("response_url") == []
