"""Discord's limits, each under its documentation; who cuts says so and logs it."""

# https://discord.com/developers/docs/components/reference
COMPONENTS = 40  # in a message, nested ones counted
BUTTONS = 5  # in a row
BUTTON_LABEL = 80
CUSTOM_ID = 100
SELECT_OPTIONS = 25
SELECT_LABEL = 100
SELECT_VALUE = 100
PLACEHOLDER = 150
GALLERY = 10
ALT_TEXT = 1_024
# Not on the page; discord.py and others enforce it: all TextDisplays of a message together.
TEXT = 4_000
TITLE = 256  # as an embed's; a longer heading is not one

# https://discord.com/developers/docs/components/reference#label and #text-input
MODAL_TITLE = 45
MODAL_FIELDS = 5
LABEL = 45
LABEL_HINT = 100
TYPED = 4_000

# https://discord.com/developers/docs/interactions/application-commands
CHOICES = 25
CHOICE_NAME = 100
OPTION_LENGTH = 6_000

# https://discord.com/developers/docs/reference#uploading-files
FILES = 10
FILE_BYTES = 8 * 1_024 * 1_024  # what we take and send; Discord's own limit is higher

# https://discord.com/developers/docs/resources/message#message-object-message-flags
SUPPRESS_EMBEDS = 1 << 2
EPHEMERAL = 1 << 6
COMPONENTS_V2 = 1 << 15

# https://discord.com/developers/docs/topics/rate-limits
GLOBAL_PER_SECOND = 50
INVALID_WINDOW = 600.0  # seconds in which 10,000 answers of 401, 403 and 429 ban an address

# https://discord.com/developers/docs/interactions/receiving-and-responding
FIRST_ANSWER = 3.0  # seconds
TOKEN_LIFE = 900.0  # seconds
