"""Sentences that name no command: what they are about, what they ask for, and which command answers.

`question_forms` holds the forms as data, `sentence` finds the names, `orders` makes the command of an intent, `read_as`
puts them together, and `reader.read_plain` does it with what storage knows.
"""

from bot.dispatch.plain_words.name_words import lone_name, name_in, trimmed

__all__ = ["lone_name", "name_in", "trimmed"]
