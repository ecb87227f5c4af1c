"""Numbers with their units inside a sentence, normalised: prices, context, scores, ratios, sizes, speed, ratings."""
# ruff: noqa: E501 -- a pattern is read as one line

import re

from bot.domain.claims.parsed import Quantity

_NUMBER = r"\d{1,3}(?:,\d{3}){1,4}|\d{1,9}(?:\.\d{1,4})?|\.\d{1,3}"
_SCALE = {
    "k": 1e3,
    "thousand": 1e3,
    "m": 1e6,
    "mm": 1e6,
    "mn": 1e6,
    "million": 1e6,
    "mil": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "billion": 1e9,
    "t": 1e12,
    "tn": 1e12,
    "trillion": 1e12,
}
_MULTIPLE = r"(?:k|mm|mn|m|million|mil|bn|b|billion|tn|t|trillion|thousand)(?![a-z])"
_PER = re.compile(
    r"[ -]?(?:/ ?|per[ -](?:one )?|an?[ -]|for (?:a |an |every |each |one )?|each |every )(?P<per>(?:1 ?)?(?:million|mil|mtoks?|mm|m)(?![a-z])(?:[ -]?(?P<pw>input|output|in|out|cached)(?![a-z]))?(?:[ -]?(?:tokens?|toks?))?|"
    r"(?:1 ?)?k(?: tokens?)?|(?:1,000|1000|thousand)(?: tokens?)?|month|mo|year|yr|seat|user|image|second|sec|minute|min|hour|task|request|query|call|video)(?![a-z])",
)
_WAY = re.compile(
    r"(?: ?\(|:)? ?(?:for |on )?(?:per (?:m|million) )?(?P<way>input|output|in|out|prompt|completion|cached|cache)(?![a-z])"
)
_SLASH = re.compile(rf" ?(?:/|and|,) ?(?:us)?\$ ?(?P<n>{_NUMBER})")
_PATTERN = re.compile(
    rf"(?P<money>(?P<cur>us\$|\$|€|£|¥) ?(?P<mon>{_NUMBER})(?: ?(?P<mon_x>bn|mn|k|m(?! ?tok)|b|t|million(?! ?(?:input|output|tokens))|billion|trillion)(?![a-z]))?)"
    rf"|(?P<dollars>(?P<dol>{_NUMBER}) ?(?P<dol_x>{_MULTIPLE})? ?(?:dollars?|usd|bucks|cents?|¢|euros?|eur|yuan|rmb)(?![a-z]))"
    rf"|(?P<part>(?<![\w.$/])1/(?P<prt>\d{{1,3}})(?:th|rd|nd|st)?(?= (?:of|the|as) ?))"
    rf"|(?P<ratio>(?<![\w.])(?P<rat>{_NUMBER})(?: ?x| times|-fold|×)(?![a-z0-9]))"
    rf"|(?P<percent>(?<![\w])[+-]?(?P<pct>{_NUMBER}) ?(?:%|percent(?:age points?)?|pct|pp(?![a-z])))"
    rf"|(?P<speed>(?P<spd>{_NUMBER}) ?(?P<spd_x>k)? ?(?:tokens?|toks?|tps|t)(?: ?/ ?s(?:ec(?:ond)?)?| per second| a second|ps(?![a-z])|(?<=tps))(?![a-z]))"
    rf"|(?P<tokens>(?<![\w.])(?P<tok>{_NUMBER})(?P<tok_x>[ -]?(?:k|m|million|mil|b|bn|billion|t|trillion|thousand))?[ -]?(?:-?(?:input|output|context|max|reasoning|thinking|prompt)[ -])?(?:tokens?|toks?)(?![a-z]))"
    rf"|(?P<picture>(?:(?:native(?:ly)?|true|full|cinematic) (?:in )?[248]k(?![a-z])|(?<![\w.$])[248]k(?= (?:video|resolution|footage|images?|upscal|60 ?fps|clips?))))"
    rf"|(?P<context>(?<![\w.$])(?P<ctx>{_NUMBER})(?P<ctx_x>[ -]?(?:k|m|million|mil))?[ -](?:long |max(?:imum)? |input |output |total |full )?(?:context|ctx|output|input|window|(?:in|out)(?= ?(?:$|[.,!;)/]|and ⟨|and \d)))(?![a-z]))"
    rf"|(?P<params>(?<![\w.$])(?P<par>{_NUMBER})(?P<par_x>[ -]?(?:m|million|b|bn|billion|t|tn|trillion))[ -]?(?:(?:total|active|activated|dense)[ -]?)?(?:params?|parameters?|parameter|weights|dense|active|moe)(?![a-z]))"
    rf"|(?P<hours>(?<![\w.])(?P<hrs>{_NUMBER})[ -]?(?P<hr_u>hours?|hrs?|minutes?|mins?|seconds?|secs?|ms|milliseconds?|h(?![a-z0-9]))(?![a-z]))"
    rf"|(?P<elo>(?P<elo_n>{_NUMBER})[ -]?(?:elo|points?|pts|pt)(?![a-z])|elo(?: score| rating)?(?: of)? (?P<elo_m>\d{{3,4}}(?:\.\d)?))"
    rf"|(?P<rank>(?:#|no\.? ?(?!one)|number |rank(?:ed|s|ing)? (?:#|no\.? ?)?)(?P<rnk>\d{{1,3}}|one)(?![\d.%a-z]))"
    rf"|(?P<chips>(?P<chp>{_NUMBER})(?P<chp_x>k| thousand| million)? (?P<chp_u>(?:nvidia )?(?:h100|h200|b200|gb200|gb300|a100|tpu|gpu|h800|ascend|trainium)s?(?: gpus?| chips?)?)(?![a-z]))"
    rf"|(?P<of>(?<![\w.])(?P<of_n>{_NUMBER})(?: ?/ ?| out of )(?P<of_d>{_NUMBER})(?![\w%]|\.\d))"
    rf"|(?P<messages>(?P<msg>{_NUMBER})(?P<msg_x>k)? (?P<msg_u>messages?|requests?|prompts?|queries|images?|videos?|generations?|languages?|calls|agents|users|people|employees|problems|questions|tasks|tools|steps|experts|layers|days|years|months|weeks|votes)(?![a-z]))"
    r"|(?P<wordy>(?<![a-z])(?P<wrd>half a|an?|one|two|three|four|five|ten)[ -](?P<wrd_x>million|billion|trillion)(?:[ -](?P<wrd_u>tokens?|token|params?|parameters?|context))?(?![a-z]))"
    rf"|(?P<scaled>(?<![\w.$])(?P<scl>{_NUMBER}) ?(?P<scl_x>{_MULTIPLE}))"
    rf"|(?P<plain>(?<![\w.$/-])(?P<pln>{_NUMBER})(?![\w%/]|\.\d)|(?<=[a-z⟩] )(?P<ish>{_NUMBER})ish(?![a-z]))"
    r"|(?P<half>(?<![a-z])(?:half|a third|a quarter|a tenth|one third|one[- ]fifth|a fifth|one[- ]tenth|doubl(?:es|ed?)|twice|tripl(?:es|ed?)|halv(?:es|ed)|quadrupl(?:es|ed?)|two[- ]thirds)(?=(?: of)?(?: the| as| its)? (?:price|cost|tokens|size|latency|context|expensive|fast|good|cheap|long|parameters|many|much|speed)))",
)  # fmt: skip
_HALVES = {
    "half": 0.5,
    "a third": 1 / 3,
    "one third": 1 / 3,
    "a quarter": 0.25,
    "a tenth": 0.1,
    "one tenth": 0.1,
    "one-tenth": 0.1,
    "one fifth": 0.2,
    "one-fifth": 0.2,
    "a fifth": 0.2,
    "halv": 0.5,
    "doubl": 2.0,
    "quadrupl": 4.0,
    "twice": 2.0,
    "tripl": 3.0,
    "two thirds": 2 / 3,
    "two-thirds": 2 / 3,
}
_COUNTS = {"half a": 0.5, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}
_CURRENCY = {"$": "USD", "us$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY"}
_HAS_DIGIT = re.compile(r"\d|illion|half|third|quarter|doubl|halv|quadrupl|twice|tripl|tenth|fifth|number one")


