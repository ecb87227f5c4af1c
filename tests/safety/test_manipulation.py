"""A crowd of new accounts, a brigade, and somebody with three hundred dollars: none of them moves what we say."""

from datetime import UTC, datetime, timedelta

import pytest

from adapters.runtime.request_limits import RequestLimits
from bot.dispatch.app import App
from bot.domain.notify.digest_sections import ChangeKind
from bot.messages.reply import Outcome
from bot.messages.request import Request, Role
from tests.jobs.channels import AlertChannel

NOON = datetime(2026, 4, 21, 12, tzinfo=UTC)
TEXT = "I chose it in the picker and the header said so; it was gone after a reload. Maybe an A/B test."
PLACE = "discord:7/9"


def report(label: str, text: str = TEXT) -> str:
    return f'checkpoint report label:"{label}" surface:"ChatGPT picker" how:"own account" text:"{text}" step:save'


async def tell(here, line, person, *, place=PLACE, days_old=None, role=Role.MEMBER):
    since = here.clock.now() - timedelta(days=days_old) if days_old is not None else None
    return await here.say(line, actor=f"discord:{person}", place=place, role=role, actor_since=since)


async def grade(here, label="Crest Ultra", place=PLACE):
    return (await tell(here, f'checkpoint "{label}"', "reader", place=place)).data["grade"]


async def test_a_hundred_and_fifty_new_accounts_corroborate_nothing(talk):
    here = talk()
    for n in range(150):
        here.at((NOON + timedelta(minutes=n)).isoformat())
        made = await tell(here, report("Crest Ultra", f"{n} {TEXT}"), f"9{n}", days_old=0)
        assert made.outcome is Outcome.ANSWERED, made.plain
    assert await grade(here) in ("CASUAL", "NEEDS CORROBORATION")
    card = await tell(here, 'checkpoint "Crest Ultra"', "reader")
    assert "150 reports here" in card.plain
    assert "account younger than 3 days" in card.plain


async def test_one_person_with_a_hundred_reports_is_one_person(talk):
    here = talk()
    for n in range(20):
        here.at((NOON + timedelta(hours=n)).isoformat())
        await tell(here, report("Crest Ultra", f"{n} {TEXT}"), "ana", days_old=900)
    assert await grade(here) == "NEEDS CORROBORATION"


async def test_old_accounts_that_all_come_within_one_hour_are_one_hour(talk):
    here = talk()
    for n in range(30):
        here.at((NOON + timedelta(minutes=n)).isoformat())
        await tell(here, report("Crest Ultra", f"{n} {TEXT}"), f"old{n}", days_old=900)
    assert await grade(here) == "NEEDS CORROBORATION"


async def test_a_brigade_s_have_it_votes_lift_no_grade(talk):
    here = talk()
    await tell(here, report("Crest Ultra"), "ana", days_old=900)
    before = await grade(here)
    for n in range(100):
        here.at((NOON + timedelta(minutes=15 * n)).isoformat())
        await tell(here, 'checkpoint confirm "Crest Ultra" have_it:yes sure:yes plan:Plus', f"b{n}", days_old=900)
    assert await grade(here) == before


async def test_a_hundred_copies_in_one_tenant_leave_a_claim_where_it_was_and_touch_no_other_tenant(talk):
    here = talk()
    before = (await tell(here, "claimcheck show CL-0044", "x", place="discord:8/9")).plain
    first = (await tell(here, "claimcheck show CL-0044", "x")).data["grade"]
    for n in range(60):
        here.at((NOON + timedelta(minutes=n)).isoformat())
        page = f"link:https://blog{n}.example/x published:today"
        line = f"claimcheck add claim:CL-0044 {page} quote:yes basis:repeats cites:EV-0001"
        await tell(here, line, f"b{n}")
    here.at("2026-04-21T12:00Z")
    after = (await tell(here, "claimcheck show CL-0044", "x")).data["grade"]
    assert after == first
    assert (await tell(here, "claimcheck show CL-0044", "x", place="discord:8/9")).plain == before


async def test_disputes_by_a_crowd_mark_and_never_lower(talk):
    here = talk()
    before = (await tell(here, "claimcheck show CL-0044", "x")).data["grade"]
    for n in range(50):
        line = f"claimcheck dispute claim:CL-0044 why:no link:https://blog{n}.example/x"
        await tell(here, line, f"d{n}")
    assert (await tell(here, "claimcheck show CL-0044", "x")).data["grade"] == before


async def test_a_flood_of_orders_costs_its_sender_and_nobody_else(talk):
    here = talk()
    limited = App(here.ports, observers=(RequestLimits(),))

    async def ask(who: str) -> Outcome:
        return (await limited.run(Request(line="spudwatch help", actor=f"discord:{who}", place=PLACE))).outcome

    outcomes = [await ask("loud") for _ in range(100)]
    assert outcomes.count(Outcome.REFUSED) > 50
    assert await ask("quiet") is Outcome.ANSWERED


@pytest.fixture
async def book(talk):
    made = AlertChannel(talk("2026-04-23T12:00Z"))
    await made.alert(ChangeKind.ODDS, about=("openai/spud",), threshold=5)
    return made


async def test_a_move_of_twelve_points_on_three_hundred_dollars_raises_no_alert(book):
    for cents in (70, 70, 82, 82, 82, 82):
        await book.price(cents, volume=300, liquidity=300)
    assert book.titles == []


async def test_the_same_move_on_a_deep_book_does(book):
    for cents in (70, 70, 82, 82):
        await book.price(cents, volume=50_000, liquidity=30_000)
    assert book.titles == ["Odds: Spud by...?: 70 % → 82 %"]


async def test_a_book_emptied_and_filled_again_raises_no_alert(book):
    for cents, liquidity in ((70, 30_000), (70, 30_000), (82, 40), (82, 40), (71, 30_000), (70, 30_000)):
        await book.price(cents, volume=300, liquidity=liquidity)
    assert book.titles == []


async def test_a_wide_book_raises_no_alert_and_its_card_says_so(book):
    for cents in (50, 50, 62, 62):
        await book.price(cents, volume=300, liquidity=30_000, spread=0.3)
    assert book.titles == []


async def test_the_card_of_a_thin_book_says_that_it_is_thin(book):
    for cents in (70, 82, 82):
        await book.price(cents, volume=300, liquidity=300)
    card = await book.say("odds spud venue:polymarket", place=PLACE)
    assert "thin" in card.plain.casefold()
