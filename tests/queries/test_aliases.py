"""What a name means by then, and what its subject is confirmed to be."""

from datetime import UTC, datetime

from bot.domain.names.subjects import AliasStatus
from bot.messages.request import RequestContext, View
from bot.queries.aliases import one_subject, other_readings, world_of

SPUD, MODEL = "openai/spud", "openai/gpt-5.5"


def view(text):
    return View("console:local", datetime.fromisoformat(text))


async def test_a_codename_is_speculation_until_it_is_confirmed(talk):
    ports = talk().ports
    early = {r.slug: r.standing for r in other_readings(ports, [SPUD], view("2026-04-21T12:00Z"))}
    assert early[MODEL] is AliasStatus.SPECULATION
    assert world_of(ports, [SPUD], view("2026-04-21T12:00Z"))[0].one(SPUD) == SPUD
    later = {r.slug: r.standing for r in other_readings(ports, [SPUD], view("2026-05-10T12:00Z"))}
    assert later[MODEL] is AliasStatus.GOOD


async def test_both_names_of_one_model_have_one_confirmed_name(talk):
    ports = talk().ports
    late = view("2026-05-10T12:00Z")
    assert world_of(ports, [SPUD], late)[0].one(SPUD) == world_of(ports, [MODEL], late)[0].one(SPUD) == MODEL


async def test_words_name_a_subject_or_become_a_label(talk):
    ports = talk().ports
    now = datetime(2026, 5, 10, 12, tzinfo=UTC)
    ctx = RequestContext("console:you", "console:local/here", now, now)
    assert one_subject(ports, ctx, "spud") == SPUD
    assert one_subject(ports, ctx, "openai/gpt-5.5") == MODEL
    assert one_subject(ports, ctx, "Nobody Knows 9") == "label/nobody-knows-9"
