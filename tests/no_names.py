"""A reader of plain words for an app whose storage holds no names."""

from bot.dispatch.plain_words.question_forms import Intent
from bot.dispatch.plain_words.read_as import ReadAs


def no_names(*_given: object) -> ReadAs:
    """Every sentence means nothing."""
    return ReadAs(Intent.NONE, "", "", None)
