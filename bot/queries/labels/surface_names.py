"""Display names of the surfaces whose names public lists show."""

from bot.domain.sightings.surfaces import Surface

TOLD = "reports of others"  # the surface of a name known only from other people's writing
_PLACES = {"arena": Surface.BATTLE, "openrouter": Surface.OPENROUTER}


def place_of(catalog: str) -> str:
    """The surface of a list by the list's name; "model list" for any other."""
    known = _PLACES.get(catalog.partition("@")[0])
    return known.value if known is not None else "model list"


def words_of(surface: str) -> str:
    """What is said of where a name was seen; a place that nobody names is "elsewhere"."""
    return "elsewhere" if surface == Surface.OTHER else surface
