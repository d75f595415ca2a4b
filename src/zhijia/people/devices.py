"""Where an account is signed in: each browser from its sign-in on, told in plain words, and the ways to end one."""

import datetime as dt
import re
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from zhijia.people.models import Account, Device

IDLE = dt.timedelta(minutes=30)
LONGEST = dt.timedelta(hours=8)
LONGEST_AGENT = 300
# The first that is found counts: Edge says it is Chrome too, and Chrome says it is Safari.
BROWSERS = [
    ("MicroMessenger", "微信"), ("DingTalk", "钉钉"), ("wxwork", "企业微信"), ("QQBrowser", "QQ 浏览器"),
    ("360SE|360EE", "360 浏览器"), ("Edg", "Edge"), ("Firefox", "火狐"), ("Chrome|CriOS", "Chrome"), ("Safari", "Safari"),
]  # fmt: skip
SYSTEMS = [
    ("HarmonyOS", "鸿蒙手机"), ("iPhone", "苹果手机"), ("iPad", "iPad"), ("Android", "安卓手机"), ("Windows", "Windows 电脑"),
    ("Macintosh", "苹果电脑"), ("Kylin", "麒麟电脑"), ("UOS|Deepin", "统信电脑"), ("Linux", "Linux 电脑"),
]  # fmt: skip


def told(agent: str) -> str:
    """What a browser says of itself, in the words of the office: Windows 电脑，Edge."""

    def first(table: list[tuple[str, str]]) -> str:
        return next((name for sign, name in table if re.search(sign, agent, re.IGNORECASE)), "")

    return "，".join(filter(None, [first(SYSTEMS), first(BROWSERS)])) or "没有报名字的设备"


def remember(request: HttpRequest, account: Account) -> None:
    """A sign-in in this browser. What ended meanwhile is forgotten."""
    session = request.session
    if not session.session_key:
        session.save()
    Device.objects.filter(account=account).exclude(session_key__in=_alive()).delete()
    device, _ = Device.objects.update_or_create(
        session_key=session.session_key, defaults={"account": account, **_seen(request)}
    )
    session["device"] = device.pk


def see(request: HttpRequest) -> None:
    """It was used just now."""
    Device.objects.filter(pk=request.session.get("device")).update(
        session_key=request.session.session_key, **_seen(request)
    )


def _seen(request: HttpRequest) -> dict[str, Any]:
    agent = request.headers.get("User-Agent", "")[:LONGEST_AGENT]
    return {"agent": agent, "address": request.META.get("REMOTE_ADDR") or None, "seen_at": timezone.now()}


def _alive() -> QuerySet:
    return Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")


def of(account: Account) -> list[Device]:
    """Where the account is signed in now, the one last used first."""
    moment = timezone.now()
    rows = Device.objects.filter(
        account=account, session_key__in=_alive(), seen_at__gt=moment - IDLE, since__gt=moment - LONGEST
    )
    return list(rows.order_by("-seen_at"))


def end(devices: QuerySet[Device]) -> int:
    """These browsers are signed out at once; how many they were."""
    keys = list(devices.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    devices.delete()
    return len(keys)


def end_others(request: HttpRequest, account: Account) -> int:
    """All but the browser that asks. A new password gave its session a new key."""
    here = request.session.get("device")
    Device.objects.filter(pk=here).update(session_key=request.session.session_key)
    return end(Device.objects.filter(account=account).exclude(pk=here))


def end_all(accounts: QuerySet[Account]) -> None:
    """Nobody is signed in with these accounts any more."""
    end(Device.objects.filter(account__in=accounts))
