"""What an answer costs at the least: the same read in the bare framework, and a small ideal of the full `/odds` card.

The *floor* is what one writes in an afternoon: the framework, one statement that finds what was asked for, one line of
text. The *ideal* is a whole `/odds` card by hand: signature, replays refused, the seeks of the same tables at a moment,
every rung with its price, drawn once. Nobody would maintain it; it says how much of our time is more than the work.
"""

import json
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from aiohttp import web
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from adapters.slack.transport.bolt_app import _Verification
from bot.ports import Clock
from tests.adapters.discord.caller import PUBLIC
from tests.adapters.slack.people import SECRET

BY_NAME = """
    SELECT s.name, s.learned_at FROM aliases a JOIN subjects s ON s.slug = a.slug
    WHERE a.folded = ? AND a.tenant = '' AND a.learned_at <= ? LIMIT 1"""
PRICE = """
    SELECT m.title, r.label, q.bid, q.ask_over, q.at FROM aliases a JOIN market_subject s ON s.subject = a.slug
    JOIN market m ON m.id = s.market JOIN rung r ON r.market = m.id
    JOIN quote q ON q.rung = r.id AND q.at = (SELECT max(at) FROM quote WHERE rung = r.id AND at <= ?)
    WHERE a.folded = ? LIMIT 1"""
CLAIM = (
    "SELECT c.id, c.text FROM claims_search s JOIN claims c ON c.number = s.rowid WHERE claims_search MATCH ? LIMIT 1"
)
CHANGES = "SELECT subject, before, after FROM changes WHERE at <= ? AND tenant = '' ORDER BY at DESC LIMIT 10"
LABEL = "SELECT shown, changed_at FROM labels WHERE key = ? AND learned_at <= ? LIMIT 1"


class Reads:
    """One statement a command, and a line made of it."""

    def __init__(self, path: Path, now: Callable[[], int]) -> None:
        self._db = sqlite3.connect(f"file:{path}?mode=ro", uri=True, check_same_thread=False, cached_statements=100)
        self._now = now

    def line(self, command: str) -> str:
        """The one line that answers."""
        now = self._now()
        match command:
            case "odds":
                row = self._one(PRICE, now, "spud")
                return f"{row[0]}: {row[1]} {row[2]}" if row else "no market"
            case "model":
                row = self._one(BY_NAME, "spud", now)
                return f"{row[0]}, known since {row[1]}" if row else "unknown"
            case "claimcheck":
                row = self._one(CLAIM, "spud")
                return f"{row[0]}: {row[1]}" if row else "unknown"
            case "catchup":
                return "\n".join(f"{slug}: {old} -> {new}" for slug, old, new in self._db.execute(CHANGES, [now]))
            case "checkpoint":
                row = self._one(LABEL, "duck", now)
                return f"{row[0]}, {row[1]}" if row else "nobody reported it"
        return "odds, model, checkpoint, claimcheck, catchup"

    def _one(self, sql: str, *given: object) -> Any:
        return self._db.execute(sql, given).fetchone()

    def card(self) -> list[str]:
        """The full card of `/odds spud`: subject, other names, every market with its rungs and their quotes."""
        now, read = self._now(), self._db.execute
        slug, name = read(
            "SELECT s.slug, s.name FROM aliases a JOIN subjects s ON s.slug = a.slug WHERE a.folded = ? "
            "AND a.learned_at <= ? AND a.tenant = '' LIMIT 1", ["spud", now],
        ).fetchone()  # fmt: skip
        also = [row[0] for row in read("SELECT text FROM aliases WHERE slug = ? AND learned_at <= ?", [slug, now])]
        state = read(
            "SELECT state, so_at FROM subject_states WHERE slug = ? AND learned_at <= ? ORDER BY so_at DESC LIMIT 1",
            [slug, now],
        ).fetchone()
        lines = [f"**{name}** ({state[0] if state else 'rumoured'}), also {', '.join(also[:5])}"]
        markets = read(
            "SELECT m.id, m.title, m.venue, m.url FROM market_subject s JOIN market m ON m.id = s.market "
            "WHERE s.subject = ? AND s.tenant = '' AND s.learned_at <= ?", [slug, now],
        ).fetchall()  # fmt: skip
        for number, title, venue, url in markets:
            lines.append(f"[{title}]({url}) {venue}")
            for rung, label in read("SELECT id, label FROM rung WHERE market = ? AND learned_at <= ?", [number, now]):
                ago = [
                    read(
                        "SELECT bid, ask_over, at FROM quote WHERE rung = ? AND at <= ? ORDER BY at DESC LIMIT 1",
                        [rung, now - back],
                    ).fetchone()
                    for back in (0, 86_400, 604_800)
                ]
                day = read(
                    "SELECT volume FROM depth WHERE rung = ? AND day <= ? ORDER BY day DESC LIMIT 1", [rung, now]
                )
                words = [f"{(row[0] or 0) / 100:.0f} %" if row else "unread" for row in ago]
                lines.append(f"• {label}: {words[0]} (a day ago {words[1]}, a week ago {words[2]}), {day.fetchone()}")
        return lines


