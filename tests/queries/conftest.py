"""A vendor's page that was read once."""

import pytest

from tests.queries.lists import quiet
from tests.queries.vendor_pages import Pages


@pytest.fixture
async def pages(talk):
    found = Pages(await quiet(talk))
    assert await found.read() == [], "the first reading is known and not told"
    return found
