"""People who report sightings, for tests: who they are, what they type, and the pictures they show."""

import io

from PIL import Image

from bot.messages.request import Attachment, Request, Role, View

TEXT = (
    "The picker listed it between 5.4 and 5.4 Pro, I chose it and the header said so; gone after reload. Maybe tuned."
)
ANA, BOB, CYD, DAN = (f"discord:{n}" for n in ("ana", "bob", "cyd", "dan"))
MEG = "discord:meg"  # of the desk
PLACE = "discord:7/9"


def line(label="Crest Ultra", *, step="save", text=TEXT, how="own account", surface="ChatGPT picker", more=""):
    return f'checkpoint report label:"{label}" surface:"{surface}" how:"{how}" text:"{text}" step:"{step}" {more}'


async def tell(talk, what, actor=ANA, place=PLACE, role=Role.MEMBER, **more):
    return await talk.say(what, actor=actor, place=place, role=role, **more)


async def desk(talk, what, actor=MEG, place=PLACE):
    return await tell(talk, what, actor, place, Role.DESK)


async def report(talk, person=ANA, at="2026-04-21T09:10Z", label="Crest Ultra", **more):
    talk.at(at)
    return (await tell(talk, line(label), person, **more)).data["id"]


async def reported(talk, *people, label="Crest Ultra"):
    """Reports by these people, an hour apart; returns their ids."""
    ids = []
    for hour, person in enumerate(people, 9):
        talk.at(f"2026-04-21T{hour:02}:10Z")
        ids.append((await tell(talk, line(label), person)).data["id"])
    return ids


async def grade(talk, label="Crest Ultra"):
    return (await tell(talk, f'checkpoint show label:"{label}"')).data["grade"]


def view(here, tenant="discord:7"):
    return View(tenant, here.clock.now())


def png(colour=0, size=(64, 48)):
    image = Image.radial_gradient("L").resize(size).convert("RGB")
    if colour:
        image = Image.linear_gradient("L").resize(size).convert("RGB")
    out = io.BytesIO()
    image.save(out, "PNG")
    return Attachment("shot.png", "image/png", out.getvalue())


async def with_picture(here, picture, person, what):
    request = Request(line=what, values={"image": picture}, actor=person, place=PLACE)
    return await here.app.run(request)
