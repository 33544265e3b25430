"""The server that comes along: started, stopped, killed, and never by root."""

import os
import signal
import stat
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from ground import DEBIAN, direct, eventually, exit_code, forked, gone, processes_of

from chunfeng.foundation.database import account as accounts
from chunfeng.foundation.database import server as servers
from chunfeng.foundation.database.account import account
from chunfeng.foundation.database.home import write_private
from chunfeng.foundation.database.server import Server, ServerFailed

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be another account")


def test_a_new_server_answers_at_its_socket_alone(new_server: Server) -> None:
    new_server.start()
    with direct(new_server) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        found = connection.execute("SELECT datcollate FROM pg_database").fetchall()
        assert set(found) == {("C.UTF-8",)}
    assert stat.S_IMODE(new_server.data.stat().st_mode) == 0o700
    assert stat.S_IMODE(new_server.socket.stat().st_mode) == 0o700


def test_nobody_gets_in_without_the_password(prepared: Server) -> None:
    for password in ("", "guessed"):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(prepared.dsn(), password=password)
    kept = prepared.home / "keys" / "chunfeng_admin.password"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_postgresql_never_runs_as_root(prepared: Server) -> None:
    owner = Path(f"/proc/{prepared.pid()}").stat().st_uid
    assert owner == account().uid != 0


def test_stopping_leaves_no_process_and_no_pid_file(server: Server) -> None:
    server.start()
    running = processes_of(server)
    assert len(running) > 3
    server.stop()
    assert eventually(lambda: all(gone(pid) for pid in running))
    assert not (server.data / "postmaster.pid").exists()
    assert not server.running()
    server.stop()  # once more is no mistake


def test_stopping_does_not_wait_for_clients(server: Server) -> None:
    server.start()
    with direct(server) as connection:
        connection.execute("SELECT 1")
        server.stop()
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")


def test_every_acknowledged_row_outlives_a_kill(home: Path) -> None:
    server = Server(home / "database")
    server.start()
    with direct(server) as connection:
        connection.execute("CREATE TABLE kept (client int, number int)")
    acknowledged: set[tuple[int, int]] = set()
    enough = threading.Event()

    def write(client: int) -> None:
        with direct(server) as connection:
            for number in range(1_000_000):
                connection.execute("INSERT INTO kept VALUES (%s, %s)", [client, number])
                acknowledged.add((client, number))
                if len(acknowledged) > 150:
                    enough.set()

    with ThreadPoolExecutor(3) as pool:
        writing = [pool.submit(write, client) for client in range(3)]
        assert enough.wait(20)
        killed = server.pid()
        os.kill(killed, signal.SIGKILL)
        assert eventually(lambda: gone(killed))
        server.start()  # at once, while other processes of the killed one may still write
        assert all(isinstance(w.exception(), psycopg.OperationalError) for w in writing)
    with direct(server) as connection:
        rows = set(connection.execute("SELECT client, number FROM kept").fetchall())
    server.stop()
    assert len(acknowledged) > 150
    assert acknowledged <= rows


def test_it_runs_without_root(home: Path) -> None:
    os.chown(home, account().uid, account().gid)

    def start_and_stop() -> None:
        server = Server(home / "database", fast=True)
        assert not server.account.lent
        server.start()
        with direct(server) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        server.stop()
        assert not processes_of(server)

    assert exit_code(forked(start_and_stop, as_nobody=True)) == 0


@pytest.mark.skipif(not DEBIAN.exists(), reason="Debian's PostgreSQL 15 is not installed")
def test_any_folder_of_binaries_will_do(home: Path) -> None:
    server = Server(home / "database", binaries=DEBIAN, fast=True)
    server.start()
    with direct(server) as connection:
        assert connection.info.server_version // 10000 == 15
    server.stop()


def test_a_running_server_is_taken_as_it_is(prepared: Server) -> None:
    other = Server(prepared.given, fast=True)
    other.start()
    assert other.pid() == prepared.pid()


def test_two_who_start_at_once_get_one_server(home: Path) -> None:
    both = [Server(home / "database", fast=True) for _ in range(2)]
    done = threading.Barrier(3)  # the server ends with the thread that started it

    def start(server: Server) -> int:
        server.start()
        pid = server.pid()
        done.wait(30)
        done.wait(30)
        return pid

    with ThreadPoolExecutor(2) as pool:
        starting = [pool.submit(start, server) for server in both]
        done.wait(30)
        for server in both:
            server.stop("immediate")
        done.wait(30)
    assert starting[0].result() == starting[1].result()


def test_the_server_ends_with_the_process_that_started_it(home: Path) -> None:
    def start_and_wait() -> None:
        Server(home / "database", fast=True).start()
        signal.pause()

    child = forked(start_and_wait)
    watched = Server(home / "database", fast=True)
    assert eventually(watched.running)
    running = processes_of(watched)
    os.kill(child, signal.SIGKILL)
    exit_code(child)
    assert eventually(lambda: all(gone(pid) for pid in running))
    assert "database system is shut down" in watched.log.read_text()


