"""Status pages and SDK releases: whom their prose names, and what it must not be taken for."""

import json
from html import escape

import pytest

from bot.domain.catalogs.vendor_facts import FactKind, PageReading, Validators
from bot.messages.errors import SourceChanged, SourceDown, SourceError
from bot.sources.protocol import Answer, Get, drive
from bot.sources.vendors import every
from bot.sources.vendors._formats.named_models import MAX_TEXT, named_models
from bot.sources.vendors._formats.statuspage import COMPONENTS, INCIDENTS
from tests.sources.vendors.replay import READ_AT

STATUS = sorted(name for name in every() if name.endswith("_status"))
SDKS = sorted(name for name in every() if name.endswith("_sdk"))
OWN = {"anthropic": "Claude Opus 9", "openai": "GPT-9", "deepseek": "DeepSeek V9", "google": "Gemini 9 Flash"}
OWN |= {"xai": "Grok 9"}
DAY = "2031-05-09T10:00:00Z"


def status(name: str, *, components: object = (), incidents: object = ()) -> tuple[PageReading, ...]:
    bodies = {COMPONENTS: {"components": components}, INCIDENTS: {"incidents": incidents}}

    def answer(get: Get) -> Answer:
        return Answer(200, {}, json.dumps(bodies[get.path]).encode(), READ_AT, get.origin)

    return drive(every()[name].read(Validators()), answer)


def feed(name: str, *items: str, heading: str = "Features", updated: str = DAY) -> tuple[PageReading, ...]:
    notes = f"<h2>9.2.0</h2><h3>{heading}</h3><ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
    entry = f'<entry><updated>{updated}</updated><content type="html">{escape(notes)}</content></entry>'
    body = f'<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'
    return drive(every()[name].read(Validators()), lambda get: Answer(200, {}, body.encode(), READ_AT, get.origin))


def told(readings: tuple[PageReading, ...]) -> list[tuple[str, str]]:
    facts = [fact for reading in readings for fact in reading.facts or ()]
    assert {fact.kind for fact in facts} <= {FactKind.NAMED}
    return [(fact.model, fact.day.isoformat() if fact.day else "") for fact in facts]


def incident(title: str, *bodies: object, day: object = DAY) -> dict[str, object]:
    updates = [{"body": body, "created_at": day} for body in bodies]
    return {"id": "abc123", "name": title, "created_at": day, "incident_updates": updates}


@pytest.mark.parametrize("name", STATUS)
def test_a_component_and_an_incident_are_told_with_their_day_and_place(name):
    host, own = every()[name].UPSTREAMS[0].base, OWN[every()[name].VENDOR]
    made = status(name, components=[{"name": own, "created_at": DAY}], incidents=[incident(f"Errors on {own}")])
    # A component may have had another name on its day.
    assert told(made) == [(own, ""), (own, "2031-05-09")]
    assert [fact.url for reading in made for fact in reading.facts or ()] == [host, f"{host}/incidents/abc123"]
    assert {fact.surface for reading in made for fact in reading.facts or ()} == {"status page"}


@pytest.mark.parametrize(
    "words",
    [
        "Elevated 529 errors on Claude",  # a family and a number that is no version
        "Claude Code 3.1 fails to start",  # a product with a version
        "Claude Desktop 1.2 cannot sign in",
        "The 4.5 models are slow",  # a bare version
        "Requests to GPT-9 and Gemini 9 Pro through our proxy fail",  # other labs' models
        "All systems operational",
        "Toutes les requêtes échouent",
    ],
)
def test_these_words_name_no_model_of_anthropic(words):
    assert told(status("anthropic_status", incidents=[incident(words, words)])) == []


@pytest.mark.parametrize(
    "words", ["Erhöhte Fehlerrate bei {}", "{} のエラー率が上昇", "{} 服务异常", "{}: latencia alta"]
)
@pytest.mark.parametrize("name", STATUS)
def test_another_language_around_a_name_is_read(name, words):
    own = OWN[every()[name].VENDOR]
    assert told(status(name, incidents=[incident(words.format(own))])) == [(own, "2031-05-09")]


@pytest.mark.parametrize("name", STATUS)
def test_prose_of_a_first_of_april_names_nothing(name):
    own = OWN[every()[name].VENDOR]
    assert told(status(name, incidents=[incident(f"{own} has gone to sea", day="2031-04-01T08:00:00Z")])) == []


@pytest.mark.parametrize("name", STATUS)
def test_the_first_of_several_incidents_gives_the_day(name):
    own = OWN[every()[name].VENDOR]
    days = ("2031-05-09T10:00:00Z", "2031-05-02T10:00:00Z", "soon", None, 7)
    made = status(name, incidents=[incident(own, day=day) for day in days])
    assert told(made) == [(own, "2031-05-02")]


