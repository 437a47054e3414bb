"""``duban audit``: prove that the record is whole."""

from __future__ import annotations

import typer
from django.conf import settings
from django.utils.translation import gettext as _

from duban.audit.selectors import verify as verify_chain
from duban.cli.heads import Heads
from duban.cli.output import as_json, console, expect_json, refuse
from duban.core.sentences import sentence

app = typer.Typer(help=_("操作记录。"), no_args_is_help=True)


@app.command(help=_("校验整条操作记录链：哪条被改、被删、被插。"))
def verify(
    anchor: str | None = typer.Option(None, help=_("先前留存的链头，形如 1234:9f86…")),
    json: bool = typer.Option(False, "--json", help=_("输出 JSON")),
) -> None:
    """Check the whole chain of the record and name what was altered, removed or inserted."""
    if json:
        expect_json()
    heads = Heads(settings.VAR / "audit-heads", settings.DATABASES["default"])
    verdict = verify_chain(anchors=heads.kept() | _anchor(anchor))
    if not verdict.problems:
        heads.keep(verdict.head)
    if json:
        told = [{"code": p.code, "number": p.where, "message": sentence(p)} for p in verdict.problems]
        as_json({"checked": verdict.checked, "head": verdict.head, "whole": not told, "problems": told})
    elif not verdict.problems:
        console.print(_("共 {n} 条，完整无缺。").format(n=verdict.checked), highlight=False)
        console.print(
            _("链头 {head}（可抄存，日后用 --anchor 核对）").format(head=verdict.head), highlight=False
        )
    if verdict.problems:
        raise typer.Exit(1 if json else refuse(verdict.problems))


def _anchor(text: str | None) -> dict[int, str]:
    if text is None:
        return {}
    number, _colon, digest = text.partition(":")
    if not number.isdecimal() or not digest:
        raise typer.BadParameter(_("链头形如 1234:9f86…"))
    return {int(number): digest}
