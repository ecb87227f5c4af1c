"""What can be done next with a checked claim: few buttons, and none that could only be refused."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.claimcheck._cards.facts import model_name
from bot.commands.claimcheck._checking import CheckedClaim
from bot.domain.evidence.evidence import Claim, ClaimOutcome
from bot.messages import words
from bot.messages.order import order
from bot.messages.reply import Action, Button, Form

SAME = {"near": 1, "two": 2}  # of the nearest claims, those that agree in every slot that both fill


def actions(checked: CheckedClaim, *, why: bool) -> tuple[Action, ...]:
    """The buttons of a card: five for a claim of the ledger, fewer without origins or disputes."""
    claim, name = checked.claim, named(checked)
    found: list[Action] = []
    if checked.weighed and not why:
        found.append(Button(words.WHY_GRADE, order("claimcheck ask", claim=name, why=True), "main"))
    if claim.id and claim.outcome is ClaimOutcome.OPEN:
        watch = order("alerts add", what="grade change", about=claim.id, where="me")
        found.append(Button(words.TELL_ME_CHANGES, watch))
    elif checked.material.known_subject:
        watch = order("alerts add", what="grade change", about=claim.statement.subject, where="me")
        found.append(Button(f"Watch {checked.material.name or model_name(claim.statement.subject)}"[:80], watch))
    graded = checked.graded
    if graded.repeats or len(graded.origins) + len(graded.against) > 1:
        found.append(Button(words.WHO_COPIED, order("claimcheck chain", claim=name)))
    found.append(Form(words.ADD_EVIDENCE, "claimcheck add", {"claim": name}))
    if claim.id:
        found.append(Form(words.OBJECT, "claimcheck dispute", {"claim": name}))
        return tuple(found)
    found.append(Button(words.FILE_CLAIM, order("claimcheck add", claim=name)))
    near = checked.material.near[: SAME.get(checked.material.match, 0)]
    of_it = [one for one in near if one.statement.subject == claim.statement.subject]
    nearest = [checked.material.nearest.claim] if checked.material.nearest is not None and not of_it else []
    return (*found, *map(it_is, (*of_it, *nearest)))


def it_is(claim: Claim) -> Button:
    """A button that opens the claim which is meant."""
    return Button(f"It is {claim.id}", order("claimcheck show", claim=claim.id))


def choose(checked: Sequence[CheckedClaim]) -> tuple[Action, ...]:
    """A button for each of several claims."""
    return tuple(
        Button(f"Check {number}", order("claimcheck ask", claim=title(one)))
        for number, one in enumerate(checked[:5], 1)
    )


def named(checked: CheckedClaim) -> str:
    """What an order calls the claim: its id, or its words."""
    return checked.claim.id or title(checked)


def title(checked: CheckedClaim) -> str:
    """The claim in its own words, on one line."""
    text = checked.material.parsed.text if checked.material.parsed else checked.claim.text
    return " ".join(text.split())[:200]
