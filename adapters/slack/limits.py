"""Slack's limits, each under its documentation; who cuts says so and logs it."""

# https://docs.slack.dev/reference/block-kit/blocks
BLOCKS = 50  # in a message
VIEW_BLOCKS = 100  # in a modal or on App Home
HEADER = 150
SECTION = 3_000
FIELDS = 10
FIELD = 2_000
CONTEXT = 10  # elements of a context block
ACTIONS = 25  # elements of an actions block
ALT_TEXT = 2_000

# https://docs.slack.dev/reference/block-kit/block-elements and /composition-objects
BUTTON_TEXT = 75
BUTTON_VALUE = 2_000
OPTIONS = 100
OPTION_TEXT = 75
OPTION_VALUE = 150
OVERFLOW = 5
PLACEHOLDER = 150
TYPED = 3_000  # a plain_text_input's longest max_length

# https://docs.slack.dev/reference/views
VIEW_TITLE = 24
METADATA = 3_000

# https://docs.slack.dev/reference/methods/chat.postMessage#truncating
TEXT = 40_000
# Not documented: all block text of a message together. msg_blocks_too_long came at 13,172 characters
# (https://github.com/slackapi/bolt-js/issues/2509), so we stay below.
CHARACTERS = 12_000

# https://docs.slack.dev/reference/app-manifest
MANIFEST_COMMANDS = 50
MANIFEST_COMMAND = 32
MANIFEST_DESCRIPTION = 2_000
MANIFEST_HINT = 1_000

# https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
RESPONSES = 5  # uses of a response_url
RESPONSE_LIFE = 30 * 60.0  # seconds
FIRST_ANSWER = 3.0  # seconds until Slack tells the person that we did not answer

# https://docs.slack.dev/authentication/verifying-requests-from-slack
SIGNATURE_AGE = 300.0  # seconds
BODY_BYTES = 256 * 1_024  # ours: an interaction with a full modal is below 200 kB

# https://docs.slack.dev/apis/web-api/rate-limits
CHANNEL_EVERY = 1.0  # seconds between two messages in one channel
WORKSPACE_POSTS = 300  # "several hundred" messages a minute in a workspace; the lowest reading of it
TIERS = {1: 1, 2: 20, 3: 50, 4: 100}  # requests a minute

FILE_BYTES = 8 * 1_024 * 1_024  # ours: what we take from people
