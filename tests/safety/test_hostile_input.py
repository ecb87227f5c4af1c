"""What comes from outside: addresses nobody opens, bodies without end, pictures that are something else, secrets."""

import asyncio
import io
import json
import logging
import socket
import subprocess
import sys
import zipfile

import pytest
from PIL import Image

from adapters.images.uploads import PillowPictures
from adapters.runtime.log_format import HIDDEN, JsonLines, PlainLines
from bot.messages.errors import UserError
from bot.messages.reply import Outcome
from bot.messages.request import Attachment, Request, Role
from bot.settings import Settings
from tests.safety.fields import filled

TEXT = "I chose it in the picker and the header said so; it was gone after a reload. Maybe an A/B test."
AT = ("--at", "2026-04-21T12:00Z")
ADDRESSES = (
    "http://127.0.0.1:9/x", "http://localhost/x", "http://[::1]/x", "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1/x", "http://0x7f000001/x", "http://2130706433/x", "http://127.1/x", "file:///etc/passwd",
    "http://good.example@127.0.0.1/x", "http://127.0.0.1.nip.io/x", "ftp://a.example/x", "javascript:alert(1)",
    "data:text/html,x", "https://a.example:22/x", "//a.example/x", "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/x", "https://xn--80ak6aa92e.com/x",
)  # fmt: skip
LINKED = ("checkpoint report", "checkpoint attribute", "checkpoint dispute", "checkpoint edit", "claimcheck add",
          "claimcheck demo", "claimcheck dispute", "desk resolve", "spudwatch-admin feeds")  # fmt: skip


@pytest.fixture
def doors(monkeypatch):
    """Every attempt to reach or to look up somebody, noted and refused."""
    tried: list[object] = []

    def refuse(*what: object, **_more: object) -> object:
        tried.append(what)
        raise OSError("nobody may be reached here")

    monkeypatch.setattr(socket.socket, "connect", lambda _self, where: refuse(where))
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return tried


@pytest.mark.parametrize("name", LINKED)
async def test_no_command_opens_or_looks_up_an_address_somebody_gave(talk, doors, name):
    here = talk()
    kind = here.app.catalogue.get(name)
    opt = next(one for one in kind.options if one.name in ("link", "source", "url"))
    for address in ADDRESSES:
        values = filled(kind, opt, address)
        if name == "spudwatch-admin feeds":
            values = Request(
                name=name, values={"action": "add", "url": address}, place="discord:7/9", roles=frozenset({Role.ADMIN})
            )
        reply = await here.app.run(values)
        assert reply.outcome is not Outcome.BROKEN, (address, reply.plain)
    assert doors == []


@pytest.mark.parametrize("address", ["http://127.0.0.1/x", "http://[::1]/x", "http://10.0.0.1/x", "http://localhost/x"])
async def test_a_feed_or_a_report_of_a_private_address_is_refused(talk, address):
    here = talk()
    line = (
        f'checkpoint report label:"Crest Ultra" surface:"ChatGPT picker" how:"own account" text:"{TEXT}" link:{address}'
    )
    for order in (line, f"spudwatch-admin feeds action:add url:{address}"):
        reply = await here.say(order, place="discord:7/9")
        assert reply.outcome is Outcome.REFUSED, reply.plain


# ------------------------------------------------------------------------------------------------------------ pictures
def png() -> bytes:
    out = io.BytesIO()
    Image.radial_gradient("L").resize((320, 200)).convert("RGB").save(out, "PNG")
    return out.getvalue()


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("canary.txt", "canary")
    return out.getvalue()


TAILS = {"an archive": zipped(), "a page": b"<html><script>canary</script>", "a program": b"\x7fELFcanary",
         "a document": b"%PDF-1.7 canary", "a list": b"\n=cmd|canary"}  # fmt: skip


@pytest.mark.parametrize("tail", TAILS)
async def test_a_picture_that_is_also_something_else_is_only_a_picture_afterwards(talk, tail):
    picture = await PillowPictures().read(png() + TAILS[tail], "shot.png")
    assert b"canary" not in picture.content
    assert not zipfile.is_zipfile(io.BytesIO(picture.content))
    here = talk()
    values = {"label": "Crest Ultra", "surface": "ChatGPT picker", "how": "own account", "text": TEXT, "step": "save",
              "image": Attachment("shot.png", "image/png", png() + TAILS[tail])}  # fmt: skip
    reply = await here.app.run(Request(name="checkpoint report", values=values, place="discord:7/9"))
    assert reply.outcome is Outcome.ANSWERED, reply.plain
    rows = here.running.store.database.read("SELECT content, media_type FROM pictures")
    assert rows
    assert all(b"canary" not in row["content"] and row["media_type"].startswith("image/") for row in rows)


@pytest.mark.parametrize(
    "head", ["GIF89a", "%!PS-Adobe-3.0 EPSF", "<svg xmlns='http://www.w3.org/2000/svg'/>", "II*\0"]
)
async def test_what_begins_like_a_picture_of_a_dangerous_kind_is_refused(head):
    with pytest.raises(UserError):
        await PillowPictures().read(head.encode() + b"\0" * 500, "shot.png")


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a\0.png", "x" * 5_000 + ".png", "<!channel>.png", "\u202egnp.exe"]
)
async def test_the_name_of_a_file_leads_nowhere(talk, name):
    values = {"label": "Crest Ultra", "surface": "ChatGPT picker", "how": "own account", "text": TEXT, "step": "save",
              "image": Attachment(name, "image/png", png())}  # fmt: skip
    reply = await talk().app.run(Request(name="checkpoint report", values=values, place="discord:7/9"))
    assert reply.outcome is not Outcome.BROKEN, reply.plain
    assert "etc/passwd" not in reply.plain


