"""What the outbox and the subscriptions promise, asked of SQLite."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.dispatch.date_arguments import parse_quiet_hours
from bot.domain.notify.alerts import AlertSubscription
from bot.domain.notify.digest import DigestFilter
from bot.domain.notify.digest_sections import ChangeKind
from bot.domain.notify.timetable import Timetable
from bot.domain.time.schedule import EVERY
from bot.messages.errors import Conflict
from bot.messages.reply import Reply
from bot.ports.notifications.outbox import MessageKind, MessageState, OutboxDraft, Post, nonce, reference
from bot.ports.notifications.subscriptions import Advance, Alert, Digest, Mode, Note
from storage.notifications.outbox import LEASE, OutboxStore, insert
from storage.notifications.subscriptions import SubscriptionStore
from storage.rows import queries
from storage.sqlite.engine import Database
from tests.postgres import BOTH

ENGINES = BOTH
NOON = datetime(2026, 4, 24, 12, tzinfo=UTC)
DISCORD = ["discord"]


@pytest.fixture
def database(memory):
    return memory


@pytest.fixture
def outbox(database):
    return OutboxStore(database)


def draft(number: int = 1, place: str = "", kind: MessageKind = MessageKind.DIGEST, **more: object) -> OutboxDraft:
    where = place or f"discord:7/{number}"
    made = OutboxDraft(
        f"{kind}|{number}|{where}", where, kind, Reply(title="Model watch"), NOON, NOON + timedelta(hours=20)
    )
    return replace(made, **more)


async def test_a_key_is_queued_once(outbox):
    assert await outbox.add([draft(), draft()], NOON) == 1
    assert await outbox.add([draft(reply=Reply(title="another text"))], NOON) == 0
    assert outbox.body(outbox.get(draft().key)).title == "Model watch"


async def test_bodies_that_are_the_same_are_kept_once(outbox, database):
    await outbox.add([draft(number, reply=Reply(title="the same")) for number in range(50)], NOON)
    assert database.read("SELECT count(*) AS n FROM bodies")[0]["n"] == 1


@pytest.mark.parametrize("kind", MessageKind)
async def test_the_next_message_due_is_found_whatever_its_kind_and_platform(outbox, kind):
    assert outbox.next_due(["slack", "discord"]) is None
    await outbox.add([draft(1, kind=kind), draft(2, "slack:T1/C1", kind=kind, not_before=NOON - LEASE)], NOON)
    assert outbox.next_due(["slack", "discord"]) == NOON - LEASE
    assert outbox.next_due(["discord"]) == NOON
    assert outbox.next_due([]) is None


async def test_nobody_else_gets_what_is_claimed_until_the_lease_is_over(outbox):
    await outbox.add([draft()], NOON)
    (mine,) = await outbox.claim("one", DISCORD, NOON, 10)
    assert (mine.state, mine.attempt, mine.first_attempt_at) == (MessageState.READY, 1, NOON)
    assert outbox.get(mine.key).state is MessageState.SENDING
    assert await outbox.claim("two", DISCORD, NOON + LEASE / 2, 10) == ()
    (theirs,) = await outbox.claim("two", DISCORD, NOON + LEASE, 10)
    assert (theirs.state, theirs.attempt, theirs.first_attempt_at) == (MessageState.AMBIGUOUS, 2, NOON)
    assert (outbox.mine(mine), outbox.mine(theirs)) == (False, True)
    assert await outbox.sent(mine, "m1", NOON) is False
    assert await outbox.sent(theirs, "m2", NOON) is True
    assert outbox.get(mine.key).message == "m2"


async def test_one_message_is_on_its_way_to_a_place_at_a_time_and_urgent_ones_go_first(outbox):
    here = [draft(number, "discord:7/9") for number in range(3)]
    await outbox.add([*here, draft(8, "discord:7/9", MessageKind.ALERT), draft(9, "discord:7/8")], NOON)
    first = await outbox.claim("one", DISCORD, NOON, 10)
    assert {message.key for message in first} == {
        draft(8, "discord:7/9", MessageKind.ALERT).key,
        draft(9, "discord:7/8").key,
    }
    assert await outbox.claim("one", DISCORD, NOON, 10) == ()
    for message in first:
        await outbox.sent(message, "m", NOON)
    assert len(await outbox.claim("one", DISCORD, NOON, 10)) == 1


async def test_a_place_with_a_long_queue_keeps_no_other_waiting(outbox):
    flood = [draft(number, "discord:7/9", MessageKind.ALERT) for number in range(60)]
    late = [
        draft(n, "discord:7/6", MessageKind.ALERT, deadline=NOON - LEASE, not_before=NOON - LEASE) for n in range(40)
    ]
    others = [draft(90, "discord:7/8", MessageKind.ALERT), draft(91, "discord:7/7", MessageKind.ALERT)]
    await outbox.add([*flood, *late, *others], NOON)
    claimed = await outbox.claim("one", DISCORD, NOON, 4)
    assert [message.key for message in claimed] == [flood[0].key, others[0].key, others[1].key]
    assert outbox.get(late[-1].key).state is MessageState.MISSED


async def test_replies_made_one_by_one_keep_their_own_words(outbox, database):
    made = (draft(number, reply=Reply(title=f"the {number}th")) for number in range(50))
    await database.write(lambda db: insert(db, made, NOON))
    assert [outbox.body(outbox.get(draft(n).key)).title for n in range(50)] == [f"the {n}th" for n in range(50)]


async def test_what_is_not_due_or_of_another_platform_is_left_alone(outbox):
    await outbox.add([draft(1, not_before=NOON + timedelta(minutes=5)), draft(2, "slack:T1/C1")], NOON)
    assert await outbox.claim("one", DISCORD, NOON, 10) == ()
    assert outbox.next_due(DISCORD) == NOON + timedelta(minutes=5)
    assert len(await outbox.claim("one", DISCORD, NOON + timedelta(minutes=5), 10)) == 1


async def test_later_is_not_an_attempt_and_doubt_is_remembered(outbox):
    await outbox.add([draft()], NOON)
    (message,) = await outbox.claim("one", DISCORD, NOON, 1)
    await outbox.later(message, NOON + timedelta(seconds=30), "429")
    kept = outbox.get(message.key)
    assert (kept.state, kept.attempt, kept.first_attempt_at) == (MessageState.READY, 0, None)
    (message,) = await outbox.claim("one", DISCORD, NOON + timedelta(seconds=30), 1)
    await outbox.doubt(message, NOON + timedelta(seconds=60), "time-out")
    (message,) = await outbox.claim("one", DISCORD, NOON + timedelta(seconds=60), 1)
    assert (message.state, message.doubts) == (MessageState.AMBIGUOUS, 1)
    await outbox.later(message, NOON + timedelta(seconds=90), "429")
    assert outbox.get(message.key).state is MessageState.AMBIGUOUS


async def test_what_never_left_before_its_deadline_is_missed_and_told_of(outbox):
    await outbox.add([draft(1, "discord:7/9")], NOON)
    late = NOON + timedelta(hours=21)
    assert await outbox.claim("one", DISCORD, late, 10) == ()
    assert [message.key for message in outbox.missed(["discord:7/9"], NOON)["discord:7/9"]] == [
        draft(1, "discord:7/9").key
    ]
    assert outbox.missed(["discord:7/8"], NOON) == {}


async def test_what_a_dead_process_was_sending_is_in_doubt_at_once_and_still_goes_first(outbox, database, monkeypatch):
    await outbox.add([draft(1, "discord:7/1"), draft(2, "discord:7/1")], NOON)
    dead, living = outbox.enter(), OutboxStore(database)
    await outbox.claim(dead, DISCORD, NOON, 1)
    me = living.enter()
    assert await living.recover(me, NOON) == 0  # its lock is held: it lives
    monkeypatch.setattr(living._senders, "dead", lambda owner: owner == dead)
    late = NOON + LEASE / 2
    assert await living.recover(me, late) == 1
    (message,) = await living.claim(me, DISCORD, late, 2)
    assert (message.key, message.state) == (draft(1, "discord:7/1").key, MessageState.AMBIGUOUS)
    living.leave(me)
    outbox.leave(dead)


async def test_a_posted_message_that_shows_something_is_a_card_and_a_correction_grows_its_version(outbox):
    await outbox.add([draft(reply=Reply(title="x", shows=("CL-0001", "CL-0002")))], NOON)
    (message,) = await outbox.claim("one", DISCORD, NOON, 1)
    await outbox.sent(message, "m1", NOON)
    (card,) = outbox.cards(["CL-0002", "CL-0009"], NOON - timedelta(days=1))
    assert (card.message, card.shows, card.version) == ("m1", ("CL-0001", "CL-0002"), 0)
    assert outbox.shown(NOON - timedelta(days=1)) == {"CL-0001", "CL-0002"}
    edit = draft(2, card.place, MessageKind.CORRECTION, edits=card.key)
    await outbox.add([edit], NOON)
    (message,) = await outbox.claim("one", DISCORD, NOON, 1)
    await outbox.sent(message, "m1", NOON)
    assert outbox.card(card.place, card.key).version == 1
    assert len(outbox.cards(["CL-0001"], NOON - timedelta(days=1))) == 1


async def test_an_answer_posted_for_all_is_remembered_if_it_shows_anything(outbox):
    await outbox.remember(Post("discord:7/9", "m5", Reply(title="a", shows=("MK-0001",)), "discord:42", NOON))
    await outbox.remember(Post("discord:7/9", "m6", Reply(title="b"), "discord:42", NOON))
    (card,) = outbox.cards(["MK-0001"], NOON - timedelta(days=1))
    assert (card.message, card.asked_by) == ("m5", "discord:42")


def test_the_nonce_is_the_keys_and_fits():
    assert nonce("digest|a|discord:7/9") != nonce("digest|a|discord:7/8")
    assert len(nonce("x")) == 25
    assert reference("x").removeprefix("ref ") == nonce("x")[:8]


def digest(number: int, **more: object) -> Digest:
    table = Timetable(EVERY, time(9), "Europe/Berlin")
    made = Digest(
        number=number, tenant="discord:7", place="discord:7/9", owner="discord:42", name="Model watch", table=table,
        wish=DigestFilter(about=("openai/spud",)), made_at=NOON, covered=NOON, next_at=NOON, mode=Mode.ACTIVE,
    )  # fmt: skip
    return replace(made, **more)


async def test_a_subscription_comes_back_as_it_was_kept(database):
    store = SubscriptionStore(database)
    await store.keep(digest(1), NOON)
    assert store.digest("discord:7", 1) == replace(digest(1), changed_at=NOON)
    wish = AlertSubscription(ChangeKind.ODDS, ("openai/spud",), 7, parse_quiet_hours("22:00-08:00", "Europe/Berlin"))
    alert = Alert(number=2, tenant="discord:7", place="discord:@42", owner="discord:42", wish=wish, made_at=NOON)
    await store.keep(alert, NOON)
    assert store.alert("discord:7", 2) == replace(alert, changed_at=NOON)
    assert store.digests("discord:8") == ()
    assert [await store.reserve("discord:7", "digest") for _ in range(2)] == [1, 2]
    assert await store.reserve("discord:8", "digest") == 1


async def test_a_run_moves_the_schedule_and_queues_in_one_step_or_not_at_all(database):
    store, outbox = SubscriptionStore(database), OutboxStore(database)
    await store.keep(digest(1), NOON)
    kept = store.digest("discord:7", 1)
    step = Advance(kept, NOON + timedelta(days=1))
    assert await store.advance([step], {kept.key: [draft()]}, NOON) == 1
    assert await store.advance([step], {kept.key: [draft(2)]}, NOON) == 0
    assert sum(outbox.totals().states.values()) == 1
    bad = replace(draft(3), not_before=datetime(2026, 4, 24, 12))  # noqa: DTZ001 - what must be refused
    again = Advance(store.digest("discord:7", 1), NOON + timedelta(days=2))
    with pytest.raises((ValueError, TypeError)):
        await store.advance([again], {kept.key: [bad]}, NOON)
    assert store.digest("discord:7", 1).next_at == NOON + timedelta(days=1)


async def test_of_two_who_edit_the_second_hears_of_it(database):
    store = SubscriptionStore(database)
    await store.keep(digest(1), NOON)
    kept = store.digest("discord:7", 1)
    await store.keep(replace(kept, name="A"), NOON)
    with pytest.raises(Conflict):
        await store.keep(replace(kept, name="B"), NOON)


async def test_a_position_moves_only_from_where_it_was_thought_to_be(database):
    store = SubscriptionStore(database)
    note = Note("discord:7|AL-01", "MK-0001:1", "{}", NOON)
    assert await store.conclude(("alerts", "", "a"), [note], [], NOON)
    assert not await store.conclude(("alerts", "", "b"), [replace(note, memory="[]")], [draft()], NOON)
    assert store.position("alerts") == "a"
    assert store.memory("discord:7|AL-01") == {"MK-0001:1": "{}"}
    assert store.waking(NOON) == {"discord:7|AL-01"}
    assert OutboxStore(database).get(draft().key) is None


async def test_mutes_end(database):
    store = SubscriptionStore(database)
    await store.mute("discord:7/9", "CL-0001", NOON + timedelta(days=7), "discord:42")
    assert store.muted(["discord:7/9", "discord:7/8"], NOON) == {"discord:7/9": frozenset({"CL-0001"})}
    assert store.muted(["discord:7/9"], NOON + timedelta(days=8)) == {}


async def test_switching_off_is_told_once(database):
    store = SubscriptionStore(database)
    await store.keep(digest(1), NOON)
    assert (await store.switch_off("discord:7|DG-01", "gone", NOON)).why == "gone"
    assert await store.switch_off("discord:7|DG-01", "gone", NOON) is None
    assert await store.switch_off("watch|somebody", "gone", NOON) is None
    assert tuple(store.due("discord", NOON + timedelta(days=1))) == ()


@pytest.mark.parametrize(
    ("file", "name"),
    [("outbox", "totals"), ("outbox", "missed"), ("outbox", "told"), ("outbox", "forget"), ("outbox", "sending"),
     ("subscriptions", "listening"), ("subscriptions", "waking"), ("subscriptions", "wake")],
)  # fmt: skip
def test_what_is_asked_many_times_a_minute_reads_no_whole_table(tmp_path, file, name):
    given = {"places": "[]", "since": 0, "before": 0, "limit": 1, "now": 0, "late": 0}
    made = Database(tmp_path / "plan.db")
    plan = [row["detail"] for row in made.read("EXPLAIN QUERY PLAN " + queries(file)[name], given)]
    made.close()
    assert [step for step in plan if step.startswith("SCAN") and " USING " not in step and "VIRTUAL" not in step] == []
