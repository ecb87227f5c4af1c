"""Deliver a message through Apprise, in a worker process.

Nothing of an address reaches a log: Apprise's own messages are off here, and an answer is one of four words. Redirects
are not followed, and neither proxies nor passwords of the operator's files are used.
"""

from __future__ import annotations

import logging
import os
from enum import StrEnum
from typing import Final

import msgspec

from adapters.net.network_guard import NetworkGuard

ENVIRONMENT: Final = {"NETRC": os.devnull, "NO_PROXY": "*", "no_proxy": "*"}


class DeliveryResult(StrEnum):
    """What became of a message."""

    SENT = "sent"
    PRIVATE = "private"  # its address leads into a private network
    UNREADABLE = "unreadable"  # Apprise cannot read its address
    UNCONFIRMED = "unconfirmed"  # refused, or not answered


class ServiceMessage(msgspec.Struct, frozen=True):
    """A message and its address; ``private`` admits servers of this machine's own network."""

    address: str
    title: str
    body: str
    private: bool = False


def deliver(message: ServiceMessage, guard: NetworkGuard) -> DeliveryResult:
    """Make one attempt to deliver a message."""
    from apprise import Apprise, AppriseAsset, NotifyFormat  # noqa: PLC0415 - an extra

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
    service = Apprise.instantiate(message.address, asset=asset)
    if service is None:
        return DeliveryResult.UNREADABLE
    sender, refused = Apprise(asset=asset), guard.refusals
    sender.add(service)
    with guard.opened(private=message.private):
        delivered = bool(sender.notify(message.body, message.title, body_format=NotifyFormat.TEXT))
    if guard.refusals > refused:
        return DeliveryResult.PRIVATE
    return DeliveryResult.SENT if delivered else DeliveryResult.UNCONFIRMED