def discord_floor(reads: Reads, *, ideal: bool = False) -> web.Application:
    """An endpoint of aiohttp and PyNaCl that answers with one line, or with the ideal card."""
    key, seen = VerifyKey(bytes.fromhex(PUBLIC)), set[str]()

    async def receive(request: web.Request) -> web.Response:
        body = await request.read()
        signature = request.headers["X-Signature-Ed25519"]
        try:
            key.verify(request.headers["X-Signature-Timestamp"].encode() + body, bytes.fromhex(signature))
        except BadSignatureError:
            return web.Response(status=401)
        if signature in seen:
            return web.Response(status=401)
        seen.add(signature)
        payload = msgspec.json.decode(body)
        if ideal:
            parts = [{"type": 10, "content": "\n".join(reads.card())[:4_000]}]
            buttons = [{"type": 2, "style": 2, "label": word, "custom_id": word} for word in ("Full", "Share", "Again")]
            parts.append({"type": 1, "components": buttons})  # type: ignore[dict-item]
            data: Mapping[str, Any] = {"flags": 32_832, "components": [{"type": 17, "components": parts}]}
        else:
            data = {"flags": 64, "content": reads.line(payload["data"]["name"])}
        return web.Response(body=msgspec.json.encode({"type": 4, "data": data}), content_type="application/json")

    app = web.Application()
    app.router.add_post("/discord/interactions", receive)
    return app


def slack_floor(reads: Reads, clock: Clock) -> web.Application:
    """Bolt with ``process_before_response`` and one listener, which answers with one line."""

    async def authorize(**_: Any) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_id="B", bot_user_id="U")

    bolt = AsyncApp(
        signing_secret=SECRET, authorize=authorize, process_before_response=True, request_verification_enabled=False
    )
    bolt.middleware(_Verification(SECRET, clock))  # Bolt's own check, on the clock of the run

    async def answer(ack: Callable[..., Any], command: Mapping[str, Any]) -> None:
        await ack(text=reads.line(command["command"].lstrip("/")), response_type="ephemeral")

    for command in ("/odds", "/model", "/claimcheck", "/catchup", "/checkpoint", "/spudwatch"):
        bolt.command(command)(answer)

    async def receive(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await bolt.async_dispatch(await to_bolt_request(request)))

    app = web.Application()
    app.router.add_post("/slack/events", receive)
    return app


def slack_ideal(reads: Reads) -> web.Application:
    """The ideal card on Slack: aiohttp, HMAC, blocks."""
    import hashlib  # noqa: PLC0415 - only here
    import hmac  # noqa: PLC0415

    seen = set[str]()

    async def receive(request: web.Request) -> web.Response:
        body = await request.read()
        signature, stamp = request.headers["X-Slack-Signature"], request.headers["X-Slack-Request-Timestamp"]
        mine = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest("v0=" + mine, signature) or signature in seen:
            return web.Response(status=401)
        seen.add(signature)
        lines = reads.card()
        text = "\n".join(lines)
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": text[at : at + 2_900]}} for at in (0, 2_900)]
        buttons = [{"type": "button", "action_id": one, "text": {"type": "plain_text", "text": one}} for one in "abc"]
        made = {
            "response_type": "ephemeral",
            "text": lines[0],
            "blocks": [*blocks, {"type": "actions", "elements": buttons}],
        }
        return web.Response(text=json.dumps(made), content_type="application/json")

    app = web.Application()
    app.router.add_post("/slack/events", receive)
    return app
