"""Whose token answers a payload, and whose rows the person behind it may see."""

import pytest

from adapters.slack.parse import came, installed_in, mention
from tests.adapters.slack.conftest import installation, running
from tests.clocks import NOON

GRID = {"id": "T1", "domain": "spuds", "enterprise_id": "E1"}

PRESSES = {
    "a workspace": ({"team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T1"}}, "T1", "T1"),
    "a guest of another company": ({"team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T7"}}, "T1", "T7"),
    "a grid workspace, told by its organisation": ({"team": GRID, "user": {"id": "W1", "team_id": "E1"}}, "T1", "T1"),
    "a guest of another organisation": ({"team": GRID, "user": {"id": "W1", "team_id": "E7"}}, "T1", "E7"),
    "a guest whose organisation is told": (
        {"team": {"id": "T1"}, "enterprise": {"id": "E7"}, "user": {"id": "W1", "team_id": "E7"}},
        "T1",
        "E7",
    ),
    "a whole organisation, no team": (
        {
            "team": None,
            "enterprise": {"id": "E1"},
            "is_enterprise_install": True,
            "user": {"id": "W1", "team_id": "E1"},
        },
        "E1",
        "E1",
    ),
    "one of its workspaces": (
        {
            "team": GRID,
            "enterprise": {"id": "E1"},
            "is_enterprise_install": "true",
            "user": {"id": "W1", "team_id": "T1"},
        },
        "E1",
        "E1",
    ),
    "its guest": (
        {
            "team": GRID,
            "enterprise": {"id": "E1"},
            "is_enterprise_install": True,
            "user": {"id": "W1", "team_id": "T7"},
        },
        "E1",
        "T7",
    ),
    "a modal in another company's channel": (
        {"team": {"id": "T7"}, "view": {"app_installed_team_id": "T1"}, "user": {"id": "U1", "team_id": "T7"}},
        "T1",
        "T7",
    ),
    "a command": ({"team_id": "T1", "user_id": "U1", "is_enterprise_install": "false"}, "T1", "T1"),
    "a command of an organisation": (
        {"team_id": "T1", "enterprise_id": "E1", "user_id": "W1", "is_enterprise_install": "true"},
        "E1",
        "E1",
    ),
}


@pytest.mark.parametrize("name", PRESSES)
def test_who_answers_and_whose_rows_are_seen(name):
    body, team, home = PRESSES[name]
    where = came(body, NOON)
    assert (where.team, where.home) == (team, home)


@pytest.mark.parametrize("body", [{}, {"team": []}, {"team": {"id": 7}}, {"team_id": "T1", "user": "U1"}, {"user": {}}])
def test_what_comes_from_nowhere_is_refused(body):
    with pytest.raises(ValueError, match="without a workspace or a person"):
        came(body, NOON)


def said(event, **more):
    return {"event": {"type": "app_mention", "user": "U1", "channel": "C1", "text": "hi", "ts": "1.1", **event}, **more}


MENTIONS = {
    "our workspace": (said({"team": "T1"}, team_id="T1"), "T1", "T1"),
    "happened in another company's": (
        said({"user_team": "T7"}, team_id="T7", authorizations=[{"team_id": "T1", "enterprise_id": None}]),
        "T1",
        "T7",
    ),
    "our organisation's person": (
        said({"user_team": "E1"}, team_id="T1", authorizations=[{"team_id": "T1", "enterprise_id": "E1"}]),
        "T1",
        "T1",
    ),
    "an organisation that installed it": (
        said(
            {"team": "T1"},
            team_id="T1",
            enterprise_id="E1",
            authorizations=[{"team_id": None, "enterprise_id": "E1", "is_enterprise_install": True}],
        ),
        "E1",
        "E1",
    ),
}


@pytest.mark.parametrize("name", MENTIONS)
def test_who_answers_a_mention(name):
    body, team, home = MENTIONS[name]
    where, words = mention(body, NOON)
    assert (where.team, where.home, words) == (team, home, "hi")
    assert installed_in(body) == team


async def test_an_app_of_a_whole_organisation_answers_in_each_of_its_workspaces(tmp_path, judge_or_none):
    async with running(tmp_path, "http", judge_or_none) as world:
        world.slack.tokens["xoxb-E1"] = "E1"
        await world.platform.book.keep(installation("E1"), world.clock.now())
        body = {
            "command": "/claimcheck", "text": "Spud is out", "team_id": "T5", "enterprise_id": "E1", "user_id": "W1",
            "channel_id": "C5", "is_enterprise_install": "true", "trigger_id": world.slack.trigger(),
            "response_url": world.slack.response_url(),
        }  # fmt: skip
        answer = await world.deliver("slash_commands", body)
        assert "asked in slack:E1/C5" in answer["text"]
        await world.deliver(
            "events_api",
            said({"team": "T5", "text": "<@UBOT> odds spud"}, type="event_callback", team_id="T5", event_id="EvO",
                 authorizations=[{"enterprise_id": "E1", "team_id": None, "is_enterprise_install": True}]),
        )  # fmt: skip
        await world.settle()
        assert [args for method, args in world.slack.calls if method == "chat.postEphemeral"]