@pytest.mark.parametrize("place", ["data/postmaster.pid", "socket/.s.PGSQL.5432.lock"])
def test_a_file_whose_number_another_process_got_is_no_hindrance(
    server: Server, place: str
) -> None:
    server.start()
    left = (server.folder / place).read_text()
    server.stop()
    other = subprocess.Popen(["/bin/sleep", "60"], cwd="/", **account().switch)
    try:
        (server.folder / place).write_text(left.replace(left.split("\n")[0], str(other.pid), 1))
        os.chown(server.folder / place, account().uid, account().gid)
        assert not server.running()
        server.start()
        assert server.running()
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_what_a_crash_left_behind_is_waited_for(server: Server) -> None:
    command = ["/bin/sh", "-c", "sleep 0.5; exit", server._name]
    with subprocess.Popen(command) as left:  # noqa: S603 our own command
        assert eventually(server._left)  # its command line comes a moment after itself …
        server.start()
        left.wait(0.1)  # … and goes a moment before


def test_a_folder_left_half_made_is_made_anew(new_server: Server) -> None:
    (new_server.folder / "data.new").mkdir(parents=True)
    (new_server.folder / "data.new" / "PG_VERSION").write_text("18\n")
    new_server.start()
    assert new_server.running()
    assert not (new_server.folder / "data.new").exists()


def test_data_without_their_keys_are_left_alone(server: Server) -> None:
    server.start()
    server.stop()
    (server.home / "keys" / "chunfeng_admin.password").unlink()
    with pytest.raises(ServerFailed, match="not its password"):
        server.start()
    assert (server.data / "PG_VERSION").exists()
    assert not (server.home / "keys" / "chunfeng_admin.password").exists()


@root_only
def test_root_does_not_take_over_data_of_another_account(new_server: Server) -> None:
    new_server.data.mkdir(parents=True)
    write_private(new_server.home / "kept", "")
    with pytest.raises(ServerFailed, match="belongs to another account"):
        new_server.start()


def test_a_link_in_place_of_the_socket_folder_is_refused(new_server: Server) -> None:
    new_server.folder.mkdir(parents=True)
    victim = new_server.home / "victim"
    victim.mkdir()
    before = victim.stat()
    new_server.socket.symlink_to(victim)
    with pytest.raises(ServerFailed, match="belongs to another account"):
        new_server.start()
    assert victim.stat().st_uid == before.st_uid
    assert victim.stat().st_mode == before.st_mode


def test_a_long_folder_gets_a_short_socket(home: Path) -> None:
    server = Server(home / ("long" * 25) / "database", fast=True)
    server.start()
    assert len(os.fsencode(server.socket)) <= servers.LONGEST_SOCKET
    with direct(server) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    server.stop("immediate")
    server.socket.rmdir()


def test_a_folder_with_a_quote_and_a_space_is_only_a_name(home: Path) -> None:
    server = Server(home / "o'b $(id)" / "database", fast=True)
    server.start()
    with direct(server) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    server.stop("immediate")


@root_only
def test_where_only_root_can_go_the_data_lie_outside_and_are_linked(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "STATE", home / "state")
    private = home / "private"
    private.mkdir(mode=0o700)
    server = Server(private / "database", fast=True)
    server.start()
    assert server.data.is_relative_to(home / "state")
    assert (private / "database").resolve() == server.folder
    server.stop("immediate")
    assert Server(private / "database").folder == server.folder


@root_only
def test_programs_only_root_can_run_are_copied_once(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "STATE", home / "state")
    closed = home / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(accounts, "_of_the_wheel", lambda: closed)
    found = accounts.runnable(None)
    made = (found / "postgres").stat().st_mtime_ns, (home / "state").stat().st_mtime_ns
    assert found.is_relative_to(home / "state")
    assert account().can_run(found / "initdb")
    assert accounts.runnable(None) == found
    assert ((found / "postgres").stat().st_mtime_ns, (home / "state").stat().st_mtime_ns) == made


@root_only
def test_programs_of_ones_own_that_cannot_be_run_are_never_copied(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "STATE", home / "state")
    closed = home / "closed"
    (closed / "bin").mkdir(parents=True)
    closed.chmod(0o700)
    with pytest.raises(ServerFailed, match="cannot run"):
        Server(home / "database", binaries=closed / "bin").start()
    assert not (home / "state").exists()


def test_the_log_tells_nothing_of_what_clients_write(prepared: Server) -> None:
    with direct(prepared) as connection:
        connection.execute("CREATE TEMP TABLE known (name text PRIMARY KEY)")
        connection.execute("INSERT INTO known VALUES ('王春甲')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO known VALUES (%s)", ["王春甲"])
        with pytest.raises(psycopg.errors.InvalidTextRepresentation):
            connection.execute("SELECT '王春甲'::integer")
        with pytest.raises(psycopg.errors.RaiseException):
            connection.execute("DO $$ BEGIN RAISE EXCEPTION '王春甲'; END $$")
    assert "王春甲" not in prepared.log.read_text()
    assert "ready to accept connections" in prepared.log.read_text()
    assert stat.S_IMODE(prepared.log.stat().st_mode) == 0o600
