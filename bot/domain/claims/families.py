"""The families of models of every vendor: how their names begin, which words may follow, and when a word is only a word.

A row is ``(vendor, family, heads, needs, versions, extras)``. ``heads`` are the spellings that begin a name (a space may
be a space, a hyphen or nothing). ``needs`` says when a head counts: ``""`` always, ``"c"`` with a capital or a version,
``"v"`` only with a version, size or variant behind it. ``versions`` is the family's own pattern, ``extras`` the variant
words that only this family has.
"""
# ruff: noqa: E501 -- a pattern is read as one line

from dataclasses import dataclass

PLAIN = r"\d{1,2}(?:\.\d{1,2})?"


@dataclass(frozen=True, slots=True)
class Family:
    """One family of models: who makes it and how its names are written."""

    vendor: str
    name: str
    heads: tuple[str, ...]
    needs: str = ""
    versions: str = PLAIN
    extras: str = ""


def _rows(*rows: tuple[str, ...]) -> tuple[Family, ...]:
    return tuple(
        Family(row[0], row[1], tuple(row[2].split("|")), *(row[3:] if len(row) > 3 else ("",)))  # noqa: PLR2004 -- optional columns
        for row in rows
    )


FAMILIES: tuple[Family, ...] = _rows(
    ("openai", "gpt-oss", "gpt oss|openai oss"),
    ("openai", "gpt-image", "gpt image|chatgpt images|chatgpt image"),
    ("openai", "gpt-realtime", "gpt realtime"),
    ("openai", "gpt-audio", "gpt audio"),
    ("openai", "gpt", "gpt|chat gpt", "v", r"\d(?:\.\d{1,2})?o?", "chat|image|search|audio|realtime|vision|transcribe|tts|spark"),
    ("openai", "dall-e", "dall e|dalle|dall-e", "", r"[1-4]"),
    ("openai", "sora", "sora", "", r"[1-4]"),
    ("openai", "whisper", "whisper", "v", r"v?\d", "large"),
    ("openai", "codex", "codex", "", r"(?!)", "cli|app|spark"),
    ("openai", "chatgpt-agent", "chatgpt agent"),
    ("openai", "chatgpt-atlas", "chatgpt atlas"),
    ("openai", "davinci", "text davinci|code davinci"),
    ("anthropic", "claude", "claude|opus|sonnet|haiku|mythos|fable", "", PLAIN, "opus|sonnet|haiku|instant|mythos|fable"),
    ("anthropic", "claude-code", "claude code"),
    ("anthropic", "claude-cowork", "claude cowork"),
    ("google", "gemini", "gemini", "", PLAIN, "robotics er|robotics|image|nano|live|tts|computer use|native audio|diffusion|deep think|agent|spark"),
    ("google", "gemma", "gemma", "", r"\d(?:\.\d)?n?", "it"),
    ("google", "codegemma", "codegemma"),
    ("google", "medgemma", "medgemma"),
    ("google", "nano-banana", "nano banana", "", r"[1-9](?:\.\d)?"),
    ("google", "veo", "veo", "v", r"[1-9](?:\.\d)?", "fast"),
    ("google", "imagen", "imagen", "", r"[1-9](?:\.\d)?", "fast"),
    ("google", "genie", "genie", "v", r"[1-9](?:\.\d)?"),
    ("google", "lyria", "lyria", "", r"[1-9]", "realtime"),
    ("google", "palm", "palm", "v", r"[1-3]"),
    ("google", "lamda", "lamda"),
    ("google", "bard", "bard", "c", r"(?!)", "advanced"),
    ("google", "alphaevolve", "alphaevolve"),
    ("google", "alphaproof", "alphaproof|alphageometry", "", r"[2-4]"),
    ("google", "antigravity", "antigravity", "c"),
    ("google", "notebooklm", "notebooklm"),
    ("google", "jules", "jules", "v"),
    ("meta", "llama", "llama|meta llama", "", r"\d(?:\.\d{1,2})?", "scout|maverick|behemoth|reasoning|chat|guard|nemotron"),
    ("meta", "code-llama", "code llama|codellama"),
    ("meta", "muse", "muse", "v", r"\d(?:\.\d)?", "spark|glimmer|image|video|large"),
    ("meta", "sam", "sam", "v", r"[2-4](?:\.\d)?"),
    ("xai", "grok-imagine", "grok imagine"),
    ("xai", "grok-code", "grok code", "", PLAIN, "fast"),
    ("xai", "grok-build", "grok build", "", r"\d\.\d"),
    ("xai", "grok", "grok", "", PLAIN, "fast|code|vision|multi agent|big brain|beta"),
    ("mistral", "mistral", "mistral", "v", PLAIN, "large|medium|small|tiny|nemo|saba|ocr|embed|next|creative|7b"),
    ("mistral", "mixtral", "mixtral"),
    ("mistral", "magistral", "magistral", "", PLAIN, "medium|small"),
    ("mistral", "codestral", "codestral", "", PLAIN, "mamba"),
    ("mistral", "devstral", "devstral", "", PLAIN, "medium|small"),
    ("mistral", "pixtral", "pixtral", "", PLAIN, "large"),
    ("mistral", "ministral", "ministral", "", PLAIN, "8b|3b"),
    ("mistral", "voxtral", "voxtral", "", PLAIN, "small"),
    ("mistral", "le-chat", "le chat"),
    ("deepseek", "deepseek", "deepseek", "v", r"[vr]?\d(?:\.\d{1,2})?", "coder|math|vl2?|ocr|prover|chat|reasoner|exp|base|terminus|speciale|r1t2?|lite"),
    ("alibaba", "qwen", "qwen|tongyi qianwen", "", r"\d(?:\.\d{1,2})?", "coder|max|plus|turbo|vl|omni|next|image|math|long|audio|guard|flash|small|base"),
    ("alibaba", "qwq", "qwq", "", r"(?!)", "max|plus"),
    ("alibaba", "qvq", "qvq", "", r"(?!)", "max"),
    ("alibaba", "wan", "wan", "v", r"\d\.\d"),
    ("alibaba", "happyhorse", "happyhorse|happy horse", "", PLAIN),
    ("zai", "glm", "glm|chatglm|zhipu glm|autoglm", "", r"\d(?:\.\d)?v?|z1", "air|airx|flashx|rumination|image"),
    ("zai", "cogvideo", "cogvideox|cogvideo"),
    ("moonshot", "kimi", "kimi", "", r"k\d(?:\.\d)?", "code|dev|vl|researcher|linear|highspeed"),
    ("minimax", "minimax", "minimax", "v", r"m\d(?:\.\d)?|text-01|01", "highspeed|her|speech|music"),
    ("minimax", "abab", "abab", "", PLAIN),
    ("minimax", "hailuo", "hailuo", "", r"0\d|\d(?:\.\d)?"),
    ("xiaomi", "mimo", "mimo", "", r"v?\d(?:\.\d)?", "7b|tts"),
    ("tencent", "hunyuan", "hunyuan|hun yuan", "", r"t\d|hy\d|\d(?:\.\d)?", "turbos?|large|a13b|video|image|3d"),
    ("bytedance", "doubao", "doubao seed|doubao", "", r"\d(?:\.\d)?", "code|lite|1\\.5"),
    ("bytedance", "seed", "bytedance seed|seed oss|seed", "v", r"\d(?:\.\d)?", "thinking|code|oss"),
    ("bytedance", "seedance", "seedance", "", r"v?\d(?:\.\d)?"),
    ("bytedance", "seedream", "seedream", "", r"v?\d(?:\.\d)?"),
    ("baidu", "ernie", "ernie|wenxin", "", r"\d(?:\.\d)?|x\d(?:\.\d)?", "bot|speed"),
    ("stepfun", "step", "stepfun step|step", "v", r"\d(?:\.\d)?|r1", "audio|video"),
    ("01-ai", "yi", "yi", "v", PLAIN, "lightning|large|vision|medium"),
    ("baichuan", "baichuan", "baichuan", "", r"m?\d"),
    ("shanghai-ai-lab", "internlm", "internlm|intern s1|internvl", "", r"\d(?:\.\d)?"),
    ("meituan", "longcat", "longcat", "", PLAIN, "chat|video"),
    ("ant-group", "ling", "ling", "v", r"\d(?:\.\d)?", "1t"),
    ("ant-group", "ring", "ring", "v", r"\d(?:\.\d)?", "1t"),
    ("huawei", "pangu", "pangu", "", PLAIN, "moe"),
    ("kuaishou", "kling", "kling", "", r"\d(?:\.\d)?|o1", "master|standard"),
    ("kuaishou", "kat-coder", "kat coder|kat dev"),
    ("microsoft", "phi", "phi", "v", r"[1-9](?:\.\d)?", "silica|small|medium|vision|multimodal|reasoning|moe"),
    ("microsoft", "mai-image", "mai image", "", r"\d(?:\.\d)?"),
    ("microsoft", "mai-voice", "mai voice", "", r"\d"),
    ("microsoft", "mai", "mai", "v", r"\d(?:\.\d)?", "ds r1"),
    ("microsoft", "copilot", "copilot|github copilot|microsoft copilot", "c"),
    ("amazon", "nova", "amazon nova|aws nova|nova", "v", r"[1-9](?:\.\d)?", "micro|premier|act|sonic|canvas|reel|omni|forge"),
    ("amazon", "titan", "amazon titan", "", PLAIN),
    ("amazon", "alexa-plus", "alexa\\+|alexa plus"),
    ("nvidia", "nemotron", "nemotron|llama nemotron", "", r"\d(?:\.\d)?", "super|nano|lightning|cascade"),
    ("nvidia", "cosmos", "nvidia cosmos"),
    ("cohere", "command", "command|cohere command", "v", r"r7b|r\+|r-plus|r plus|r(?![a-z])|a[ -][2-9](?:\.\d)?(?![a-z0-9+])|a(?![a-z0-9+])", "vision|reasoning|translate"),
    ("cohere", "aya", "aya expanse|aya vision|cohere aya|aya", "c", r"\d{2}"),
    ("ai21", "jamba", "jamba", "", PLAIN, "large"),
    ("ibm", "granite", "granite|ibm granite", "v", r"[1-9](?:\.\d)?", "small|tiny|micro|vision|code"),
    ("tii", "falcon", "falcon|tii falcon", "v", r"h1|\d(?:\.\d)?|180b|40b", "mamba|arabic"),
    ("ai2", "olmo", "olmo|allenai olmo", "", r"\d(?:\.\d)?", "hybrid|think"),
    ("ai2", "tulu", "tulu", "v", r"\d"),
    ("ai2", "molmo", "molmo", "", r"\d"),
    ("databricks", "dbrx", "dbrx"),
    ("snowflake", "arctic", "snowflake arctic"),
    ("reka", "reka", "reka core|reka flash|reka edge|reka", "c", r"\d(?:\.\d)?", "core|edge"),
    ("inflection", "inflection", "inflection", "v", r"\d(?:\.\d)?"),
    ("inflection", "pi", "inflection pi|inflection's pi"),
    ("writer", "palmyra", "palmyra", "", r"x\d"),
    ("perplexity", "sonar", "perplexity sonar|sonar", "c", PLAIN, "reasoning|huge"),
    ("perplexity", "comet", "perplexity comet|comet browser"),
    ("liquid", "lfm", "lfm", "", PLAIN),
    ("upstage", "solar", "upstage solar|solar", "v", r"\d(?:\.\d)?", "open|10\\.7b"),
    ("lg", "exaone", "k exaone|exaone", "", r"\d(?:\.\d)?", "deep"),
    ("naver", "hyperclova", "hyperclova|hyperclova x|hyperclovax"),
    ("stability", "stable-diffusion", "stable diffusion|sdxl|sd", "v", r"\d(?:\.\d)?|xl|cascade", "large|medium|3\\.5"),
    ("stability", "stablelm", "stablelm|stable lm", "", r"\d"),
    ("stability", "stable-video", "stable video"),
    ("midjourney", "midjourney", "midjourney|mj", "v", r"v?\d(?:\.\d)?", "video"),
    ("bfl", "flux", "flux", "v", r"\.?\d(?:\.\d)?", "kontext|schnell|dev|flex|klein|krea"),
    ("runway", "gen", "runway gen|runway's gen|gen", "v", r"[1-9](?:\.\d)?(?=$|[^\d]|-)", "alpha|aleph"),
    ("luma", "ray", "luma ray|ray", "v", r"[1-9](?:\.\d)?"),
    ("luma", "dream-machine", "dream machine|luma dream machine", "c", r"\d(?:\.\d)?"),
    ("pika", "pika", "pika", "v", r"\d(?:\.\d)?"),
    ("suno", "suno", "suno", "v", r"v?\d(?:\.\d)?"),
    ("udio", "udio", "udio", "", r"v?\d(?:\.\d)?"),
    ("ideogram", "ideogram", "ideogram", "", r"v?\d(?:\.\d)?"),
    ("recraft", "recraft", "recraft", "", r"v?\d(?:\.\d)?"),
    ("reve", "reve", "reve", "v", r"\d(?:\.\d)?"),
    ("elevenlabs", "eleven", "eleven|elevenlabs", "v", r"v\d"),
    ("cursor", "composer", "cursor composer|cursor's composer|composer", "v", r"[1-9](?:\.\d)?", "fast"),
    ("cursor", "cursor", "cursor", "c", r"\d\.\d"),
    ("cognition", "swe", "swe", "v", r"[1-9](?:\.\d)?(?![\d%])", "grep"),
    ("cognition", "devin", "devin", "c", r"\d\.\d"),
    ("cognition", "windsurf", "windsurf", "c"),
    ("nous", "hermes", "nous hermes|hermes", "v", r"[1-9](?:\.\d)?"),
    ("arcee", "trinity", "arcee trinity|trinity", "v", r"(?!)", "large"),
    ("prime-intellect", "intellect", "intellect", "v", r"[1-9]"),
    ("inception", "mercury", "inception mercury|mercury", "v", r"[2-4]", "edit"),
    ("poolside", "laguna", "laguna", "v", r"(?!)", "xs|m\\.1|xs\\.2"),
    ("sarvam", "sarvam", "sarvam", "v", r"\d{1,2}", "m"),
    ("apple", "ferret", "apple ferret|ferret ui"),
    ("apple", "apple-intelligence", "apple intelligence"),
    ("apple", "siri", "siri"),
    ("hugging-face", "smollm", "smollm|smolvlm", "", r"\d"),
    ("together", "redpajama", "redpajama"),
    ("vicuna", "vicuna", "vicuna"),
    ("sakana", "ai-scientist", "ai scientist"),
    ("manus", "manus", "manus", "c", r"\d\.\d"),
    ("openai", "operator", "openai operator|openai's operator|operator", "c"),
)  # fmt: skip