@pytest.mark.parametrize("rows", ["none", {"name": "x"}, [1, "x", None], [{"title": "GPT-9"}]])
@pytest.mark.parametrize("name", STATUS)
def test_a_status_page_of_another_shape_says_so(name, rows):
    with pytest.raises(SourceChanged, match="another shape"):
        status(name, components=rows, incidents=rows)


@pytest.mark.parametrize("name", STATUS)
def test_one_list_that_fails_costs_itself_and_is_told(name):
    def answer(get: Get) -> Answer:
        if get.path == COMPONENTS:
            raise SourceDown(f"{get.origin} answered 503")
        own = OWN[every()[name].VENDOR]
        return Answer(200, {}, json.dumps({"incidents": [incident(own)]}).encode(), READ_AT, get.origin)

    components, incidents = drive(every()[name].read(Validators()), answer)
    assert components.facts is None
    assert "503" in components.trouble
    assert len(incidents.facts or ()) == 1


@pytest.mark.parametrize("name", STATUS)
def test_rows_that_cannot_be_read_cost_themselves_and_are_counted(name):
    own = OWN[every()[name].VENDOR]
    odd = {"id": "../../x", "name": own, "created_at": DAY, "incident_updates": "none"}
    made = status(name, incidents=[{"name": 7}, odd, {"name": "x", "incident_updates": [3, {"body": None}]}])
    assert told(made) == [(own, "2031-05-09")]
    assert made[1].skipped == 1
    assert [fact.url for fact in made[1].facts or ()] == [every()[name].UPSTREAMS[0].base], "no path of a stranger's"


def test_a_huge_page_is_read_within_bounds():
    many = [incident("x " * 1_000 + "Claude Opus 9", *["y " * 1_000] * 3) for _ in range(200)]
    assert told(status("anthropic_status", incidents=many)) == []
    assert list(named_models("anthropic", "x" * MAX_TEXT + " Claude Opus 9")) == []


@pytest.mark.parametrize("name", SDKS)
def test_a_feature_that_adds_a_model_names_it(name):
    own = OWN[every()[name].VENDOR]
    (made,) = feed(name, f"<strong>api:</strong> add {own.replace(' ', '-').lower()} (<a href='x'>0a1b2c3</a>)")
    assert [(fact.model, fact.surface) for fact in made.facts or ()] == [(own, "SDK release notes")]
    assert made.lasting


@pytest.mark.parametrize(
    ("heading", "item"),
    [
        ("Features", "api: remove {}"),
        ("Features", "api: add a deprecation notice; {} is deprecated"),
        ("Features", "tests: add a fixture for {}"),
        ("Features", "add support for retries in the test of {}"),
        ("Features", "api: revert adding {}"),
        ("Features", "api: {} does not support streaming"),
        ("Bug Fixes", "types: add {} to the union"),
        ("Chores", "add {} to the snapshot"),
        ("Documentation", "add {} to the guide"),
        ("Features", "api: {} timeouts"),
        ("Features", "add GPT-8, Claude Opus 8, Gemini 8 Pro and Grok 8 to the comparison in our docs of {}"),
    ],
)
@pytest.mark.parametrize("name", SDKS)
def test_a_line_that_adds_no_model_names_none(name, heading, item):
    assert told(feed(name, item.format(OWN[every()[name].VENDOR]), heading=heading)) == []


@pytest.mark.parametrize("name", SDKS)
def test_a_joke_and_a_competitor_in_release_notes_name_nothing(name):
    own, vendor = OWN[every()[name].VENDOR], every()[name].VENDOR
    assert told(feed(name, f"add {own}", updated="2031-04-01T10:00:00Z")) == []
    others = " and ".join(model for lab, model in OWN.items() if lab != vendor)
    assert told(feed(name, f"add support for {others} through a proxy")) == []


@pytest.mark.parametrize("name", SDKS)
@pytest.mark.parametrize(
    "body",
    [
        b"<html><body>Sign in</body></html>",
        b'<?xml version="1.0"?><rss><channel><item/></channel></rss>',
        b"{}",
        b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]><feed>" + b"<entry>" * 50_000,
        b"<feed>" + b"<entry><content>" * 20_000 + b"add GPT-9",
    ],
    ids=["a page", "RSS", "JSON", "entities", "never closed"],
)
def test_a_feed_of_another_shape_names_nothing(name, body):
    try:
        made = drive(every()[name].read(Validators()), lambda get: Answer(200, {}, body, READ_AT, get.origin))
    except SourceError:
        return
    assert told(made) == []


def test_parts_of_a_models_name_are_no_words_of_the_sentence():
    assert told(feed("openai_sdk", "api: add gpt-9-example and gpt-9-test")) == [("GPT-9 Example", "2031-05-09")]
