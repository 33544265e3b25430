import time, psycopg, pytest
from tests.foundation.jobs.test_job_worker import *
from tests.foundation.jobs.test_job_worker import workers

@pytest.mark.parametrize("how", ["terminate", "restart"])
def test_tmp(committed, workers, tmp_path, database_server, how):
    run = started("trial.heavy", chunks=1500)
    first = workers()
    until(lambda: run_of(run).done > 5)
    t=time.monotonic()
    if how == "terminate":
        with psycopg.connect(committed, autocommit=True) as d:
            print(d.execute("select count(pg_terminate_backend(pid)) from pg_stat_activity where usename='chunfeng_worker'").fetchone())
    else:
        connection.close()
        database_server.stop("immediate"); database_server.start()
    print("back", time.monotonic()-t)
    for _ in range(100):
        if first.poll() is not None: break
        time.sleep(0.1)
    print("exit", first.poll(), time.monotonic()-t)
    r = run_of(run); print(r.state, r.done, r.stumbles, r.fault, waiting(run))
    if first.poll() is not None:
        second = workers()
    t0=time.monotonic()
    while run_of(run).state != State.DONE and time.monotonic()-t0 < 60: time.sleep(0.1)
    r = run_of(run); print(r.state, r.done, r.stumbles, r.fault, waiting(run), time.monotonic()-t)
    assert effects(run) == list(range(1500))
    print((tmp_path/"log").read_text()[-6000:])
