"""`zhijia slip 登录名`: the way back in for whoever has nobody above her on this server.

Whoever sits at the server holds its data anyway; the trail says that the slip came from there.
"""

from zhijia.kernel import clock
from zhijia.kernel.actions import Refused
from zhijia.kernel.scope import system
from zhijia.org.models import Post
from zhijia.people.invitations import invite, let_in, lift_second_step
from zhijia.people.models import Account


def new_slip(login: str, *, lost_phone: bool = False) -> str:
    """What is printed: a one-time code for this log-in, which may sign in again. Ends with a sentence if it can't.

    `lost_phone`: her second step goes too.
    """
    account = Account.objects.filter(login=login).first()
    with system("在服务器上用命令重发邀请单") as by:
        post = account and Post.objects.filter(Post.on(clock.today()), person=account.person_id).first()
        if not post:
            raise SystemExit(f"没有“{login}”这个登录名，或者这个人现在没有职务。请核对登录名。")
        try:
            let_in(post, by=by)
            if lost_phone:
                lift_second_step(post, by=by, reason="在服务器上用命令：手机丢了")
            slip = invite(post, by=by).slip
        except Refused as refusal:
            raise SystemExit(refusal.sentence) from None
    return (
        f"{slip.union} {slip.name}\n登录名：{slip.login}\n一次码：{slip.code}（{slip.ends_at:%Y-%m-%d} 前有效，只能用一次）\n"
        "请在浏览器里打开职家的地址，后面加上 /join/，照着填，再设一个新密码。"
    )
