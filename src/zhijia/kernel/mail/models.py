from typing import cast

from django.db import models

from zhijia.kernel.secrets import EarlyId, SecretText


class MailServer(models.Model):
    """The server that mails leave through: one for the whole installation. Its password lies sealed."""

    class Security(models.TextChoices):
        SSL = "ssl", "SSL 加密（一般是 465 端口）"
        STARTTLS = "starttls", "STARTTLS 加密（一般是 587 端口）"
        NONE = "none", "不加密（只用单位内部的邮件服务器）"

    id = EarlyId(primary_key=True)
    host = models.CharField("发信服务器", max_length=100)
    port = models.PositiveIntegerField("端口")
    security = models.CharField("加密", max_length=8, choices=Security.choices)
    login = models.CharField("登录名", max_length=100, blank=True)
    password = SecretText("密码或授权码", blank=True, default="")
    sender = models.EmailField("发件人邮箱")
    set_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.host

    def opened_password(self) -> str:
        """For signing in at the server, and for nothing else."""
        return cast(SecretText, self._meta.get_field("password")).opened(self)
