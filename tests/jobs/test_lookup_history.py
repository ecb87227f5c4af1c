"""Who looked something up is told when it changes: once, privately, if they want to be."""

from __future__ import annotations

import dataclasses
from datetime import datetime, time, timedelta

import pytest

from adapters.runtime.bootstrap import build
from adapters.runtime.clock import StandingClock
from bot.domain.notify.alerts import AlertSubscription
from bot.domain.notify.digest_sections import ChangeKind
from bot.domain.notify.timetable import QuietHours
from bot.jobs.correction_job import A_DAY
from bot.jobs.wiring import NotificationJobs
from bot.messages.reply import Reply
from bot.messages.request import Request, Role
from bot.ports.notifications.outbox import Post
from bot.ports.notifications.subscriptions import Alert
from tests.growth import counted
from tests.platforms import LikeDiscord, Platform

ASK = "claimcheck ask Spud is GPT-5.5"
PLACE, ME = "discord:7/9", "discord:42"
ABOUT = "Changed since you asked: “Spud is GPT-5.5”"


class Server:
    def __init__(self, conversation) -> None:
        self.clock, self.ports, self.store = conversation.clock, conversation.ports, conversation.running.store
        self.chat = conversation
        self.server = Platform(self.clock)
        self.delivery = NotificationJobs(self.ports, {"discord": LikeDiscord(self.server)})

    async def say(self, line: str, actor: str = ME, place: str = PLACE, **more: object) -> Reply:
        return await self.chat.say(line, actor=actor, place=place, **more)

    async def until(self, moment: str) -> list[tuple[str, str]]:
        await self.delivery.pass_time(self.clock, datetime.fromisoformat(moment))
        return [(post.place, post.title) for post in self.server.posts.values()]

    def page(self, number: int = -1) -> Reply:
        return self.ports.outbox.body(self.ports.outbox.get(list(self.server.posts.values())[number].key))

    def kept(self) -> list[tuple[str, str, str]]:
        self.store.database.write_now(lambda _db: None)  # what was written behind stands before this
        rows = self.store.database.read("SELECT tenant, person, object FROM askers ORDER BY 1, 2, 3")
        return [tuple(row) for row in rows]


@pytest.fixture
async def server(talk):
    made = Server(talk())
    await made.delivery.tick()
    return made


async def test_who_looked_a_claim_up_is_told_once_with_when_and_where_from(server):
    assert (await server.say(ASK)).private
    assert await server.until("2026-04-24T04:00Z") == [("discord:@42", ABOUT)]
    page = server.page()
    assert "SPECULATION → SUPPORTED, it turned out true · 23 Apr 2026 18:00 UTC" in page.plain
    assert "You get this because you looked it up." in page.plain
    assert page.sources
    assert [action.label for action in page.actions] == ["Open CL-0002", "Catch up", "Stop telling me"]
    assert (await server.say(page.actions[0].run.line)).outcome.value == "answered"


async def test_nothing_is_told_before_it_was_known(server):
    await server.say(ASK)
    assert await server.until("2026-04-23T17:00Z") == []


async def test_all_that_changed_at_once_is_one_message(server):
    for line in (ASK, "claimcheck ask Spud is GPT-6", "odds spud"):
        await server.say(line)
    (told,) = await server.until("2026-04-23T19:00Z")
    assert told == ("discord:@42", "2 things changed since you asked")
    assert "CL-0003" in server.page().plain
    settled = (await server.until("2026-04-23T22:00Z"))[-1]  # the market settled at 20:35
    assert settled[0] == "discord:@42"
    assert "settled" in server.page().plain


async def test_the_stop_button_works_and_erases_what_was_kept(server):
    await server.say(ASK)
    assert server.kept() == [("discord:7", ME, "CL-0002")]
    reply = await server.say("catchup tell:no")
    assert "no longer tell you" in reply.plain
    assert server.kept() == []
    await server.say(ASK)
    assert server.kept() == []
    assert await server.until("2026-04-24T12:00Z") == []
    await server.say("catchup tell:yes")
    await server.say(ASK)
    assert server.kept()


