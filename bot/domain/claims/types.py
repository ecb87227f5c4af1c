"""What kind of claim a clause makes: a cascade of word patterns over the masked clause, the first that fits wins.

In a masked clause ``⟨ea⟩`` is a model, ``⟨va⟩`` a lab, ``⟨pa⟩`` a product, ``⟨ba⟩`` a benchmark, ``⟨da⟩`` a date and
``⟨qa⟩`` a quantity, so that the patterns see the shape of the sentence and not its names.
"""
# ruff: noqa: E501 -- a pattern is read as one line

import re
from dataclasses import dataclass

from bot.domain.claims.comparisons import Comparison
from bot.domain.claims.parsed import ClaimType, Quantity

E = r"⟨e[a-z]⟩"
ANY = r"⟨[evp][a-z]⟩"
B = r"⟨b[a-z]⟩"
D = r"⟨d[a-z]⟩"
Q = r"⟨q[a-z]⟩"

_ADVERB = r"(?:(?:[a-z]{3,}ly|100%|not|actually|really|just|only|probably|likely|definitely|certainly|apparently|reportedly|clearly|basically|simply|literally|indeed|now|also|secretly|obviously|in fact|almost certainly|allegedly|supposedly|possibly|perhaps|maybe|essentially|officially|internally) )*"
_KIND = r"(?:(?:a|an|the|some kind of|one of the|another)? ?(?:[a-z-]+ ){0,3}(?:version|checkpoint|build|variant|preview|rebrand|fine-?tune|finetune|wrapper|distillation|distill|snapshot|codename|code name|code-name|name|member|release name|alias|test version|successor name|API name|skin)s? (?:of|for|around|on|over|on top of) (?:the )?(?:upcoming |new |next )?)"
IDENTITY = re.compile(
    rf"(?:{E}|⟨pa⟩|\bit|\bthis|\bthat|\bmodel|\b(?:it|that|this)(?:'s)|{ANY}'s [a-z -]{{2,30}})[\"')]*(?: model| checkpoint| itself| project| thing| bot| one| entry| guy)?(?: ?\([^)]{{0,40}}\))?(?: (?:on|in|from|over on) (?:the )?(?:⟨[pbv][a-z]⟩|[a-z.]{{3,12}})(?: [a-z]{{3,10}})?(?= (?:is|was|=|must|has|could|may|might|turn|isn't|wasn't)))? ?(?:"
    rf"(?:is|are|was|were|isn't|wasn't|isnt|wasnt|aren't|'s|ain't|=|==|equals|must be|has to be|(?:has|have|'s) got to be|gotta be|ought to be|could be|may be|might be|will be|won't be|would be|should be|can't be|turns out to be|turned out to be|proved to be|end(?:ed|s)? up (?:being|as)|appears to be|seems to be|looks to be|is going to be|to be|is said to be|is rumou?red to be|is believed to be|is thought to be|->|aka|a\.k\.a\.|also known as) {_ADVERB}[\"'(]*(?:{_KIND}|(?:a |an )?(?:(?:fine-?tuned|leaked|unreleased|upcoming|stealth|secret|early|internal|finetuned|distilled|quantized|modified|rebadged|renamed|rebranded|reskinned|repackaged|tweaked|updated|cheaper|smaller|slightly|heavily|lightly|post-trained|merged|pruned) )+|the |an early |early |a renamed |a rebranded |a tweaked |a new |what became |what is now |the model (?:behind|called|(?:formerly |previously |once |originally )?(?:known|codenamed|called) (?:as )?|that was) |{ANY}'s |{ANY} )*[\"']?{E}(?!'s|[ -](?:class|level|level|tier|quality|like|based|grade|compatible|powered|users|api|release|launch|access|price|weights|benchmark|score)))"
    rf"|(?:(?:will|would|could|might|may|is|was|are|to) (?:be |going to be |likely be |probably be |officially |actually |not be |instead be |end(?:s|ed)? up (?:being |as )?)*|gets? |got |were )(?:called|named|renamed|branded|rebranded|marketed as|known as|dubbed|codenamed|code-named|titled|labell?ed)(?: as| to| internally as)? [\"']?(?:the )?(?:{E}|[\"'a-z0-9])"
    rf"|(?:ship|launch|release|debut|arrive|come out|go out)(?:s|es|ed|d|ped)? as [\"']?{E}"
    rf"|(?:go(?:es|ing)?|went|launch(?:es|ed)?|ship(?:s|ped)?|arriv(?:es|ed?)|sold|live(?:s)? on) (?:by|under)(?: the name)?(?: of)? [\"']?{E}"
    rf"|(?:(?:is|are|was|were|has been|been|gets?|got|being|now|finally|officially|just) )*(?:revealed|confirmed|unmasked|outed|exposed|shown|identified|announced|suspected|speculated|assumed|presumed|disclosed|unveiled) (?:to (?:actually |really )?be|as) (?:the |an? |what is |an early |early )?(?:{ANY}'s )?[\"']?{E}"
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
    rf"{E}[\"')]* (?:is|was|isn't|wasn't|comes|came|must be|could be|may be|might be|will be|appears to be|seems to be|looks like it's|turned out to be)(?:n't)? {_ADVERB}"
    rf"(?:from|by|made by|built by|developed by|trained by|owned by|a model (?:from|by)|an? (?:new |secret |stealth |unreleased )?{ANY}(?:'s)? (?:model|checkpoint|release)|{ANY}'s (?:new |next |latest |secret |stealth |upcoming |unreleased )*(?:model|checkpoint|release|llm)|⟨v[a-z]⟩(?:'s)?(?=[ .!,]*$)) ?(?:{ANY})?",
)

