"""Subjects and names in the database: several at once, as they were known, and the names they share."""

from datetime import UTC, datetime

import pytest

from bot.messages.request import View
from storage import open_database
from storage.ledger import LedgerStore
from tests.postgres import BOTH

ENGINES = BOTH
BEFORE, GUESSED, OUT = (datetime(2026, *day, 12, tzinfo=UTC) for day in ((2, 1), (4, 21), (5, 10)))


def view(at=GUESSED):
    return View("discord:7", at)


@pytest.fixture
def store(fresh):
    database = open_database(fresh("ledger"))
    yield LedgerStore(database)
    database.close()


def standings(aliases):
    return {(alias.folded, alias.slug): alias.standing.value for alias in aliases}


@pytest.mark.parametrize("at", [BEFORE, GUESSED, OUT])
def test_several_subjects_are_read_as_one_after_another_would_be(store, at):
    slugs = ["openai/gpt-5.5", "openai/spud", "nobody/nothing", "openai/gpt-6"]
    one_by_one = {slug: subject for slug in slugs if (subject := store.subject(slug, view(at)))}
    assert store.subjects(slugs, view(at)) == one_by_one
    assert "openai/spud" in store.subjects(slugs, view(OUT))


def test_no_subjects_are_none(store):
    assert store.subjects([], view()) == {}


def test_a_name_leads_to_whoever_else_has_it_with_the_standing_of_then(store):
    guessed, out = (standings(store.namesakes(("openai/spud",), view(at))) for at in (GUESSED, OUT))
    assert guessed["spud", "openai/spud"] == "good", "its own name is among them"
    assert (guessed["spud", "openai/gpt-5.5"], guessed["spud", "openai/gpt-6"]) == ("speculation", "speculation")
    assert (out["spud", "openai/gpt-5.5"], out["spud", "openai/gpt-6"]) == ("good", "refuted")
    assert store.namesakes(("nobody/nothing",), view()) == ()


@pytest.mark.parametrize("slug", ["openai/spud", "openai/gpt-5.5", "openai/gpt-6", "deepseek/deepseek-v4"])
def test_namesakes_are_what_each_of_its_names_means(store, slug):
    each = [alias for own in store.aliases_of(slug, view()) for alias in store.named(own.text, view())]
    assert standings(store.namesakes((slug,), view())) == standings(each)