async def test_who_shared_it_and_asked_is_told_once(server):
    card = await server.say(f"share {ASK}")
    answered = await server.delivery.sender.posters["discord"].send(PLACE, card, "answer|1")
    await server.ports.outbox.remember(Post(PLACE, answered.message, card, ME, server.clock.now()))
    await server.say(ASK)
    told = await server.until("2026-04-24T04:00Z")
    assert told[1:] == [("discord:@42", ABOUT)]
    assert "The card you shared was edited, too." in server.page().plain


async def test_whoever_has_an_alert_of_their_own_on_it_is_told_once(server):
    wish = AlertSubscription(ChangeKind.GRADE, about=("openai/spud",))
    number = await server.ports.subscriptions.reserve("discord:7", "alert")
    await server.ports.subscriptions.keep(
        Alert(number=number, tenant="discord:7", place="discord:@42", owner=ME, wish=wish, made_at=server.clock.now()),
        server.clock.now(),
    )
    await server.say(ASK)
    await server.until("2026-04-23T20:00Z")
    pages = [server.page(number).plain for number in range(len(server.server.posts))]
    assert sum("CL-0002" in page for page in pages) == 1
    assert not any("Changed since you asked" in page for page in pages)


async def test_a_change_of_another_tenant_is_never_told(server):
    there = "discord:8/1"
    text = "Spud has a context window of 3 million tokens"
    await server.say(f'claimcheck add "{text}"', actor="discord:50", place=there)
    claim = (await server.say(f"claimcheck ask {text}", actor="discord:50", place=there)).shows[0]
    # Even a row that should not be there does not carry one tenant's change to another.
    server.ports.lookup_history.note("discord:7", ME, [claim], server.clock.now())
    server.clock.move(server.clock.now() + timedelta(hours=2))
    said = await server.say(
        f"desk resolve {claim} outcome:false source:https://example.org/a", place=there, actor="discord:51"
    )
    assert said.outcome.value == "answered", said.plain
    told = await server.until("2026-04-22T12:00Z")
    assert [place for place, _ in told] == ["discord:@50"]


async def test_thousands_who_asked_take_as_many_statements_as_one(talk):
    taken = []
    for people in (1, 60):
        server = Server(talk())
        await server.delivery.tick()
        for number in range(people):
            person = f"discord:{number + 100}"
            server.ports.lookup_history.note(f"discord:{number % 3}", person, ["CL-0002"], server.clock.now())
        server.store.database.write_now(lambda _db: None)
        server.clock.move(datetime.fromisoformat("2026-04-24T04:00Z"))
        with counted(server.chat) as counts:
            await server.delivery.corrections.tick()
        taken.append(len(counts))
        assert (await server.until("2026-04-24T05:00Z")).count(("discord:@100", ABOUT)) == 1
        assert len(server.server.posts) == people
    assert taken[1] - taken[0] < 20


@pytest.mark.parametrize(
    "line",
    ["share " + ASK, ASK + " as_of:2026-04-15", "claimcheck show CL-9999", "claimcheck list", "spudwatch help"],
)
async def test_only_private_look_ups_of_the_present_are_remembered(server, line):
    await server.say(line)
    assert server.kept() == []


async def test_quiet_hours_of_ones_own_are_kept(server):
    wish = AlertSubscription(ChangeKind.CLOSING, quiet=QuietHours(time(17), time(7), "UTC"))
    number = await server.ports.subscriptions.reserve("discord:7", "alert")
    await server.ports.subscriptions.keep(
        Alert(number=number, tenant="discord:7", place="discord:@42", owner=ME, wish=wish, made_at=server.clock.now()),
        server.clock.now(),
    )
    await server.say(ASK)
    assert await server.until("2026-04-24T06:00Z") == []
    assert await server.until("2026-04-24T08:00Z") == [("discord:@42", ABOUT)]


