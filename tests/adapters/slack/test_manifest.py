"""The manifest is made from the commands, is valid, and asks for nothing that is not explained."""

import json
import sys

import pytest

from adapters.__main__ import main
from adapters.desk.opening import redirects
from adapters.slack.manifest import DIRECT_EVENTS, manifest
from adapters.slack.message_shortcuts import SHORTCUTS, offered
from adapters.slack.permissions import DIRECT_MESSAGES, NEVER, SCOPES, optional, required, table
from bot.dispatch.registry import CommandRegistry
from bot.settings import Settings
from bot.sources.venues import every
from tests.shared import shared_tool

SAMPLE = CommandRegistry("tests.adapters.slack.sample")


@pytest.mark.parametrize("catalogue", [SAMPLE, CommandRegistry()], ids=["sample", "real"])
@pytest.mark.parametrize("one_command", [True, False])
@pytest.mark.parametrize("address", ["", "https://spud.example"])
@pytest.mark.parametrize("direct", [True, False])
def test_the_manifest_is_valid_in_every_variant(judge, catalogue, one_command, address, direct):
    made = manifest(catalogue, one_command=one_command, address=address, direct_messages=direct)
    assert sys.modules["slack_validate"].manifest(made) == []


def test_every_command_is_there_or_only_one():
    names = [entry["command"] for entry in manifest(SAMPLE)["features"]["slash_commands"]]
    assert names == ["/checkpoint", "/claimcheck", "/desk", "/odds", "/spudwatch"]
    (only,) = manifest(SAMPLE, one_command=True)["features"]["slash_commands"]
    assert only["command"] == "/spudwatch"


def test_by_http_every_address_is_ours_and_by_socket_there_is_none():
    made = json.dumps(manifest(SAMPLE, address="https://spud.example/"))
    assert made.count("https://spud.example/slack/events") == 5 + 3
    assert "https://spud.example/slack/oauth_redirect" in made
    socket = manifest(SAMPLE)
    assert socket["settings"]["socket_mode_enabled"] is True
    assert "https://" not in json.dumps(socket)


@pytest.mark.parametrize("address", ["", "https://bot.example"])
def test_signing_in_to_the_desk_may_return_to_the_pages(capsys, address):
    assert main(["manifest", "slack", "--address", address, "--pages", "https://pages.example/spud/"]) == 0
    made = json.loads(capsys.readouterr().out)
    settings = Settings(
        slack={"client_id": "1.2", "client_secret": "x"}, web={"port": 1, "address": "https://pages.example/spud"}
    )
    own = [f"{address}/slack/oauth_redirect"] if address else []
    assert made["oauth_config"]["redirect_urls"] == [*own, redirects(settings)["slack"]]


def test_no_scope_without_a_line_that_explains_it():
    scopes = manifest(SAMPLE)["oauth_config"]["scopes"]
    assert required() == ["commands", "chat:write"]
    assert set(scopes["bot"]) == {scope.name for scope in SCOPES}
    assert scopes["bot_optional"] == optional()
    assert {"files:write", "files:read", "chat:write.public"} <= set(optional())
    assert not any("history" in name for name in scopes["bot"])
    for scope in (*SCOPES, *DIRECT_MESSAGES):
        assert scope.feature
        assert scope.without
        assert f"`{scope.name}`" in table()
        assert not any(word in scope.name for word in NEVER)


def test_every_event_subscribed_is_one_we_act_on(judge):
    events = manifest(SAMPLE)["settings"]["event_subscriptions"]["bot_events"]
    assert set(events) == {
        "app_home_opened", "app_mention", "app_uninstalled", "link_shared", "tokens_revoked",
    }  # fmt: skip
    for event in (*events, *DIRECT_EVENTS):
        assert shared_tool(f"specs/slack/slack_api_ref/events/{event}.json").exists()


def test_the_message_shortcuts_and_the_global_ones_are_offered():
    made = manifest(SAMPLE)["features"]["shortcuts"]
    assert [entry["name"] for entry in made if entry["type"] == "message"] == [
        "Report as sighting", "Claim-check this", "Add as evidence", "Odds for this link",
    ]  # fmt: skip
    assert {entry.id for entry in offered(SAMPLE)} == {entry.id for entry in SHORTCUTS} - {"catchup"}


def test_one_writes_to_us_directly_only_where_the_operator_wants_it():
    made = manifest(SAMPLE)
    assert made["features"]["unfurl_domains"] == sorted(venue.SITE for venue in every().values())
    assert made["features"]["app_home"]["messages_tab_read_only_enabled"] is True
    assert "assistant_view" not in made["features"]

    made = manifest(SAMPLE, direct_messages=True)
    assert {scope.name for scope in DIRECT_MESSAGES} <= set(made["oauth_config"]["scopes"]["bot_optional"])
    assert set(DIRECT_EVENTS) <= set(made["settings"]["event_subscriptions"]["bot_events"])
    assert made["features"]["app_home"]["messages_tab_read_only_enabled"] is False
    assert made["features"]["assistant_view"]["assistant_description"]


def test_the_verb_prints_it(capsys):
    assert main(["manifest", "slack", "--one-command"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["features"]["slash_commands"][0]["command"] == "/spudwatch"
    assert main(["manifest", "slack", "--address", "http://plain.example"]) == 1
    assert main(["manifest", "slack", "--pages", "http://plain.example"]) == 1
