"""Demo disclosures: six facts without which a demo shows a ceiling, never a floor."""

from collections.abc import Mapping

QUESTIONS: Mapping[str, str] = {
    "prompt": "Is the prompt published?",
    "attempts": "Does it state how many attempts were made?",
    "shown": "Does it state how many of them are shown?",
    "selection": "Does it state who selected them?",
    "other": "Was the same prompt run on the other model?",
    "settings": "Does it state the settings?",
}
ENOUGH = 4


def disclosed(answers: Mapping[str, bool | None]) -> int:
    """How many of the six are answered with yes."""
    return sum(answers.get(key) is True for key in QUESTIONS)


def verdict(answers: Mapping[str, bool | None]) -> str:
    """Describe what the count means for a claim that one model is better than another."""
    count = disclosed(answers)
    weight = (
        "counts as a measurement that can be repeated" if count == len(QUESTIONS) else "counts as a community trace"
    )
    if count < ENOUGH:
        weight = "counts as speculation for any “better than” claim"
    return f"{count} of {len(QUESTIONS)} disclosed: {weight}."
