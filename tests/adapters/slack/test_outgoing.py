"""What leaves for Slack is within every limit, says everything in plain text, and lets nobody's words take effect."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.net.sanitize import address, visible
from adapters.slack.controls import carried, form_of, long_lines, pressed
from adapters.slack.limits import CHARACTERS, HEADER, SECTION, TEXT
from adapters.slack.markup import clip, escape, masked
from adapters.slack.render import draw, weight
from bot.messages.order import order
from bot.messages.reply import (
    Branch,
    Bullets,
    Button,
    Chart,
    DotPlot,
    Fields,
    Form,
    Menu,
    Reply,
    Severity,
    Source,
    Table,
    Text,
    TextSpan,
    Tree,
    channel,
    person,
)
from tests.adapters.slack.shown import texts
from tests.gallery import GALLERY

NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)


def drawn(reply, **more):
    kept = {line: f"{number:024x}" for number, line in enumerate(long_lines(reply.actions))}
    return draw(reply, kept=kept, **more)


@pytest.mark.parametrize("name", sorted(GALLERY))
@pytest.mark.parametrize("pictures", [True, False])
def test_the_judges_find_nothing_in_the_gallery(judge, name, pictures):
    reply = GALLERY[name]
    images = {place: f"F{place}" for place in range(len(reply.pictures))} if pictures else None
    made = drawn(reply, images=images)
    assert judge.call("chat.postMessage", {"channel": "C1", "text": made.text, "blocks": made.blocks}) == []
    view = {"type": "home", "blocks": drawn(reply, most=100).blocks}
    assert judge.call("views.publish", {"user_id": "U1", "view": view}) == []


@pytest.mark.parametrize("name", sorted(GALLERY))
def test_no_source_is_dropped_and_the_plain_text_says_everything(name):
    reply = GALLERY[name]
    made = drawn(reply)
    shown = " ".join(texts(made.blocks))
    for source in reply.sources:
        assert re.search(re.escape(address(source.url).replace("&", "&amp;")), shown)
    for line in visible(reply.plain).split("\n"):
        words = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        assert words in made.text or len(made.text) > TEXT - 300


HOSTILE = "<!channel> <!here> <@U1> <https://evil.example|good.example> &lt;!everyone&gt; *b* _i_ ~s~ `c` :tada: @here"


def test_nobodys_words_ping_link_or_format():
    reply = Reply(
        title=HOSTILE,
        parts=(
            Text(HOSTILE),
            Text(
                (
                    HOSTILE,
                    TextSpan("bold", HOSTILE),
                    TextSpan("code", HOSTILE),
                    TextSpan("link", HOSTILE, url="https://a.example"),
                )
            ),
            Fields(((HOSTILE, HOSTILE),)),
            Bullets((HOSTILE,), HOSTILE),
            Table((HOSTILE,), ((HOSTILE,),)),
        ),
        sources=(Source(HOSTILE, "https://a.example/" + HOSTILE),),
        note=HOSTILE,
    )
    made = drawn(reply)
    for text in [made.text, *texts(made.blocks)]:
        marks = re.findall(r"<[^>]*>", text)
        assert all(mark.startswith(("<https://a.example", "<!date^")) for mark in marks), marks
    for block in made.blocks:
        for element in [block.get("text"), *(block.get("fields") or ()), *(block.get("elements") or ())]:
            if element and element["type"] == "mrkdwn":
                assert element["verbatim"] is True
                bare = re.sub(r"```.*?```|`[^`]*`|(?s:<[^>]*>)", "", element["text"], flags=re.DOTALL)
                assert not re.search(r"(?<![\w\u2060])[_~](?=\w)", bare)
                assert ":tada:" not in bare
            elif element:
                assert element.get("emoji") is False


def test_hidden_characters_are_gone_and_family_pictures_stay():
    assert visible("a\u202eb\u200bc\u2066d\x00e\ud800f\U000e0041g") == "abcdefg"
    assert visible("👩\u200d👩\u200d👧 ✌️") == "👩\u200d👩\u200d👧 ✌️"
    assert visible("Z\u0300\u0301\u0302\u0303") == "Z\u0300\u0301"


@pytest.mark.parametrize(
    ("label", "url", "shown"),
    [
        ("Polymarket", "https://polymarket.com/a?b=c&d", "<https://polymarket.com/a?b=c&amp;d|Polymarket>"),
        ("openai.com", "https://evil.example/x", "<https://evil.example/x|openai.com> (evil.example)"),
        ("a|b>", "https://e.example/a|b>c", "<https://e.example/a%7Cb%3Ec|a¦b&gt;>"),
        ("go", "https://good.example@evil.example/", "<https://evil.example/|go>"),
        ("run", "javascript:alert(1)", "run (javascript:alert(1))"),
        ("", "https://e.example", "<https://e.example|e.example>"),
    ],
)
def test_links_lead_where_they_say(label, url, shown):
    assert masked(label, url) == shown


def test_times_are_drawn_in_the_readers_zone():
    made = drawn(
        Reply(
            title="t",
            parts=(Text((TextSpan("when", "21 Apr 2026 12:00 UTC", at=NOW), TextSpan("ago", "now", at=NOW))),),
        )
    )
    text = made.blocks[1]["text"]["text"]
    assert text == "<!date^1776772800^{date_short_pretty} {time}|21 Apr 2026 12:00 UTC><!date^1776772800^{ago}|now>"


def test_what_is_cut_is_counted_and_logged(caplog):
    caplog.set_level("INFO")
    reply = Reply(
        title="t", parts=(Table(("a",), tuple((f"row {n} {'x' * 50}",) for n in range(500))), Text("the end"))
    )
    made = drawn(reply)
    assert made.left_out > 200
    assert f"… {made.left_out} more" in str(made.blocks)
    assert "the end" in str(made.blocks)
    assert any(record.getMessage() == "slack reply cut" for record in caplog.records)
    assert "row 499" in made.text


def test_forty_thousand_characters_keep_the_sources_and_the_buttons():
    reply = Reply(
        title="t",
        parts=(Text("x" * 40_000), Text("& < > " * 7_000)),
        sources=(Source("s", "https://s.example"),),
        actions=(Button("Go", order("odds show", about="spud")),),
    )
    made = drawn(reply)
    assert weight(made.blocks) <= CHARACTERS
    assert len(made.text) <= TEXT
    assert "https://s.example" in str(made.blocks)
    assert "odds show about:spud" in str(made.blocks)


@given(st.text(max_size=400), st.integers(24, 300))
def test_clipped_text_is_whole_words_and_whole_entities(text, limit):
    made = clip([visible(text)], limit)
    assert len(made) <= limit
    assert not re.search(r"&(?!amp;|lt;|gt;)", made)


@given(st.text(max_size=400))
def test_escaped_text_reads_as_it_was(text):
    made = escape(text).replace("\u2060", "")
    back = made.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert back == visible(text)
    assert "<" not in made
    assert ">" not in made


def test_forms_survive_their_button():
    form = Form("Report", "checkpoint report", {"label": 'a "b" \\ c'}, ("label", "how"))
    back = pressed({"action_id": "form.0"}, carried(form))
    assert (back.form.command, back.form.filled, back.form.fields) == (form.command, form.filled, form.fields)
    assert pressed({"action_id": "form.0"}, "[1") is None
    with pytest.raises(ValueError, match="not a form"):
        form_of("[1,2,3]")


FIRST, LAST = (datetime(year, 6, 1, tzinfo=UTC).replace(tzinfo=None) for year in (1, 9999))
SIZES = st.sampled_from(
    [0, 1, 74, 75, 76, 149, 150, 151, 299, 300, 1_999, 2_000, 2_001, 2_999, 3_000, 3_001, 12_001, 40_001]
)
LETTERS = st.sampled_from(["x", "& ", "<", "word ", "😀", "千", "*", "`", "\n", "_a_ ", ":tada: ", "\u202e", "&lt;"])
LONG = st.builds(lambda letter, size: (letter * size)[:size], LETTERS, SIZES)
WORD = st.one_of(st.text(max_size=20), LONG)
URL = st.one_of(st.just("https://e.example/a?b=c"), WORD.map(lambda text: "https://e.example/" + text[:3_100]), WORD)
PIECE = st.one_of(
    WORD,
    st.builds(TextSpan, st.sampled_from(["bold", "code"]), WORD),
    st.builds(lambda text, url: TextSpan("link", text, url=url), WORD, URL),
    st.datetimes(min_value=FIRST, max_value=LAST).map(lambda at: TextSpan("when", "then", at=at.replace(tzinfo=UTC))),
)
WORDS = st.one_of(WORD, st.lists(PIECE, max_size=4).map(tuple))
COUNT = st.sampled_from([0, 1, 5, 6, 10, 11, 25, 26, 100, 101])
CELLS = st.integers(1, 4).flatmap(
    lambda n: st.builds(
        Table,
        st.lists(WORD, min_size=n, max_size=n).map(tuple),
        st.lists(st.lists(WORD, min_size=n, max_size=n).map(tuple), max_size=4).map(tuple),
    )
)
ALT = st.one_of(st.just("what it shows"), LONG.filter(bool))
PART = st.one_of(
    st.builds(Text, WORDS, st.booleans()),
    st.builds(lambda pair, n: Fields((pair,) * n), st.tuples(WORD, WORDS), COUNT),
    st.builds(lambda item, n, head: Bullets((item,) * n, head), WORDS, COUNT, WORD),
    CELLS,
    st.builds(lambda alt, title: Chart(title, (), alt), ALT, WORD),
    st.builds(lambda alt, title: DotPlot(title, (1.0,), (), alt), ALT, WORD),
    st.builds(lambda alt, label: Tree(label, (Branch(label, label, (Branch(label),)),), alt), ALT, WORD),
)
RUN = WORD.map(lambda text: order("odds show", about=text))
BUTTON = st.builds(Button, WORD, RUN, st.sampled_from(["plain", "main", "danger"]))
ACTION = st.one_of(
    BUTTON,
    st.builds(lambda label, button, n: Menu(label, (button,) * n), WORD, BUTTON, COUNT),
    st.builds(lambda label, filled: Form(label, "checkpoint report", {"label": filled}), WORD, WORD),
)
REPLY = st.builds(
    lambda title, parts, severity, source, sources, action, actions, note: Reply(
        title=title,
        parts=tuple(parts),
        severity=severity,
        sources=(source,) * sources,
        actions=tuple(action) * actions,
        note=note,
    ),
    WORD,
    st.lists(PART, max_size=5),
    st.sampled_from(Severity),
    st.builds(Source, WORD, URL, st.none() | st.just(NOW)),
    COUNT,
    st.lists(ACTION, max_size=4),
    st.sampled_from([1, 7, 26]),
    WORDS,
)


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(REPLY, st.booleans())
def test_the_judges_find_nothing_in_random_replies_at_every_boundary(judge, reply, pictures):
    images = {place: f"F{place}" for place in range(len(reply.pictures))} if pictures else None
    made = drawn(reply, images=images, mark="ref ABCDEFGH")
    assert judge.call("chat.postMessage", {"channel": "C1", "text": made.text, "blocks": made.blocks}) == []
    assert weight(made.blocks) <= 13_000
    assert len(made.blocks) <= 50
    assert all(len(text) <= SECTION for text in texts(made.blocks))
    json.dumps(made.blocks).encode()


@given(st.integers(HEADER - 3, HEADER + 3), st.sampled_from(list(Severity)))
def test_a_title_at_the_limit_is_whole_somewhere(size, severity):
    made = drawn(Reply(title="x" * size, severity=severity))
    assert any("x" * size in text for text in texts(made.blocks))


def test_drawing_twice_is_the_same():
    for reply in GALLERY.values():
        assert drawn(reply) == drawn(replace(reply))


def test_a_moment_long_ago_is_told_in_words():
    then = datetime(1900, 1, 1, tzinfo=UTC) + timedelta(days=1)
    made = drawn(Reply(title="t", parts=(Text((TextSpan("when", "2 Jan 1900", at=then),)),)))
    assert made.blocks[1]["text"]["text"] == "2 Jan 1900"


def test_pairs_too_long_for_a_narrow_column_are_lines_of_their_own():
    pairs = (("Grade", "CASUAL"), ("Seen", "April"), ("Why", "w" * 61), ("To lift it", "l" * 90), ("Checks", "4"))
    _, columns, lines, last = draw(Reply(title="t", parts=(Fields(pairs),))).blocks
    assert [field["text"] for field in columns["fields"]] == ["*Grade*\nCASUAL", "*Seen*\nApril"]
    assert lines["text"]["text"] == f"*Why*  {'w' * 61}\n*To lift it*  {'l' * 90}"
    assert [field["text"] for field in last["fields"]] == ["*Checks*\n4"]


def test_a_channel_is_drawn_with_its_name_by_slack_and_a_typed_one_is_not():
    words = ("Posted in ", channel("C0AB12"), channel("leaks"), " <#C9>")
    _, text = draw(Reply(title="t", parts=(Text(words),))).blocks
    assert text["text"]["text"] == "Posted in <#C0AB12>#leaks &lt;#C9&gt;"


def test_a_person_is_drawn_with_their_name_by_slack_and_a_typed_one_is_not():
    words = ("by ", person("slack:T1/U2"), ", ", person("console:you"), " <@U3>")
    _, text = draw(Reply(title="t", parts=(Text(words),))).blocks
    assert text["text"]["text"] == "by <@U2>, you &lt;@U3&gt;"
