"""Whose page an address is, and whom it only quotes."""

import pytest

from bot.domain.names.lab_table import lab_table
from bot.domain.names.vendors import speaker_for
from bot.queries.tellers import named_source, quoting_host, teller_of


@pytest.mark.parametrize(
    ("party", "url", "host"),
    [
        ("OpenAI", "https://openai.com/index/gpt-6", ""),
        ("OpenAI", "https://github.com/openai/openai-python", ""),
        ("OpenAI", "https://github.com/somebody/openai-notes/pull/7", "github.com"),
        ("Moonshot AI", "https://huggingface.co/moonshotai/Kimi-K3", ""),
        ("Moonshot", "https://github.com/artist/tool/pull/252", "github.com"),
        ("Reuters", "https://www.reuters.com/technology/a", ""),
        ("Reuters", "https://www.financeonline.example/a", "financeonline.example"),
        ("The Wall Street Journal", "https://www.wsj.com/tech/a", ""),
        ("The New York Times", "https://www.nytimes.com/2025/a", ""),
        ("The New York Times", "https://portal.example/news/2025/a", "portal.example"),
        ("South China Morning Post", "https://www.scmp.com/a", ""),
        ("Chris Olah", "https://news.example.com/a", "news.example.com"),
        ("OpenRouter", "https://roo-site.example.app/blog", "roo-site.example.app"),
        ("Elon Musk", "https://x.com/elonmusk/status/1", ""),
        ("Elon Musk", "https://x.com/somebody/status/1", ""),
        ("Elon Musk", "https://news.example/musk-says", "news.example"),
        ("Elon Musk", "https://news.example/grok", "news.example"),
        ("users", "https://forum.example/t/1", ""),
        ("9to5google.com", "https://9to5google.com/2026/09/22/a", ""),
        ("SemiAnalysis", "https://newsletter.semianalysis.com/a", ""),
        ("a GitHub commenter", "https://github.com/deepseek-ai/DeepSeek-R1/issues/483", ""),
        ("Robotics_Notebooks", "https://github.com/ImChong/Robotics_Notebooks/pull/1", ""),
        ("OpenAI", "memo of 3 May", ""),
    ],
)
def test_a_page_of_somebody_else_quotes(party, url, host):
    assert quoting_host(party, url) == host
    assert named_source(party, url) == (f"{party}, quoted by {host}" if host else party)


@pytest.mark.parametrize(
    ("url", "teller", "vendor", "speaker"),
    [
        ("https://x.com/sama/status/1", "Sam Altman", "openai", "Sam Altman"),
        ("https://twitter.com/Sama/status/1?s=20", "Sam Altman", "openai", "Sam Altman"),
        ("https://x.com/sama/status/1", "Sam Altman", "xai", ""),  # of another lab's model he is a voice like others
        ("https://x.com/elonmusk", "Elon Musk", "xai", "Elon Musk"),
        ("https://x.com/samaritan/status/1", "x.com", "openai", ""),
        ("https://x.example/sama/status/1", "x.example", "openai", ""),
        ("https://openai.com/index/gpt-6", "openai.com", "openai", "OpenAI"),
    ],
)
def test_who_heads_a_lab_speaks_for_it_under_their_account(url, teller, vendor, speaker):
    assert (teller_of(url), speaker_for(vendor, url)) == (teller, speaker)


def test_each_account_of_a_head_has_a_source_and_a_lab_of_the_table():
    table = lab_table()
    for account, head in table.lab_heads.items():
        assert account == account.casefold()
        assert "/" in account
        assert head.lab in table.labs
        assert head.source.startswith("https://")
