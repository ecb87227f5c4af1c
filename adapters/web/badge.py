"""A page's answer as a small picture for other people's pages."""

from html import escape

from bot.pages.page import Page

LONGEST = 40  # characters of either half
WIDE = 6.6  # pixels a character of the 11 pixel face takes, a little more than most do
LABEL, VALUE = "#3a434d", "#1a4fa3"


def badge(page: Page) -> bytes:
    """``Spud | 89 %`` as SVG; the figure of the preview card, else its kicker."""
    label, value = page.card.headline[:LONGEST], (page.card.figure or page.card.kicker)[:LONGEST]
    left, right = round(len(label) * WIDE) + 14, round(len(value) * WIDE) + 14
    words = escape(f"{label}: {value}")
    text = 'font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" fill="#fff"'
    made = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" aria-label="{words}">'
        f'<title>{words}</title><rect width="{left}" height="20" fill="{LABEL}"/>'
        f'<rect x="{left}" width="{right}" height="20" fill="{VALUE}"/>'
        f'<text x="7" y="14" {text}>{escape(label)}</text>'
        f'<text x="{left + 7}" y="14" {text}>{escape(value)}</text></svg>\n'
    )
    return made.encode()
