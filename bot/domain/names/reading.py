"""What a name in a text may mean, as data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum


class NameKind(StrEnum):
    """Where a reading comes from.

    ``ledger`` and ``discovered`` are subjects somebody knows; ``grammar`` is a model read from family and version that
    nobody listed; ``label`` a name as a surface showed it; ``family`` several models at once ("Gemini", "Opus");
    ``lab`` a maker, ``product`` a place where models are used.
    """

    LEDGER = "ledger"
    DISCOVERED = "discovered"
    GRAMMAR = "grammar"
    LABEL = "label"
    FAMILY = "family"
    LAB = "lab"
    PRODUCT = "product"


class NameCertainty(IntEnum):
    """How sure a reading is. Only ``CERTAIN`` may be graded without saying what was read."""

    POSSIBLE = 1
    LIKELY = 2
    CERTAIN = 3

    @property
    def lower(self) -> NameCertainty:
        """One step less sure."""
        return NameCertainty(max(self - 1, NameCertainty.POSSIBLE))


@dataclass(frozen=True, slots=True)
class NameReading:
    """One subject that a name may mean.

    ``version`` and ``variant`` are as the slug writes them; ``stamp`` is the date in a dated id. ``members`` are the
    slugs of the models that the name stands for together (GPT-5.6: Sol, Terra, Luna); of a whole family ("Gemini") only
    `NameReader.resolve` says them. ``dated`` is the day that tells
    readings apart: of the release where one is known, else since when it is known. ``why`` says how a reading that is
    not certain was found, in words for a reader. ``standing`` is that of the alias: good, speculation or refuted.
    """

    kind: NameKind
    slug: str
    name: str
    lab: str = ""
    family: str = ""
    version: str = ""
    variant: str = ""
    stamp: str = ""
    certainty: NameCertainty = NameCertainty.CERTAIN
    members: tuple[str, ...] = ()
    state: str = ""
    dated: date | None = None
    standing: str = "good"
    why: str = ""

    @property
    def is_model(self) -> bool:
        """Whether it is one model, known or not, and not a family, lab, product or mere label."""
        return self.kind in (NameKind.LEDGER, NameKind.DISCOVERED, NameKind.GRAMMAR)

    @property
    def is_guess(self) -> bool:
        """Whether a text was only taken for a label because it holds no known name."""
        return self.kind is NameKind.LABEL and self.certainty is NameCertainty.POSSIBLE

    @property
    def is_place(self) -> bool:
        """Whether it is a lab or a product: where a model comes from or is used."""
        return self.kind in (NameKind.LAB, NameKind.PRODUCT)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: where it stands, as written, and what it may mean, the likeliest first.

    ``disguised`` tells that letters of another script were read as the Latin ones they draw like.
    """

    start: int
    end: int
    text: str
    readings: tuple[NameReading, ...]
    disguised: bool = False

    @property
    def best(self) -> NameReading:
        """The likeliest reading."""
        return self.readings[0]

    @property
    def ambiguous(self) -> bool:
        """Whether several readings are equally sure and somebody should be asked."""
        return len(self.readings) > 1 and self.readings[1].certainty >= self.readings[0].certainty


@dataclass(frozen=True, slots=True)
class NameResolution:
    """What a whole text that should be one name means.

    ``readings`` are the likeliest first; ``left`` are the words that no reading holds; ``near`` are names of known
    subjects written almost alike, for "did you mean". No reading at all: the text holds no name.
    """

    text: str
    readings: tuple[NameReading, ...] = ()
    left: tuple[str, ...] = ()
    near: tuple[NameReading, ...] = ()
    disguised: bool = False

    @property
    def best(self) -> NameReading | None:
        """The likeliest reading, None where there is none or several are equally sure."""
        return None if not self.readings or self.ambiguous else self.readings[0]

    @property
    def ambiguous(self) -> bool:
        """Whether several readings are equally sure and somebody should be asked."""
        return len(self.readings) > 1 and self.readings[1].certainty >= self.readings[0].certainty

    @property
    def is_name(self) -> bool:
        """Whether the text holds a name, and was not only taken for a label because it holds none."""
        return bool(self.readings) and not self.readings[0].is_guess

    @property
    def slug(self) -> str:
        """The slug of the best reading, the first one's where several are equally sure; empty without any."""
        return self.readings[0].slug if self.readings else ""