@pytest.mark.parametrize(
    "content",
    [b"score\nnan\ninf\n", b"\xff\xfe", b"a,b\n" * 100_000, b'"' * 90_000, b"score\n" + b"9" * 100_000, b"\0"],
)
async def test_a_sheet_of_nonsense_is_answered(talk, content):
    values = {"task": "t", "model": "spud", "file": Attachment("runs.csv", "text/csv", content)}
    here = talk()
    reply = await here.app.run(Request(name="claimcheck trial", values=values, place="discord:7/9"))
    assert reply.outcome is Outcome.ANSWERED
    assert reply.data["read"] == 0
    assert reply.data["errors"]
    assert not here.running.store.database.read("SELECT * FROM trials")


# ------------------------------------------------------------------------------------------------------------- secrets
TOKENS = (
    "xoxb-1234567890-canarycanary",
    "xapp-1-A0B-123-canarycanary",
    "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.canaryabcdefghijklmnopqrstuvwxyz0123",
    "Bearer canarycanarycanary",
)


@pytest.mark.parametrize("form", [JsonLines(), PlainLines()], ids=["json", "text"])
@pytest.mark.parametrize("token", TOKENS)
async def test_a_token_in_a_traceback_reaches_no_log_and_no_reply(talk, caplog, monkeypatch, token, form):
    here = talk()

    def fails(*_: object, **_more: object) -> object:
        raise ValueError(f"401 for {token}") from RuntimeError(f"header {token}")

    monkeypatch.setattr(type(here.ports.markets), "search", fails)
    caplog.set_level(logging.DEBUG)
    reply = await here.say("odds search spud")
    assert reply.outcome is Outcome.BROKEN
    assert "canary" not in reply.plain
    assert "canary" not in repr(reply)
    lines = [form.format(record) for record in caplog.records]
    assert any(HIDDEN in line for line in lines)
    assert not [line for line in lines if "canarycanary" in line or "canaryabc" in line]


def test_no_setting_shows_its_secret(monkeypatch):
    for name in ("DISCORD__TOKEN", "SLACK__BOT_TOKEN", "SLACK__APP_TOKEN", "SLACK__SIGNING_SECRET"):
        monkeypatch.setenv(f"SPUDWATCH_{name}", "canary-" + name)
    made = Settings()
    for shown in (repr(made), str(made), made.model_dump_json(), json.dumps(made.model_dump(), default=str)):
        assert "canary" not in shown


# --------------------------------------------------------------------------------------------------------- slow bodies
class Dripping:
    """A body that never comes."""

    content_length = None

    def __init__(self) -> None:
        self.headers: dict[str, str] = {}
        self.content = self

    def is_eof(self) -> bool:
        return False

    async def read(self) -> bytes:
        await asyncio.Event().wait()
        return b""


async def test_a_body_that_drips_is_let_go_on_discord(monkeypatch):
    from adapters.discord.transport import http_endpoint  # noqa: PLC0415 - the platform's library is an extra

    monkeypatch.setattr(http_endpoint, "BODY_SECONDS", 0)
    made = http_endpoint.DiscordEndpoint.__new__(http_endpoint.DiscordEndpoint)
    payload, refusal = await made._checked(Dripping())
    assert payload == {}
    assert refusal.status == 408


async def test_a_body_that_drips_is_let_go_on_slack(monkeypatch):
    from adapters.runtime.clock import StandingClock  # noqa: PLC0415 - beside the platform
    from adapters.slack.transport import http_endpoint  # noqa: PLC0415 - the platform's library is an extra
    from tests.safety.mixed import START  # noqa: PLC0415 - beside the clock

    monkeypatch.setattr(http_endpoint, "BODY_SECONDS", 0)

    async def never(_request: object) -> bytes:
        await asyncio.Event().wait()
        return b""

    monkeypatch.setattr(http_endpoint, "_body", never)
    request = Dripping()
    request.headers = {
        "X-Slack-Request-Timestamp": str(int(START.timestamp())), "X-Slack-Signature": "v0=" + "0" * 64,
    }  # fmt: skip
    made = http_endpoint.SlackEndpoint(None, "secret", StandingClock(START), None)
    assert (await made.receive(request)).status == 408


def test_the_command_line_survives_bytes_that_are_no_text(tmp_path, ledger_file):
    command = [sys.executable, "-m", "adapters", "ask", "-", "--json", *AT, "--database", str(ledger_file)]
    done = subprocess.run(command, input=b"odds \xff\xfe\nodds \xed\xa0\x80\n\x00\n", capture_output=True, check=False)
    lines = done.stdout.decode().splitlines()
    assert [json.loads(line)["outcome"] for line in lines] == ["refused"] * 3
    assert b"Traceback" not in done.stderr


def test_whoever_stops_reading_gets_no_traceback(ledger_file):
    command = [sys.executable, "-m", "adapters", "ask", "-", *AT, "--database", str(ledger_file)]
    with subprocess.Popen(command, stdin=-1, stdout=-1, stderr=-1) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.close()
        child.stdin.write(b"odds spud\n" * 5)
        child.stdin.close()
        said = child.stderr.read()
    assert child.returncode == 141
    assert b"Traceback" not in said