_HOLDS = re.compile(
    r"⟨[vp][a-z]⟩(?:'s)? (?:(?:is|are|was|has been|have been|already|still|also|now|quietly|secretly|reportedly|apparently) )*(?:has|have|had|got|sitting on|hiding|holding(?: on to| back)?|keeping|keeps|holds|owns|hoarding|guarding)\b[^⟨]{0,60}"
    r"(?:⟨q[a-z]⟩[^⟨]{0,30})?\b(?:models?|system|checkpoint|project|thing|llm|one)\b[^⟨]{0,30}(?:called|named|code-?named|dubbed|known as|nicknamed) (?:internally )?[\"']?⟨e[a-z]⟩"
)
_SAME_LAB = re.compile(
    r"⟨e[a-z]⟩ (?:is|are|was|were|must be|could be|may be|might be) (?:both |all |actually |really |probably |clearly )*(?:a |an |the )?⟨v[a-z]⟩ (?:models?|checkpoints?|llms?)(?![a-z])"
)
PRICE = re.compile(
    r"\b(?:pric(?:e|es|ed|ing|ier|y)|costs?|costing|cheap(?:er|est)?|(?:in)?expensive|per (?:million|mtok|1m|m)\b|per-token|discount(?:ed)?|price (?:cut|drop|hike|increase)s?|undercuts?|subscription|"
    r"free of charge|for free|free to use|free for (?:everyone|all|a limited|now|developers|the first)|(?:is|be|are|stays?|completely|totally|remain) free(?! (?:users|tier|from|to))|paywall(?:ed)?|charg(?:es?|ing|ed)|dollars?|usd|bucks)\b",
)
_AT_COST = re.compile(
    r"\b(?:at|for) (?:a |an |the |only |just )?(?:same |lower |fraction of |half |third of |tenth of |⟨q[a-z]⟩ (?:of )?|much lower )*(?:the |its )?(?:cost|price)\b"
)
_NOT_PRICE = re.compile(
    r"\b(?:cost[^.]{0,25} to train|(?:training|development) (?:cost|run|budget)|train(?:ed|ing)? (?:for|cost)|raised?|raising|valuation|revenue|funding|invest(?:ed|ment|s)?|lawsuit|fine[ds]?\b|worth|deal|settle(?:d|ment)|bonus|salary|at all costs|round|arr)\b"
)
CONTEXT = re.compile(
    r"\b(?:context(?:[ -](?:window|length|size|limit))?|ctx|token (?:window|limit)|input (?:limit|window)|output (?:limit|length|window|tokens?)|max(?:imum)? (?:output|input|tokens)|rate[ -]limits?|message (?:limit|cap)s?|usage (?:limit|cap)s?|"
    r"weekly limits?|daily limits?|knowledge cut-?off|training cut-?off|cut-?off date|cut-?off|window of|(?:messages?|prompts?|requests?) (?:per|every|an?)(?= )|prompts per|requests? per (?:day|minute|week|hour)|per (?:week|day|hour) limit|tokens of (?:context|output|input)|(?<=⟩ )in(?:put)?,? ?(?:/ ?|and )?⟨q[a-z]⟩ out(?:put)?|(?:[a-z⟨⟩]+-hour|weekly|daily|hourly|monthly|session|spending|free[ -]tier) (?:usage |message |rate )?(?:limit|cap|quota|allowance)s?|(?:halv|doubl|tripl|rais|cut|tighten|loosen|lift|remov|increas|lower|reduc|relax)(?:e?d|es?|s|ing)? (?:[^⟨.]|⟨[evp][a-z]⟩){0,30}(?:limit|cap|quota|allowance)s?|limits? (?:were|was|are|is|will|got|doubled|raised|reset)|quotas?(?! (?:page|tab|console|dashboard|list|settings|screen)))\b",
)
TRAINING = re.compile(
    r"\b(?:pre-?train(?:ed|ing|s)?|post-?train(?:ed|ing)?|mid-?training|(?:re)?train(?:ed|ing|s)?(?! (?:in|as) (?:a|the) (?:user|person))|training run|rl run|rlhf|reinforcement learning (?:run|phase)|training (?:data|corpus|set)|compute run|finished cooking|done cooking|still cooking|in the oven|cooking|red[- ]?team(?:ing|ed)?|distill(?:ed|ing|ation)? (?:from|of|on)|safety testing|"
    r"flops|⟨q[a-z]⟩ ?flop|gpu cluster|gpu-hours)\b",
)
_NOT_TRAINING = re.compile(
    r"\b(?:trains? (?:users|employees)|quantization-aware training|trained (?:eye|professional)|on training (?:users|customer)|opt[- ]out of training|train on (?:user|customer|your)|use .{0,20} for training)\b"
)
_CORPUS = re.compile(
    r"train(?:ed|s|ing)? (?:only |entirely |mostly )?(?:on|with|over|using) [^⟨]{0,20}⟨q[a-z]⟩(?= ?tokens|[ .,]|$)"
)
"""What a model was made from, a fact about it; how far its training has come is a stage."""
SCORE_VERB = re.compile(
    r"\b(?:scor(?:es?|ed|ing)|gets?|got|getting|hits?|hitting|reach(?:es|ed|ing)?|achiev(?:es?|ed|ing)|posts?|posted|record(?:s|ed)|earn(?:s|ed)|manage[sd]?|clocks?|clocked|lands? at|sits? at|came in at|comes in at|pass(?:es|ed)|solv(?:es?|ed|ing)|saturat(?:es?|ed|ing)|attain(?:s|ed)|notch(?:es|ed)|nail(?:s|ed)|ac(?:es|ed)|crack(?:s|ed)|win(?:s)?|won|takes?|took|claim(?:s|ed)|"
    r"rank(?:s|ed|ing)?|debut(?:s|ed)? at|tops?|topp(?:ed|ing)|leads?|leading|#1|first place|sota|state[- ]of[- ]the[- ]art|new record|best score|at \d|break(?:s|ing)|broke|set(?:s)? a|jump(?:s|ed)|climb(?:s|ed)|score|accuracy|resolved?|gold|perfect|overtakes|rated|rates|evaluat(?:es|ed)|tests? at|measured at|\d+(?:st|nd|rd|th)|result)\b|#",
)
RELEASE = re.compile(
    r"\b(?:releas(?:e|es|ed|ing)|ship(?:s|ped|ping)?|launch(?:es|ed|ing)?|drop(?:s|ped|ping|pin)?|debut(?:s|ed|ing)?|com(?:es?|ing)(?: out)?|came out|come out|roll(?:s|ed|ing)?[ -]?out|roll-?out|unveil(?:s|ed|ing)?|go(?:es|ing)?(?: fully)? live|went live|land(?:s|ed|ing)?|arriv(?:es?|ed|ing|al)|"
    r"(?:be|is|are|was|isn't|be|get|gets|it's|now|still|been|already|all|not|comes?) out|publish(?:es|ed|ing)?|open[- ]?sourc(?:es?|ed|ing)|open[- ]weight(?:s|ed)?|ga\b|general(?:ly)? availab(?:le|ility)|hits?|availab(?:le|ility)|announc(?:es?|ed|ing|ement)|reveal(?:s|ed|ing)?|see the light of day|deprecat(?:es?|ed|ing|ion)|sunset(?:s|ting)?|"
    r"retir(?:es?|ed|ing|ement)|shut(?:s|ting)? down|delay(?:s|ed|ing)?|postpon(?:es?|ed|ing)|push(?:es|ed|ing)? (?:back|to)|slip(?:s|ped|ping)?|cancel(?:s|l?ed|l?ing)?|scrap(?:s|ped)?|shelv(?:es?|ed)|release date|eta|slated|schedul(?:ed|es)|due|targeting|(?:launch|release) (?:window|day|event)|day[- ]one|goes? public|made public|make(?:s)? .{0,20} available|introduc(?:es?|ed|ing)|out)\b|⟨da⟩",
)
_STRONG_RELEASE = re.compile(
    r"\b(?:releas(?:e|es|ed|ing)|ship(?:s|ped|ping)?|launch(?:es|ed|ing)?|drop(?:s|ped|ping|pin)?|debut(?:s|ed|ing)?|com(?:es?|ing)|came out|roll(?:s|ed|ing)?[ -]?out|roll-?out|go(?:es|ing)? live|went live|land(?:s|ed|ing)?|arriv(?:es?|ed|ing)|out|open[- ]?sourc(?:es?|ed|ing)|availab(?:le|ility)|unveil(?:s|ed|ing)?|announc(?:es?|ed|ing|ement)|reveal(?:s|ed)?|ga\b|"
    r"delay(?:s|ed|ing)?|postpon(?:es?|ed|ing)|pushed|slip(?:s|ped|ping)?|cancel(?:s|l?ed|l?ing)?|scrap(?:s|ped)?|shelv(?:es?|ed)|eta|slated|schedul(?:ed|es)|due|ready|public|opens?|begins?|kicks? off|exits?|graduat(?:es|ed)|expand(?:s|ed|ing)|see the light of day|introduc(?:es?|ed|ing)|get(?:ting|s)?(?= (?:access to |its own |a |an |the )?⟨)|(?:be|being|to be) (?:previewed|shown|demoed|presented|showcased)|hits?|be here|live)\b",
)
_FUTURE = re.compile(
    r"\b(?:will|won't|wont|'ll|shall|going to|gonna|about to|set to|to be|to (?:launch|release|ship|drop|debut|arrive|come|announce|unveil|open|roll|land|reveal|hit|go|get|introduce)|expected|slated|scheduled|due|eta|imminent(?:ly)?|soon|shortly|coming|upcoming|planned|plans?|planning|aim(?:s|ing)?|target(?:s|ing|ed)?|delay(?:s|ed|ing)?|postpon(?:es?|ed|ing)|push(?:es|ed|ing)|slipp?(?:s|ed|ing)?|"
    r"is (?:launching|releasing|shipping|dropping|arriving|landing|debuting|unveiling|going live)|are (?:launching|releasing|shipping|dropping)|tomorrow|next|later this|any day|any moment|around the corner|release date|launch date|dropping|launching|may|might|could|likely|probably|should|would|must|cancel(?:s|l?ed|l?ing)?|scrap(?:s|ped)?|shelv(?:es?|ed)|predict(?:s|ed)?|bet|expects?)\b|'ll\b",
)
_PAST = re.compile(
    r"\b(?:released|launched|shipped|dropped|debuted|came|rolled|went|landed|arrived|was|were|(?:has|have|had) (?:(?:now|just|already|also|not|since|never|quietly|officially|finally|recently|reportedly) )*(?:[a-z]+ed|been|gone|come|begun|done|built|cut|hit|made|met|run|seen|set|shown|shut|sent|said|told|put|got|taken|given|begun|won|lost|fallen|slipped|gotten)(?![a-z])|announced|unveiled|revealed|open[- ]?sourced|published|introduced|just|finished|completed|already|ago|yesterday|since|finally)\b"
)
AVAILABLE = re.compile(
    r"(?<!\w)(?:availab(?:le|ility)|is (?:now |already |finally |officially )*(?:out|live|here|up|public|usable|accessible|in|on|gone|default|the default)|it's (?:out|live|here)|are (?:now |already )*(?:out|live|here|on|in)|released|shipped|launched|dropped|rolled out|rolling out|rollout|went live|came out|landed|arrived|access(?:ible)?|unlocked|enabled|open[- ]?sourc(?:es|ed)|generally|ga\b|"
    r"(?<!⟩ )can (?:now |already )?(?:use|try|access|select|call|download)|can(?:not|'t| not)? (?:now |already |still |only |finally )?be (?:use|used|try|tried|access|accessed|download|downloaded|select|selected|call|called|pulled|bought|reached)|have (?:it|access)|default|(?:in|on|via|through|to|inside|within) (?:the )?⟨p[a-z]⟩|in the (?:api|app|picker|model picker|dropdown)|on (?:hugging face|github|openrouter|azure|bedrock|vertex)|introduc(?:es|ed|ing)|deprecat(?:es?|ed|ing|ion)|sunset(?:s|ting)?|retir(?:es?|ed|ing)|shut(?:s|ting)? down|discontinu(?:es?|ed|ing)|removed|pulled|taken down|"
    r"no longer|disabled|locked|exclusive(?:ly)?|limited to|restricted to|only (?:for|available|on|in)|free (?:users|tier)|plus (?:users|subscribers)|pro (?:users|subscribers|plan)|waitlist|invite[- ]only|invites?|gated|geo-?blocked|not supported in|blocked in|beta|early access|preview|weights (?:are|were)|downloadable|downloads?|out now|out today|out for|up on|usable|back (?:in|on|online)|brought back|rolled back|rolling back|revert(?:s|ed)|paus(?:es|ed)|suspend(?:s|ed)|resum(?:es|ed)|add(?:s|ed)(?= ⟨e)|switched (?:to|on)(?= ⟨e)|turned on(?= ⟨e)|flipped on|can be had|pushed live|swapp?ed in|bring(?:s|ing)? back|restored?|reinstated?|returns?|returned|uploaded|shutting|being (?:retired|removed|deprecated|sunset)|expand(?:s|ed) (?:to|in|into|beyond|across)|(?:no|has an?|has its own|gets an?|got an?) (?:public |official |dedicated )?⟨p[a-z]⟩|(?:missing|absent) from|nowhere to be (?:found|seen)|unavailable|open(?:ed)? (?:up )?(?:to|for) (?:all|every|everyone|anyone|the public|free|paid|paying|pro|plus|premium|max|developers|users|subscribers|testers|businesses))(?!\w)"
)
EXISTS = re.compile(
    r"\b(?:exist(?:s|ed|ence)?|(?:sign|trace|hint|proof|mention|evidence|whiff)s? of|(?:is|are|was|were|been|been quietly|quietly|currently|secretly|now) (?:already |actively |secretly |quietly |internally |currently |also )*(?:working on|developing|building|testing|prepping|preparing|planning|cooking up|creating|designing|making)|works? on|working on|develop(?:s|ed|ing|ment)|prepping|preparing|plans? (?:a|an|for|on|to build)|spotted|seen|sighted|sighting|appear(?:s|ed|ing)?|surfac(?:es?|ed)|shows? up|showed up|popp?(?:s|ed) up|leak(?:s|ed|ing)?|(?<!⟩ )found|"
    r"references?|mention(?:s|ed)?|codebase|in the (?:code|source|js|javascript|bundle|wild|works|pipeline|model list|logs)|strings?|test(?:s|ed|ing)?|a/b|hidden|secret(?:ly)?|internal(?:ly)?|has a (?:new |secret |next )?model|there(?:'s| is| are)|is real|are real|(?:not|isn't|is|was|wasn't|never) (?:never |not |really |even |actually |just )*(?:a thing|a real thing|real|a myth)|fake|hoax|made up|under development|in development|teas(?:es?|ed|ing)|hint(?:s|ed|ing)?(?: at)?|announc(?:es|ed|ing)?|reveal(?:s|ed)?|confirm(?:s|ed)?|unveil(?:s|ed|ing)?|"
    r"stealth|anonymous|mystery|being (?:shown|tested|demoed|evaluated|trialed|previewed|shopped)|unreleased|trademark(?:ed)?|patent|filed|registered|listed|appeared|(?<=⟩ )(?:lined up|queued up|up (?:its|their) sleeve|waiting|in the wings|in reserve|on deck|on the way|in the oven|in the lab)|new model|next model|running on|is on ⟨b|codenamed?|code-named)\b",
)
FEATURE = re.compile(
    r"\b(?:support(?:s|ed|ing)?|multi-?modal|omni-?modal|open[- ]?(?:source|weights?|model)|weights?|licen[sc]e[ds]?|apache|mit|param(?:eter)?s?|moe|mixture[- ]of[- ]experts|dense|architecture|experts|voice|audio|video|vision|images?|image generation|tools?|tool[- ]use|computer use|browse|web search|agents?|agentic|memory|reasoning|hybrid|router|distill(?:ed)?|chips?|gpus?|tpus?|huawei|ascend|nvidia|"
    r"hallucinat(?:es?|ions?|ed|ing)|latency|faster|tokens?|speed|asl-?\d|bio|cyber|risk|safety|jailbreak(?:s|ed)?|watermark|dataset|copyright(?:ed)?|system prompt|system card|model card|tokenizer|languages?|layers|attention|linear attention|sparse|modalit(?:y|ies)|native(?:ly)?|offline|on-device|local(?:ly)?|diffusion|fine-?tun(?:e|ing)|api|sdk|mcp|"
    r"lawsuit|sued?|sues|fired|hired|hires|left|leaves|joins?|joined|acquir(?:es?|ed|ing)|bought|raised?|raising|invest(?:s|ed)?|valu(?:ed|ation)|revenue|deal|partner(?:s|ed|ship)?|ban(?:s|ned)?|investigat\w+|ipo|powered|power(?:s)?|runs? on|uses?|using|built on|based on|integrat(?:es?|ed|ion|ing)|replac(?:es?|ed|ing)|subscribers|users|servers?|outage|data ?cent(?:er|re)|compute|"
    r"sys(?:tem)? card|refus(?:es?|al|als|ed)|censor(?:s|ed|ship)|sandbag(?:s|ging)?|blackmail(?:ed|s)?|exfiltrat\w+|cheat(?:s|ed|ing)?|solv(?:es?|ed)|prove[sdn]?|autonomous(?:ly)?|for \d+ hours|hours|works? for|published|paper|discover(?:s|ed|y)|generat(?:es?|ed|ion|ing)|embed|effort|modes?|thinking|personality|sycophan\w+|ads?|fits?|requires?|needs|trillion|chain[- ]of[- ]thought|non-?thinking|reasoning model|dense model|last model|successor|predecessor|unif(?:y|ies|ied)|merg(?:e|es|ed)|rewrit\w+|rout(?:es?|ed|ing)|downgrad\w+|quantiz\w+|degrad\w+|bug|bugs|outages?|zero[- ]days?|vulnerabilit\w+|exploits?|hack(?:s|ed|ing)?|retention|opt[- ]out|enterprise|government|pentagon|export|sanction\w*|eu ai act|gdpr|china|banned|age verification|erotica|adult|apps?|plugin\w*|store|shopping|checkout|calendar|gmail|excel|slack|browser|phone|device|hardware|robot\w*|car|tesla|iphone|siri|windows|office)\b",
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a clause holds, as the cascade needs it."""

    clause: str
    quantities: tuple[Quantity, ...]
    has_model: bool
    has_benchmark: bool
    dated: bool
    any_date: bool
    vague: bool
    compared: Comparison | None
    comparator: bool
    ahead: bool = False
    """The date is still to come."""
    traced: bool = False
    """A leak, a screenshot or a file is what shows it."""


def is_future(clause: str) -> bool:
    """Whether the clause speaks of what is to come."""
    return _FUTURE.search(clause) is not None


def is_past(clause: str) -> bool:
    """Whether the clause speaks of what has happened and not of what will."""
    return _PAST.search(clause) is not None and not re.search(
        r"\b(?:will|won't|going to|gonna|to be|expected|slated|scheduled|set to|about to|'ll|may|might|could|should|hasn't|haven't|delayed|pushed|postponed|rumou?r has it|launches|ships|drops|lands|arrives|debuts|goes live|comes out)\b",
        clause,
    )


def is_delay(clause: str) -> bool:
    """Whether something is put off."""
    return _DELAYED.search(clause) is not None


def is_trace(sentence: str) -> bool:
    """Whether a sentence begins with a leak, a screenshot or a file that shows something."""
    return _LEAK_SHOWS.match(sentence) is not None


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
    if _SOURCE.search(s) and re.search(r"⟨e[a-z]⟩[^⟨]*⟨v[a-z]⟩", s):
        return ClaimType.IDENTITY
    not_price = _NOT_PRICE.search(s) is not None and not re.search(r"\bpric(?:es?|ing|ed)\b(?! tag)", s)
    if _unit(shape, "USD*", "EUR*") and PRICE.search(s) and not not_price and not SCORE_VERB.search(s):
        return ClaimType.PRICE
    if shape.has_benchmark and measured and not (compared and shape.comparator) and not _unit(shape, "USD/*"):
        return ClaimType.BENCHMARK_SCORE
    money = _unit(shape, "USD/*", "EUR/*", "CNY/*", "GBP/*")
    aside = _AT_COST.search(s) is not None and compared is not None and shape.comparator and not money
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
        and not re.search(r"\bin (?:the |this )?context(?! window)|context (?:engineering|rot)|out of context", s)
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
        ):
            return ClaimType.BETTER_THAN
    if re.search(r"\b(?:is|was) (?:an?|the) (?:[a-z]+ ){0,3}(?:re|pre)-?train\b", s):
        return ClaimType.OTHER
    if (
        (put_off := _DELAYED.search(s))
        and shape.has_model
        and (late := TRAINING.search(s))
        and put_off.start() < late.start()
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
        and not _IN_WORKS.search(s)
        and not (_STRONG_RELEASE.search(s) and (shape.dated or is_future(s)))
    ):
        return ClaimType.OTHER
    return _release(shape) or (ClaimType.OTHER if FEATURE.search(s) or shape.quantities else None)


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
_IN_WORKS = re.compile(
    r"\b(?:in|under|undergoing|entered|enters|entering|starts|started|began|begun|begins) (?:(?:active|internal|private|closed|early|late|secret|stealth|limited|final|advanced|its|alpha) )*(?:testing|development|the works|the pipeline|the making)\b(?! (?:phase|run))"
)
_USABLE = re.compile(
    r"\b(?:availab\w*|access\w*|live|usable|enabled|rolling|rolled|can (?:now )?(?:be )?(?:use|select|try)\w*)\b"
)
_TRACED = re.compile(
    r"\b(?:(?:dug up|unearth(?:s|ed)|uncover(?:s|ed)|discover(?:s|ed)|notic(?:es|ed)|stumbled (?:on|upon|across)|came across|caught)(?= (?:[a-z'-]+ ){0,4}[\"']?⟨e)|(?:flag|identifier|placeholder|model id|model slug)s? (?:in|inside|within)|spotted|sightings?|sighted|(?<!⟩ )found|surfaced|appeared|seen|popped up|showed up|references?|mentions?|mentioned|strings?|appears|surfaces|shows up|pops up|"
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
_DELAYED = re.compile(
    r"\b(?:delay(?:s|ed|ing)|postpon(?:es?|ed|ing)|push(?:es|ed|ing) back|put(?:s|ting)? off|put on (?:hold|ice)|hold(?:s|ing)? (?:back|off on)|held back|shelv(?:es?|ed|ing)|back-?burner(?:s|ed)?|slip(?:s|ped|ping)?(?= (?:to|into|again|by|past|[a-z]* ?⟨d)|[ .!]*$)|bump(?:s|ed|ing)?(?= (?:to|back|into|up))|behind schedule|cancel(?:s|l?ed|l?ing)|scrap(?:s|ped|ping)|ax(?:es|ed)|ditch(?:es|ed)|held up|hit (?:by|with) delays|stuck in|in limbo|on hold|derailed|runs? late|running late)\b(?! (?:my|his|her|their|our|subscri))"
)
_NO_DATE = re.compile(
    r"\b(?:no|without an?|hasn't (?:got )?an?|doesn't have an?) (?:[a-z]+ ){0,2}(?:date|timeline|eta|time ?frame|release window|launch window)\b"
)
_GIVEN_TO = re.compile(
    r"⟨e[a-z]⟩[^⟨]{0,24} (?:to|for) (?:all |every |its |their |some |select |a few |more |most |the )*(?:free|paid|paying|plus|pro|max|premium|team|enterprise|edu|everyone|developers|devs|users|subscribers|customers|testers|partners|members|businesses|the public)\b"
)
_ENDS = re.compile(
    r"\b(?:sunset(?:s|ting|ted)?|retir(?:es?|ed|ing|ement)|deprecat(?:es?|ed|ing|ion)|shut(?:s|ting)? ?down|shutting down|discontinu(?:es?|ed|ing)|access ends?|end of life|eol|kill(?:s|ed|ing)(?: off)?(?= (?:the )?⟨[ep])|pull(?:s|ed|ing) the plug on|phased? out|phasing out|taken offline|(?:pulled|yanked|removed|dropped|taken down|killed off|axed|wiped|leaving|leaves|disappear(?:s|ed|ing)|vanish(?:es|ed|ing)) from (?:the )?(?:⟨p[a-z]⟩|(?:api|app|picker|model picker|dropdown|arena|site|platform)(?!\w))|no longer (?:be )?available|removed? from)(?!\w)",
)
_NEVER = re.compile(
    r"\b(?:won't|wont|will not|will never|not going to|no plans?|no longer plans?|isn't going to|not be)\b"
)
_GAVE = re.compile(
    r"\b(?:out|live|here|drop(?:s|ped)?|releas(?:es?|ed)|launch(?:es|ed)?|ship(?:s|ped)?|get(?:s|ting)?|land(?:s|ed)|arriv(?:es|ed)|open[- ]?sourc(?:es|ed))\b",
)


def _release(shape: Shape) -> ClaimType | None:  # noqa: C901, PLR0912 -- three kinds that share their words
    s = shape.clause
    s = _AT_LAUNCH.sub(" ", s)
    strong = _STRONG_RELEASE.search(s)
    future = is_future(s)
    trace = _TRACE.search(s)
    if _NO_DATE.search(s) and shape.has_model:
        return ClaimType.RELEASE_DATE
    if _DELAYED.search(s) and shape.has_model:
        return ClaimType.RELEASE_DATE
    if _ENDS.search(s) and shape.has_model:
        return ClaimType.AVAILABLE
    if re.match(r"(?:still )?no ⟨e[a-z]⟩ (?:until|before|this|in|by|at|on|today|⟨d)", s):
        return ClaimType.RELEASE_DATE
    if shape.dated and not strong and re.search(r"⟨e[a-z]⟩ ⟨d[a-z]⟩", s) and not _TRACED.search(s) and not is_past(s):
        return ClaimType.RELEASE_DATE
    if (
        _LICENCE.search(s)
        and not _DONE.search(s)
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
    if _IN_WORKS.search(s) and not shape.has_benchmark:
        return ClaimType.EXISTS
    if _TRACED.search(s) and not re.search(r"\bto (?:launch|release|ship)\b|\bwill\b", s):
        return ClaimType.EXISTS
    if strong and (future or shape.vague) and not _DONE.search(s):
        return ClaimType.RELEASE_DATE
    if (strong and _NEVER.search(s)) or (shape.vague and shape.has_model):
        return ClaimType.RELEASE_DATE
    if (shape.traced or is_trace(s)) and not _USABLE.search(s):
        return ClaimType.EXISTS
    announced = _ANNOUNCED.search(s) is not None and _OUT.search(s) is None
    if AVAILABLE.search(s) and not announced and not (trace and not _OUT.search(s)):
        return ClaimType.AVAILABLE
    if EXISTS.search(s):
        return ClaimType.EXISTS
    return ClaimType.AVAILABLE if (strong and _GAVE.search(s)) or _GIVEN_TO.search(s) else None
