"""Two models set against each other in a clause: the phrase that does it, which way it points, and where it stands."""
# ruff: noqa: E501 -- a pattern is read as one line

import re
from dataclasses import dataclass

_ABOVE = (
    r"beat(?:s|en|ing)?|outperform(?:s|ed|ing)?|surpass(?:es|ed|ing)?|outscor(?:es?|ed|ing)|outrank(?:s|ed)?|outclass(?:es|ed)?|exceed(?:s|ed|ing)?|tops?(?= ⟨)|topp(?:ed|ing)(?= ⟨)|crush(?:es|ed|ing)?|smok(?:es?|ed|ing)|destroy(?:s|ed|ing)?|demolish(?:es|ed)?|obliterat(?:es?|ed)|annihilat(?:es?|ed)|dethron(?:es?|ed|ing)|overtak(?:es?|en|ing)|overtook|"
    r"edg(?:es?|ed|ing) (?:out|past)|leapfrog(?:s|ged)?|eclips(?:es?|ed)|trounc(?:es?|ed)|dominat(?:es?|ed|ing)|blow(?:s|n|ing)? (?:past|away)|blew (?:past|away)|wipes? the floor with|mog(?:s|ged|ging)?|clear(?:s|ed)(?= ⟨)|(?:pip|nip|thrash|whip|whoop|maul|cream|hammer|pummel|steamroll|clobber|bur|torch|roast|nuke|spank|stomp|shred|wreck|trampl|bulldoz|upstag|one-up|shad|thump|rout|batter|flatten|murder|wallop|trash|embarrass)(?:s|es|ies|ed|ped|ied)(?= ⟨e)|out[a-z]{2,}(?:s|ed|ing)(?= ⟨)|(?:leav(?:es?|ing)|left)(?= (?:both )?⟨[ev][a-z]⟩[^⟨.]{0,30}(?:in the dust|behind|in its wake))|(?:re)?(?:takes?|took|steal(?:s)?|stole|snatch(?:es|ed)|grab(?:s|bed)|claim(?:s|ed)|wrest(?:s|ed)|reclaim(?:s|ed)|seiz(?:es|ed)) (?:back )?(?:the )?[^.]{0,40}?(?:crown|lead|top spot|title|throne|first place|#1(?: spot)?|number one|⟨q[a-z]⟩(?: spot)?) (?:back |away )?from|run(?:s)? (?:circles|rings) around|ran (?:circles|rings) around|[a-z]{3,}(?:s|ed) past(?= ⟨)|(?:doubl|tripl|quadrupl)(?:es|ed)(?= ⟨e[a-z]⟩(?!(?:'s)? (?:[a-z-]+ )?(?:pric|rate|limit|context|cost|usage|quota|speed|output|window)))|head and shoulders above|miles ahead of|ahead of|in front of|superior to|better than|stronger than|smarter than|wins? (?:against|over)|won against|pull(?:s|ed)? ahead of|defeat(?:s|ed)?|"
    r"best(?:s|ed)(?= ⟨)|outpac(?:es?|ed)|outdo(?:es)?|outdid|trump(?:s|ed)?(?= ⟨)|above(?= ⟨e)|over(?= ⟨e[a-z]⟩ (?:on|at|in) )|slaughter(?:s|ed)?|curb ?stomp(?:s|ed)?|body(?:s|ied)|cooks(?= ⟨)|cooked(?= ⟨)|owns(?= ⟨)|humiliat(?:es?|ed)|rek(?:t|s)|pass(?:es|ed)(?= ⟨e)|knock(?:s|ed) ⟨e[a-z]⟩ off|takes the (?:crown|lead|top spot) from|took the (?:crown|lead|top spot) from|>=?|(?<=⟨e[a-z]⟩ )over(?= ⟨e[a-z]⟩)|preferred (?:over|to)(?= ⟨e)|(?:upgrade|improvement|step[- ](?:change|up)|leap(?: forward)?|jump|advance(?:ment)?|progress|lift|boost|uplift) (?:over|from|on|above|beyond|compared (?:to|with))(?= (?:the )?⟨e)|gains? over|improves? (?:on|over|upon)|leads?(?= ⟨e)|schools(?= ⟨)|(?<=⟨e[a-z]⟩ )(?!(?:us|replac|power|join|follow|succeed|preced|includ|releas|launch|ship|unveil|announc|confirm|call|nam|rout|mention|referenc|test|serv|host|list|drop|debut|land|wa|ha|doe|add|offer|support|integrat|distil|train|publish|retir|deprecat|become|get|mean|equal|match|near|trail|run|need|look|share|cit|rival|approach|tie|lag|lose|fork|wrap|call)(?:s|es|ed|d|ped|led)? )[a-z]{3,}(?:s|ed)(?= ⟨e[a-z]⟩ (?:on|at|across|in|by) )"
)
_BEATEN = r"(?:(?:absolutely|completely|totally|badly|soundly|easily|straight up) )*(?:beat|crushed|smoked|destroyed|demolished|obliterated|annihilated|eclipsed|trounced|dominated|blown (?:away|out)|mogged|cooked|owned|bodied|slaughtered|humiliated|edged out|leapfrogged|passed|outclassed|outpaced|outdone|defeated|bested|topped|crushed|thrashed|embarrassed|wrecked|clobbered|hammered|pummeled|torched|roasted|washed|cleared|schooled) by(?= ⟨e)"
_BELOW = rf"{_BEATEN}|undercut(?:s|ting)?|worse than|weaker than|dumber than|inferior to|behind|trail(?:s|ed|ing)?|los(?:es?|t|ing) (?:(?:out|ground|narrowly|badly|(?:the|its) lead) )?to|lag(?:s|ged|ging)?(?: behind)?|falls? short of|fell short of|underperform(?:s|ed)?|no match for|slower than|below(?= ⟨e)|lower than|less [a-z]+ than|fewer [a-z]+ [a-z]+ than (?:wins)|beaten by|outperformed by|surpassed by|overtaken by|outscored by|dethroned by|a downgrade (?:from|to)|regress(?:es|ed)? (?:from|vs|versus|compared)|<=?"
_EQUAL = r"(?:giv(?:es?|ing)|gave)(?= ⟨e[a-z]⟩ a (?:real |good )?run for)|(?:nowhere|anywhere) (?:close to|near)(?= (?:the )?⟨)|(?:in )?the same (?:price|cost|speed|latency|score|pricing|rates?|context(?: window)?|performance|result|league|ballpark) as(?= (?:the )?⟨)|(?<=costs )the same as(?= ⟨)|(?<=cost )the same as(?= ⟨)|(?:priced?|performs?|scores?|charged|billed) (?:about |roughly |exactly )?(?:at )?the same as(?= ⟨)|match(?:es|ed|ing)?(?= (?:or [a-z]+ )?⟨)|(?:on|at) par with|on a par with|equal(?:s|led)?(?: to)?(?= ⟨)|ties?(?: with)?(?= ⟨)|tied with|rival(?:s|ed|ing)?|trad(?:es?|ed|ing) (?:blows|punches) with|(?:go(?:es)?|went) toe[- ]to[- ]toe with|(?:holds?|held) its own against|keep(?:s|ing)? (?:up|pace) with|kept (?:up|pace) with|hangs? with|(?<=can't )(?:touch|compete)(?= ⟨)|competes? with|holds? a candle to|comes? (?:anywhere )?close to|measures? up to|lives? up to|stacks? up (?:to|against|well against)|in line with(?= ⟨)|a match for(?= ⟨)|comparable (?:to|with)|(?:just )?as (?:good|smart|capable|fast|strong|powerful|accurate) as|level with|neck[- ]and[- ]neck with|competitive with|approach(?:es|ed)(?= ⟨)|catch(?:es|ing)? up (?:with|to)|caught up (?:with|to)|close to(?= ⟨)|in the same league as|similar to(?= ⟨)|at the level of|(?:at|on|reach(?:es|ed)?|hits?|achiev(?:es|ed)|delivers?|offers?|has|is|are|was|isn't|now) (?=(?:roughly |about |basically |nearly |almost )?⟨e[a-z]⟩(?:'s)?[ -](?:level|class|tier|grade|performance|quality|capability|intelligence)(?![a-z]))|indistinguishable from"
_THAN = r"(?:[a-z]{2,14}er|more [a-z-]{3,20}(?: [a-z-]{3,14})?|(?:fewer|higher|lower|better|worse|faster|slower) [a-z-]{2,16}(?: [a-z-]{2,16}){0,3}|higher|lower|⟨q[a-z]⟩(?: [a-z]+){0,3}|ahead|improvement|better|worse|more|less|(?:[a-z]{2,14}er|better|worse|more|less) (?:on|in|at|across) (?:⟨b[a-z]⟩|[a-z-]+(?: [a-z-]+)?)) than"
COMPARISON = re.compile(
    rf"(?<![\w⟨])(?:(?P<below>{_BELOW})|(?P<equal>{_EQUAL})|(?P<above>{_ABOVE})|(?P<than>{_THAN})|(?P<part>(?:⟨q[a-z]⟩|fraction|third|half|tenth|quarter) of (?:what )?(?:the )?(?=⟨e)|(?:price|cost|size|latency|speed|tokens|parameters|context|(?:[a-z]+ )?rates?|errors?|hallucinations|memory|energy|throughput|accuracy|score|length|window|limits?) of(?= (?:the )?⟨e)|as (?:expensive|cheap|fast|slow|big|large|long|much|many|often|likely|accurate|efficient|verbose)(?: [a-z]+){{0,3}} as(?= ⟨e))|(?P<vs>(?:versus|vs\.?|compared (?:to|with)|relative to|over its predecessor)))(?![\w])"
)
_LESS = re.compile(r"\b(?:slower|worse|weaker|dumber|lower|smaller|shorter|less|fewer|poorer|lazier|buggier)\b")
_LESS_IS_MORE = re.compile(
    r"\b(?:fewer|less|lower) (?:[a-z-]+ )?(?:tokens|hallucinations?|errors?|mistakes|hallucinated|latency|memory|compute|refusals|steps|failures)\b"
)
_CHANGED = re.compile(
    r"\b(?:(?P<down>regress(?:es|ed|ion)?|worse|slower|drops|dropped|fell|falls|declin(?:es|ed)|lower|down|decreas\w+|degrad\w+|dumber|weaker|less|fewer)|"
    r"(?P<up>improv(?:es|ed|ement)|gain(?:s|ed)?|better|higher|up|faster|stronger|more|jump(?:s|ed)?|increas\w+|doubl(?:es|ed)|leap))\b",
)
_AMOUNT = re.compile(
    r" (?:⟨[qd]|doubl|tripl|quadrupl|half|twice|just|enough|ever|expected|usual|before|any (?:of us|one)|i |we |you |it |they )"
)
_SHARE = re.compile(r"⟨|fraction|third|half|tenth|quarter|as ")
"""A phrase that is itself a part or a measure; any other noun ("the price of") compares only behind one."""
_FRACTION = re.compile(
    r"(?:⟨q[a-z]⟩|half|third|quarter|tenth|fifth|fraction|same|double|twice|triple|percent|lower|less|higher)(?: (?:of|the|as|its|than))* $"
)


