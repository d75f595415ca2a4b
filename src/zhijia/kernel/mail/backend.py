"""Django's own SMTP backend, told from the database where to go."""

from typing import Any

from django.core.mail.backends import smtp

from zhijia.kernel.actions.refusals import Refused
from zhijia.kernel.mail import server as stored_server
from zhijia.kernel.mail.models import MailServer

PATIENCE = 10  # seconds


class StoredServer(smtp.EmailBackend):
    """Raises `Refused` where no server is set up."""

    def __init__(self, *, server: MailServer | None = None, fail_silently: bool = False, **_: Any) -> None:
        found = server or stored_server()
        if found is None:
            raise Refused("这里还没有设好发邮件。请系统管理员到“系统维护”里设。")
        super().__init__(
            host=found.host, port=found.port, username=found.login, password=found.opened_password(),
            use_ssl=found.security == MailServer.Security.SSL,
            use_tls=found.security == MailServer.Security.STARTTLS, timeout=PATIENCE, fail_silently=fail_silently,
        )  # fmt: skip
