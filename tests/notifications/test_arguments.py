"""Channels, subjects and spans of time as people type them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.messages.errors import BadArgument, NotAllowed, NotFound
from bot.messages.reply import channel, plain, spans
from bot.messages.request import RequestContext, Role
from bot.notifications.arguments import Channel, Recipient, in_reach, parse_until, place_name, posted, subjects

NOON = datetime(2026, 4, 21, 12, tzinfo=UTC)


def asked(place="discord:7/9", actor="discord:42", zone="Europe/Berlin") -> RequestContext:
    return RequestContext(actor, place, NOON, NOON, zone=zone)


@pytest.mark.parametrize(
    ("place", "typed", "channel"),
    [
        ("discord:7/9", "here", "discord:7/9"),
        ("discord:7/9", "<#12345>", "discord:7/12345"),
        ("discord:7/9", "12345", "discord:7/12345"),
        ("discord:7/9", "discord:7/9", "discord:7/9"),
        ("discord:7/9", "discord:7/10", "discord:7/10"),
        ("slack:T1/C1", "<#C0AB12|leaks>", "slack:T1/C0AB12"),
        ("slack:T1/C1", "C0AB12", "slack:T1/C0AB12"),
        ("console:local/here", "#leaks", "console:local/leaks"),
    ],
)
def test_a_channel_is_always_one_of_the_askers_own_server(place, typed, channel):
    assert Channel.parse(typed, asked(place)).place == channel


def test_an_alert_may_go_to_a_channel_or_to_the_asker_alone():
    assert Recipient.parse("me", asked()).place == "discord:@42"
    assert Recipient.parse("<#12345>", asked()).place == "discord:7/12345"
    with pytest.raises(BadArgument):
        Channel.parse("me", asked())


def test_a_channel_manager_reaches_the_channels_they_manage_and_themselves():
    manager = replace(asked(), roles=frozenset({Role.MEMBER, Role.MANAGER}), manages=frozenset({"discord:7/10"}))
    for place in ("discord:7/9", "discord:7/10", "discord:@42"):
        assert in_reach(place, manager) == place
    with pytest.raises(NotAllowed):
        in_reach("discord:7/11", manager)
    assert in_reach("discord:7/11", replace(manager, manages=None)) == "discord:7/11"
    with pytest.raises(NotAllowed):
        in_reach("discord:7/9", asked())


@pytest.mark.parametrize(
    "typed", ["#leaks", "<@42>", "discord:8/9", "discord:8/9/1", "../7", "a b", "@everyone", "<#1> x"]
)
def test_what_names_no_channel_of_this_server_is_refused(typed):
    with pytest.raises(BadArgument):
        Channel.parse(typed, asked())


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ("1 week", NOON + timedelta(weeks=1)),
        ("in a week", NOON + timedelta(weeks=1)),
        ("in 3 days", NOON + timedelta(days=3)),
        ("next Friday", datetime(2026, 4, 30, 22, tzinfo=UTC)),
        ("for 3 days", NOON + timedelta(days=3)),
        ("12h", NOON + timedelta(hours=12)),
        ("2 months", NOON + timedelta(days=61)),
        ("friday", datetime(2026, 4, 23, 22, tzinfo=UTC)),
        ("tue", datetime(2026, 4, 27, 22, tzinfo=UTC)),
        ("2026-05-01", datetime(2026, 4, 30, 22, tzinfo=UTC)),
        ("until 2026-05-01T08:00Z", datetime(2026, 5, 1, 8, tzinfo=UTC)),
        ("", None),
        ("resumed", None),
    ],
)
def test_until_when_is_read_on_the_readers_clock(typed, until):
    assert parse_until(typed, asked()) == until


@pytest.mark.parametrize("typed", ["yesterday", "2026-04-20", "0 days", "999 weeks", "soon", "2029-01-01"])
def test_what_is_over_far_away_or_no_time_is_refused(typed):
    with pytest.raises(BadArgument):
        parse_until(typed, asked())


def test_a_place_is_named_as_its_reader_knows_it():
    assert [place_name(place, asked()) for place in ("discord:7/9", "discord:@42", "discord:@43", "discord:7/10")] == [
        "here", "to you", "to its owner", "#10",
    ]  # fmt: skip


def test_subjects_are_named_in_any_way_and_ids_are_kept(talk):
    here = talk()
    who = asked("console:local/here", "console:you")
    assert subjects(here.ports, who, "Spud, gpt 5.5,CL-0002, openai/spud") == (
        "openai/spud", "openai/gpt-5.5", "CL-0002",
    )  # fmt: skip
    assert subjects(here.ports, who, "everything") == subjects(here.ports, who, " ") == ()
    with pytest.raises(NotFound):
        subjects(here.ports, who, "nobody knows this")
    with pytest.raises(BadArgument):
        subjects(here.ports, who, ",".join(f"CL-{number:04d}" for number in range(11)))


@pytest.mark.parametrize(
    ("place", "words"),
    [("slack:T1/C1", "here"), ("slack:T1/@U1", "to you"), ("slack:T1/@U2", "to its owner"), ("slack:T1/C9", "in #C9")],
)
def test_a_place_is_told_as_its_reader_knows_it(place, words):
    told = posted(place, asked("slack:T1/C1", "slack:T1/U1"))
    assert plain(told) == words
    assert (place == "slack:T1/C9") is (channel("C9") in spans(told))
