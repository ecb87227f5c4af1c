"""The preview picture of a page."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image, ImageColor

from adapters.images.canvas import COLOURS, GRID, GROUND
from adapters.images.preview_card import HEIGHT, WIDTH, draw
from adapters.workers.worker_pool import WorkerPool
from bot.messages.reply import Chart, Series
from bot.pages.page import PreviewCard

SINCE = datetime(2026, 3, 19, tzinfo=UTC)
CHART = Chart("odds", (Series("a", ((SINCE, 0.67), (SINCE + timedelta(days=28), 0.89))),), "rises")
CARDS = (
    PreviewCard("OpenAI · rumoured", "Spud", "89 %", "GPT-5.5 out by 30 Apr 2026", CHART),
    PreviewCard("k" * 300, "A very long headline that goes on and on " * 8, "NEEDS CORROBORATION" * 3, "d " * 400),
    PreviewCard("", "", "", ""),
    PreviewCard("日本語", "\u202eevil", "😀", "\x00\n"),
)


@pytest.mark.parametrize("card", CARDS, ids=["usual", "long", "empty", "odd"])
def test_every_card_is_one_small_picture_of_the_shape_links_want(card: PreviewCard) -> None:
    content = draw(card)
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.size == (WIDTH, HEIGHT)
    assert len(content) <= 60_000
    assert draw(card) == content


def test_a_card_keeps_the_colours_it_is_drawn_in() -> None:
    with Image.open(io.BytesIO(draw(CARDS[0]))) as picture:
        pixels = picture.convert("RGB")
    assert [pixels.getpixel(place) for place in ((5, 100), (600, 5), (750, 301))] == [
        ImageColor.getrgb(colour) for colour in (GROUND, COLOURS[0], GRID)
    ]


async def test_a_card_is_drawn_by_the_image_workers() -> None:
    pool = WorkerPool()
    try:
        assert await pool.draw(CARDS[0]) == draw(CARDS[0])
    finally:
        await pool.close()
