"""What went wrong with a mail, for somebody who has never heard of SMTP. Pure."""

import smtplib
import socket
import ssl


def told(error: Exception, host: str, port: int) -> str:
    """One sentence that says what is wrong and what to try."""
    match error:
        case socket.gaierror() | UnicodeError():
            return f"找不到服务器“{host}”。请核对名字有没有打错，再看这台机器能不能上网。"
        case ConnectionRefusedError():
            return f"“{host}”的 {port} 端口没有开。请核对端口，SSL 一般是 465，STARTTLS 一般是 587。"
        case TimeoutError():
            return f"等了 10 秒，“{host}”的 {port} 端口没有回音。端口可能不对，也可能被防火墙挡住了，请问问网络管理员。"
        case ssl.SSLCertVerificationError():
            return f"“{host}”的证书对不上：名字不符、过期了，或者不是正规机构发的。请核对服务器名字，照邮箱服务商给的写。"
        case ssl.SSLError() | smtplib.SMTPNotSupportedError():
            return "加密方式对不上。465 端口选 SSL，587 端口选 STARTTLS，换一种再试。"
        case smtplib.SMTPAuthenticationError():
            return (
                "登录名或密码不对。多数邮箱这里不能用登录密码，要到邮箱的设置里开通 SMTP，用它给的“授权码”。"
            )
        case smtplib.SMTPSenderRefused():
            return "服务器不让用这个发件人。发件人一般要和登录名是同一个邮箱。"
        case smtplib.SMTPRecipientsRefused():
            return "服务器不肯发到这个收件邮箱。请核对收件邮箱有没有打错。"
        case smtplib.SMTPDataError():
            return "服务器收下了连接，但不肯发这封信，可能当成了垃圾邮件或超过了每天的封数。请过一会儿再试。"
        case smtplib.SMTPServerDisconnected():
            return "服务器中途断开了，多半是加密方式和端口不配：465 配 SSL，587 配 STARTTLS。"
        case smtplib.SMTPException():
            return "服务器的回答看不懂，它可能不是发邮件的服务器。请照邮箱服务商给的写。"
    return "连不上这台服务器。请看这台机器的网络通不通，再核对服务器名字和端口。"
