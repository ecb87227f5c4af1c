"""``/claimcheck ask``: a sentence comes in; out comes what it stands on now, by printed rules.

``data`` of an answer always has these keys, of these types (null where nothing is said or nothing could be checked):

    checkable: bool · claim_type, subject, object, comparator, benchmark: str | null · value: number | null (the first
    of ``values``) · deadline: date | null · polarity: "+" | "-" · claim_id: str | null · match: str ("exact",
    "negated", "words", "near", "two", "none") · grade: str | null · support, refute: 0 to 5 | null · rule: str | null ·
    origins, repeats: int · load_bearing, missing, flags: list of str

Several claims in one text: the keys are those of the first, and ``claims`` holds all of them. What cannot be checked
has a ``reason``, a ``why`` and a ``rewrite`` beside them. An order that was refused (an unknown id, an unreadable date)
was not answered: its ``data`` is that of every refusal (``error``, ``what``, ``try_again``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.commands.claimcheck._cards import card as cards
from bot.commands.claimcheck._cards import several
from bot.commands.claimcheck._cards.actions import it_is
from bot.commands.claimcheck._cards.filed import FiledClaim, filed_card, gather_filed
from bot.commands.claimcheck._checking import (
    ClaimMaterial,
    asked_claim,
    gather,
    judge,
)
from bot.commands.claimcheck._matching import NEAREST, NearClaim, guess_subject, nearest
from bot.dispatch.command import Command, as_of_option, option
from bot.domain.claims.matching.match import word_for_word
from bot.domain.claims.parse import read_message
from bot.domain.claims.parsed import ClaimContext, Followed, Message, ParsedClaim, Reason
from bot.domain.claims.refusals import WHY
from bot.domain.evidence.evidence import Claim
from bot.domain.names.grammar import Style
from bot.messages.errors import BadArgument
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Part, Reply, Text
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.aliases import one_subject
from bot.queries.labels.label_evidence import is_seen
from bot.queries.names import followed, names

EMPTY_DATA: dict[str, object] = {
    "checkable": False,
    "claim_type": None,
    "subject": None,
    "object": None,
    "comparator": None,
    "benchmark": None,
    "value": None,
    "deadline": None,
    "polarity": "+",
    "claim_id": None,
    "match": "none",
    "grade": None,
    "support": None,
    "refute": None,
    "rule": None,
    "origins": 0,
    "repeats": 0,
    "load_bearing": [],
    "missing": [],
    "flags": [],
    "nearest": [],
    "understood": False,
}

FOLLOWED = 10  # subjects in the air that a bare version may mean
FELT = frozenset({Reason.OPINION, Reason.WISH, Reason.UNMEASURABLE})
OF_MODELS = (
    "I check claims about AI models: whether one is out and when, its price, limits and scores, what a name stands for."
)


@dataclass(frozen=True, slots=True)
class AskClaimInputs:
    """What the text was read as, what each claim is judged by, and what is nearest where there is none.

    ``filed`` is the claim of the ledger whose id was typed.
    """

    message: Message
    materials: tuple[ClaimMaterial, ...]
    near: tuple[NearClaim, ...] = ()
    filed: FiledClaim | None = None


class AskClaim(Command[AskClaimInputs], name="claimcheck ask", shareable=True):
    """Tell what a claim stands on: its origins, what is missing, what would settle it."""

    claim: str = option("The sentence to check, or an id such as CL-0044", complete="claim", limit=6_000, long=True)
    about: str | None = option(
        "The model it is about, where the sentence does not say", default=None, complete="subject"
    )
    why: bool = option("Print the rule and every item that was weighed", default=False)
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> AskClaimInputs:
        """Read the text and everything its claims rest on."""
        if _is_id(self.claim.strip()):
            return AskClaimInputs(Message(()), (), filed=gather_filed(ports, ctx, self.claim))
        about = one_subject(ports, ctx, self.about) if self.about else ""
        message, guessed = _understood(ports, ctx, self.claim, about)
        if (whole := _filed_whole(ports, ctx, message, self.claim)) is not None:
            return AskClaimInputs(Message(()), (), filed=gather_filed(ports, ctx, whole.id))
        materials = tuple(_materials(ports, ctx, message, guessed, told=bool(about)))
        return AskClaimInputs(message, materials, () if materials else _nearest(ports, ctx, self.claim, about, message))

    def answer(self, found: AskClaimInputs, ctx: RequestContext) -> Reply:
        """One card; several lines where the text makes several claims; or why there is nothing to check."""
        if found.filed is not None:
            return filed_card(found.filed, ctx, why=self.why)
        if not found.materials:
            return self._not_checkable(found.message, found.near)
        checked = [judge(material, ctx.as_of) for material in found.materials]
        if len(checked) == 1:
            return cards.card(checked[0], ctx, why=self.why, extra=_rest(found.message))
        return several.card(checked, _rest(found.message), found.message.rest, ctx)

    def _not_checkable(self, message: Message, near: Sequence[NearClaim]) -> Reply:
        """What kept the text from being a claim, with a form of it that could be checked."""
        looked = (*message.claims, *message.passed_over)
        first = next(iter(looked), None)
        reason = first.reason if first and first.reason else Reason.NO_SUBJECT if looked else Reason.EMPTY
        if reason is Reason.EMPTY and not self.claim.strip():
            raise BadArgument("Which claim?", todo='For example: claimcheck ask "GPT-5.5 costs $5/$30"')
        if reason in FELT and not _names_model(first):
            why, rewrite = OF_MODELS, ""
        else:
            why, rewrite = (first.why, first.rewrite) if first else ("", "")
            why = why or WHY[reason]
        best = next((one for one in near[:1] if one.very_near), None)
        nearly = f"; {best.claim.id} comes nearest: {best.word}" if best else "."
        return Reply(
            title=f"Not checkable as it stands{nearly}",
            parts=tuple(_instead(why, rewrite, near)),
            actions=tuple(_next_steps(best, rewrite)),
            data={**EMPTY_DATA, **_seen(first), "reason": reason, "why": why, "rewrite": rewrite or None}
            | {"nearest": [one.claim.id for one in near]},
            shows=(best.claim.id,) if best else (),
        )


def _names_model(claim: ParsedClaim | None) -> bool:
    return claim is not None and any("/" in slug for slug in (claim.subject or "", *claim.mentions))


def _instead(why: str, rewrite: str, near: Sequence[NearClaim]) -> Iterator[Part]:
    """Why a text is no claim, a form of it that could be checked, and the known claims nearest to it."""
    yield Text(why)
    if rewrite:
        yield Text(("A form I can check: ", f"“{rewrite}”"))
    if near:
        heading = "Known claims, nearest first" if near[0].alike else "No known claim is near; the latest are"
        yield Bullets(tuple(one.line for one in near[:NEAREST]), heading)


def _is_id(text: str) -> bool:
    return text.upper().startswith("CL-") and " " not in text


def _understood(ports: Ports, ctx: RequestContext, text: str, about: str) -> tuple[Message, str]:
    """The claims of a text, and what their subject was guessed from if it names nobody."""
    message = _read(ports, ctx, text, about)
    if about or (message.claims and message.claims[0].subject):
        return message, ""
    meaning = guess_subject(ports, ctx, text)
    return (_read(ports, ctx, text, meaning), "a claim in these words") if meaning else (message, "")


def _materials(
    ports: Ports, ctx: RequestContext, message: Message, guessed: str, *, told: bool
) -> Iterator[ClaimMaterial]:
    """What each claim of a message is judged by; ``told``: its subject was given beside it."""
    for parsed in message.claims:
        if parsed.checkable and parsed.claim_type is not None and parsed.subject:
            found = gather(ports, ctx, asked_claim(parsed), parsed)
            doubt = guessed or ("" if told else _doubt(ports, ctx, parsed))
            yield replace(found, guessed=doubt) if doubt else found


def _next_steps(best: NearClaim | None, rewrite: str) -> Iterator[Button]:
    """Buttons that open the claim which a text nearly says, and that check a whole form of it."""
    if best is not None:
        yield it_is(best.claim)
    if rewrite and "…" not in rewrite:
        yield Button("Check that", order("claimcheck ask", claim=rewrite))


def _nearest(ports: Ports, ctx: RequestContext, text: str, about: str, message: Message) -> tuple[NearClaim, ...]:
    """The known claims that are nearest to what makes none, of its subject first."""
    subject = about or next((one.subject for one in message.claims if one.subject), None)
    return nearest(ports, ctx, text, subject or "")


def _filed_whole(ports: Ports, ctx: RequestContext, message: Message, text: str) -> Claim | None:
    """The claim of the ledger that says in the same words all that a text of several claims says."""
    if len(message.claims) < 2:  # noqa: PLR2004 - one claim is matched by its slots
        return None
    subjects = tuple(dict.fromkeys(filter(None, (claim.subject for claim in message.claims))))
    return next((one for one in ports.claims.like(text, subjects, ctx.view) if word_for_word(text, one)), None)


def _read(ports: Ports, ctx: RequestContext, text: str, about: str) -> Message:
    """The claims of a text; what is in the air is looked up only where a bare version or nobody is named.

    A claim about nobody takes an ordinary word for a name if it can be one: "is falcon 6 better than llama 4".
    """
    reader, here = names(ports, ctx.view), Followed(lambda: followed(ports, ctx))
    message = read_message(text, ctx.as_of, reader, ClaimContext(about=about or None, recent=here))
    if not about and all(claim.reason is Reason.NO_SUBJECT for claim in message.claims):
        reader = replace(reader, style=Style.QUESTION)
        message = read_message(text, ctx.as_of, reader, ClaimContext(recent=here))
    if all(claim.subject and not claim.doubts and not claim.unsure for claim in message.claims) or not here.asked:
        return message
    air = (subject.slug for subject in ports.ledger.suggest("", ctx.view, FOLLOWED))
    recent = tuple(dict.fromkeys((*here, *air)))
    return read_message(text, ctx.as_of, reader, ClaimContext(about=about or None, recent=recent))


def _doubt(ports: Ports, ctx: RequestContext, parsed: ParsedClaim) -> str:
    """The first name that was read with a doubt; a label that was seen somewhere is none."""
    if not parsed.doubts or (parsed.subject and is_seen(ports, parsed.subject, ctx.view)):
        return ""
    return parsed.doubts[0]


def _seen(parsed: ParsedClaim | None) -> dict[str, object]:
    if parsed is None:
        return {}
    return {"subject": parsed.subject, "comparator": parsed.comparator, "polarity": parsed.polarity}


def _rest(message: Message) -> tuple[Part, ...]:
    """The claims beyond the first five, named and not graded; and that some were said more than once."""
    again = f"Said {message.repeated} more times in the same words, and read once."
    parts: tuple[Part, ...] = (Text(again, quiet=True),) if message.repeated else ()
    if not message.rest:
        return parts
    shown = tuple(text[:120] for text in message.rest[:5])
    more = f" (and {len(message.rest) - 5} more)" if len(message.rest) > 5 else ""  # noqa: PLR2004 - those shown
    return (*parts, Bullets(shown, f"Not checked here, ask for them one by one{more}"))