def _float(text: str | None, scale: str | None = None) -> float:
    value = float((text or "0").replace(",", ""))
    return round(value * _SCALE.get((scale or "").strip(" -"), 1.0), 6)


def _per(text: str | None) -> str:
    if not text:
        return ""
    text = text.strip()
    if re.match(r"1? ?(?:million|mil|mtok|mm|m)(?![a-z])|1? ?mtoks", text):
        return "/Mtok"
    if text.startswith(("k", "1k", "1 k", "1,000", "1000", "thousand")):
        return "/Ktok"
    unit = {"mo": "month", "yr": "year", "sec": "second", "min": "minute"}.get(text, text)
    return f"/{unit}"


def _ways(text: str | None) -> str:
    return {
        "input": " in",
        "in": " in",
        "prompt": " in",
        "output": " out",
        "out": " out",
        "completion": " out",
        "cached": " cached",
        "cache": " cached",
    }.get(text or "", "")


def find(lowered: str) -> tuple[tuple[Quantity, int, int], ...]:
    """The quantities of a lowered, masked sentence with their places, left to right."""
    if not _HAS_DIGIT.search(lowered):
        return ()
    found: list[tuple[Quantity, int, int]] = []
    place = 0
    while (match := _PATTERN.search(lowered, place)) is not None:
        if match["money"] or match["dollars"]:
            quantities, place = _money(match, lowered)
            found += [(quantity, match.start(), place) for quantity in quantities]
        else:
            found.append((_read(match, lowered), match.start(), match.end()))
            place = match.end()
    return tuple(found)


