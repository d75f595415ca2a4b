"""The command `zhijia`. Each subcommand is imported only when called, so that `plan read` starts at once."""

import os
import sys
from contextlib import AbstractContextManager, nullcontext

USAGE = """用法：
  zhijia demo [--port 端口] [--reset] [--today 日期]      在本机试用
  zhijia serve [--host 0.0.0.0] [--port 端口] [--tls 证书 私钥] [--data 文件夹]    启动本单位的职家
  zhijia worker                                           只做后台任务（多台机器时用；serve 自己会带一个）
  zhijia service install [选项]                           开机自动启动
  zhijia backup [--to 文件夹] [--drill]                   备份一次
  zhijia restore 备份文件 [--data 空文件夹]               在新机器上恢复
  zhijia slip 登录名 [--lost-phone] [--data 文件夹]       登录密码忘了、上面又没有别人：重发一次码
  zhijia log 报修号 [--data 文件夹]                       找出错误页上那个号的日志
  zhijia trail check                                      核对办理过程有没有被改动过
  zhijia plan read 文件 --json                            读一份计划
  zhijia summary draft --union 代码 --period 2026H1 --out 文件.docx
  zhijia summary check 文件 --union 代码 --period 2026H1 [--json]   把手写的总结和台账核对
  zhijia import KIND 文件 --as 登录名 [--check] [--json]   把 Excel 导入台账：members、unions、employers、posts、visits……
  zhijia migrate                                          更新数据表（需要 DATABASE_OWNER_URL）
  zhijia map [--svg 文件.svg]                             给开发者：应用、引用、状态流转和角色
  zhijia manage 命令                                      给开发者：Django 自带的命令"""


def main() -> None:
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # the locale may know no Chinese
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhijia.settings.demo")
    match sys.argv[1:]:
        case ["plan", "read", *arguments]:
            from zhijia.planreader.command import main as read

            sys.exit(read(arguments))
        case ["demo", *arguments]:
            from zhijia.server.demo import main as demo

            demo(arguments)
        case ["serve", *arguments]:
            from zhijia.server.serve import main as serve

            serve(arguments)
        case ["worker"]:
            set_up_django()
            from zhijia.kernel.jobs.queue import main as work

            work()
        case ["backup", *arguments]:
            from zhijia.server.keeping import backup_main

            backup_main(arguments)
        case ["restore", *arguments]:
            from zhijia.server.keeping import restore_main

            restore_main(arguments)
        case ["trail", *arguments]:
            from zhijia.server.keeping import trail_main

            trail_main(arguments)
        case ["log", *arguments]:
            from zhijia.server.logs import main as log

            log(arguments)
        case ["slip", *arguments]:
            from zhijia.server.keeping import office_of

            with office_of(arguments) as asked:
                set_up_django()
                from zhijia.people.command import new_slip

                print(new_slip(asked.login, lost_phone=asked.lost_phone))
        case ["service", *arguments]:
            from zhijia.server.service import main as service

            service(arguments)
        case ["map", *arguments]:
            set_up_django()
            from zhijia.code_map import main as draw

            sys.exit(draw(arguments))
        case ["migrate"]:
            migrate()
        case ["summary", "draft", *arguments]:
            with demo_database():
                set_up_django()
                from zhijia.plans.command import main as draft

                sys.exit(draft(arguments))
        case ["summary", "check", *arguments]:
            with demo_database():
                set_up_django()
                from zhijia.reports.command import main as check

                sys.exit(check(arguments))
        case ["import", *arguments]:
            with demo_database():
                set_up_django()
                from zhijia.kernel.imports.command import main as bring_in

                sys.exit(bring_in(arguments))
        case ["manage", *arguments]:
            with demo_database():
                from django.core.management import execute_from_command_line

                execute_from_command_line(["zhijia manage", *arguments])
        case _:
            sys.exit(USAGE)


def migrate() -> None:
    """The one command that signs in as the owner of the tables."""
    if not {"DATABASE_URL", "DATABASE_OWNER_URL"} <= os.environ.keys():
        sys.exit("请先设置 DATABASE_URL（应用角色）和 DATABASE_OWNER_URL（所有者），再运行 zhijia migrate。")
    from urllib.parse import urlsplit

    application = urlsplit(os.environ["DATABASE_URL"]).username
    os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]
    set_up_django()
    from zhijia.server import lost, roles, upgrade

    with lost.told():
        upgrade.prepare(os.environ["DATABASE_OWNER_URL"])
        roles.migrate(application)


def demo_database() -> AbstractContextManager[None]:
    if "DATABASE_URL" in os.environ:
        return nullcontext()  # an installation's own
    from zhijia.server import demo

    return demo.demo_database()


def set_up_django() -> None:
    import django

    django.setup()
