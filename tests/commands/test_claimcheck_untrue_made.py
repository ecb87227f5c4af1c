"""Thousands of false statements, each a word away from what the ledger holds: none borrows its grade."""

from bot.ledger import tables
from tests.domain.claims.untrue import TRUE, untrue

JUNE = "2026-06-20T12:00Z"
ENOUGH = 2_000
HIGH = ("CONFIRMED", "SUPPORTED", "MIXED")


async def test_none_of_thousands_of_made_untruths_is_endorsed(talk):
    chat = talk(JUNE)

    async def grades(text):
        data = (await chat.say(f'claimcheck ask "{text}"')).data
        return [one.get("grade") for one in data.get("claims") or [data]]

    ledger = [row["text"] for row in tables()["claim"]]
    texts = [*TRUE.strip().splitlines(), *ledger[::2]]
    true = [text for text in texts if (await grades(text))[0] in HIGH[:2]]
    made = list(dict.fromkeys(other for text in true for other in untrue(text)))
    assert set(TRUE.strip().splitlines()) <= set(true)
    assert len(made) >= ENOUGH
    made = made[:: len(made) // ENOUGH]
    endorsed = {text for text in made if any(grade in HIGH for grade in await grades(text))}
    assert endorsed == set()
