"""``chunfeng serve``: what it refuses in one sentence, and what its processes are given."""

import argparse
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import typer
from typer.testing import CliRunner, Result

from chunfeng.cli.serve import commands, database_roles, parts, serve
from chunfeng.cli.serve.supervisor import Part
from chunfeng.cli.stops import Stop
from chunfeng.foundation.ciphers.keys import FILE
from chunfeng.foundation.database.prepare import prepare
from chunfeng.foundation.database.processes import alone
from chunfeng.foundation.database.server import Server
from chunfeng.foundation.database.url import dsn

app = typer.Typer(pretty_exceptions_enable=False)
app.command("serve")(serve)
app.command("roles")(database_roles)


@pytest.fixture
def home(passable: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The state folder of the commands."""
    monkeypatch.setattr(commands, "HOME", passable)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return passable


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_a_second_supervisor_on_the_same_folder_is_refused(home: Path) -> None:
    with alone(home / "serve.lock"):
        result = run("serve", "--lang", "en")
    assert result.exit_code == 2
    assert f"Chunfeng already runs on {home}." in result.stderr


@pytest.mark.enable_socket
def test_a_port_in_use_is_said_in_one_sentence(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_PORT_TRIES", 1)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = run("serve", "--port", str(port), "--lang", "en")
    assert result.exit_code == 2
    assert result.stderr == f"Port {port} is in use; take another one: --port {port + 1}\n"
    assert not (home / "database").exists()


@pytest.mark.enable_socket
def test_an_address_of_another_machine_is_refused(home: Path) -> None:
    result = run("serve", "--host", "192.0.2.1", "--lang", "en")
    assert result.exit_code == 2
    assert "Nothing can listen at 192.0.2.1:8000 here." in result.stderr


@pytest.mark.parametrize("command", ["serve", "roles"])
def test_a_url_that_cannot_be_read_is_refused_without_its_password(
    home: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://boss:secret/1@host/name")
    monkeypatch.setattr(parts, "check_port", lambda host, port: None)
    result = run(command, "--lang", "en")
    assert result.exit_code == 2
    assert "DATABASE_URL" in result.stderr
    assert "secret" not in result.output


def test_a_server_that_does_not_answer_is_said_in_one_sentence(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://boss:secret@/name?host={home}/nowhere")
    monkeypatch.setattr(parts, "check_port", lambda host, port: None)
    result = run("serve", "--lang", "en")
    assert result.exit_code == 1
    assert "The database cannot be reached:" in result.stderr
    assert "secret" not in result.output


def test_the_statements_for_an_administrator_are_printed(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://boss@/register?host={home}/nowhere")
    result = run("roles")
    assert result.exit_code == 0
    assert 'CREATE DATABASE "register" OWNER "chunfeng_owner";' in result.stdout
    assert 'GRANT "chunfeng_owner" TO "boss";' in result.stdout


def test_without_a_server_of_ones_own_there_are_no_statements(home: Path) -> None:
    assert run("roles").exit_code == 2


@pytest.fixture
def running(home: Path) -> Iterator["psycopg.Connection[Any]"]:
    """The administrator's connection to a prepared database in the home."""
    server = Server(home / "database", fast=True)
    server.start()
    prepare(dsn("owner", home), home)
    with psycopg.connect(dsn("owner", home), autocommit=True) as connection:
        yield connection
    server.stop("immediate")


def test_a_new_database_gets_data_keys_that_stay(
    home: Path, running: "psycopg.Connection[Any]"
) -> None:
    commands.data_keys()
    made = (home / "keys" / FILE).read_bytes()
    running.execute("CREATE TABLE public.sealed (id int)")
    commands.data_keys()
    assert (home / "keys" / FILE).read_bytes() == made


def test_lost_data_keys_are_never_made_anew(home: Path, running: "psycopg.Connection[Any]") -> None:
    running.execute("CREATE TABLE public.sealed (id int)")
    with pytest.raises(Stop, match="put"):
        commands.data_keys()
    assert not (home / "keys" / FILE).exists()


def all_parts(home: Path) -> list[Part]:
    sites = [make(home, "127.0.0.1", 8000, {}) for make in (parts.web, parts.public)]
    ours = [*sites, parts.short_jobs(home, {}), parts.heavy_jobs(home, 1)]
    return [*ours, parts.migrations(home), parts.static_files(home)]


def test_only_the_process_that_migrates_gets_the_administrators_login(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://boss:secret@host/name?sslmode=require")
    given = {part.name: part.environment for part in all_parts(home)}
    assert {name for name in given if "DATABASE_URL" not in given[name]} == {"migrate"}
    urls = {given[name]["DATABASE_URL"] for name in given if name != "migrate"}
    assert urls == {"postgresql://host/name?sslmode=require"}
    roles = {name: environment["CHUNFENG_DATABASE_ROLE"] for name, environment in given.items()}
    assert roles["web"] == roles["static"] == "web"
    assert roles["public"] == "public"
    assert roles["worker"] == roles["imports-1"] == "worker"
    assert roles["migrate"] == "owner"


def test_no_two_parts_write_to_one_log(home: Path) -> None:
    names = [part.name for part in all_parts(home)]
    assert len(names) == len(set(names))


def test_the_web_server_knows_every_option_it_is_given(home: Path) -> None:
    from granian.cli import cli

    command = list(parts.web(home, "127.0.0.1", 8000, {}).command)
    options: Any = cli.make_context("granian", command[3:]).params
    assert (options["workers"], options["blocking_threads"]) == (2, 4)
    assert options["log_access_enabled"] is False


def test_the_public_site_answers_no_more_at_once_than_there_are_processors(home: Path) -> None:
    command = list(parts.public(home, "127.0.0.1", 8001, {}).command)
    threads = int(command[command.index("--blocking-threads") + 1])
    assert 1 <= threads <= parts.WEB_THREADS
    assert parts.WEB_WORKERS * threads <= max(parts.WEB_WORKERS, os.cpu_count() or 1)


def test_the_workers_know_every_option_they_are_given(home: Path) -> None:
    from procrastinate import cli

    parser = argparse.ArgumentParser()
    cli.add_arguments(parser, include_app=False, include_schema=False)
    for part in (parts.short_jobs(home, {}), parts.heavy_jobs(home, 1)):
        parser.parse_args(list(part.command)[4:])


def test_between_them_the_workers_take_every_queue() -> None:
    from chunfeng.foundation.jobs import declare

    assert {parts.SHORT, parts.HEAVY} == {declare.DEFAULT, declare.HEAVY}
