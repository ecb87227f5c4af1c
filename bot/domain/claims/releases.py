"""Whether a clause says that a model will come, that it can be used, or only that there is such a model.

The three kinds share their words ("out", "launch", "spotted"), so one cascade tells them apart.
"""
# ruff: noqa: E501 -- a pattern is read as one line

import re

from bot.domain.claims.parsed import ClaimType
from bot.domain.claims.shapes import Shape, is_future, is_past

RELEASE = re.compile(
    r"\b(?:releas(?:e|es|ed|ing)|ship(?:s|ped|ping)?|launch(?:es|ed|ing)?|drop(?:s|ped|ping|pin)?|debut(?:s|ed|ing)?|com(?:es?|ing)(?: out)?|came out|come out|roll(?:s|ed|ing)?[ -]?out|roll-?out|unveil(?:s|ed|ing)?|go(?:es|ing)?(?: fully)? live|went live|land(?:s|ed|ing)?|arriv(?:es?|ed|ing|al)|"
    r"(?:be|is|are|was|isn't|be|get|gets|it's|now|still|been|already|all|not|comes?) out|publish(?:es|ed|ing)?|open[- ]?sourc(?:es?|ed|ing)|open[- ]weight(?:s|ed)?|ga\b|general(?:ly)? availab(?:le|ility)|hits?|availab(?:le|ility)|announc(?:es?|ed|ing|ement)|reveal(?:s|ed|ing)?|see the light of day|deprecat(?:es?|ed|ing|ion)|sunset(?:s|ting)?|"
    r"retir(?:es?|ed|ing|ement)|shut(?:s|ting)? down|delay(?:s|ed|ing)?|postpon(?:es?|ed|ing)|push(?:es|ed|ing)? (?:back|to)|(?<!let )slip(?:s|ped|ping)?|cancel(?:s|l?ed|l?ing)?|scrap(?:s|ped)?|shelv(?:es?|ed)|release date|eta|slated|schedul(?:ed|es)|due|targeting|(?:launch|release) (?:window|day|event)|day[- ]one|goes? public|made public|make(?:s)? .{0,20} available|introduc(?:es?|ed|ing)|out)\b|⟨da⟩",
)
STRONG_RELEASE = re.compile(
    r"\b(?:releas(?:e|es|ed|ing)|ship(?:s|ped|ping)?|launch(?:es|ed|ing)?|drop(?:s|ped|ping|pin)?|debut(?:s|ed|ing)?|com(?:es?|ing)|came out|roll(?:s|ed|ing)?[ -]?out|roll-?out|go(?:es|ing)? live|went live|land(?:s|ed|ing)?|arriv(?:es?|ed|ing)|out|open[- ]?sourc(?:es?|ed|ing)|availab(?:le|ility)|unveil(?:s|ed|ing)?|announc(?:es?|ed|ing|ement)|reveal(?:s|ed)?|ga\b|"
    r"delay(?:s|ed|ing)?|postpon(?:es?|ed|ing)|pushed|(?<!let )slip(?:s|ped|ping)?|cancel(?:s|l?ed|l?ing)?|scrap(?:s|ped)?|shelv(?:es?|ed)|eta|targets?|targeted|eye(?:s|ing)|slated|schedul(?:ed|es)|due|ready|public|opens?|begins?|kicks? off|exits?|graduat(?:es|ed)|expand(?:s|ed|ing)|see the light of day|introduc(?:es?|ed|ing)|(?:get(?:ting|s)?|got)(?= (?:access to |its own |a |an |the )?⟨)|(?:be|being|to be) (?:previewed|shown|demoed|presented|showcased)|hits?|be here|live)\b",
)
AVAILABLE = re.compile(
    r"(?<!\w)(?:availab(?:le|ility)|is (?:now |already |finally |officially )*(?:out|live|here|up|public|usable|accessible|in|on|gone|default|the default)|it's (?:now |already |finally |officially |also )*(?:out|live|here|up|on|in)|(?:hits?|reach(?:es|ed)|join(?:s|ed)) (?:the )?⟨p[a-z]⟩|are (?:now |already )*(?:out|live|here|on|in)|released|shipped|launched|dropped|rolled out|rolling out|rollout|went live|came out|landed|arrived|access(?:ible)?|unlocked|enabled|open[- ]?sourc(?:es|ed)|generally|ga\b|"
    r"(?<!⟩ )can (?:now |already )?(?:use|try|access|select|call|download)|(?<=⟩ )(?:now |also |already )*(?:hosts|hosting|serves|carries|stocks)(?= (?:the )?⟨e)|(?:is|are|be|been|remains?|stays?) (?:only |now |still |not |also |currently |strictly )*(?:open|closed|off[- ]limits) to|(?<!⟩ )can(?:not|'t)? (?:(?:now|already|still|yet|finally|even|only|all) )*(?:use|try|access|select|call|download|get|reach|buy|pick|choose|try out|play with)(?= (?:the )?⟨e)|(?:adds?|added|adding|gets?|got|brings?|ships?|with|has|offers?) (?:[a-z-]+ )?support for (?:the )?(?=⟨e)|(?<=⟩ )(?:now |also |already |officially )*supports(?= ⟨e)|(?:weights|checkpoints?|model) (?:of|for) (?:the )?⟨e[a-z]⟩ (?:are |is |now |just |went )*(?:up|on|posted|published|uploaded)|(?:posts?|posted|publish(?:es|ed)|uploads?|shares?|shared|puts? up|puts out|put out) (?:the )?(?:full |open |base |model )*(?:weights|checkpoints?)|can(?:not|'t| not)? (?:now |already |still |only |finally )?be (?:use|used|try|tried|access|accessed|download|downloaded|select|selected|call|called|pulled|bought|reached)|have (?:it|access)|default|(?:in|on|via|through|to|inside|within) (?:the )?⟨p[a-z]⟩|in the (?:api|app|picker|model picker|dropdown)|on (?:hugging face|github|openrouter|azure|bedrock|vertex)|introduc(?:es|ed|ing)|deprecat(?:es?|ed|ing|ion)|sunset(?:s|ting)?|retir(?:es?|ed|ing)|shut(?:s|ting)? down|discontinu(?:es?|ed|ing)|removed|pulled|taken down|"
    r"no longer|disabled|locked|exclusive(?:ly)?|limited to|restricted to|only (?:for|available|on|in)|free (?:users|tier)|plus (?:users|subscribers)|pro (?:users|subscribers|plan)|waitlist|invite[- ]only|invites?|gated|geo-?blocked|not supported in|blocked in|beta|early access|preview|weights (?:are|were)|downloadable|downloads?|out now|out today|out for|up on|usable|back (?:in|on|online)|brought back|rolled back|rolling back|revert(?:s|ed)|paus(?:es|ed)|suspend(?:s|ed)|resum(?:es|ed)|add(?:s|ed)(?= ⟨e)|switched (?:to|on)(?= ⟨e)|turned on(?= ⟨e)|flipped on|can be had|pushed live|swapp?ed in|bring(?:s|ing)? back|restored?|reinstated?|returns?|returned|uploaded|shutting|being (?:retired|removed|deprecated|sunset)|(?:is|are|now) (?:now )?behind (?:the )?⟨[vp][a-z]⟩|expand(?:s|ed) (?:to|in|into|beyond|across)|(?:no|has an?|has its own|gets an?|got an?) (?:public |official |dedicated )?⟨p[a-z]⟩|(?:missing|absent) from|nowhere to be (?:found|seen)|unavailable|open(?:ed)? (?:up )?(?:to|for) (?:all|every|everyone|anyone|the public|free|paid|paying|pro|plus|premium|max|developers|users|subscribers|testers|businesses))(?!\w)"
)
EXISTS = re.compile(
    r"\b(?:exist(?:s|ed|ence)?|(?:sign|trace|hint|proof|mention|evidence|whiff)s? of|(?:is|are|was|were|been|been quietly|quietly|currently|secretly|now) (?:already |actively |secretly |quietly |internally |currently |also )*(?:working on|developing|building|testing|prepping|preparing|planning|cooking up|creating|designing|making)|works? on(?! its own)|working on|develop(?:s|ed|ing|ment)|prepping|preparing|plans? (?:a|an|for|on|to build)|spotted|seen|sighted|sighting|appear(?:s|ed|ing)?|surfac(?:es?|ed)|shows? up|showed up|popp?(?:s|ed) up|leak(?:s|ed|ing)?|(?<!⟩ )found|"
    r"references?|mention(?:s|ed)?|codebase|in the (?:code|source|js|javascript|bundle|wild|works|pipeline|model list|logs)|strings?|test(?:s|ed|ing)?|a/b|hidden|secret(?:ly)?|internal(?:ly)?|has a (?:new |secret |next )?model|there(?:'s| is| are)|is real|are real|dogfood(?:s|ed|ing)?|(?:not|isn't|is|was|wasn't|never) (?:never |not |really |even |actually |just )*(?:a thing|a real thing|real|a myth)|fake|hoax|made up|under development|in development|teas(?:es?|ed|ing)|hint(?:s|ed|ing)?(?: at)?|announc(?:es|ed|ing)?|reveal(?:s|ed)?|confirm(?:s|ed)?|unveil(?:s|ed|ing)?|"
    r"stealth|anonymous|mystery|being (?:shown|tested|demoed|evaluated|trialed|previewed|shopped)|unreleased|trademark(?:ed)?|patent|filed|registered|listed|appeared|(?<=⟩ )(?:lined up|queued up|up (?:its|their) sleeve|waiting|in the wings|in reserve|on deck|on the way|in the oven|in the lab)|new model|next model|running on|is on ⟨b|codenamed?|code-named)\b",
)
FEATURE = re.compile(
    r"\b(?:support(?:s|ed|ing)?|(?:fully|truly|completely|really) open|multi-?modal|omni-?modal|open[- ]?(?:source|weights?|model)|weights?|licen[sc]e[ds]?|apache|mit|param(?:eter)?s?|moe|mixture[- ]of[- ]experts|dense|architecture|experts|voice|audio|video|vision|images?|image generation|tools?|tool[- ]use|computer use|browse|web search|agents?|agentic|memory|reasoning|hybrid|router|distill(?:ed)?|chips?|gpus?|tpus?|huawei|ascend|nvidia|"
    r"hallucinat(?:es?|ions?|ed|ing)|latency|faster|tokens?|speed|asl-?\d|bio|cyber|risk|safety|jailbreak(?:s|ed)?|watermark|dataset|copyright(?:ed)?|system prompt|system card|model card|tokenizer|languages?|layers|attention|linear attention|sparse|modalit(?:y|ies)|native(?:ly)?|offline|on-device|local(?:ly)?|diffusion|fine-?tun(?:e|ing)|api|sdk|mcp|"
    r"lawsuit|sued?|sues|fired|hired|hires|left|leaves|joins?|joined|acquir(?:es?|ed|ing)|bought|raised?|raising|invest(?:s|ed)?|valu(?:ed|ation)|revenue|deal|partner(?:s|ed|ship)?|ban(?:s|ned)?|investigat\w+|ipo|powered|power(?:s)?|runs? on|uses?|using|built on|based on|integrat(?:es?|ed|ion|ing)|replac(?:es?|ed|ing)|subscribers|users|servers?|outage|data ?cent(?:er|re)|compute|"
    r"sys(?:tem)? card|refus(?:es?|al|als|ed)|censor(?:s|ed|ship)|sandbag(?:s|ging)?|blackmail(?:ed|s)?|exfiltrat\w+|cheat(?:s|ed|ing)?|solv(?:es?|ed)|prove[sdn]?|autonomous(?:ly)?|for \d+ hours|hours|works? for|published|paper|discover(?:s|ed|y)|generat(?:es?|ed|ion|ing)|embed|effort|modes?|thinking|personality|sycophan\w+|ads?|fits?|requires?|needs|trillion|chain[- ]of[- ]thought|non-?thinking|reasoning model|dense model|last model|successor|predecessor|unif(?:y|ies|ied)|merg(?:e|es|ed)|rewrit\w+|rout(?:es?|ed|ing)|downgrad\w+|quantiz\w+|degrad\w+|bug|bugs|outages?|zero[- ]days?|vulnerabilit\w+|exploits?|hack(?:s|ed|ing)?|retention|opt[- ]out|enterprise|government|pentagon|export|sanction\w*|eu ai act|gdpr|china|banned|age verification|erotica|adult|apps?|plugin\w*|store|shopping|checkout|calendar|gmail|excel|slack|browser|phone|device|hardware|robot\w*|car|tesla|iphone|siri|windows|office)\b",
)


