"""What kind of claim a clause makes: a cascade of word patterns over the masked clause, the first that fits wins.

In a masked clause ``⟨ea⟩`` is a model, ``⟨va⟩`` a lab, ``⟨pa⟩`` a product, ``⟨ba⟩`` a benchmark, ``⟨da⟩`` a date and
``⟨qa⟩`` a quantity, so that the patterns see the shape of the sentence and not its names.
"""
# ruff: noqa: E501 -- a pattern is read as one line

import re

from bot.domain.claims.parsed import ClaimType
from bot.domain.claims.releases import DELAYED, FEATURE, IN_WORKS, RELEASE, STRONG_RELEASE, release
from bot.domain.claims.shapes import ANY, B, E, Q, Shape, is_future

_ADVERB = r"(?:(?:[a-z]{3,}ly|100%|not|never|no longer|still|always|actually|really|just|only|probably|likely|definitely|certainly|apparently|reportedly|clearly|basically|simply|literally|indeed|now|also|secretly|obviously|in fact|almost certainly|allegedly|supposedly|possibly|perhaps|maybe|essentially|officially|internally) )*"
_KIND = r"(?:(?:a|an|the|some kind of|one of the|another)? ?(?:[a-z-]+ ){0,3}(?:version|checkpoint|build|variant|preview|rebrand|fine-?tune|finetune|wrapper|distillation|distill|snapshot|codename|code name|code-name|name|member|release name|alias|test version|successor name|API name|skin)s? (?:of|for|around|on|over|on top of) (?:the )?(?:upcoming |new |next )?)"
IDENTITY = re.compile(
    rf"(?:{E}|⟨pa⟩|\bit|\bthis|\bthat|\bmodel|\b(?:it|that|this)(?:'s)|{ANY}'s [a-z -]{{2,30}})[\"')]*(?: model| checkpoint| itself| project| thing| bot| one| entry| guy)?(?: ?\([^)]{{0,40}}\))?(?: (?:on|in|from|over on) (?:the )?(?:⟨[pbv][a-z]⟩|[a-z.]{{3,12}})(?: [a-z]{{3,10}})?(?= (?:is|was|=|must|has|could|may|might|turn|isn't|wasn't)))? ?(?:"
    rf"(?:is|are|was|were|isn't|wasn't|isnt|wasnt|aren't|'s|ain't|=|==|equals|must be|has to be|(?:has|have|'s) got to be|gotta be|ought to be|(?:could|may|might) (?:(?:well|very well|easily|just|actually|in fact|also|indeed) )?be|will be|won't be|would be|should be|can't be|turns out to be|turned out to be|proved to be|end(?:ed|s)? up (?:being|as)|appears to be|seems to be|looks to be|is going to be|to be|(?:is|was|are) {_ADVERB}(?:said|rumou?red|believed|thought|suspected|assumed|understood|reported|known|expected|likely|confirmed|presumed) to be|->|aka|a\.k\.a\.|also known as) {_ADVERB}[\"'(]*(?:{_KIND}|(?:a |an )?(?:(?:fine-?tuned|leaked|unreleased|upcoming|stealth|secret|early|internal|finetuned|distilled|quantized|modified|rebadged|renamed|rebranded|reskinned|repackaged|tweaked|updated|cheaper|smaller|slightly|heavily|lightly|post-trained|merged|pruned) )+|the |an early |early |a renamed |a rebranded |a tweaked |a new |what became |what is now |the model (?:behind|called|(?:formerly |previously |once |originally )?(?:known|codenamed|called) (?:as )?|that was) |{ANY}'s |[a-z]+'s |{ANY} )*[\"']?{E}(?!'s|[ -](?:class|level|level|tier|quality|like|based|grade|compatible|powered|users|api|release|launch|access|price|weights|benchmark|score)))"
    rf"|(?:(?:will|would|could|might|may|is|was|are|to|has been|have been|had been|is being) (?:be |going to be |likely be |probably be |officially |actually |not be |instead be |end(?:s|ed)? up (?:being |as )?)*|gets? |got |were )(?:called|named|renamed|branded|rebranded|marketed as|known as|dubbed|codenamed|code-named|titled|labell?ed)(?: as| to| internally as)? [\"']?(?:the )?(?:{E}|[\"'a-z0-9])"
    rf"|(?:(?:is|are|was|were) )?(?:ship|launch|releas|debut|arriv|com(?:e|ing) out|go(?:ing)? out)(?:s|e|es|ed|d|ped|ping|ing)? as [\"']?{E}"
    rf"|(?:go(?:es|ing)?|went|launch(?:es|ed)?|ship(?:s|ped)?|arriv(?:es|ed?)|sold|live(?:s)? on) (?:by|under)(?: the name)?(?: of)? [\"']?{E}"
    rf"|(?:(?:is|are|was|were|has been|been|gets?|got|being|now|finally|officially|just) )*(?:revealed|confirmed|unmasked|outed|exposed|shown|identified|announced|suspected|speculated|assumed|presumed|disclosed|unveiled) (?:to (?:actually |really )?be|as) (?:the |an? |what is |an early |early )?(?:{ANY}'s )?[\"']?{E}"
    rf"|(?:is|was) the (?:model|one|checkpoint|thing|entry) (?:that |which )?(?:went by|goes by|went under|appeared as|ran as|known as|called|formerly known as|you know as|people called) [\"']?[a-z⟨]"
    rf"|(?:is|was|went|goes|appears?|appeared|runs?|ran|listed|tested|hid|hidden|hiding|live|up) (?:up |live |listed |hidden )?(?:on|in) (?:the )?(?:⟨[pb][a-z]⟩|[a-z]{{4,12}}) (?:as|under(?: the name)?) [\"']?(?!preview|beta|default|part|well|experimental|open|an? |the |of |promised|expected|planned)[a-z-]{{4,}}[\"']?[ .!]*$"
    rf"|(?:stands for|refers to|became|becomes|corresponds to|maps to|resolves to|is code for|is short for|is an alias (?:for|of)) (?:the )?{E}"
    rf"|(?:is|was|are|were|isn't|wasn't) {_ADVERB}(?:a |an )?(?:fine-?tuned? |finetuned? |distilled |quantized )?(?:based on|built on(?: top of)?|derived from|fine-?tuned from|a fine-?tune of|running|powered by|made from|forked from) (?:a |an |the )?(?:{ANY}'s )?(?:[a-z-]+ ){{0,2}}{E}"
    rf"|(?:is|was|are|were|isn't|wasn't) {_ADVERB}(?:the |an? )(?:(?!to |than |of |like |as |over |from |by |with |for |against |not |first |only |best |successor )[a-z-]+ ){{1,3}}{E}(?=[ .!,)\"']*$)"
    rf"|(?:(?:self-)?identif(?:ies|ied|y|ying)(?: itself)? as|call(?:s|ed|ing)? itself|claim(?:s|ed|ing)? (?:to be|it's|that it's|it is)|say(?:s)? (?:it's|it is|that it's|it was made)|says that it is|introduc(?:es|ed) itself as|believes it(?:'s| is)|thinks it(?:'s| is)) (?:the |an? )?(?:{ANY}'s )?{E}"
    rf"|(?:formerly|previously|originally|once|initially|internally) (?:called|codenamed|code-named|known as|named|dubbed) (?:the )?[\"']?{E}"
    rf"|(?:and|&|/) {E} (?:are|were|aren't|weren't) {_ADVERB}(?:both )?(?:the same|different models|two different|one and the same|identical)"
    rf"|(?:(?:has|have|had) (?:absolutely )?(?:nothing|no relation|no connection|nada) to do with|(?:has|have) no (?:relation|connection|link) to|(?:is|was|are) {_ADVERB}(?:unrelated to|different from|separate from|distinct from)) (?:the )?{E}"
    rf"|(?:is|was|isn't|are) {_ADVERB}(?:the )?(?:same (?:model|thing|checkpoint|weights) as|identical to) {E}"
)
_AKA = re.compile(
    r"\b(?:aka|a\.k\.a\.) ⟨e[a-z]⟩,? (?:is|was|will|has|to|could|may|might|should|can|[a-z]{3,}s|[a-z]{3,}ed) "
)
"""One name beside another before what is said of both: the sentence is about something else."""
_SOURCE = re.compile(
    rf"{E}[\"')]* (?:is|was|isn't|wasn't|comes|came|must be|(?:could|may|might) (?:(?:well|very well|easily|just|actually|in fact|also|indeed) )?be|will be|appears to be|seems to be|looks like it's|turned out to be)(?:n't)? {_ADVERB}"
    rf"(?:from|by|made by|built by|developed by|trained by|owned by|a model (?:from|by)|an? (?:new |secret |stealth |unreleased )?{ANY}(?:'s)? (?:model|checkpoint|release)|{ANY}'s (?:new |next |latest |secret |stealth |upcoming |unreleased )*(?:model|checkpoint|release|llm)|⟨v[a-z]⟩(?:'s)?(?=[ .!,]*$)) ?(?:{ANY})?",
)
_NAME_FOR = re.compile(
    rf"{E}[\"']? (?:is|was) (?:reportedly |apparently |said to be )?(?:the |an? )?(?:internal |secret |working |project |old |new )*(?:code[ -]?name|name|nickname|label|moniker) (?:of|for) "
)
"""A name explained by what it names, which need not have a name itself: "the codename of Meta's next model"."""
_NAMED_SO = re.compile(
    r"\b(?:code[ -]?name|internal name|working (?:title|name)|project name|nickname|final name) (?:of|for) [^.]{3,50} (?:is|was|will be) "
    r"|\b(?:call(?:s|ed|ing)?|nam(?:e|es|ed|ing)|renam(?:e|es|ed|ing)|brand(?:s|ed|ing)?|dub(?:s|bed)?|christen(?:s|ed)?) (?:it|this|the|its|their|that)(?: (?:[a-z-]+ ){0,3}(?:model|successor|release|version|one|flagship|checkpoint|system))? [\"']?⟨e[a-z]⟩(?!-)"
    r"|\b(?:identif(?:y|ies|ied)|unmask(?:s|ed)?|reveal(?:s|ed)?|out(?:s|ed)|confirm(?:s|ed)?|expos(?:es|ed)|peg(?:s|ged)?|finger(?:s|ed|printed)?|recogni[sz]e[sd]?|rebrand(?:s|ed)?|renam(?:e|es|ed|ing)|market(?:s|ed)?|ship(?:s|ped)?|release[sd]?|launch(?:es|ed)?) (?:the )?[\"']?⟨e[a-z]⟩[\"']? (?:as|to) (?:(?:being|the|an?) )*[\"']?⟨e[a-z]⟩(?!-)"
    r"|\b(?:call(?:s|ed)?|refer(?:s|red)? to|knows?|nickname[sd]?|dub(?:s|bed)?|codename[sd]?) (?:the )?⟨e[a-z]⟩ (?:as )?[\"'](?!an? |the )[a-z0-9-]{3,20}(?: [a-z0-9-]{2,12})?[\"'] (?:internally|inside|in[- ]house|among|behind)\b"
    r"|(?:⟨e[a-z]⟩ (?:and|&) [a-z0-9-]{3,20}|^[a-z0-9-]{3,20} (?:and|&) ⟨e[a-z]⟩) (?:are|were|aren't|weren't) (?:[a-z]+ly |not |both |all )*(?:the same|different models|one and the same|identical)\b"
    r"|(?:^(?!there|here)[^⟨]{2,40}|⟨e[a-z]⟩[\"']?(?: (?:on|in) (?:the )?⟨[pb][a-z]⟩)? )\b(?:(?:is|was|are|were) )(?:[a-z]+ly )?(?:(?:thought|believed|said|rumou?red|suspected|understood|reported) to be )?(?:(?:both|all|just|really|probably|likely|an?|the|early|late|old|new|secret|stealth|unreleased|quantized|smaller|different) )*⟨e[a-z]⟩ (?:builds?|checkpoints?|variants?|snapshots?|fine-?tunes?|derivatives?)\b"
)
"""The same said from the other side: the codename of a thing is so-and-so, a lab calls its model so, two labels were builds of one."""
_HOLDS = re.compile(
    r"⟨[vp][a-z]⟩(?:'s)? (?:(?:is|are|was|has been|have been|already|still|also|now|quietly|secretly|reportedly|apparently) )*(?:(?:has|have|had|got)(?! no plans)|sitting on|hiding|holding(?: on to| back)?|keeping|keeps|holds|owns|hoarding|guarding)\b[^⟨]{0,60}"
    r"(?:⟨q[a-z]⟩[^⟨]{0,30})?\b(?:models?|system|checkpoint|project|thing|llm|one)\b[^⟨]{0,30}(?:called|named|code-?named|dubbed|known as|nicknamed) (?:internally )?[\"']?⟨e[a-z]⟩"
)
_SAME_LAB = re.compile(
    r"⟨e[a-z]⟩ (?:is|are|was|were|must be|could be|may be|might be) (?:both |all |actually |really |probably |clearly )*(?:a |an |the )?⟨v[a-z]⟩ (?:models?|checkpoints?|llms?)(?![a-z])"
)
PRICE = re.compile(
    r"\b(?:pric(?:e|es|ed|ing|ier|y)|costs?|costing|cheap(?:er|est)?|(?:in)?expensive|per (?:million|mtok|1m|m)\b|per-token|discount(?:ed|s)?|(?<=⟩ )off(?! (?:by|the|from|of|to|on|a))|price (?:cut|drop|hike|increase)s?|surcharges?|mark-?ups?|undercuts?|subscription|"
    r"free of charge|for free(?![- ,]+(?:and|or)\b|[- ,]+(?:(?!to |for |on |in |until |till |during |with )[a-z⟨⟩-]+,? ){0,3}(?:users?|tiers?|plus|pro|go|accounts?|plans?|subscribers?|subs|members?|customers?)\b)|free to use|free for (?:everyone|all(?! free)|a limited|now|developers|the first)|(?:is|isn't|aren't|not|no longer|be|are|stays?|completely|totally|remain) free(?! (?:users|tier|from|to))|paywall(?:ed)?|charg(?:es?|ing|ed)|dollars?|usd|bucks)\b",
)
_AT_COST = re.compile(
    r"\b(?:at|for) (?:a |an |the |only |just )?(?:same |lower |fraction of |half |third of |tenth of |⟨q[a-z]⟩ (?:of )?|much lower )*(?:the |its )?(?:cost|price)\b"
)
_NOT_PRICE = re.compile(
    r"\b(?:cost[^.]{0,25} to train|(?:training|development) (?:cost|run|budget)|train(?:ed|ing)? (?:for|cost)|raised?|raising|valuation|revenue|funding|invest(?:ed|ment|s)?|lawsuit|fine[ds]?\b|worth|deal|settle(?:d|ment)|bonus|salary|at all costs|round|arr)\b"
)
CONTEXT = re.compile(
    r"\b(?:context(?:[ -](?:window|length|size|limit))?|ctx|token (?:window|limit)|input (?:limit|window)|output (?:limit|length|window|tokens?)|max(?:imum)? (?:output|input|tokens)|rate[ -]limits?|message (?:limit|cap)s?|usage (?:limit|cap)s?|"
    r"weekly limits?|daily limits?|knowledge cut-?off|training cut-?off|cut-?off date|cut-?off|(?:training data|knowledge) (?:only |also )*(?:ends?|ended|stops?|stopped|runs?|goes|extends?|reaches|cuts off)(?=[a-z ]* ⟨d)|trained on data(?=[a-z ]* ⟨d)|(?:knows?|aware of) (?:nothing|anything|about|events?|of)(?=[a-z ]* ⟨d)|window of|(?:messages?|prompts?|requests?) (?:per|every|an?)(?= )|prompts per|requests? per (?:day|minute|week|hour)|per (?:week|day|hour) limit|tokens of (?:context|output|input)|(?<=⟩ )in(?:put)?,? ?(?:/ ?|and )?⟨q[a-z]⟩ out(?:put)?|(?:[a-z⟨⟩]+-hour|weekly|daily|hourly|monthly|session|spending|free[ -]tier) (?:usage |message |rate )?(?:limit|cap|quota|allowance)s?|(?:halv|doubl|tripl|rais|cut|tighten|loosen|lift|remov|increas|lower|reduc|relax)(?:e?d|es?|s|ing)? (?:[^⟨.]|⟨[evp][a-z]⟩){0,30}(?:limit|cap|quota|allowance)s?|limits? (?:were|was|are|is|will|got|doubled|raised|reset)|quotas?(?! (?:page|tab|console|dashboard|list|settings|screen)))\b",
)
_HOLDS_SO_MANY = re.compile(
    r"⟨e[a-z]⟩[^⟨]{0,24}\b(?:has|gets|got|offers|handles|takes|accepts|to|at|with) (?:only |just |up to |an? |the full )*⟨q[a-z]⟩[ .!]*$"
)
TRAINING = re.compile(
    r"\b(?:pre-?train(?:ed|ing|s)?|post-?train(?:ed|ing)?|mid-?training|(?:re)?train(?:ed|ing|s)?(?! (?:in|as) (?:a|the) (?:user|person))|training run|(?:rl|post-training|pre-training|alignment|fine-?tuning|sft|rlhf) (?:phase|stage)|rl run|rlhf|reinforcement learning (?:run|phase)|training (?:data|corpus|set)|compute run|loss (?:spikes?|curves?)|(?:its|the|'s|this|that|first|second|main|big|final) run (?:was|got|is|has been|had to be|keeps?|blew up|failed|crashed|diverged|finished|completed|ended|started)|(?:re)?(?:start|train)(?:s|ed) [^.]{0,20}from scratch|finished cooking|done cooking|still cooking|in the oven|cooking|red[- ]?team(?:ing|ed)?|distill(?:ed|ing|ation)? (?:from|of|on)|safety testing|"
    r"flops|⟨q[a-z]⟩ ?flop|gpu cluster|gpu-hours)\b",
)
_NOT_TRAINING = re.compile(
    r"\b(?:trains? (?:users|employees)|quantization-aware training|trained (?:eye|professional)|on training (?:users|customer)|opt[- ]out of training|train on (?:user|customer|your)|use .{0,20} for training)\b"
)
_CORPUS = re.compile(
    r"train(?:ed|s|ing)? (?:only |entirely |mostly )?(?:on|with|over|using) [^⟨]{0,20}⟨q[a-z]⟩(?= ?tokens|[ .,]|$)"
)
"""What a model was made from, a fact about it; how far its training has come is a stage."""
_RUN_LOST = re.compile(
    r"(?:scrap|cancel|abandon|halt|paus|delay|postpon|shelv)[a-z]* (?:(?:an?|the|its|another|one|second|first|planned) )*(?:⟨e[a-z]⟩(?:'s)? )?(?:[a-z-]+ )?(?:pre-?|post-?)?train"
)
"""The training is what stops here, and not the release: "scrapped a ⟨ea⟩ training run"."""
_PACE = re.compile(
    r"\b(?:response times?|latenc(?:y|ies)|time[- ]to[- ]first[- ]token|ttft|first[- ]token|throughput|(?:generation|inference|output|decoding) speeds?|uptime|error rates?|refusal rates?|hallucination rates?)\b"
)
"""How quickly or how reliably it answers, a measured trait: "response time dropped to ⟨qa⟩" is no release."""
SCORE_VERB = re.compile(
    r"\b(?:scor(?:es?|ed|ing)|gets?|got|getting|hits?|hitting|reach(?:es|ed|ing)?|achiev(?:es?|ed|ing)|posts?|posted|record(?:s|ed)|earn(?:s|ed)|manage[sd]?|clocks?|clocked|lands? at|sits? at|came in at|comes in at|pass(?:es|ed)|solv(?:es?|ed|ing)|saturat(?:es?|ed|ing)|attain(?:s|ed)|notch(?:es|ed)|nail(?:s|ed)|ac(?:es|ed)|crack(?:s|ed)|win(?:s)?|won|takes?|took|claim(?:s|ed)|"
    r"rank(?:s|ed|ing)?|debut(?:s|ed)? at|tops?|topp(?:ed|ing)|leads?|leading|#1|first place|sota|state[- ]of[- ]the[- ]art|new record|best score|at \d|break(?:s|ing)|broke|set(?:s)? a|jump(?:s|ed)|climb(?:s|ed)|score|accuracy|resolved?|gold|perfect|overtakes|rated|rates|(?:is|was|comes? in|came in|finish(?:es|ed)?|plac(?:es|ed)|sits|remains?|ends? up|tied for) (?:now |only |just |still |currently |a close |a distant |dead )*(?:second|third|fourth|fifth|sixth|seventh|tenth|last)|evaluat(?:es|ed)|tests? at|measured at|\d+(?:st|nd|rd|th)|result)\b|#",
)


