"""The ``chunfeng`` command: its sub-commands are imported only when they run."""

import sys
from typing import Annotated

import typer

from chunfeng import __version__
from chunfeng.cli.dock import dock
from chunfeng.cli.import_ import import_app
from chunfeng.cli.stops import Exit
from chunfeng.cli.template import template

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
app.command()(dock)
app.command()(template)
app.add_typer(import_app, name="import")
# The demo's commands take long to import: their options are read only when one of them runs.
_LATER = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"chunfeng {__version__}")
        raise typer.Exit


@app.callback()
def chunfeng(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="版本 · Version")
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="出错时显示细节 · Show the details of an error")
    ] = False,
) -> None:
    """春风：人员台账和岗位台账，对接成有证明的方案 · Two ledgers in, a proven docking plan out."""


@app.command("demo-data", context_settings=_LATER)
def demo_data(context: typer.Context) -> None:
    """生成演示县的两本台账，均为虚构 · Write the two ledgers of an invented county."""
    _demo_command("demo-data", context)


@app.command(context_settings=_LATER)
def demo(context: typer.Context) -> None:
    """生成演示县并完成一次对接 · Make the demo county and dock it."""
    _demo_command("demo", context)


@app.command(context_settings=_LATER)
def serve(context: typer.Context) -> None:
    """启动数据库、网页和后台任务 · Run the database, the web server and the workers."""
    _served("serve", context)


database = typer.Typer(no_args_is_help=True, help="数据库 · The database")
app.add_typer(database, name="database")


@database.command("roles", context_settings=_LATER)
def database_roles(context: typer.Context) -> None:
    """列出管理员要执行的语句 · The statements an administrator has to run on your server."""
    _served("roles", context)


audit = typer.Typer(no_args_is_help=True, help="审计日志 · The log")
app.add_typer(audit, name="audit")


@audit.command("verify", context_settings=_LATER)
def audit_verify(context: typer.Context) -> None:
    """核对审计日志的封印 · Check the seals of the log."""
    from chunfeng.cli.audit import audit_verify as command

    later = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    later.command("verify")(command)
    later(context.args, prog_name="chunfeng audit verify")


accounts = typer.Typer(no_args_is_help=True, help="账号 · Accounts")
app.add_typer(accounts, name="accounts")


@accounts.command("first", context_settings=_LATER)
def accounts_first(context: typer.Context) -> None:
    """邀请第一位系统管理员 · Invite the first administrator."""
    from chunfeng.cli.accounts import first as command

    later = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    later.command("first")(command)
    later(context.args, prog_name="chunfeng accounts first")


@app.command(context_settings=_LATER)
def messages(context: typer.Context) -> None:
    """最近写入文件的短信 · The latest messages to phones that were written to the file."""
    from chunfeng.cli.messages import messages as command

    later = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    later.command("messages")(command)
    later(context.args, prog_name="chunfeng messages")


def _served(name: str, context: typer.Context) -> None:
    from chunfeng.cli.serve import commands

    later = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    later.command("serve")(commands.serve)
    later.command("roles")(commands.database_roles)
    later([name, *context.args], prog_name="chunfeng")


@app.command("demo-code", context_settings=_LATER)
def demo_code(context: typer.Context) -> None:
    """演示账号的二次验证码 · The demo accounts' code of the second step, for now."""
    _demo_command("demo-code", context)


def _demo_command(name: str, context: typer.Context) -> None:
    from chunfeng.cli.demo import commands

    later = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    later.command("demo-data")(commands.demo_data)
    later.command("demo")(commands.demo)
    later.command("demo-code")(commands.demo_code)
    later([name, *context.args], prog_name="chunfeng")


def main() -> None:
    """Runs the command; nobody but ``--debug`` sees a traceback."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        app(prog_name="chunfeng")
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        kind = type(error).__name__
        typer.echo(f"春风遇到意外错误（{kind}），没有写出结果；加 --debug 可看细节。", err=True)
        typer.echo(
            f"Unexpected error ({kind}); nothing was written. Details: chunfeng --debug …", err=True
        )
        sys.exit(Exit.FAILED)