def _money(m: re.Match[str], lowered: str) -> tuple[list[Quantity], int]:
    """An amount with what it buys: ``$5``, ``$5/$30``, ``$5 per million input tokens``, ``200 dollars a month``."""
    written = m[0]
    if m["money"]:
        currency, amounts = _CURRENCY.get(m["cur"], "USD"), [_float(m["mon"], m["mon_x"])]
    else:
        currency = "EUR" if "eur" in written else "CNY" if "yuan" in written or "rmb" in written else "USD"
        cents = "cent" in written or "¢" in written
        amounts = [round(_float(m["dol"], m["dol_x"]) / (100 if cents else 1), 6)]
    place, per, way = m.end(), "", ""
    if (slash := _SLASH.match(lowered, place)) and lowered[place : place + 3].lstrip(" ")[:1] == "/":
        amounts.append(_float(slash["n"]))
        place = slash.end()
    for _ in range(3):
        if not per and (found := _PER.match(lowered, place)):
            per, place = _per(found["per"]), found.end()
            way = way or _ways(found["pw"])
        elif not way and (found := _WAY.match(lowered, place)):
            way, place = _ways(found["way"]), found.end()
    if len(amounts) > 1 or (way and not per):
        per = per or "/Mtok"
    text = lowered[m.start() : place].strip()
    if len(amounts) > 1:
        return [
            Quantity(amounts[0], f"{currency}{per} in", text),
            Quantity(amounts[1], f"{currency}{per} out", text),
        ], place
    return [Quantity(amounts[0], f"{currency}{per}{way}", text)], place


def _read(m: re.Match[str], lowered: str) -> Quantity:  # noqa: C901, PLR0912 -- one branch a unit
    text = m[0].strip()
    if m["part"]:
        return Quantity(round(1 / max(1.0, _float(m["prt"])), 6), "x", text)
    if m["ratio"]:
        return Quantity(_float(m["rat"]), "x", text)
    if m["percent"]:
        return Quantity(_float(m["pct"]), "points" if "point" in text or text.endswith("pp") else "%", text)
    if m["speed"]:
        return Quantity(_float(m["spd"], m["spd_x"]), "tokens/s", text)
    if m["tokens"]:
        return Quantity(_float(m["tok"], m["tok_x"]), "tokens", text)
    if m["picture"]:  # how fine a picture is, not how much is read
        return Quantity(_float(re.sub(r"\D", "", text), "k"), "pixels", text)
    if m["context"]:
        return Quantity(_float(m["ctx"], m["ctx_x"]), "tokens", text)
    if m["params"]:
        return Quantity(_float(m["par"], m["par_x"]), "parameters", text)
    if m["hours"]:
        unit = m["hr_u"]
        return Quantity(
            _float(m["hrs"]),
            "hours"
            if unit.startswith("h")
            else "ms"
            if unit == "ms" or unit.startswith("milli")
            else "minutes"
            if unit.startswith("min")
            else "seconds",
            text,
        )
    if m["elo"]:
        return Quantity(_float(m["elo_n"] or m["elo_m"]), "elo" if "elo" in text else "points", text)
    if m["rank"]:
        return Quantity(1.0 if m["rnk"] == "one" else _float(m["rnk"]), "rank", text)
    if m["chips"]:
        return Quantity(_float(m["chp"], m["chp_x"]), "chips", text)
    if m["of"]:
        return Quantity(_float(m["of_n"]), f"of {m['of_d']}", text)
    if m["messages"]:
        return Quantity(_float(m["msg"], m["msg_x"]), m["msg_u"].rstrip("s") + "s", text)
    if m["scaled"]:
        unit = (
            "tokens"
            if re.search(r"context|window|token|ctx", lowered)
            else "parameters"
            if re.search(r"param|weights|moe", lowered)
            else ""
        )
        return Quantity(_float(m["scl"], m["scl_x"]), unit, text)
    if m["wordy"]:
        unit = "tokens" if (m["wrd_u"] or "").startswith(("tok", "con")) else "parameters" if m["wrd_u"] else ""
        return Quantity(_COUNTS[m["wrd"]] * _SCALE[m["wrd_x"]], unit, text)
    if m["half"]:
        first = next((v for k, v in _HALVES.items() if text.startswith(k)), 0.5)
        return Quantity(round(first, 4), "x", text)
    return Quantity(_float(m["pln"] or m["ish"]), "", text)
