"""What the steps of the log amount to for somebody who reads several of them at once."""

from datetime import UTC, datetime, timedelta

from bot.domain.evidence.evidence import ClaimOutcome
from bot.domain.evidence.release_checklist import Certainty
from bot.domain.markets.markets import MarketReading, MarketRules, PriceRead, RungReading
from bot.domain.markets.quotes import Quote
from bot.domain.notify.change_log import ChangeFacts, ChangeRow, ChecklistState, of_market, of_waits, tell
from bot.domain.notify.changes import Change, ClaimState, mark, of_claim
from bot.domain.notify.digest_sections import ChangeKind

SINCE = datetime(2026, 4, 22, 12, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=1)
NOON = SINCE + timedelta(hours=6)


def rung(number: int, price: float | None, at: datetime = UNTIL, **more: object) -> RungReading:
    quote = None if price is None else Quote(at, price - 0.01, price + 0.01, price, at)
    given = {"status": "open"} | more
    return RungReading(number, str(number), f"April {number}", "by?", None, "", False, SINCE, quote=quote, **given)


def market(*rungs: RungReading, **more: object) -> MarketReading:
    return MarketReading(
        7, "polymarket", "k", "s", "Spud by...?", "https://example.org/m", "openai/spud", "USD", False,
        more.pop("closes_at", None), SINCE, "src", rungs=rungs, **more,
    )  # fmt: skip


def moves(before: MarketReading | None, after: MarketReading, at: datetime = UNTIL) -> tuple[Change, ...]:
    """What is told of a market that was looked at as it was before, and again."""
    state = of_market(None, before, SINCE)[1] if before else None
    return tell(of_market(state, after, at)[0])


def test_of_a_ladder_the_largest_move_is_told_and_the_others_are_counted():
    before = market(rung(1, 0.50, SINCE), rung(2, 0.60, SINCE), rung(3, 0.70, SINCE), rung(4, 0.80, SINCE))
    after = market(rung(1, 0.55), rung(2, 0.69), rung(3, 0.74), rung(4, 0.81))
    (change,) = moves(before, after)
    assert (change.title, change.before, change.after, change.points) == ("Spud by...?, April 2", "60 %", "69 %", 9)
    assert change.why == "+9 points; 2 other dates moved, too"
    assert not change.revises


def test_steps_of_a_price_are_told_as_one_move_and_a_drift_is_not_lost():
    _, state = of_market(None, market(rung(1, 0.50, SINCE)), SINCE)
    rows = []
    for minute, price in enumerate((0.51, 0.53, 0.52, 0.56)):
        new, state = of_market(state, market(rung(1, price, NOON)), SINCE + timedelta(minutes=minute + 1))
        rows += new
    assert [row.facts.price[1:] for row in rows] == [(0.50, 0.53), (0.53, 0.56)]
    (change,) = tell(rows)
    assert (change.before, change.after, change.points) == ("50 %", "56 %", 6)


def test_a_price_that_came_back_is_told_to_nobody_who_looks_afterwards():
    _, state = of_market(None, market(rung(1, 0.50, SINCE)), SINCE)
    up, state = of_market(state, market(rung(1, 0.60)), NOON)
    down, _ = of_market(state, market(rung(1, 0.51)), UNTIL)
    assert [len(tell(rows)) for rows in (up, down, [*up, *down])] == [1, 1, 0]


def test_a_market_nobody_read_before_has_not_moved():
    assert moves(None, market(rung(1, 0.5))) == ()
    assert moves(market(rung(1, None)), market(rung(1, 0.5))) == ()


def test_a_price_taken_by_a_public_record_counts_and_one_told_by_a_page_does_not():
    def read(at, price, kind):
        return PriceRead(at, price, kind, "somebody", "https://example.org", at)

    early, late = read(SINCE, 0.5, "read"), read(UNTIL, 0.7, "read")
    before, after = market(rung(1, None, readings=(early,))), market(rung(1, None, readings=(early, late)))
    assert [change.points for change in moves(before, after)] == [20]
    copied = market(rung(1, None, readings=(early, read(UNTIL, 0.9, "reported"))))
    assert moves(before, copied) == ()


def test_rungs_that_settle_are_told_together_and_one_alone_with_the_price_before():
    before = market(rung(1, 0.89, SINCE), rung(2, 0.95, SINCE))
    gone = {"status": "resolved", "resolution": "yes", "resolved_at": NOON}
    (change,) = moves(before, market(rung(1, 0.89, SINCE, **gone), rung(2, 0.95, SINCE, **gone)))
    assert (change.before, change.after) == ("", "settled: April 1 yes, April 2 yes")
    assert change.revises
    (change,) = moves(before, market(rung(1, 0.89, SINCE, **gone), rung(2, 0.95, SINCE)))
    assert change.transition == "89 % → settled: April 1 yes"


