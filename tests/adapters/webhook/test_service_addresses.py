"""Addresses of message services: what is accepted, and what Apprise would read otherwise than we do."""

from __future__ import annotations

import asyncio

import pytest

from adapters.net.message_delivery import DeliveryResult, ServiceMessage, outcome
from adapters.workers.worker_pool import WorkerPool
from bot.domain.notify.message_services import SERVICES, MessageService, service_label
from bot.domain.notify.webhooks import webhook_address
from bot.domain.sightings.reports import LinkRefused


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.title)
def test_the_example_of_a_service_is_accepted_and_its_label_hides_it(service: MessageService) -> None:
    assert webhook_address(service.example, private=False) == service.example
    label = service_label(service.example)
    assert label.startswith(service.title)
    assert not any(word in label for word in ("token", "password", "user", "key", "signature", "topic"))


READ_OTHERWISE = (
    "mailtos://u:p@example.com/#?verify=no&smtp=10.0.0.1&mode=insecure&to=a@b.org",
    "mailtos://u:p@example.com?to=a@b.org;mode=insecure",
    "mailtos://u:p@example.com?to=a@b.org;pgpprv=/etc/passwd",
    "mailtos://u:p@example.com/#?to=a@b.org&pgppub=/etc/passwd",
    "mailtos://u:p@example.com?to=a@b.org&MODE=insecure",
    "mailtos://u:p@example.com?to=a@b.org&%6dode=insecure",
    "mailtos://u:p@example.com?to=a@b.org&mode=%69nsecure",
    "ntfys://ntfy.sh/t#?attach=http://10.0.0.1/",
    "ntfys://ntfy.sh/t?tags=x;attach=http://10.0.0.1/",
    "tgram://123:abc/1/?topic=1;template=/etc/hostname",
    "tgram://123:abc/1/?topic=1&:x=1",
    "workflows://example.org:443/workflow/signature#?template=/etc/passwd",
    "workflows://example.org:443/workflow/signature/#?template=/etc/passwd",
)


async def test_the_worker_too_refuses_what_apprise_reads_otherwise() -> None:
    """Even an address that the first check let through."""
    pool = WorkerPool(lambda: asyncio.timeout(None))
    try:
        for address in (*READ_OTHERWISE, "rockets://abc/def@example.net/@x", "gotifys://u@example.net@example.org/x"):
            assert await pool.deliver(ServiceMessage(address, "x", "y")) is DeliveryResult.UNREADABLE, address
    finally:
        await pool.close()


@pytest.mark.parametrize(
    ("address", "result"),
    [
        ("tgram://1:?topic=hidden-word", DeliveryResult.UNCONFIRMED),  # IndexError in Apprise 2.3
        ("tgram://[hidden-word/y", DeliveryResult.UNREADABLE),
        ("zulip://hidden-word/x/y", DeliveryResult.UNREADABLE),
    ],
)
async def test_what_apprise_trips_over_is_told_without_its_words(
    address: str, result: DeliveryResult, caplog: pytest.LogCaptureFixture
) -> None:
    pool = WorkerPool(lambda: asyncio.timeout(None))
    try:
        assert await pool.deliver(ServiceMessage(address, "x", "y")) is result
    finally:
        await pool.close()
    assert not caplog.records


def test_what_was_delivered_counts_whatever_was_refused_before() -> None:
    assert outcome(delivered=True, refused=True) is DeliveryResult.SENT
    assert outcome(delivered=False, refused=True) is DeliveryResult.PRIVATE
    assert outcome(delivered=False, refused=False) is DeliveryResult.UNCONFIRMED


@pytest.mark.parametrize(
    "url",
    ["ntfy://ntfy.sh/x", "mailto://example.com?to=a@example.org", "ntfys://10.0.0.1/x", "ntfys://localhost/x", "ntfys://ntfy.sh",
     "mailtos://example.com?to=a@example.org&smtp=10.0.0.1", "mailtos://example.com?to=a@example.org&pgpprv=/etc/passwd",
     "mailtos://example.com?to=a@example.org&mode=insecure", "mailtos://example.com?+X-Header=1", "gotifys://example.org/t?verify=no",
     "ntfys://ntfy.sh/x?attach=http://10.0.0.1/", "ntfys://ntfy.sh/x?redirect=yes", "matrixs://db.internal/x", "tgram://",
     "ntfys://ntfy.sh/x, file:///etc/passwd", "file:///etc/passwd", "syslog://", "dbus://", "json://example.com/", "tgram:///x",
     *READ_OTHERWISE,
     "mailtos://example.com?to=a@example.org&smtp=10%252e0.0.1", "mailtos://u@10.0.0.1@example.com?to=a@b.org", r"ntfys://\example.org/x",
     "gotifys://u:p@[::1/x", "tgram://[x/y", "gotifys://example.org:99999/x", "gotifys://example.org:x/x",
     "ntfys://ex%61mple.org/x", "rockets://abc/def@db.internal/#room",
     "rockets://u:abc/def@db.internal/#room", "rockets://example.org/x:abc/def@db.internal/"],
)  # fmt: skip
def test_addresses_that_are_refused(url: str) -> None:
    with pytest.raises(LinkRefused):
        webhook_address(url, private=False)


def test_a_server_of_this_machine_needs_no_encryption_where_it_is_allowed() -> None:
    assert webhook_address("ntfy://127.0.0.1:8080/x", private=True)
    with pytest.raises(LinkRefused):
        webhook_address("ntfy://10.0.0.1:8080/x", private=True)
    assert webhook_address("ntfys://10.0.0.1/x", private=True)
