"""What a report must hold before another person could check it, and which links may stand beside one."""

import pytest

from bot.domain.sightings.reports import LinkRefused, link, missing

TOLD = "Picked it in the menu, opened the header, reloaded twice"


@pytest.mark.parametrize(("length", "lacks"), [(39, True), (40, False), (56, False)])
def test_an_account_has_at_least_forty_characters(length, lacks):
    said = f"{TOLD:.{length}}"
    assert len(said) == length
    assert any("at least 40 characters" in why for why in missing(said)) is lacks


def test_characters_that_are_not_drawn_and_spaces_do_not_count():
    assert missing("short\u200b" * 3 + " " * 60)


def test_many_letters_that_say_nothing_are_not_an_account():
    assert "what else it could be" in missing("legit legit legit legit, saw it, saw it, saw it, saw it")
    assert missing(TOLD) == ()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://good.com@evil.example/x", "https://evil.example/x"),
        ("http://user:pw@site.example:8443/a?b=1#c", "http://site.example:8443/a?b=1#c"),
        ("https://SITE.example:443/a", "https://site.example/a"),
        ("https://site.example/\u202ea\u200b", "https://site.example/a"),
    ],
)
def test_a_link_is_kept_by_the_host_it_really_leads_to(typed, kept):
    assert link(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)", "ftp://site.example/", "https://", "site.example", "https://[::1", "https://x.example:99999",
        "http://127.0.0.1/", "http://localhost/", "http://2130706433/", "http://0x7f000001/", "http://127.1/",
        "http://169.254.169.254/latest", "http://[::ffff:10.0.0.1]/", "http://db.internal/", "http://224.0.0.1/",
    ],
)  # fmt: skip
def test_a_link_nobody_else_could_open_is_refused(typed):
    with pytest.raises(LinkRefused):
        link(typed)