def is_delay(clause: str) -> bool:
    """Whether something is put off."""
    return DELAYED.search(clause) is not None


def is_trace(sentence: str) -> bool:
    """Whether a sentence begins with a leak, a screenshot or a file that shows something."""
    return _LEAK_SHOWS.match(sentence) is not None


_VERB = re.compile(
    r"\b(?:is|are|was|were|will|has|have|had|did|does|can|[a-z]{3,}(?:ed|es)|got|cut|raised|met|said|sued|won|lost|fired)\b"
)
_TRACE = re.compile(
    r"\b(?:spotted|leak(?:s|ed)?|testing|tested|appear(?:s|ed)|surfac(?:es|ed)|showed up|popped up|seen|(?<!⟩ )found|reference[sd]?|"
    r"mention(?:s|ed)?|working on|developing|teas(?:es|ed))\b",
)
_LICENCE = re.compile(
    r"\b(?:licen[sc](?:e[ds]?|ing)|apache(?:[ -]?2(?:\.0)?)?|(?:under|with|an?|is|be) (?:modified )?mit(?! (?:tech|research|study|report|professor|student))\b)|\bmit[- ]licen[sc]ed"
)
_LEAK_SHOWS = re.compile(
    r"^(?:⟨[pv][a-z]⟩(?:'s)? )?(?:(?:an?|the|new|another|big|huge|fresh|recent|this|alleged|purported|internal|apparent) )*(?:leak(?:s|ed)?|screenshots?|strings?|code|commit|config|source code|teardown|apk|app update|changelog|docs?|documentation|js|bundle|build|beta|metadata|drafts?|blog post|job (?:listing|posting|ad)s?|listing|memo|filing|trademark|patent|help page|support page|page|slides?|deck|roadmap|manifest|registry|package|sdk|library|repo(?:sitory)?|canary|evidence|traces?|hints?|signs?|proof|mentions?|references?|sightings?|network (?:requests?|traffic)|model list|json|diff|pull request|pr)\b[^⟨]{0,40}\b(?:shows?|showed|showing|reveals?|revealed|lists?|listed|mentions?|mentioned|references?|referenced|points? to|confirms?|contains?|names?|includes?|exposes?|exposed|describes?|described|describing|refers? to|hints? at|of|to)\b(?! (?:release|launch|ship))"
)
IN_WORKS = re.compile(
    r"\b(?:in|under|undergoing|entered|enters|entering|starts|started|began|begun|begins) (?:(?:active|internal|private|closed|early|late|secret|stealth|limited|final|advanced|its|alpha) )*(?:testing|development|the works|the pipeline|the making)\b(?! (?:phase|run))"
)
_USABLE = re.compile(
    r"\b(?:availab\w*|access\w*|live|usable|enabled|rolling|rolled|can (?:now )?(?:be )?(?:use|select|try)\w*)\b"
)
_TRACED = re.compile(
    r"\b(?:(?:is|are|was|were|appears|now|already|still) (?:now |already |still )*in (?:the|an?|this|last night's|today's|its|their) (?:[a-z'-]+ ){0,3}(?:diff|commit|source code|codebase|bundle|config|strings?|apk|manifest|logs|pull request|network traffic)|(?:dug up|unearth(?:s|ed)|uncover(?:s|ed)|discover(?:s|ed)|notic(?:es|ed)|stumbled (?:on|upon|across)|came across|caught)(?= (?:[a-z'-]+ ){0,4}[\"']?⟨e)|(?:flag|identifier|placeholder|model id|model slug)s? (?:in|inside|within)|(?<=⟩ )(?:(?:secretly|quietly|reportedly|now|already|internally|actively) )*(?:a/b[- ]?testing|testing|trialing|developing|working on|building|prepping)(?= (?:[a-z-]+ ){0,3}⟨e)|(?:screenshot|screen grab|screencap|photo|picture|clip|recording)s? (?:of|showing)|spotted|sightings?|sighted|(?<!⟩ )found|surfaced|appeared|seen|popped up|showed up|references?|mentions?|mentioned|strings?|appears|surfaces|shows up|pops up|"
    r"(?:is|are|was|been) (?:already |currently |secretly |quietly |now |actively )*(?:testing|working on|developing|tested))\b",
)
_UNRELEASED = re.compile(
    r"\b(?:exist(?:s|ed)?|working on|develop(?:s|ed|ing)|building|testing|tested|teas(?:es|ed)|hint(?:s|ed)|there (?:is|are)|internal|in the works)\b"
)
_DONE = re.compile(
    r"\b(?:is|isn't|are|was|were|has been|have been|just|now|already|officially|finally) (?:now |not |already |finally |officially |just |been )*"
    r"(?:out|live|available|released|launched|shipped|rolled out|here|dropped|rolling out|up)\b",
)
_ANNOUNCED = re.compile(
    r"\b(?:announc(?:es?|ed|ing)|teas(?:es?|ed|ing)|unveil(?:s|ed)?|reveal(?:s|ed)?|confirm(?:s|ed))\b"
)
_OUT = re.compile(r"\b(?:availab\w*|releas\w*|launch\w*|live|out|access\w*|roll\w*)\b|⟨p[a-z]⟩")
_OPEN = re.compile(r"\b(?:open[- ]?source|open[- ]weights?|open[- ]weighted|closed[- ]source|open weights)(?![a-z])")
_AT_LAUNCH = re.compile(
    r"\b(?:at|on|since|after|upon|from|post)[ -](?:the |its )?(?:launch|release)(?: day)?\b(?! (?:date|on|in|by|of))"
)
DELAYED = re.compile(
    r"\b(?:delay(?:s|ed|ing)|postpon(?:es?|ed|ing)|push(?:es|ed|ing) back|put(?:s|ting)? off|put on (?:hold|ice)|hold(?:s|ing)? (?:back|off on)|held back|shelv(?:es?|ed|ing)|back-?burner(?:s|ed)?|(?<!let )slip(?:s|ped|ping)?(?= (?:to|into|again|by|past|[a-z]* ?⟨d)|[ .!]*$)|bump(?:s|ed|ing)?(?= (?:to|back|into|up))|behind schedule|cancel(?:s|l?ed|l?ing)|scrap(?:s|ped|ping)|ax(?:es|ed)|ditch(?:es|ed)|(?:moved|moves|moving|brought|brings|pulled|pulls) (?:up|forward|ahead)|fast-?track(?:s|ed)|miss(?:ed|es|ing) (?:its|the|their|another|a) [^.]{0,30}(?:deadline|target|date|window|goal)|held up|hit (?:by|with) delays|call(?:s|ed|ing) off|giv(?:es|en|ing) up on|gave up on|abandon(?:s|ed)|mothball(?:s|ed)|no longer plans?|(?:no longer|not|n't) planning|stuck in|in limbo|on hold|derailed|runs? late|running late)\b(?! (?:my|his|her|their|our|subscri))"
)
_IN_AND_OUT = re.compile(r"\b(?:text|images?|audio|video|speech|voice|tokens?) (?:in|out)\b")
_OUT_THERE = re.compile(r"\bout there\b")
"""Of all there are, and nothing about whether this one can be used."""
_NO_DATE = re.compile(
    r"\b(?:no|without an?|hasn't (?:got )?an?|doesn't have an?|(?:not|\w+n't|never) (?:yet )?(?:announced?|set|given?|shared?|confirm(?:ed)?|commit(?:ted)? to|disclosed?|named?|provided?|offered|picked|fixed) (?:an?|any|the|its|their)) (?:[a-z]+ ){0,2}(?:date|timeline|eta|time ?frame|release window|launch window)\b"
)
_HAS_NEW = re.compile(
    r"^[^⟨]{0,20}⟨e[a-z]⟩ (?:also |now |even |reportedly )*(?:introduces|introduced|brings|brought|gains|gained|adds|added|(?:ships|shipped|comes|came|launches|launched|arrives|arrived) with) (?!⟨)"
)
_NONE_THERE = re.compile(
    r"(?:still |yet |so far )?no ⟨e[a-z]⟩ (?:yet )?(?:in|on|for|at|via|through|inside|outside) (?!a |an? )"
)
"""A place, a plan or a country that does not have it: "still no ⟨ea⟩ in the EU"."""
_AUDIENCE_HAS = re.compile(
    r"\b(?:users|customers|subscribers|subs|members|developers|devs|testers|partners|teams|businesses|accounts|everyone|everybody|tier|plans?) "
    r"(?:(?:now|already|still|finally|also|only|just|do|don't|does|doesn't|can|can't|cannot|will|won't|not|have|has|haven't|hasn't|been) )*"
    r"(?:have|has|had|get|gets|got|gotten|gain|gained|gains|lose|lost|loses|receive|received|receives|given|pick|choose|select|switch to|chat with|query) (?:(?:access to|early access to) )?(?:the )?⟨e[a-z]⟩"
)
"""Those who use a model, and whether they have it: "Plus users don't have ⟨ea⟩ yet"."""
_BUNDLED = re.compile(
    r"(?:⟨p[a-z]⟩|⟨[vp][a-z]⟩(?:'s)? (?:pro|plus|max|go|ultra|premium|team|business|enterprise|free|paid)(?: (?:plan|tier|subscription|app))?) (?:(?:now|also|already|still) )*(?:includes?|included|bundles|comes with|came with|ships with|features) (?:access to )?(?:the )?⟨e[a-z]⟩"
)
"""A plan or a product that has a model in it: "⟨va⟩ Pro now includes ⟨ea⟩"."""
_WITHDRAWN = re.compile(
    r"⟨[vp][a-z]⟩ (?:(?:has|have|had|just|quietly|now|temporarily|already|abruptly|suddenly|briefly) )*(?:pull(?:s|ed)|yank(?:s|ed)|withdr(?:aws|ew|awn)|recall(?:s|ed)|suspend(?:s|ed)|disabl(?:es|ed)|unplug(?:s|ged)|takes down|took down) (?:the |its )?⟨e[a-z]⟩(?!(?:'s)? [a-z-]+ (?:by|from|to) ⟨)"
)
"""A lab or a shop that takes a model away, said without from where: "⟨va⟩ pulls ⟨ea⟩ after complaints"."""
_GIVEN_TO = re.compile(
    r"⟨e[a-z]⟩[^⟨]{0,24} (?:to|for) (?:all |every |its |their |some |select |a few |more |most |the )*(?:free|paid|paying|plus|pro|max|premium|team|enterprise|edu|everyone|developers|devs|users|subscribers|customers|testers|partners|members|businesses|the public)\b"
)
_ENDS = re.compile(
    r"\b(?:sunset(?:s|ting|ted)?|retir(?:es?|ed|ing|ement)|deprecat(?:es?|ed|ing|ion)|shut(?:s|ting)? ?down|shutting down|discontinu(?:es?|ed|ing)|(?:access|support|service) (?:(?:for|to) ⟨e[a-z]⟩ )?(?:ends?|ended|ending|stops?|stopped|will end|will stop)(?= [a-z]* ?⟨d|[ .!]*$)|end of (?:life|support|service)|eol|kill(?:s|ed|ing)(?: off)?(?= (?:the )?⟨[ep])|pull(?:s|ed|ing) the plug on|phased? out|phasing out|taken offline|(?:pulled|yanked|removed|dropped|taken down|killed off|axed|wiped|leaving|leaves|disappear(?:s|ed|ing)|vanish(?:es|ed|ing)) from (?:the )?(?:⟨p[a-z]⟩|(?:api|app|picker|model picker|dropdown|arena|site|platform)(?!\w))|no longer (?:be )?available|removed? from|(?:pull(?:s|ed)|yank(?:s|ed)|remov(?:es|ed)|t(?:akes?|ook)|drop(?:s|ped)|kill(?:s|ed)|ax(?:es|ed)|wip(?:es|ed)|scrub(?:s|bed)|stripp?(?:s|ed)|boot(?:s|ed)|kick(?:s|ed)) (?:the )?⟨e[a-z]⟩(?: [a-z]+)? (?:from|off|out of|offline|down))(?!\w)",
)
_NEVER = re.compile(
    r"\b(?:won't|wont|will not|will never|not going to|no plans?|no longer plans?|isn't going to|not be)\b"
)
_GAVE = re.compile(
    r"\b(?:out|live|here|drop(?:s|ped)?|releas(?:es?|ed)|launch(?:es|ed)?|ship(?:s|ped)?|get(?:s|ting)?|got|land(?:s|ed)|arriv(?:es|ed)|open[- ]?sourc(?:es|ed))\b",
)