def _unit(shape: Shape, *units: str) -> bool:
    return any(
        q.unit in units or any(u.endswith("*") and q.unit.startswith(u[:-1]) for u in units) for q in shape.quantities
    )


def classify(shape: Shape) -> ClaimType | None:  # noqa: C901, PLR0912 -- the cascade, read top to bottom
    """The kind of claim the clause makes, or ``None`` when it says nothing that the ten kinds know."""
    s = shape.clause
    compared = shape.compared
    scored = shape.has_benchmark and SCORE_VERB.search(s) is not None
    measured = any(
        q.unit in {"", "%", "points", "elo", "rank", "hours", "minutes", "USD"} or q.unit.startswith("of ")
        for q in shape.quantities
    )
    if _HOLDS.search(s):
        return ClaimType.EXISTS
    if _SAME_LAB.search(s):
        return ClaimType.IDENTITY
    if IDENTITY.search(s) and not _AKA.search(s) and not (compared and shape.comparator):
        return ClaimType.IDENTITY
    if _NAME_FOR.search(s) or _NAMED_SO.search(s):
        return ClaimType.IDENTITY
    if _SOURCE.search(s) and re.search(r"⟨e[a-z]⟩[^⟨]*⟨v[a-z]⟩", s):
        return ClaimType.IDENTITY
    not_price = _NOT_PRICE.search(s) is not None and not re.search(r"\bpric(?:es?|ing|ed)\b(?! tag)", s)
    if _unit(shape, "USD*", "EUR*") and PRICE.search(s) and not not_price and not SCORE_VERB.search(s):
        return ClaimType.PRICE
    if shape.has_benchmark and measured and not (compared and shape.comparator) and not _unit(shape, "USD/*"):
        return ClaimType.BENCHMARK_SCORE
    money = _unit(shape, "USD/*", "EUR/*", "CNY/*", "GBP/*")
    at_cost = _AT_COST.search(s)
    aside = (
        at_cost is not None
        and compared is not None
        and shape.comparator
        and not money
        and not at_cost.start() <= compared.start < at_cost.end()  # "for half the price of X" is itself the comparison
    )
    if (
        not shape.has_benchmark
        and not aside
        and not not_price
        and not (TRAINING.search(s) and re.search(r"train", s))
        and (money or (PRICE.search(s) and not _unit(shape, "chips")))
    ):
        return ClaimType.PRICE
    if (
        CONTEXT.search(s)
        and not (shape.has_benchmark and (scored or (compared and shape.comparator)))
        and not re.search(
            r"\bin (?:the |this )?context(?! window)|context (?:engineering|rot)|long[- ]context (?:retrieval|tasks|reasoning|understanding|performance|benchmarks?|recall|work|evals?)|(?:on|at|in|over) (?:very |ultra[- ]?)?(?:long|short)[- ]context(?! window)|out of context",
            s,
        )
    ):
        return ClaimType.CONTEXT_LIMITS
    if (
        not shape.has_benchmark
        and _HOLDS_SO_MANY.search(s)
        and any(q.unit == "" and q.text[-1:] in {"k", "m"} for q in shape.quantities)
    ):
        return ClaimType.CONTEXT_LIMITS
    if compared and shape.comparator and not compared.bare:
        first_score = SCORE_VERB.search(s[: compared.start])
        if (
            shape.has_benchmark
            and measured
            and first_score
            and re.search(rf"{Q}[^⟨]*(?:{B})|{B}[^⟨]*{Q}", s[: compared.start])
        ):
            return ClaimType.BENCHMARK_SCORE
        if not (TRAINING.search(s) and _unit(shape, "chips")) and not (
            RELEASE.search(s)
            and re.search(r"\b(?:earlier|later|sooner|ahead of) (?:than)?", s[compared.start : compared.end + 6])
            and not re.search(
                r"\b(?:comes? out|came out|coming out|is|are|was|well|far|slightly|just|way|pulls?|ranks?|scores?) $",
                s[: compared.start],
            )
        ):
            return ClaimType.BETTER_THAN
    if re.search(r"\b(?:is|was) (?:an?|the) (?:[a-z]+ ){0,3}(?:re|pre)-?train\b", s):
        return ClaimType.OTHER
    if (
        (put_off := DELAYED.search(s))
        and shape.has_model
        and (late := TRAINING.search(s))
        and put_off.start() < late.start()
        and not _RUN_LOST.search(s)
    ):
        return ClaimType.RELEASE_DATE
    if _CORPUS.search(s) and _unit(shape, "tokens") and not is_future(s):
        return ClaimType.OTHER
    if (
        TRAINING.search(s)
        and not _NOT_TRAINING.search(s)
        and not (re.search(r"\bred[- ]?team|safety testing", s) and shape.dated and re.search(r"launch|releas|ship", s))
    ):
        return ClaimType.TRAINING_STATUS
    if (
        shape.has_benchmark
        and (scored or (compared and compared.bare))
        and not re.search(
            r"\b(?:spotted|testing|tested|appear(?:s|ed)|showed up|seen|surfaced|anonymous(?:ly)?|stealth|mystery|live on|added to|available on|listed on)\b",
            s,
        )
    ):
        return ClaimType.BENCHMARK_SCORE
    if (
        _unit(shape, "tokens")
        and not shape.has_benchmark
        and not re.search(r"tokens? (?:/|per) s|fewer|trained|training|on ⟨q[a-z]⟩", s)
    ):
        return ClaimType.CONTEXT_LIMITS
    if _unit(shape, "messages", "prompts", "requests") and re.search(
        r"\bper\b|every|a (?:day|week)|limit|/ ?(?:day|week|hour)", s
    ):
        return ClaimType.CONTEXT_LIMITS
    if (
        compared
        and not compared.bare
        and not shape.has_benchmark
        and re.search(
            r"predecessor|previous|last (?:gen|model|version)|anything|every|any other|all other|everything|rest|others?|competitors?|competition|humans?|experts|phds?|state of the art|sota|frontier|existing",
            s,
        )
    ):
        return ClaimType.BETTER_THAN
    if (
        _unit(shape, "parameters")
        and not IN_WORKS.search(s)
        and not (STRONG_RELEASE.search(s) and (shape.dated or is_future(s)))
    ):
        return ClaimType.OTHER
    if (_unit(shape, "tokens/s") or (shape.quantities and _PACE.search(s))) and not shape.dated:
        return ClaimType.OTHER
    return release(shape) or (ClaimType.OTHER if FEATURE.search(s) or shape.quantities else None)
