"""Deliver a message through Apprise, in a worker process.

Nothing of an address reaches a log: Apprise's own messages are off here, and an answer is one word. Redirects
are not followed, and neither proxies nor passwords of the operator's files are used.
"""

from __future__ import annotations

import logging
import os
from enum import StrEnum
from typing import Final

import msgspec

from adapters.net.network_guard import NetworkGuard
from bot.domain.notify.message_services import read_alike

ENVIRONMENT: Final = {"NETRC": os.devnull, "NO_PROXY": "*", "no_proxy": "*"}


class DeliveryResult(StrEnum):
    """The outcome of a delivery attempt."""

    SENT = "sent"
    PRIVATE = "private"  # its address leads into a private network
    UNREADABLE = "unreadable"  # Apprise cannot read its address, or reads another one in it than we do
    UNCONFIRMED = "unconfirmed"  # refused, or not answered
    BUSY = "busy"  # no worker was free in time; nothing was sent


class ServiceMessage(msgspec.Struct, frozen=True):
    """A message and its address.

    ``private`` admits servers in this machine's own network.
    """

    address: str
    title: str
    body: str
    private: bool = False


def deliver(message: ServiceMessage, guard: NetworkGuard) -> DeliveryResult:
    """Make one attempt to deliver a message.

    Whatever is not caught in Apprise counts as unconfirmed: a traceback could contain parts of the address.
    """
    try:
        return _attempt(message, guard)
    except Exception:  # noqa: BLE001 - its words may hold a password, so that none of them is passed on
        return DeliveryResult.UNCONFIRMED


def _attempt(message: ServiceMessage, guard: NetworkGuard) -> DeliveryResult:
    from apprise import Apprise, AppriseAsset, NotifyFormat  # noqa: PLC0415 - an extra
    from apprise.plugins import url_to_dict  # noqa: PLC0415 - as above

    logging.disable(logging.CRITICAL)
    os.environ.update(ENVIRONMENT)
    asset = AppriseAsset(
        app_id="Spudwatch",
        app_desc="Spudwatch",
        app_url="",
        image_url_mask="",
        image_url_logo="",
        image_path_mask="",
        http_redirects=False,
        async_mode=False,
        storage_mode="memory",
        pgp_autogen=False,
        pem_autogen=False,
        allow_templates=False,
        service_timeout=0.0,  # the caller ends this process
    )
    found = url_to_dict(message.address)  # type: ignore[no-untyped-call]
    if not found or not read_alike(message.address, found.get("host") or "", found["qsd"]):
        return DeliveryResult.UNREADABLE
    service = Apprise.instantiate(found, asset=asset)  # what was checked, not the address once more
    if service is None:
        return DeliveryResult.UNREADABLE
    sender, refused = Apprise(asset=asset), guard.refusals
    sender.add(service)
    with guard.opened(private=message.private):
        delivered = bool(sender.notify(message.body, message.title, body_format=NotifyFormat.TEXT))
    return outcome(delivered=delivered, refused=guard.refusals > refused)


def outcome(*, delivered: bool, refused: bool) -> DeliveryResult:
    """Return the result of an attempt.

    A name may have several addresses: a private one is refused, then a public one accepts the message.
    """
    if delivered:
        return DeliveryResult.SENT
    return DeliveryResult.PRIVATE if refused else DeliveryResult.UNCONFIRMED
