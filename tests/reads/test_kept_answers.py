"""An answer is kept as long as its position stands, and few of them."""

from bot.reads.kept_answers import KeptAnswers


class Port:
    """A port that is asked about; each is one."""


def test_an_answer_stands_until_its_position_changes():
    port, kept, read = Port(), KeptAnswers[str](), iter(["first", "second"])
    assert [kept.get(port, at, lambda: next(read)) for at in (1, 1, 2, 2)] == ["first", "first", "second", "second"]
    assert kept.find(port, 1) is None


def test_each_port_and_each_question_has_an_answer_of_its_own():
    one, other, kept = Port(), Port(), KeptAnswers[str](2)
    for port, asked in ((one, "a"), (one, "b"), (other, "a")):
        kept.keep(port, 1, f"{asked} of {'one' if port is one else 'other'}", asked)
    assert [kept.find(one, 1, "a"), kept.find(one, 1, "b"), kept.find(other, 1, "a"), kept.find(other, 1, "b")] == [
        "a of one", "b of one", "a of other", None,
    ]  # fmt: skip


def test_no_more_than_the_last_questions_are_kept():
    port, kept = Port(), KeptAnswers[int](2)
    for asked in ("a", "b", "a", "c"):
        kept.keep(port, 1, 0, asked)
    assert [kept.find(port, 1, asked) for asked in "abc"] == [0, None, 0]
