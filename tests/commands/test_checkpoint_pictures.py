"""Pictures of reports: compared, stripped, counted once, gone with what they belonged to."""

import io

from PIL import Image

from adapters.images.uploads import decode
from bot.domain.sightings.sightings import STANDARD
from bot.messages.reply import Outcome
from bot.messages.request import Attachment, Request
from tests.sightings import ANA, BOB, CYD, PLACE, line, png, tell, view, with_picture


async def test_the_same_picture_again_lifts_nothing(talk):
    here = talk()
    for hour, person in ((9, ANA), (10, BOB), (11, CYD)):
        here.at(f"2026-04-21T{hour:02}:00Z")
        reply = await with_picture(here, png(), person, line())
    assert reply.data["grade"] == "NEEDS CORROBORATION"
    assert reply.data["not_counted"] == "same picture"


async def test_the_same_picture_under_another_name_is_asked_about(talk):
    here = talk()
    await with_picture(here, png(), ANA, line())
    reply = await with_picture(here, png(), BOB, line("Something Else", step="preview"))
    assert reply.data["similar"][0]["picture"] is True
    assert "same screenshot" in reply.plain


async def test_nearly_the_same_picture_is_asked_about_and_lifts_nothing(talk):
    here, out = talk(), io.BytesIO()
    marked = Image.open(io.BytesIO(png().content)).convert("RGB")
    marked.paste((255, 255, 255), (0, 20, 10, 28))  # a badge somebody put at its side
    marked.save(out, "JPEG", quality=60)
    nearly = Attachment("crop.jpg", "image/jpeg", out.getvalue())
    hashes = decode(png().content).drawn, decode(nearly.content).drawn
    assert 0 < (hashes[0] ^ hashes[1]).bit_count() <= STANDARD.picture_bits
    await with_picture(here, png(), ANA, line())
    asked = await with_picture(here, nearly, BOB, line("Something Else", step="preview"))
    assert asked.data["similar"][0]["picture"] is True
    here.at("2026-04-21T14:00Z")
    reply = await with_picture(here, nearly, BOB, line())
    assert reply.data["not_counted"] == "same picture"


async def test_a_file_that_is_no_picture_is_refused_and_nothing_is_kept(talk):
    here = talk()
    reply = await with_picture(here, Attachment("x.png", "image/png", b"MZ\x90"), ANA, line())
    assert reply.outcome is Outcome.REFUSED
    assert here.ports.sightings.reports("crest ultra", view(here)) == ()


async def test_the_preview_tells_that_metadata_is_gone(talk):
    reply = await with_picture(talk(), png(), ANA, line(step="preview"))
    assert "metadata removed" in reply.plain
    assert "look for your name" in reply.plain


async def test_a_cancelled_report_leaves_no_picture(talk):
    here = talk()
    out = io.BytesIO()
    Image.linear_gradient("L").save(out, "PNG")
    values = {"image": Attachment("x.png", "image/png", out.getvalue())}
    count = "SELECT COUNT(*) FROM pictures"
    database = here.running.store.database

    async def preview(person):
        await here.app.run(Request(line=line(step="preview"), values=values, actor=person, place=PLACE))

    await preview(ANA)
    await preview(BOB)
    await tell(here, "checkpoint report step:cancel", ANA)
    assert database.read(count, [])[0][0] == 1  # Bob's draft has the same
    await tell(here, "checkpoint report step:cancel", BOB)
    assert database.read(count, [])[0][0] == 0
    await preview(ANA)
    await tell(here, "checkpoint report step:save", ANA)
    assert database.read(count, [])[0][0] == 1


async def test_the_picture_of_a_report_never_sent_goes_with_its_draft(talk):
    here = talk()
    await with_picture(here, png(), ANA, line(step="preview"))
    await with_picture(here, png(1), ANA, line(step="preview"))  # another one in its place
    await with_picture(here, png(), BOB, line("Crest Nano"))
    kept = "SELECT COUNT(*) FROM pictures"
    database = here.running.store.database
    assert database.read(kept, [])[0][0] == 2
    here.at("2026-04-22T11:00Z")
    await here.ports.privacy.sweep(here.clock.now())
    assert database.read(kept, [])[0][0] == 2  # the draft may still be looked for
    here.at("2026-04-22T13:00Z")
    await here.ports.privacy.sweep(here.clock.now())
    assert database.read(kept, [])[0][0] == 1
    assert here.ports.sightings.picture("discord:7", here.ports.sightings.report("CP-0001", view(here)).picture)