async def test_nobody_gets_more_than_a_few_a_day(server):
    line = f"asked|discord:7|{ME}"
    await server.say(ASK)
    from bot.ports.notifications.outbox import MessageKind, OutboxDraft  # noqa: PLC0415 - only here

    at = datetime.fromisoformat("2026-04-23T17:30Z")
    note = OutboxDraft(
        "", "discord:@42", MessageKind.NOTE, Reply(title="x"), at, at, subscription=line, tenant="discord:7"
    )
    await server.ports.outbox.add([dataclasses.replace(note, key=f"n{n}") for n in range(A_DAY)], at)
    assert await server.until("2026-04-23T20:00Z") == []


async def test_it_is_forgotten_after_a_fortnight_and_when_a_person_asks(server):
    await server.say(ASK)
    await server.say(ASK, actor="discord:43")
    assert len(server.kept()) == 2
    mine = await server.say("spudwatch mydata export")
    assert mine.data["kept"]["askers"] == 1
    await server.say("spudwatch mydata action:delete sure:yes")
    assert server.kept() == [("discord:7", "discord:43", "CL-0002")]
    await server.ports.privacy.sweep(server.clock.now() + timedelta(days=13))
    assert len(server.kept()) == 1
    await server.ports.privacy.sweep(server.clock.now() + timedelta(days=14, minutes=1))
    assert server.kept() == []


async def test_a_stop_writes_what_was_noted(ledger_file, tmp_path):
    path = tmp_path / "stop.db"
    path.write_bytes(ledger_file.read_bytes())
    clock = StandingClock(datetime.fromisoformat("2026-04-21T12:00Z"))
    running = build(path, clock)
    for person in range(50):
        request = Request(line=ASK, actor=f"discord:{person}", place=PLACE, roles=frozenset({Role.MEMBER}))
        await running.app.run(request)
    running.close()
    again = build(path, clock)
    try:
        assert len(again.ports.lookup_history.of(["CL-0002"], clock.now() - timedelta(hours=1))) == 50
    finally:
        again.close()


async def test_where_nothing_is_posted_nobody_is_remembered(ledger_file, tmp_path):
    path = tmp_path / "ask.db"
    path.write_bytes(ledger_file.read_bytes())
    running = build(path, StandingClock(datetime.fromisoformat("2026-04-21T12:00Z")), telling=False)
    try:
        await running.app.run(Request(line=ASK, actor=ME, place=PLACE))
        assert not running.ports.lookup_history.any(datetime.fromisoformat("2026-04-01T12:00Z"))
    finally:
        running.close()


async def test_who_asked_what_is_known_hears_when_a_wait_fills_in(server):
    reply = await server.say("claimcheck ready spud")
    assert (reply.data["known"], reply.shows) == (0, ("openai/spud",))
    told = await server.until("2026-04-24T20:00Z")
    assert {place for place, _ in told} == {"discord:@42"}
    pages = [server.page(number).plain for number in range(len(told))]
    assert any("model card" in page and "0 → 1 of 5 known" in page for page in pages)
    assert any("context 1,050,000, output 128,000 (known)" in page for page in pages)
    assert "You get this because you looked it up." in pages[-1]
    after = await server.say("claimcheck ready spud")
    assert (after.data["known"], after.shows) == (3, ("openai/spud", "openai/gpt-5.5"))
    assert len(await server.until("2026-04-25T20:00Z")) == len(told)


async def test_a_shared_list_of_waits_is_edited_when_one_fills_in(server):
    card = await server.say("share claimcheck ready spud")
    answered = await server.delivery.sender.posters["discord"].send(PLACE, card, "answer|1")
    await server.ports.outbox.remember(Post(PLACE, answered.message, card, ME, server.clock.now()))
    told = await server.until("2026-04-23T19:05Z")
    assert [place for place, _ in told] == [PLACE, "discord:@42"]
    assert next(iter(server.server.posts.values())).edits == 1
    assert "The card you shared was edited, too." in server.page().plain
