"""Mail through a server that is no real one: it says yes, hangs up, or knows nobody."""

import smtplib
import socket
import socketserver
import ssl
from threading import Thread

import pytest
from django.core.mail import get_connection, send_mail
from django.test import override_settings

from zhijia.kernel import mail
from zhijia.kernel.actions import Refused
from zhijia.kernel.mail.models import MailServer
from zhijia.kernel.mail.trouble import told

STORED = "zhijia.kernel.mail.backend.StoredServer"
CASES = [
    (socket.gaierror(-2, "Name or service not known"), "找不到服务器“smtp.example.cn”"),
    (ConnectionRefusedError(111, "refused"), "465 端口没有开"),
    (TimeoutError("timed out"), "没有回音"),
    (ssl.SSLCertVerificationError(1, "self-signed certificate"), "证书对不上"),
    (ssl.SSLError(1, "WRONG_VERSION_NUMBER"), "加密方式对不上"),
    (smtplib.SMTPNotSupportedError("STARTTLS extension not supported by server."), "加密方式对不上"),
    (smtplib.SMTPAuthenticationError(535, b"no"), "授权码"),
    (smtplib.SMTPSenderRefused(553, b"no", "a@b.cn"), "发件人"),
    (smtplib.SMTPRecipientsRefused({"a@b.cn": (550, b"no")}), "收件邮箱"),
    (smtplib.SMTPDataError(554, b"spam"), "垃圾邮件"),
    (smtplib.SMTPServerDisconnected("closed"), "中途断开"),
    (smtplib.SMTPResponseException(500, b"what"), "不是发邮件的服务器"),
    (OSError(101, "Network is unreachable"), "连不上"),
]


@pytest.mark.parametrize(("error", "said"), CASES)
def test_each_trouble_is_told_in_a_sentence_that_helps(error, said):
    sentence = told(error, "smtp.example.cn", 465)
    assert said in sentence
    assert sentence.endswith("。")


class AtOnce(Thread):
    def start(self):
        self.run()


class Office(socketserver.StreamRequestHandler):
    """A mail server in a few lines. It knows one log-in."""

    def handle(self):
        self.say("220 hello")
        while line := self.rfile.readline().decode().strip():
            match line.split()[0].upper():
                case "EHLO":
                    self.say("250-hello", "250 AUTH PLAIN")
                case "AUTH":
                    self.say(
                        "235 welcome" if line.endswith("AGJveABnZWhlaW0=") else "535 who are you"
                    )  # box, geheim
                case "DATA":
                    self.say("354 go on")
                    while (text := self.rfile.readline()) != b".\r\n":
                        self.server.letters.append(text)
                    self.say("250 taken")
                case "QUIT":
                    return self.say("221 bye")
                case _:
                    self.say("250 fine")

    def say(self, *lines):
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


class Doors(socketserver.ThreadingTCPServer):
    daemon_threads, block_on_close = True, False  # a client that was refused hangs up when it likes


@pytest.fixture
def office():
    with Doors(("127.0.0.1", 0), Office) as server:
        server.letters = []
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()


def set_up(port, password="geheim", security="none"):
    return MailServer.objects.create(
        host="127.0.0.1", port=port, security=security, login="box", password=password, sender="a@b.cn"
    )


@pytest.mark.django_db
class TestSending:
    @pytest.fixture(autouse=True)
    def _really(self):
        with override_settings(EMAIL_BACKEND=STORED):
            yield

    def test_goes_through_the_server_that_is_set_up_whoever_sends(self, office):
        server = set_up(office.server_address[1])
        assert "geheim" not in server.password.token
        mail.send(server, "c@d.cn", "试一试", "收到就是通了。")
        send_mail("another", "of Django", None, ["c@d.cn"])
        assert sum(line.startswith(b"Subject:") for line in office.letters) == 2

    def test_a_wrong_password_and_a_closed_door_are_told(self, office):
        port = office.server_address[1]
        with pytest.raises(smtplib.SMTPAuthenticationError):
            mail.send(set_up(port, password="wrong"), "c@d.cn", "x", "x")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            closed = free.getsockname()[1]
        with pytest.raises(ConnectionRefusedError):
            mail.send(set_up(closed), "c@d.cn", "x", "x")
        with pytest.raises(smtplib.SMTPNotSupportedError):
            mail.send(set_up(port, security="starttls"), "c@d.cn", "x", "x")

    def test_without_a_server_says_so(self):
        assert mail.server() is None
        with pytest.raises(Refused, match="还没有设好"):
            get_connection()

    def test_behind_the_page_what_fails_is_logged_without_a_word_of_the_mail(
        self, office, caplog, monkeypatch
    ):
        monkeypatch.setattr("zhijia.kernel.mail.Thread", AtOnce)
        mail.post(set_up(office.server_address[1], password="wrong"), "c@d.cn", "题", "https://x/reset?k=1")
        assert "SMTPAuthenticationError" in caplog.text
        assert "reset" not in caplog.text
        assert "c@d.cn" not in caplog.text
