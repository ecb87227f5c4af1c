"""A look-up asked again is answered again without being read, and never with what is no longer so."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from bot.dispatch.answer_cache import AFRESH, KEPT_FOR, TENANTS, RecentByTenant
from bot.dispatch.command import build as command_of
from bot.dispatch.registry import CommandRegistry
from bot.domain.names.subjects import OpenedSubject, SubjectOrigin
from bot.messages.reply import Reply
from bot.messages.reply_memo import ReplyMemo
from bot.messages.request import Request, RequestContext, Role, View
from bot.queries.records.known_sources import row_items
from tests.lookups import LINES

SECOND = timedelta(seconds=1)


async def say(chat, line, who="discord:1", place="discord:7/9"):
    return await chat.running.app.run(Request(line=line, actor=who, place=place))


@pytest.mark.parametrize("line", ["odds spud", "claimcheck ask Spud is out", "checkpoint list", "model spud"])
async def test_the_same_is_given_again_until_something_is_written(talk, line):
    chat = talk()
    first = await say(chat, line)
    assert await say(chat, line) is first
    await chat.running.store.database.write(lambda _db: None)
    again = await say(chat, line)
    assert again is not first
    assert again == first


async def test_it_is_not_given_for_longer_than_its_words_of_time_may_lag(talk):
    chat = talk()
    first = await say(chat, "odds spud")
    chat.clock.move(chat.clock.now() + KEPT_FOR - SECOND)
    assert await say(chat, "odds spud") is first
    chat.clock.move(chat.clock.now() + SECOND)
    assert await say(chat, "odds spud") is not first
    chat.clock.move(chat.clock.now() - timedelta(days=1))  # a clock that was put back
    assert "CONFIRMED" not in (await say(chat, "odds spud")).plain


async def test_another_moment_level_tenant_or_zone_is_another_question(talk):
    chat = talk()
    first = await say(chat, "odds spud")
    assert await say(chat, "odds spud", who="discord:2") is first
    assert await say(chat, "full odds spud") is not first
    assert await say(chat, "odds spud as_of:2026-04-01") is not first
    assert await say(chat, "odds spud", place="discord:8/9") is not first


async def test_what_is_a_persons_own_is_given_to_nobody_else(talk):
    chat = talk()
    mine = await say(chat, "model spud")
    assert await say(chat, "model spud", who="discord:2") is not mine
    assert await say(chat, "model spud", place="discord:7/10") is not mine


async def test_what_was_reported_meanwhile_is_in_the_next_answer(talk):
    chat = talk()
    before = await say(chat, "checkpoint show goldenduck")
    text = "It stood between two known names, I chose it, the header said so, and after a reload it was gone."
    values = {"label": "goldenduck", "surface": "Arena battle", "how": "own account", "text": text, "step": "save"}
    said = await chat.running.app.run(
        Request(name="checkpoint report", values=values, actor="discord:1", place="discord:7/9")
    )
    after = await say(chat, "checkpoint show goldenduck")
    assert after.plain != before.plain, said.plain


async def test_a_refusal_a_change_and_what_is_shared_are_not_kept(talk):
    chat = talk()
    for line in ("odds nobodyknowsthis", "share odds spud", "spudwatch timezone zone:Europe/Berlin"):
        assert await say(chat, line) is not await say(chat, line)


@dataclass(frozen=True, slots=True)
class Nobody(RequestContext):
    """A context that nobody may ask for the person or the channel."""

    hidden: bool = False

    def __getattribute__(self, name):
        if name == "actor":
            raise AssertionError("a look-up that is not personal asked who asks")
        return object.__getattribute__(self, name)


@pytest.mark.parametrize("line", LINES)
async def test_only_a_personal_look_up_asks_who_asks(talk, line):
    chat = talk()
    ports = chat.running.ports
    catalogue = CommandRegistry()
    if not catalogue.names(line):
        return
    understood = catalogue.understand(line)
    kind = understood.command
    if not kind.reusable or kind.personal or kind.plain:
        return
    now = chat.clock.now()
    ctx = Nobody("discord:1", "discord:7/9", now, now)
    command = command_of(kind, understood.values, ctx)
    reply = command.answer(await command.gather(ports, ctx), ctx)
    assert reply.title


def test_every_look_up_that_is_kept_is_asked_above():
    catalogue = CommandRegistry()
    asked = {catalogue.understand(line).command.name for line in LINES if catalogue.names(line)}
    kept = {kind.name for kind in catalogue.all() if kind.reusable and not kind.plain}
    assert kept <= asked, sorted(kept - asked)


def test_a_reply_is_drawn_once_and_an_equal_one_again():
    made = []

    def draw(reply: Reply) -> int:
        made.append(reply)
        return len(made)

    memo, one, other = ReplyMemo(draw), Reply(title="a"), Reply(title="a")
    assert (memo(one), memo(one), memo(other), memo(one)) == (1, 1, 2, 1)


async def test_a_persons_own_choice_makes_nobody_elses_answer_stale(talk):
    chat = talk()
    first = await say(chat, "odds spud")
    await say(chat, "catchup", who="discord:2")  # notes where that person's next look begins
    await chat.running.ports.tenants.choose_for_me("discord:7", "discord:2", "caught_up", "", chat.clock.now())
    assert await say(chat, "odds spud") is first
    await chat.running.ports.tenants.choose_for_me("discord:7", "discord:1", "zone", "Asia/Tokyo", chat.clock.now())
    assert await say(chat, "odds spud") is not first


def test_what_is_read_for_a_tenant_is_kept_for_a_minute_however_many_asked_before(talk):
    port, kept, reads = talk().ports.claims, RecentByTenant[int](), count()
    start = datetime(2026, 5, 10, 12, tzinfo=UTC)

    def of(tenant: int, at: datetime, **more: datetime) -> int:
        ctx = RequestContext("discord:1", f"discord:{tenant}/9", at, more.get("as_of", at), frozenset({Role.MEMBER}))
        return kept.of(port, ctx, lambda: next(reads))

    first = [of(tenant, start) for tenant in range(TENANTS + 1)]
    assert of(1, start + 59 * SECOND) == first[1]
    later = start + 2 * AFRESH
    again = of(TENANTS, later)
    assert again not in first
    assert of(TENANTS, later + SECOND) == again, "what is stale is replaced where it stands"
    new = of(TENANTS + 1, later)
    assert of(TENANTS + 1, later + SECOND) == new, "a new one has a place, too"
    assert of(1, later, as_of=start) not in (*first, again, new)


async def test_the_names_of_sources_are_put_together_once_for_tenants_that_take_turns(talk):
    ports, now = talk().ports, datetime(2026, 5, 10, 12, tzinfo=UTC)
    own = OpenedSubject(
        "openai/lantern", "Lantern", "openai", SubjectOrigin.DESK, now, "https://a.example", tenant="discord:7"
    )
    await ports.ledger.open(own)
    here, there, third = (row_items(ports, View(tenant, now)) for tenant in ("discord:7", "discord:8", "discord:9"))
    assert there is third is row_items(ports, View("", now))
    assert here is not there
    assert row_items(ports, View("discord:7", now)) is here
    assert row_items(ports, View("discord:8", now)) is there
