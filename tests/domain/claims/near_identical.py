"""A ledger of near-identical statements, made up: each differs from its neighbours in one slot, and is asked in other words."""
# ruff: noqa: E501, PERF401 -- a sentence is read as one line, a loop as it grows

from dataclasses import dataclass

MODELS = (
    ("GPT-5.5", "gpt 5.5"), ("GPT-5.4", "GPT5.4"), ("GPT-5.5 Pro", "gpt-5.5-pro"), ("Claude Opus 4.7", "Opus 4.7"), ("Claude Opus 4.6", "4.6 Opus"),
    ("Claude Sonnet 4.8", "sonnet 4.8"), ("Gemini 3.1 Pro", "gemini-3.1-pro"), ("Gemini 3.5 Pro", "Gemini 3.5 Pro"), ("Grok 5", "grok5"), ("DeepSeek V4", "deepseek-v4"),
    ("Kimi K3", "kimi k3"), ("Qwen 4 Max", "qwen4-max"),
)  # fmt: skip
BOARDS = (
    ("SWE-bench Pro", "swe bench pro"),
    ("Terminal-Bench 2.0", "terminal bench 2.0"),
    ("OSWorld-Verified", "osworld verified"),
)
DATES = (("April 30", "the 30th of April"), ("May 15", "May 15th"), ("June 30", "June 30"))


@dataclass(frozen=True)
class Asked:
    """A statement of the ledger and the other words it is asked in."""

    text: str
    asked: tuple[str, ...]


def ledger() -> tuple[Asked, ...]:
    """A few hundred statements, the same every time."""
    rows: list[Asked] = []
    for i, (name, short) in enumerate(MODELS):
        other, other_short = MODELS[(i + 3) % len(MODELS)]
        third, third_short = MODELS[(i + 5) % len(MODELS)]
        for day, spoken in DATES:
            rows.append(
                Asked(
                    f"{name} will be released by {day}",
                    (f"{short} is going to ship by {spoken}", f"{short} launches no later than {spoken}"),
                )
            )
        rows.append(Asked(f"{name} will not be released before May 15", (f"{short} won't launch until May 15",)))
        rows.append(Asked(f"{name} is available in the API", (f"you can now use {short} through the api",)))
        rows.append(Asked(f"{name} has finished pretraining", (f"pretraining of {short} is complete",)))
        rows.append(Asked(f"{name} is still training", (f"{short} is in training right now",)))
        for value in (5, 10):
            rows.append(
                Asked(
                    f"{name} costs ${value} per million input tokens",
                    (f"the input price of {short} is {value} dollars per million tokens", f"{short}: ${value}/M input"),
                )
            )
        for size, said in (("1M", "1,000,000"), ("2M", "2 million")):
            rows.append(
                Asked(f"{name} has a {size} token context window", (f"{short} supports {said} tokens of context",))
            )
        for board, spelled in BOARDS:
            rows.append(
                Asked(
                    f"{name} beats {other} on {board}",
                    (f"{short} outperforms {other_short} on {spelled}", f"{other_short} loses to {short} on {spelled}"),
                )
            )
        rows.append(
            Asked(f"{name} beats {third} on SWE-bench Pro", (f"on swe-bench pro {short} surpasses {third_short}",))
        )
        for score in (58.6, 64.3):
            rows.append(
                Asked(
                    f"{name} scores {score} on SWE-bench Pro",
                    (f"{short} got {score}% on swe-bench pro", f"{score} for {short} on SWE bench Pro"),
                )
            )
        rows.append(
            Asked(
                f"{name} does not beat {other} on SWE-bench Pro",
                (f"{short} failed to beat {other_short} on swe bench pro",),
            )
        )
        rows.append(Asked(f"{name} is open source", (f"{short} is an open source model",)))
    return tuple(rows)


UNMATCHED = (
    "GPT-5.5 will be released by July 4", "Opus 4.7 ships by March 1", "Grok 6 is out", "Grok 5 beats Llama 5 on SWE-bench Pro", "gemini 3.1 pro costs $7 per million input tokens",
    "DeepSeek V4 has a 4M context window", "Kimi K3 scores 71.2 on SWE-bench Pro", "GPT-5.5 scores 90 on GPQA Diamond", "Sonnet 4.8 has been cancelled", "Qwen 4 Max was trained on Huawei chips",
    "Mistral Large 4 has finished pretraining", "Claude Opus 4.6 is 2x faster than Gemini 3.1 Pro", "GPT-5.4 Pro has a 1M context window", "Spud is GPT-6", "Muse Spark 2 is available in the API",
    "OpenAI sued xAI", "GPT-5.5 knowledge cutoff is June 2025", "Opus 4.7 has a weekly limit of 500 messages", "GLM-6 beats GPT-5.5 on OSWorld", "Grok 5 will be released by December 31, 2027",
    "Kimi K3 has 2T parameters", "Sonnet 4.8 is really Opus 5", "Gemini 3.5 Pro tops LMArena", "DeepSeek V4 costs $0.28 per million input tokens", "Claude Opus 4.7 supports audio input",
    "GPT-5.5 Pro gets 45% on Humanity's Last Exam", "Qwen 4 Max is worse than Qwen 3.5 Max on AIME", "GPT-5.5 is banned in Italy", "Anthropic acquired Bun", "Grok 5 launches on Mars Day, May 28",
)  # fmt: skip
