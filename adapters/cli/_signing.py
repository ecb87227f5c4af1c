"""Sign and verify editions of the ledger with Ed25519.

The library is an extra, imported where it is used.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.ledger.editions import EditionFile, signed_bytes
from bot.messages.errors import BadArgument, NotAllowed
from storage.sqlite.private_files import make_file

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class EditionSigner:
    """Signer of editions' first lines, with the private key in a file.

    Raises:
        BadArgument: the file contains no key.
    """

    def __init__(self, file: Path) -> None:
        self._private = _private(file)
        self.public = self._private.public_key().public_bytes_raw().hex()

    def __call__(self, first: dict[str, Any]) -> dict[str, Any]:
        """Return the line with the public key and the signature."""
        named = {**first, "key": self.public}
        return {**named, "signature": self._private.sign(signed_bytes(named)).hex()}


def verify(edition: EditionFile, key: str) -> None:
    """Check the signature with a trusted key, never with the one the file names.

    Raises:
        NotAllowed: it is by another key, not for these bytes, or missing.
        BadArgument: the key is invalid.
    """
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - an extra
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415 - the same

    try:
        trusted = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
    except ValueError:
        raise BadArgument(
            "That is not a public key.",
            why="A key has 64 hexadecimal digits.",
            todo="Copy it as its publisher wrote it.",
        ) from None
    try:
        trusted.verify(bytes.fromhex(edition.signature), edition.signed)
    except (InvalidSignature, ValueError):
        if not edition.signature:
            why = "It has no signature."
        else:
            why = "It is signed with another key." if edition.key != key else "Its signature is not for these bytes."
        raise NotAllowed(
            "That edition is not signed with the key you trust; nothing was loaded.",
            why=why,
            todo="Ask its publisher which key signs it.",
        ) from None


def make_key(file: Path) -> str:
    """Create a key in an owner-only file; return the public key.

    Raises:
        NotAllowed: the file already exists.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - an extra

    if file.exists():
        raise NotAllowed(f"{file} is there already.", todo="Name another file; a key is never overwritten.")
    private = Ed25519PrivateKey.generate()
    make_file(file)
    file.write_text(private.private_bytes_raw().hex() + "\n", "ascii")
    return private.public_key().public_bytes_raw().hex()


def _private(path: Path) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - an extra

    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text("ascii").strip()))
    except ValueError:
        raise BadArgument("That file contains no private key.", todo="Make one: spudwatch ledger key FILE") from None
