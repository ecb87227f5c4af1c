"""The pages of the desk over HTTP: sign-in, queue, item and decision.

Every decision is an order through `App.run`, as from chat: roles, the audit trail and undo are the same. Nothing here
is public: without a session there is the sign-in alone. The session's cookie is sent under ``/desk`` only; every form
carries a token of its session.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from adapters.desk.pages import STATIC, DeskPages
from adapters.desk.sessions import BEGUN, CHECKED, LIFETIME, Session, Sessions
from adapters.desk.sign_in import Seat, SignedIn, SignIn, SignInRefused
from adapters.web.client_address import address_of
from adapters.web.site import Site
from bot.dispatch.app import App
from bot.domain.rate_limit import Quota, RateLimit, RateLimits
from bot.messages.errors import NotAllowed, SpudwatchError
from bot.messages.reply import Outcome, Reply, plain
from bot.messages.request import Request, Value, View
from bot.ports import Ports
from bot.queries.desk_items import DeskItem, desk_item

log = logging.getLogger(__name__)

DESK: Final = "/desk"
COOKIE, STATE_COOKIE = "spudwatch-desk", "spudwatch-desk-state"
SIGN_INS: Final = Quota(10, 10)  # of an address
ADDRESSES: Final = 10_000  # remembered
ORDERS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {  # what a form may ask for: its fields, and their options
    "accept": ("desk accept", {"id": "id"}),
    "refuse": ("desk refuse", {"id": "id", "reason": "reason", "note": "note"}),
    "merge": ("desk merge", {"source": "source", "into": "into"}),
    "retract": ("desk retract", {"record": "id", "reason": "reason", "note": "note"}),
    "resolve": (
        "desk resolve",
        {"record": "id", "outcome": "outcome", "source": "source", "subject": "subject", "note": "note"},
    ),
    "undo": ("desk undo", {}),
}
EXPIRED, BACK = "This form has expired.", "Go back to the desk and try again."
UNCACHED: Final = {hdrs.CACHE_CONTROL: "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}


class DeskServer:
    """The desk for people who signed in by one of some ways."""

    def __init__(self, app: App, site: Site, ways: Mapping[str, SignIn]) -> None:
        self._app, self._ways, self._clock = app, ways, app.ports.clock
        self._base = site.base + DESK
        self._secure = site.address.startswith("https://")
        self._sessions = Sessions()
        self._tries = RateLimits[str](lambda _address: RateLimit.of(SIGN_INS), ADDRESSES)
        self._pages = DeskPages(
            site, self._base, ways, self._choices("refuse", "reason"), self._choices("resolve", "outcome")
        )

    def _choices(self, order: str, name: str) -> Sequence[str]:
        """The choices of an option of ``/desk``."""
        options = {one.name: one for one in self._app.catalogue.resolve(f"desk {order}").options}
        return options[name].choices

    def add_routes(self, router: web.UrlDispatcher) -> None:
        """The routes, below the site's folder and without it: a proxy may cut that off."""
        for base in dict.fromkeys((self._base, DESK)):
            router.add_get(base, self._whole(self.desk))
            router.add_get(f"{base}/sign-in/{{way}}", self._whole(self.sign_in))
            router.add_get(f"{base}/callback/{{way}}", self._whole(self.callback))
            router.add_get(f"{base}/picture/{{name}}", self._whole(self.picture))
            router.add_get(f"{base}/{{name:desk\\.(?:js|css)}}", self.static)
            router.add_post(f"{base}/act", self._whole(self.act))
            router.add_post(f"{base}/sign-out", self._whole(self.sign_out))

    def _whole(self, handler: Handler) -> Handler:
        """A handler that answers with a page also where storage does not."""

        async def answer(request: web.Request) -> web.StreamResponse:
            try:
                return await handler(request)
            except SpudwatchError as error:
                log.exception("desk not shown", extra={"path": request.path})
                return self._notice_page(503, error.what, f"{plain(error.why)} {plain(error.todo)}".strip())

        return answer

    async def static(self, request: web.Request) -> web.Response:
        """The keyboard's script, and the style of the desk."""
        body, kind = STATIC[request.match_info["name"]]
        return web.Response(body=body, content_type=kind, headers={hdrs.CACHE_CONTROL: "max-age=3600"})

    async def sign_in(self, request: web.Request) -> web.Response:
        """Send the browser to the platform, with a state it will bring back."""
        way = self._ways.get(request.match_info["way"])
        now = self._clock.now()
        if way is None:
            return self._notice_page(404, "There is no such sign-in.")
        if self._tries[address_of(request)].grant(now.timestamp()):
            return self._notice_page(429, "Too many sign-ins from your address.", "Try again in a minute.")
        state, verifier = self._sessions.begin(request.match_info["way"], now)
        answer = web.Response(status=302, headers={hdrs.LOCATION: way.address(state, verifier), **UNCACHED})
        self._set(answer, STATE_COOKIE, state, int(BEGUN.total_seconds()))
        return answer

    async def callback(self, request: web.Request) -> web.Response:
        """Open a session for whoever the browser came back as, if they are on a desk."""
        name, state = request.match_info["way"], request.query.get("state", "")
        way, now = self._ways.get(name), self._clock.now()
        cookie = request.cookies.get(STATE_COOKIE, "")
        if not state or not hmac.compare_digest(state.encode("utf-8", "replace"), cookie.encode("utf-8", "replace")):
            return self._notice_page(400, "This sign-in was begun in another browser.", "Begin again.")
        verifier = self._sessions.finish(state, name, now)
        if way is None or not verifier:
            return self._notice_page(400, "This sign-in took too long, or was finished before.", "Begin again.")
        if request.query.get("error") or not request.query.get("code"):
            return self._notice_page(200, "You did not sign in.", "Begin again when you want to.")
        try:
            token = await way.token(request.query["code"][:2_000], verifier)
            person = await way.signed_in(token)
        except SignInRefused:
            return self._notice_page(401, f"{way.label} did not accept this sign-in.", "Begin again.")
        except SpudwatchError as error:
            return self._notice_page(502, error.what, str(error.todo))
        person = await self._with_desks(person)
        if not person.seats:
            log.info("desk sign-in without a desk", extra={"way": name})
            return self._notice_page(
                403,
                "You are not on the desk of any place.",
                "Ask an admin of your server or workspace: /spudwatch-admin desk.",
            )
        kept = self._sessions.open(name, token, person, now)
        answer = web.Response(status=303, headers={hdrs.LOCATION: self._base, **UNCACHED})
        answer.del_cookie(STATE_COOKIE, path=self._base)
        self._set(answer, COOKIE, kept, int(LIFETIME.total_seconds()))
        return answer

    async def desk(self, request: web.Request) -> web.Response:
        """The queue with one item beside it; without a session the sign-in."""
        if COOKIE not in request.cookies:
            return self._notice_page(200, "The desk")
        seated = await self._seated(request, request.query.get("at", ""), first=True)
        if isinstance(seated, web.Response):
            return seated
        session, seat = seated
        queue = await self._queue(session.person.actor, seat)
        if queue.data.get("error") == NotAllowed.__name__:
            return self._left(request, session)
        if "waiting" not in queue.data:
            return self._notice_page(503, queue.title, queue.plain.partition("\n")[2])
        waiting: list[dict[str, Any]] = [dict(one) for one in queue.data["waiting"]]  # type: ignore[attr-defined]
        session.waiting = tuple(str(one["id"]) for one in waiting)
        wanted = request.query.get("id", "").upper()
        chosen = next((one for one in waiting if one["id"] == wanted), waiting[0] if waiting else None)
        found = None
        if chosen is not None:
            view = View(seat.tenant, self._clock.now())
            ident = str(chosen["id"])
            found = await self._app.read(lambda ports: _opened(ports, ident, view))
        notice, session.notice = session.notice, ()
        body = self._pages.desk(session, seat, waiting, chosen, found, notice, self._clock.now())
        return self._html(200, body)

    async def picture(self, request: web.Request) -> web.Response:
        """A picture of a report of this desk's own server or workspace."""
        seated = await self._seated(request, request.query.get("at", ""))
        if isinstance(seated, web.Response):
            return seated
        tenant, name = seated[1].tenant, request.match_info["name"]
        found = await self._app.read(lambda ports: ports.sightings.picture(tenant, name))
        if found is None:
            return self._notice_page(404, "There is no such picture.")
        return web.Response(body=found.content, headers={hdrs.CONTENT_TYPE: found.media_type, **UNCACHED})

    async def act(self, request: web.Request) -> web.Response:
        """Carry out what a form asks for, and show the result on the next page."""
        form = {name: str(value) for name, value in (await request.post()).items()}
        seated = await self._seated(request, form.get("at", ""))
        if isinstance(seated, web.Response):
            return seated
        session, seat = seated
        if not self._is_genuine(session, form):
            return self._notice_page(403, EXPIRED, BACK)
        name, fields = ORDERS.get(form.get("do", ""), ("", {}))
        if not name:
            return self._notice_page(400, "The desk knows no such action.")
        values = {option: form[field].strip() for field, option in fields.items() if form.get(field, "").strip()}
        reply = await self._app.run(self._request(session.person.actor, seat, name, values))
        if reply.data.get("error") == NotAllowed.__name__:
            return self._left(request, session)
        session.notice = tuple(line for line in reply.plain.splitlines() if line.strip())[:4]
        following = self._next(session, form.get("id", ""), moved=reply.outcome is Outcome.ANSWERED and "id" in fields)
        place = f"{self._base}?at={seat.tenant}{f'&id={following}' if following else ''}"
        return web.Response(status=303, headers={hdrs.LOCATION: place, **UNCACHED})

    async def sign_out(self, request: web.Request) -> web.Response:
        """End the session."""
        form = {name: str(value) for name, value in (await request.post()).items()}
        name = request.cookies.get(COOKIE, "")
        session = self._sessions.find(name, self._clock.now())
        if session is not None and not self._is_genuine(session, form):
            return self._notice_page(403, EXPIRED, BACK)
        self._sessions.close(name)
        answer = web.Response(status=303, headers={hdrs.LOCATION: self._base, **UNCACHED})
        answer.del_cookie(COOKIE, path=self._base)
        return answer

    async def _seated(
        self, request: web.Request, tenant: str, *, first: bool = False
    ) -> tuple[Session, Seat] | web.Response:
        """The session and the desk of it that is asked for, or why there is none.

        ``first``: without a tenant the first desk of the person is meant.
        """
        name, now = request.cookies.get(COOKIE, ""), self._clock.now()
        session = self._sessions.find(name, now)
        if session is None:
            return self._ended_page()
        try:
            await self._check(session)
        except SignInRefused:
            self._sessions.close(name)
            return self._ended_page()
        except SpudwatchError as error:
            return self._notice_page(503, error.what, str(error.todo))
        if not session.person.seats:
            return self._left(request, session)
        seat = session.seat(tenant) if tenant or first else None
        if seat is None:
            return self._notice_page(403, "You are not on the desk of that place.", BACK)
        return session, seat

    async def _check(self, session: Session) -> None:
        """Ask the platform again who the person is, once a minute.

        Whoever comes meanwhile waits for the answer.
        """
        async with session.lock:
            now = self._clock.now()
            if now - session.checked_at < CHECKED:
                return
            person = await self._ways[session.way].signed_in(session.token)
            session.person = await self._with_desks(person, session.person.seats)
            session.checked_at = now

    async def _with_desks(self, person: SignedIn, before: Sequence[Seat] = ()) -> SignedIn:
        """The person with the places alone whose desk they are on.

        One of ``before`` that cannot be asked just now stays.
        """
        known = {seat.tenant for seat in before}
        kept = []
        for seat in person.seats:
            reply = await self._queue(person.actor, seat)
            refused = reply.data.get("error") == NotAllowed.__name__
            if "waiting" in reply.data or (seat.tenant in known and not refused):
                kept.append(seat)
        return replace(person, seats=tuple(kept))

    def _left(self, request: web.Request, session: Session) -> web.Response:
        """End the session of who is on no desk any more."""
        self._sessions.close(request.cookies.get(COOKIE, ""))
        log.info("desk session ended with the role", extra={"way": session.way})
        return self._ended_page()

    async def _queue(self, actor: str, seat: Seat) -> Reply:
        """What `/desk queue` answers the person there."""
        return await self._app.run(self._request(actor, seat, "desk queue", {}))

    @staticmethod
    def _request(actor: str, seat: Seat, name: str, values: Mapping[str, Value]) -> Request:
        place = f"{seat.tenant}/-"
        return Request(name=name, values=values, actor=actor, place=place, roles=seat.roles, groups=seat.groups)

    @staticmethod
    def _is_genuine(session: Session, form: Mapping[str, str]) -> bool:
        return hmac.compare_digest(session.csrf.encode(), form.get("csrf", "").encode("utf-8", "replace"))

    @staticmethod
    def _next(session: Session, decided: str, *, moved: bool) -> str:
        """The id of the item to show: the one after what was decided, or the same."""
        ids = session.waiting
        if decided not in ids or not moved:
            return decided if decided in ids else ""
        at = ids.index(decided)
        return next(iter((*ids[at + 1 :], *ids[:at])), "")

    def _set(self, answer: web.Response, name: str, value: str, seconds: int) -> None:
        answer.set_cookie(
            name, value, max_age=seconds, httponly=True, secure=self._secure, samesite="Lax", path=self._base
        )

    def _ended_page(self) -> web.Response:
        answer = self._notice_page(401, "You are not signed in, or the desk is no longer yours.", "Sign in again.")
        answer.del_cookie(COOKIE, path=self._base)
        return answer

    def _notice_page(self, status: int, title: str, words: str = "") -> web.Response:
        return self._html(status, self._pages.sign_in(title, words))

    @staticmethod
    def _html(status: int, body: str) -> web.Response:
        return web.Response(status=status, text=body, content_type="text/html", headers=UNCACHED)


def _opened(ports: Ports, ident: str, view: View) -> DeskItem | None:
    item = ports.desk.item(ident, view)
    return desk_item(ports, item, view) if item is not None else None
