"""Encrypt values with the operator's key (Fernet).

https://cryptography.io/en/latest/fernet/. Of several keys, separated by commas, the first encrypts and all are tried,
so that a key can be rotated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.messages.errors import OurFault

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

MAKE = 'Make one: python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'


class Cipher:
    """Encryption with a setting's key; ``what`` names the encrypted data in errors.

    Raises:
        OurFault: the setting is not a valid key.
    """

    def __init__(self, key: str, setting: str, what: str) -> None:
        self._setting, self._what = setting, what
        self._keys = _keys(key, setting)

    def __bool__(self) -> bool:
        return self._keys is not None

    def encrypt(self, plain: bytes) -> bytes:
        """Encrypt a value; without a key it is unchanged."""
        return self._keys.encrypt(plain) if self._keys is not None else plain

    def decrypt(self, secret: bytes) -> bytes:
        """Decrypt a value.

        Raises:
            OurFault: there is no key, or another one.
        """
        if self._keys is None:
            raise OurFault(f"{self._what} are encrypted and the key is missing.", todo=f"Set {self._setting} again.")
        from cryptography.fernet import InvalidToken  # noqa: PLC0415 - only where a key is set

        try:
            return self._keys.decrypt(secret)
        except InvalidToken:
            raise OurFault(
                f"{self._what} cannot be decrypted with this key.",
                todo=f"Append the former key to {self._setting}, separated by a comma.",
            ) from None


def _keys(key: str, setting: str) -> MultiFernet | None:
    keys = [part.strip() for part in key.split(",") if part.strip()]
    if not keys:
        return None
    from cryptography.fernet import Fernet, MultiFernet  # noqa: PLC0415 - only where a key is set

    try:
        return MultiFernet([Fernet(part) for part in keys])
    except ValueError:
        raise OurFault(f"{setting} is not a key.", why="It has to be 32 bytes in URL-safe base64.", todo=MAKE) from None
