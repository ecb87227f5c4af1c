"""A line that names every command on Slack."""

from bot.dispatch.registry import CommandRegistry
from tests.example_lines import EXAMPLES, example_line

CATALOGUE = CommandRegistry()
WORDS = EXAMPLES | {"person": "U7"}


def line_of(name):
    return "/" + example_line(CATALOGUE.get(name), WORDS)
