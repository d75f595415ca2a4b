"""Mail: the server that somebody has set up in the pages, and two ways to send through it.

`EMAIL_BACKEND` names `zhijia.kernel.mail.backend.StoredServer`, so whatever sends through Django goes this way. Nothing
here writes an address, a link or a word of a mail into a log.
"""

import logging
from threading import Thread
from typing import Any

from django.core import mail

log = logging.getLogger(__name__)


def server() -> Any:
    """The mail server that is set up, or None: then a page says what to do instead."""
    from zhijia.kernel.mail.models import (
        MailServer,  # models load after apps; this package is imported earlier
    )

    return MailServer.objects.order_by("-pk").first()


def send(by: Any, to: str, subject: str, text: str) -> None:
    """Send now, through this server, and wait for its answer; what goes wrong is raised (`trouble.told` says it)."""
    _message(by, to, subject, text).send()


def post(by: Any, to: str, subject: str, text: str) -> None:
    """Send it behind the page's back: the answer takes as long whether or not anything is sent.

    No queue: a link that opens an account lies nowhere. What gets lost is asked for again.
    """
    Thread(target=_deliver, args=[_message(by, to, subject, text)], daemon=True).start()


def _message(by: Any, to: str, subject: str, text: str) -> mail.EmailMessage:
    way = mail.get_connection(server=by)  # the password is opened here, while there is a database at hand
    return mail.EmailMessage(subject, text, f"职家 <{by.sender}>", [to], connection=way)


def _deliver(message: mail.EmailMessage) -> None:
    try:
        message.send()
    except Exception as error:  # noqa: BLE001 (nobody waits for it; the page's own test button tells what is wrong)
        log.warning("a mail was not sent: %s", type(error).__name__)