def release(shape: Shape) -> ClaimType | None:  # noqa: C901, PLR0912 -- three kinds that share their words
    """*release date*, *available* or *exists*; ``None`` where the clause says none of the three."""
    s = shape.clause
    s = _OUT_THERE.sub(" ", _IN_AND_OUT.sub(" ", _AT_LAUNCH.sub(" ", s)))
    if re.search(r"⟨e[a-z]⟩(?: [a-z]+ly)? exists?\b", s):
        return ClaimType.EXISTS
    if re.search(r"\byet to (?:be )?(?:release|ship|launch|publish|open|make|offer|enable|roll|put)", s):
        return ClaimType.AVAILABLE
    strong = STRONG_RELEASE.search(s)
    future = is_future(s)
    trace = _TRACE.search(s)
    if _NO_DATE.search(s) and shape.has_model:
        return ClaimType.RELEASE_DATE
    if DELAYED.search(s) and shape.has_model:
        return ClaimType.RELEASE_DATE
    if _ENDS.search(s) and shape.has_model:
        return ClaimType.AVAILABLE
    if re.match(r"(?:still )?no ⟨e[a-z]⟩ (?:until|before|this|today|(?:(?:in|by|at|on) )?⟨d)", s):
        return ClaimType.RELEASE_DATE
    if _NONE_THERE.match(s) or _AUDIENCE_HAS.search(s) or _WITHDRAWN.search(s) or _BUNDLED.search(s):
        return ClaimType.AVAILABLE
    if shape.dated and not strong and re.search(r"⟨e[a-z]⟩ ⟨d[a-z]⟩", s) and not _TRACED.search(s) and not is_past(s):
        return ClaimType.RELEASE_DATE
    if (
        _LICENCE.search(s)
        and not re.search(r"\b(?:is|are) (?:now |finally |already )*(?:here|out|live|available)\b", s)
        and not shape.dated
        and not re.search(
            r"open[- ]?sourc(?:es|ed|ing)\b|\bweights (?:are|on|just|now)|\bout (?:now|today)\b|\bavailable\b|just", s
        )
    ):
        return ClaimType.OTHER
    if _OPEN.search(s) and re.search(r"\b(?:is|are) (?:now|finally|officially) (?:fully )?open", s):
        return ClaimType.AVAILABLE
    if (
        _OPEN.search(s)
        and not shape.dated
        and not re.search(
            r"releas|launch|ship|drop|\bout\b|availab|weights (?:are|on)|hugging face|today|just|delay|postpon|push|cancel|scrap",
            s,
        )
    ):
        return ClaimType.OTHER
    event = (
        not strong
        and _VERB.search(s) is not None
        and (FEATURE.search(s) is not None or is_past(s))
        and not EXISTS.search(s)
    )
    if (
        shape.dated
        and not event
        and not (trace and not strong and not shape.ahead)
        and (strong or ("⟨e" in s and not _UNRELEASED.search(s)))
        and not (trace and _TRACED.search(s) and not future)
    ):
        return ClaimType.RELEASE_DATE
    if IN_WORKS.search(s) and not shape.has_benchmark:
        return ClaimType.EXISTS
    if _TRACED.search(s) and not re.search(r"\bto (?:launch|release|ship)\b|\bwill\b", s):
        return ClaimType.EXISTS
    if strong and (future or shape.vague) and not _DONE.search(s):
        return ClaimType.RELEASE_DATE
    if (strong and _NEVER.search(s)) or (shape.vague and shape.has_model):
        return ClaimType.RELEASE_DATE
    if (shape.traced or is_trace(s)) and not _USABLE.search(s):
        return ClaimType.EXISTS
    if _HAS_NEW.search(s) and not shape.dated and FEATURE.search(s):
        return ClaimType.OTHER
    announced = _ANNOUNCED.search(s) is not None and _OUT.search(s) is None
    if AVAILABLE.search(s) and not announced and not (trace and not _OUT.search(s)):
        return ClaimType.AVAILABLE
    if EXISTS.search(s):
        return ClaimType.EXISTS
    return ClaimType.AVAILABLE if (strong and _GAVE.search(s)) or _GIVEN_TO.search(s) else None