VENDORS: dict[str, str] = {
    "openai": "openai", "open ai": "openai", "oai": "openai", "anthropic": "anthropic", "google deepmind": "google", "deepmind": "google",
    "google": "google", "gdm": "google", "meta": "meta", "meta ai": "meta", "facebook": "meta", "xai": "xai", "x.ai": "xai", "mistral": "mistral",
    "mistral ai": "mistral", "deepseek": "deepseek", "alibaba": "alibaba", "tongyi": "alibaba", "zhipu": "zai", "zhipu ai": "zai", "z.ai": "zai",
    "moonshot": "moonshot", "moonshot ai": "moonshot", "minimax": "minimax", "xiaomi": "xiaomi", "tencent": "tencent", "bytedance": "bytedance",
    "baidu": "baidu", "stepfun": "stepfun", "01.ai": "01-ai", "meituan": "meituan", "ant group": "ant-group", "inclusionai": "ant-group",
    "huawei": "huawei", "kuaishou": "kuaishou", "microsoft": "microsoft", "msft": "microsoft", "amazon": "amazon", "aws": "amazon",
    "nvidia": "nvidia", "cohere": "cohere", "ai21": "ai21", "ai21 labs": "ai21", "ibm": "ibm", "tii": "tii", "allenai": "ai2", "allen institute": "ai2",
    "ai2": "ai2", "databricks": "databricks", "snowflake": "snowflake", "reka ai": "reka", "inflection ai": "inflection", "perplexity": "perplexity",
    "liquid ai": "liquid", "upstage": "upstage", "naver": "naver", "lg ai research": "lg", "stability ai": "stability", "stability": "stability",
    "midjourney": "midjourney", "black forest labs": "bfl", "bfl": "bfl", "runway": "runway", "runwayml": "runway", "luma": "luma", "luma ai": "luma",
    "pika labs": "pika", "suno": "suno", "elevenlabs": "elevenlabs", "anysphere": "cursor", "cognition": "cognition", "nous research": "nous",
    "arcee": "arcee", "prime intellect": "prime-intellect", "sakana ai": "sakana", "sakana": "sakana", "poolside": "poolside", "apple": "apple",
    "ssi": "ssi", "safe superintelligence": "ssi", "thinking machines": "thinking-machines", "thinking machines lab": "thinking-machines",
    "character.ai": "character-ai", "hugging face": "hugging-face", "huggingface": "hugging-face", "sarvam ai": "sarvam", "salesforce": "salesforce",
    "samsung": "samsung", "yandex": "yandex", "sber": "sber", "ideogram ai": "ideogram", "writer.com": "writer", "aleph alpha": "aleph-alpha",
    "magic.dev": "magic", "adept": "adept", "figure ai": "figure", "sensetime": "sensetime", "iflytek": "iflytek", "rakuten": "rakuten",
}  # fmt: skip
"""How a lab is written → its slug; the part of a subject's slug before the stroke."""

