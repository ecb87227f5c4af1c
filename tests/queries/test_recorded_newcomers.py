"""The recorded list of May to August 2026: every flagship that came is told by its second reading."""

from datetime import UTC, datetime, timedelta

import msgspec

from bot.domain.catalogs.listed_models import ListedModel
from bot.domain.names.subjects import SubjectOrigin
from bot.domain.notify.digest_sections import ChangeKind
from bot.jobs.replay import lines_of, replay
from bot.messages.request import View
from bot.notifications.change_recorder import record_changes
from bot.ports.changes import LogFilter
from tests.shared import shared_data

SINCE = datetime(2026, 5, 1, tzinfo=UTC)
BEFORE = timedelta(days=60)  # the ledger knew some of them before the list had them
MOST = 90  # newcomers in these five months; labs released about fifteen a month
FLAGSHIPS = """
    xai/grok-4.3 mistral/mistral-medium-3.5 google/gemini-3.5-flash alibaba/qwen-3.7-max anthropic/claude-opus-4.8
    minimax/minimax-m3 anthropic/claude-fable-5 moonshot/kimi-k2.7-code zai/glm-5.2 anthropic/claude-sonnet-5
    xai/grok-4.5 openai/gpt-5.6-luna openai/gpt-5.6-sol openai/gpt-5.6-terra meta/muse-spark-1.1 moonshot/kimi-k3
    google/gemini-3.6-flash anthropic/claude-opus-5 alibaba/qwen-3.8-max meta/muse-spark-1.2 xai/grok-4.6
    google/gemini-3.7-flash zai/glm-5.3
"""


async def test_every_flagship_is_told_by_its_second_reading(talk):
    lines = [*lines_of(shared_data("models/catwalk_openrouter.jsonl.gz"))]
    chat = talk("2026-08-23T12:00Z")
    played = await replay(lines, chat.ports.listings)
    await record_changes(chat.ports, chat.clock.now())
    wanted = LogFilter("", since=SINCE - BEFORE, limit=100_000)
    rows = [row.change for row in chat.ports.changes.read(wanted)]
    released = [row for row in rows if row.kind is ChangeKind.RELEASE]
    listed = {row.ref: row.at for row in released if row.source_label == "OpenRouter"}
    assert len(listed) == sum(row.source_label == "OpenRouter" for row in released) < MOST, "a list tells once"
    moments = sorted(played.moments.values())
    late = {}
    for slug in {*FLAGSHIPS.split(), *(slug for slug, at in listed.items() if at >= SINCE)}:
        first = _first_listed(chat, played, slug)
        again = next(moment for moment in moments if moment - first >= timedelta(hours=1))
        told = min((row.at for row in released if slug in row.subjects), default=None)
        if told is None or told > again:
            late[slug] = (first, told)
    assert not late, "told by the ledger's own dates or by the list, at the second reading that shows it"
    assert not [row for row in rows if row.kind in (ChangeKind.PRICE, ChangeKind.LIMIT)], "one list alone is no news"


def _first_listed(chat, played, slug):
    """The reading from which on the list has had a model; one reading alone, long before, is none."""
    subject = chat.ports.ledger.subject(slug, View("", chat.clock.now()))
    from_list = [row.so_at for row in subject.states if row.origin is SubjectOrigin.LIST]
    if from_list:
        return from_list[0]
    state = chat.ports.changes.state("", f"listed:{slug}")
    ids = msgspec.json.decode(state.state, type=ListedModel).ids["openrouter"]
    return min(played.listed[name][0] for name in ids)