_CHANGES = re.compile(r"⟨[vp][a-z]⟩ (?:(?:has|have|had|just|now|also|[a-z]+ly) )*⟨q[a-z]⟩ (?:the|its) $")
"""A lab that halves or doubles something: the quantity is its verb and sets nothing against anything."""
_SLOW = re.compile(r"\b(?:tak(?:es?|ing)|took|needs?|waits?) [^⟨]*(?:⟨q[a-z]⟩ )?as (?:long|many|much)|as slow")
"""More of what one wants less of: "takes twice as long as"."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two things set against each other: which way, and where the phrase stands."""

    direction: str
    start: int
    end: int
    bare: bool
    """Only "vs" or "compared to": says that, not which way."""


def comparison(clause: str) -> Comparison | None:  # noqa: C901 -- one branch a kind of phrase
    """The first phrase of a masked, lowered clause that sets two things against each other."""
    vs: Comparison | None = None
    for match in COMPARISON.finditer(clause):
        if match["vs"]:
            vs = vs or Comparison("above", match.start(), match.end(), bare=True)
            continue
        if match["below"]:
            if (
                match[0] == "behind"
                and re.search(r"⟨e[a-z]⟩ (?:is|was) (?:now )?$", clause[: match.start()])
                and re.match(r" (?:the )?⟨[vp]", clause[match.end() :])
            ):
                continue  # "is now behind Meta AI": it is what runs there
            if (
                match[0] == "behind"
                and re.match(r" (?:the|closed|a paywall|schedule|bars|⟨b)", clause[match.end() :])
                and not re.match(r" (?:the )?(?:current |old )?⟨e", clause[match.end() :])
            ):
                continue
            direction = "above" if _LESS_IS_MORE.search(match[0]) else "below"
        elif match["equal"]:
            direction = "equal"
        elif match["above"]:
            direction = "above"
        elif match["part"]:
            left = clause[: match.start()]
            if (
                (not _SHARE.match(match[0]) and not _FRACTION.search(left))
                or _CHANGES.search(left)
                or (match[0][0] == "⟨" and left.endswith("the "))
            ):
                continue
            direction = (
                "below"
                if _SLOW.search(clause[: match.end()])
                or re.search(r"\b(?:half|third|quarter|tenth|fifth|fraction|lower|less)\b", left)
                else "above"
            )
        else:
            phrase = match["than"]
            if _AMOUNT.match(clause, match.end()):
                continue
            direction = "below" if _LESS.search(phrase) and not _LESS_IS_MORE.search(phrase) else "above"
        return Comparison(direction, match.start(), match.end(), bare=False)
    if vs is not None and (worse := _CHANGED.search(clause)):
        return Comparison("below" if worse["down"] else "above", vs.start, vs.end, bare=False)
    return vs
