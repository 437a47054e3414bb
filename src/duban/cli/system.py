"""``duban migrate``, ``duban serve``, ``duban check``: keeping the program itself."""

from __future__ import annotations

import os
import subprocess
import sys

import typer
from django.core.management import call_command
from django.utils.translation import gettext as _

from duban.cli.output import console, here
from duban.core import clock
from duban.exchange.working_calendar import bring_in_calendar

__all__ = ["check", "migrate", "serve"]


_MOST_WORKERS = 4
"""Unless told otherwise: each takes some 100 MB, and SQLite lets one write at a time however many there are."""


def _cores() -> int:
    """Return how many cores this process may use; a page keeps one busy, so as many processes serve as there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def migrate() -> None:
    """Build or upgrade the database and load the published working calendar."""
    call_command("migrate", interactive=False, verbosity=0)
    days = bring_in_calendar(actor=here(), at=clock.now())
    console.print(_("数据库已就绪，工作日历新增 {n} 天。").format(n=days), highlight=False)


def check() -> None:
    """Check settings and deployment."""
    call_command("check")


def serve(
    host: str = typer.Option("127.0.0.1", help=_("监听地址")),
    port: int = typer.Option(8000, help=_("端口")),
    workers: int = typer.Option(0, min=0, help=_("进程数；0 表示按处理器核数，最多 4 个")),
    jobs: bool = typer.Option(False, "--jobs", help=_("同时运行后台任务，随网页服务一起停止")),
) -> None:
    """Serve the web, and the background work beside it where asked for."""
    if jobs:
        beside = ["worker", "--beside", str(os.getpid())]
        subprocess.Popen([sys.executable, "-m", "duban.cli.main", *beside])  # noqa: S603 - ourselves
    processes = workers or min(_cores(), _MOST_WORKERS)
    command = [
        sys.executable, "-m", "granian",
        "--interface", "wsgi",
        "--host", host,
        "--port", str(port),
        "--workers", str(processes),
        "--blocking-threads", str(max(2, 4 // processes)),  # more only wait for one another
        "--no-ws",
        "--log-level", "warning",
        "duban.config.wsgi:application",
    ]  # fmt: skip
    console.print(_("督办已启动：http://{host}:{port}").format(host=host, port=port), highlight=False)
    os.execvp(command[0], command)  # noqa: S606 - the server takes this process's place
