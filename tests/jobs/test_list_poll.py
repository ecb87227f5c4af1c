"""Public lists of models, month after month, as the poll reads them."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.catalogs.findings import FindingKind, ReadingOutcome
from bot.domain.catalogs.listings import Listing, Snapshot
from bot.jobs.list_poll import ListPoll, take
from bot.jobs.replay import lines_of, replay
from bot.messages.errors import SourceDown
from bot.messages.request import View
from bot.sources.catalogs import every, openrouter
from bot.sources.protocol import Answer, drive
from storage.catalogs.listings import ListingStore
from storage.catalogs.sources import SourceStore
from storage.sqlite.engine import Database
from tests.shared import shared_data

T = datetime(2026, 3, 1, tzinfo=UTC)
# What each stealth id turned out to be, for those whose model the same series lists.
BECAME = {
    "horizon-alpha": "openrouter/horizon-beta",
    "horizon-beta": "openai/gpt-5",
    "sonoma-sky-alpha": "x-ai/grok-4-fast:free",
    "sonoma-dusk-alpha": "x-ai/grok-4-fast:free",
    "andromeda-alpha": "nvidia/nemotron-nano-12b-v2-vl:free",
    "polaris-alpha": "openai/gpt-5.1",
    "sherlock-think-alpha": "x-ai/grok-4.1-fast",
    "sherlock-dash-alpha": "x-ai/grok-4.1-fast",
    "bert-nebulon-alpha": "mistralai/mistral-large-2512",
    "hunter-alpha": "xiaomi/mimo-v2-pro",
    "healer-alpha": "xiaomi/mimo-v2-omni",
    "elephant-alpha": "inclusionai/ling-2.6-flash:free",
}


@pytest.fixture
def store(tmp_path):
    database = Database(tmp_path / "lists.db")
    yield ListingStore(database)
    database.close()


async def test_fourteen_months_of_openrouter_through_the_poll_path(store):
    path = shared_data("models/catwalk_openrouter.jsonl.gz")
    first, now = {}, set()
    for line in lines_of(path):
        entry = json.loads(line)
        if "meta" in entry:
            continue
        now = set(entry["full"]) if "full" in entry else (now - set(entry.get("rem", ()))) | set(entry.get("add", ()))
        for name in now:
            if name.startswith(("openrouter/", "stealth/")):
                first.setdefault(name, datetime.fromisoformat(entry["t"]))
    found = await replay(lines_of(path), store)  # `spudwatch replay` prints how long that takes: 3 s
    assert len(first) == 16
    assert found.raised == first  # each on the first reading that lists it, and nothing else
    named = [label for label, real in BECAME.items() if real in found.left[f"openrouter/{label}"].candidates]
    assert len(named) >= 12


async def test_a_series_of_ids_alone_is_read_too(store):
    days = [
        {"t": "2026-03-01T00:00:00Z", "full": ["a/x", "openrouter/auto", "openrouter/fusion"]},
        {"t": "2026-03-02T00:00:00", "add": ["openrouter/pony-alpha"]},
        {"t": "2026-03-03T00:00:00Z", "rem": ["openrouter/pony-alpha"], "add": ["z-ai/glm-5"]},
        {"t": "2026-03-04T00:00:00Z"},
    ]
    found = await replay(map(json.dumps, days), store)
    assert found.raised == {"openrouter/pony-alpha": datetime(2026, 3, 2, tzinfo=UTC)}
    assert found.left["openrouter/pony-alpha"].candidates == ("z-ai/glm-5",)


async def test_ids_with_nothing_known_of_them_are_read_too(store):
    day = {"t": "2026-03-01", "full": {"stealth/ox-alpha": None, "a/b": 3, "c/d": {"context_length": 8}}}
    assert list((await replay([json.dumps(day)], store)).raised) == ["stealth/ox-alpha"]


async def test_a_series_of_whole_answers_is_read_too(store):
    day = {"t": "2026-03-01T00:00:00Z", "data": [{"id": "stealth/ox-alpha", "pricing": {"prompt": "0"}}]}
    assert list((await replay([json.dumps(day)], store)).raised) == ["stealth/ox-alpha"]


@pytest.mark.parametrize("line", ["{", "[]", '{"full": {}}', '{"t": "yesterday", "full": {}}', '{"t": 3, "full": 4}'])
async def test_a_line_that_is_no_reading_is_named(store, line):
    with pytest.raises(ValueError, match="line 1"):
        await replay([line], store)


async def test_what_is_remembered_survives_a_restart(tmp_path):
    one = Listing("stealth/ox-alpha", price_in=0.0, price_out=0.0, context=8)
    rest = tuple(Listing(f"a/{n}") for n in range(20))
    readings = [
        Snapshot("openrouter", T, (one, *rest)),
        Snapshot("openrouter", T + timedelta(hours=2), rest),
        Snapshot("openrouter", T + timedelta(hours=4), (*rest, Listing("lab/new", context=8))),
    ]
    kinds = []
    for snapshot in readings:  # a new process each time
        database = Database(tmp_path / "lists.db")
        taken = await take(ListingStore(database), snapshot, "https://openrouter.ai/models")
        kinds.append([found.kind for found in taken.found])
        database.close()
    assert kinds == [[FindingKind.STEALTH], [], [FindingKind.GONE]]
    database = Database(tmp_path / "lists.db")
    shown = ListingStore(database).of_label("ox alpha", View("discord:1", T + timedelta(days=1)))
    assert [(one.kind, one.candidates) for one in shown] == [
        (FindingKind.STEALTH, ()),
        (FindingKind.GONE, ("lab/new",)),
    ]
    assert ListingStore(database).of_label("ox alpha", View("discord:1", T - timedelta(days=1))) == ()
    database.close()


async def test_a_paste_is_seen_by_its_own_tenant_only(store):
    row = Listing("019acbac-df7c-73dc-9716-ebe040daaa4e", name="mistral", maker="m", row="r", aliases=("jaguar",))
    await take(store, Snapshot("arena", T, (row,), whole=False), "https://arena.ai/", "discord:1")
    assert store.of_label("jaguar", View("discord:1", T))
    assert not store.of_label("jaguar", View("discord:2", T))


class Web:
    def __init__(self, answers):
        self.answers = answers

    def ready(self, upstream):
        return upstream.name in self.answers

    async def run(self, reading):
        def answer(get):
            body = self.answers[get.upstream]
            if isinstance(body, Exception):
                raise body
            return Answer(200, {}, json.dumps(body).encode(), T, get.origin)

        return drive(reading, answer)


class Still:
    def now(self):
        return T


async def test_one_list_that_fails_costs_only_itself(tmp_path):
    database = Database(tmp_path / "lists.db")
    web = Web({"openrouter": {"data": [{"id": "stealth/ox-alpha"}]}, "models_dev": SourceDown("models.dev is down")})
    sources = SourceStore(database)
    watch = ListPoll(every(), web, Still(), listings=ListingStore(database), sources=sources)
    looked = await watch.read()
    assert [found.id for found in looked.found] == ["stealth/ox-alpha"]
    assert looked.failed == {"models_dev": "models.dev is down"}
    assert looked.verdicts == {"openrouter": ReadingOutcome.GOOD}
    assert {state.source: bool(state.trouble) for state in sources.states()} == {
        "openrouter": False,
        "models_dev": True,
    }
    assert [bool(ListingStore(database).memory(name).known) for name in ("openrouter", "models_dev")] == [True, False]
    database.close()


async def test_a_list_without_its_key_is_not_asked(tmp_path):
    database = Database(tmp_path / "lists.db")
    watch = ListPoll(every(), Web({}), Still(), listings=ListingStore(database), sources=SourceStore(database))
    assert (await watch.read()).failed == {}
    database.close()


def test_every_list_has_its_page_and_host():
    assert set(every()) == {"openrouter", "models_dev", "litellm", "openai_models"}
    assert all(one.PAGE.startswith("https://") and one.UPSTREAMS and one.LABEL for one in every().values())
    assert openrouter.NAME == "openrouter"
