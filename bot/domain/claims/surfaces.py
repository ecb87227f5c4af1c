"""Where a claim says that a model is: a product of one lab, the API, a house of several; and for which plans."""

from __future__ import annotations

from bot.domain.claims.clause import Clause

_ANY = "*"


def surface_in(clause: Clause) -> tuple[str, tuple[str, ...], frozenset[int]]:
    """The surface and the plans of a clause, and the places that name them.

    A product of the subject's own lab is its kind ("app"); another lab's product is that lab's ("openai app"), and no
    evidence of the subject's own app speaks of it. Several different surfaces are no one surface: none is held.
    """
    lab = clause.subject.lab if clause.subject else ""
    surfaces: dict[str, list[int]] = {}
    plans: dict[str, list[int]] = {}
    for place, part in enumerate(clause.parts):
        if (meant := part.means("surface")) and not part.benchmark:
            owner, _, kind = meant.partition(":")
            own = owner in (_ANY, lab) or not lab
            surfaces.setdefault(kind if own else f"{owner} {kind}", []).append(place)
        if meant := part.means("plan"):
            plans.setdefault(meant, []).append(place)
    places = {place for held in plans.values() for place in held}
    if len(surfaces) > 1 and "app" in surfaces and set(surfaces) - {"app"} <= {"codex"}:
        surfaces.pop("app")  # "in Codex in ChatGPT": the nearer one
    if len(surfaces) == 1:
        places |= {place for held in surfaces.values() for place in held}
        return next(iter(surfaces)), tuple(sorted(plans)), frozenset(places)
    return "", tuple(sorted(plans)), frozenset(places)
