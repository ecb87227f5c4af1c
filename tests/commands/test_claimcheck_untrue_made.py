"""False statements made from what the ledger holds to be so: thousands, each a word away, and none borrows its grade."""

import sys
from pathlib import Path

from bot.ledger import tables

sys.path.insert(0, str(Path(__file__).parents[1] / "domain" / "claims"))
from untrue import TRUE, untrue

JUNE = "2026-06-20T12:00Z"
HIGH = ("CONFIRMED", "SUPPORTED", "MIXED")


async def test_none_of_thousands_of_made_untruths_is_endorsed(talk):
    chat = talk(JUNE)

    async def grades(text):
        data = (await chat.say(f'claimcheck ask "{text}"')).data
        return [one.get("grade") for one in data.get("claims") or [data]]

    texts = [*TRUE.strip().splitlines(), *(row["text"] for row in tables()["claim"])]
    true = [text for text in texts if (await grades(text))[0] in HIGH[:2]]
    made = [other for text in true for other in untrue(text)]
    assert set(TRUE.strip().splitlines()) <= set(true)
    assert len(set(made)) >= 2_000
    endorsed = {text for text in dict.fromkeys(made) if any(grade in HIGH for grade in await grades(text))}
    assert endorsed == set()