def test_rungs_that_settle_one_after_the_other_are_one_change_afterwards_and_their_moves_are_none():
    gone = {"status": "resolved", "resolution": "yes"}
    _, state = of_market(None, market(rung(1, 0.5, SINCE), rung(2, 0.6, SINCE)), SINCE)
    steps = (
        market(rung(1, 0.9, NOON), rung(2, 0.6, SINCE)),
        market(rung(1, 0.9, NOON, resolved_at=NOON, **gone), rung(2, 0.6, SINCE)),
        market(rung(1, 0.9, NOON, resolved_at=NOON, **gone), rung(2, 0.6, SINCE, resolved_at=UNTIL, **gone)),
    )
    rows = []
    for at, step in zip((NOON, NOON, UNTIL), steps, strict=True):
        new, state = of_market(state, step, at)
        rows += new
    (change,) = tell(rows)
    assert (change.before, change.after) == ("", "settled: April 1 yes, April 2 yes")


def test_new_rules_and_an_end_that_comes_near_are_told_once():
    first, second = (MarketRules(str(n), str(n), at, at, "src") for n, at in enumerate((SINCE, NOON)))
    closes = UNTIL + timedelta(days=2, hours=1)
    before = market(rung(1, 0.5), rules=(first,), closes_at=closes)
    after = market(rung(1, 0.5), rules=(first, second), closes_at=closes)
    rows, state = of_market(of_market(None, before, SINCE)[1], after, UNTIL)
    assert [change.kind for change in tell(rows)] == [ChangeKind.RULES, ChangeKind.CLOSING]
    assert of_market(state, after, UNTIL + timedelta(hours=1))[0] == []


def step(before: str | None, after: str, at: datetime, **outcome: ClaimOutcome) -> ChangeRow:
    then, now = ClaimState(before) if before else None, ClaimState(after, **outcome)
    return ChangeRow(of_claim("CL-0001", "It is so", ("a/b",), then, now, at), "claim", ChangeFacts(claim=(then, now)))


def test_a_claim_is_told_from_where_the_first_step_began_to_where_the_last_ended():
    rows = [step("SPECULATION", "REPORTED", NOON), step("REPORTED", "CONFIRMED", UNTIL, outcome=ClaimOutcome.TRUE)]
    (change,) = tell(rows)
    assert (change.before, change.after, change.at) == ("SPECULATION", "CONFIRMED, it turned out true", UNTIL)
    back = [step("REPORTED", "CONFIRMED", NOON), step("CONFIRMED", "REPORTED", UNTIL)]
    assert tell(back) == ()
    (fell,) = tell(back[1:])
    assert fell.kind is ChangeKind.CORRECTION


def test_the_moment_a_tenant_sees_a_thing_with_its_own_eyes_is_no_news():
    row = step("SPECULATION", "REPORTED", NOON)
    quiet = ChangeRow(
        row.change, row.thing, ChangeFacts(claim=(ClaimState("REPORTED"), ClaimState("REPORTED"))), (), True
    )
    assert tell([quiet]) == ()
    assert [one.after for one in tell([row, quiet])] == ["REPORTED"]


def test_waits_filled_one_after_the_other_are_one_change():
    none = (ChecklistState("pricing"), ChecklistState("latency"))
    price = (ChecklistState("pricing", Certainty.KNOWN, "$5", "lab"), none[1])
    both = (price[0], ChecklistState("latency", Certainty.CLAIMED, "fast", "a list", listed=True))
    rows = []
    for then, now, at in ((none, price, NOON), (price, both, UNTIL)):
        change = of_waits("a/b", "B, release checklist", ("a/b",), then, now, at)
        rows.append(ChangeRow(change, "waits", ChangeFacts(waits=(then, now))))
    (change,) = tell(rows)
    assert (change.before, change.after) == ("0", "1 of 5 known")
    assert change.why == "pricing: $5 (known); latency: fast (claimed by a list)"


def test_a_state_that_an_event_tells_is_not_told_twice():
    def made(ref: str, after: str) -> ChangeRow:
        kind = ChangeKind.RELEASE
        return ChangeRow(Change(mark(kind, ref, after, NOON), kind, ref, ("a/b",), ref, "", after, NOON))

    assert [one.ref for one in tell([made("event-1", ""), made("a/b", "RELEASED")])] == ["event-1"]
    assert [one.ref for one in tell([made("a/b", "RELEASED")])] == ["a/b"]
