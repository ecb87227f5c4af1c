"""The recorded list of May to August 2026: every flagship that came is told by itself, once, at its second reading."""

from collections import Counter
from datetime import datetime, timedelta

from bot.domain.notify.changes import ChangeKind
from bot.jobs.replay import lines_of, replay
from bot.messages.request import View
from bot.ports.changes import LogFilter
from bot.queries.change_recorder import record_changes
from tests.shared import shared_data

SINCE = "2026-05-01"
MOST = 60  # newcomers in these four months; what labs released then is about fifteen a month
FLAGSHIPS = """
    xai/grok-4.3 mistral/mistral-medium-3.5 google/gemini-3.5-flash alibaba/qwen-3.7-max anthropic/claude-opus-4.8
    minimax/minimax-m3 anthropic/claude-fable-5 moonshot/kimi-k2.7-code zai/glm-5.2 anthropic/claude-sonnet-5
    xai/grok-4.5 openai/gpt-5.6-luna openai/gpt-5.6-sol openai/gpt-5.6-terra meta/muse-spark-1.1 moonshot/kimi-k3
    google/gemini-3.6-flash anthropic/claude-opus-5 alibaba/qwen-3.8-max meta/muse-spark-1.2 xai/grok-4.6
    google/gemini-3.7-flash zai/glm-5.3
"""


async def test_every_flagship_is_told_once_at_its_second_reading(talk):
    lines = [*lines_of(shared_data("models/catwalk_openrouter.jsonl.gz"))]
    chat = talk("2026-08-23T12:00Z")
    played = await replay(lines, chat.ports.listings)
    await record_changes(chat.ports, chat.clock.now())
    since = datetime.fromisoformat(f"{SINCE}T00:00Z")
    rows = [row.change for row in chat.ports.changes.read(LogFilter("", since=since, limit=100_000))]
    told = Counter(slug for row in rows if row.kind is ChangeKind.RELEASE for slug in row.subjects)
    assert {slug: told[slug] for slug in FLAGSHIPS.split()} == dict.fromkeys(FLAGSHIPS.split(), 1)
    listed = [row for row in rows if row.kind is ChangeKind.RELEASE and row.source_label == "OpenRouter"]
    assert len({row.ref for row in listed}) == len(listed) < MOST
    moments = sorted(played.moments.values())
    for row in listed:
        (state,) = chat.ports.ledger.subject(row.ref, View("", chat.clock.now())).states
        again = next(moment for moment in moments if moment - state.so_at >= timedelta(hours=1))
        assert row.at <= again.replace(microsecond=0), f"{row.ref} came at {state.so_at} and was told at {row.at}"
    assert not [row for row in rows if row.kind in (ChangeKind.PRICE, ChangeKind.LIMIT)], "one list alone is no news"