PRODUCTS: dict[str, str] = {
    "chatgpt": "openai/chatgpt", "chat gpt": "openai/chatgpt", "gemini app": "google/gemini-app", "ai studio": "google/ai-studio",
    "google ai studio": "google/ai-studio", "vertex ai": "google/vertex-ai", "vertex": "google/vertex-ai", "bedrock": "amazon/bedrock",
    "azure": "microsoft/azure", "azure ai foundry": "microsoft/azure", "foundry": "microsoft/azure", "openrouter": "openrouter",
    "grok.com": "xai/grok-app", "claude.ai": "anthropic/claude-ai", "claude app": "anthropic/claude-ai", "together ai": "together", "groq": "groq",
    "cerebras": "cerebras", "ai mode": "google/ai-mode", "google search": "google/search", "claude pro": "anthropic/claude-pro-plan",
    "claude max": "anthropic/claude-max-plan", "chatgpt pro": "openai/chatgpt-pro-plan", "chatgpt plus": "openai/chatgpt-plus-plan",
    "chatgpt go": "openai/chatgpt-go-plan", "supergrok heavy": "xai/supergrok-heavy-plan", "supergrok": "xai/supergrok-plan",
    "google ai ultra": "google/ai-ultra-plan", "google ai pro": "google/ai-pro-plan", "gemini advanced": "google/gemini-advanced-plan",
    "ollama": "ollama", "lm studio": "lm-studio", "modelscope": "modelscope", "fireworks ai": "fireworks", "siliconflow": "siliconflow", "sagemaker": "amazon/sagemaker",
    "api": "api", "messages api": "api", "responses api": "api",
}  # fmt: skip
"""Places where a model is used: never the subject when a model is named, the subject when nothing else is."""
