"""Whose page an address is, and whom it only quotes."""

import pytest

from bot.queries.tellers import named_source, quoting_host


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
