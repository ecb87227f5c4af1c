"""What a label is follows from the claims about it, with their grades and outcomes, on every card and page of it."""

import pytest

from bot.messages.request import View
from bot.pages.entities.name import build as name_page
from bot.pages.lists.names import build as names_page
from bot.pages.page import PageRequest
from bot.queries.labels.label_identity import claimed_identities
from tests.sightings import tell

NOW = "2026-11-30T12:00Z"


async def test_no_label_that_a_claim_names_is_said_to_be_unknown(talk):
    here = talk(NOW)
    view = View("", here.clock.now())
    claims = [one for one in here.ports.claims.every(view, 5000) if one.statement.type == "identity"]
    labels = {one.statement.subject for one in claims if one.statement.subject.startswith("label/")}
    named = [slug for slug in sorted(labels) if claimed_identities(here.ports, slug, view)]
    assert len(named) > 3
    for slug in named:
        plain = (await tell(here, f"checkpoint show label:{slug.removeprefix('label/')}")).plain
        assert "nobody has named it" not in plain, slug


async def test_a_claim_that_came_true_resolves_its_label_from_that_day_on(talk):
    here = talk(NOW)
    known = await tell(here, "checkpoint union-alpha")
    assert known.title == "union-alpha is Pareto, by Unbiased (turned out true)"
    assert known.grade == "RESOLVED"
    assert any("case-union-alpha" in one.url for one in known.sources), "the page that says so is cited"
    assert (await tell(here, "model show union-alpha")).title.startswith("Union Alpha is Pareto, which is not known")
    before = await tell(talk("2026-09-17T12:00Z"), "checkpoint union-alpha")
    assert before.title == "union-alpha: not identified, its sighting is corroborated"
    assert "Pareto" not in before.plain


@pytest.mark.parametrize(
    ("label", "said"), [("omen-alpha", "GLM-5.3-Flash: UNCONFIRMED"), ("garlic", "GPT-5.2: REPORTED")]
)
async def test_an_open_claim_of_a_label_is_told_with_its_grade_by_both_cards(talk, label, said):
    here = talk(NOW)
    assert f"Said to be {said}." in (await tell(here, f"checkpoint {label}")).plain
    assert f"said to be {said}" in (await tell(here, f"model show {label}")).plain


async def test_pages_tell_the_same(talk):
    here = talk(NOW)
    request = PageRequest(here.clock.now())
    page = name_page(here.ports, request, label="union-alpha")
    assert (page.identified_as, page.grade) == ("Pareto", "RESOLVED")
    row = next(one for one in names_page(here.ports, request).names if one.label == "union-alpha")
    assert (row.is_, row.grade) == ("Pareto", "RESOLVED")
