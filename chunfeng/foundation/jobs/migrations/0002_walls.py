"""Who may do what with runs, and with the queue beneath them."""

from django.db import migrations

from chunfeng.foundation.database.walls import IN_SCOPE, WEB, WORKER, protect, sql

OWN = '"user" = app_user() AND post = app_post()'
RUNS = f"""
GRANT SELECT, INSERT, UPDATE (cancel_asked_at, state, finished_at, message) ON jobs_run TO {WEB};
CREATE POLICY seen ON jobs_run FOR SELECT TO {WEB} USING ({IN_SCOPE});
CREATE POLICY started ON jobs_run FOR INSERT TO {WEB}
    WITH CHECK ({IN_SCOPE} AND {OWN} AND state = 'queued' AND fence = 0);
CREATE POLICY cancelled ON jobs_run FOR UPDATE TO {WEB} USING ({IN_SCOPE})
    WITH CHECK ({IN_SCOPE} AND cancel_asked_at IS NOT NULL AND state IN ('running', 'cancelled'));
GRANT SELECT, INSERT, UPDATE ON jobs_run TO {WORKER};
CREATE POLICY works ON jobs_run TO {WORKER} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON jobs_chunk TO {WORKER};
"""
# Its functions run with the caller's rights. To queue a job is to insert it, to read its number
# back, and to insert an event (a trigger does).
QUEUE = f"""
GRANT INSERT, SELECT (id) ON procrastinate_jobs TO {WEB};
GRANT INSERT ON procrastinate_events TO {WEB};
GRANT USAGE ON SEQUENCE procrastinate_jobs_id_seq, procrastinate_events_id_seq TO {WEB};
GRANT SELECT, INSERT, UPDATE, DELETE ON procrastinate_jobs, procrastinate_events,
    procrastinate_periodic_defers, procrastinate_workers TO {WORKER};
GRANT USAGE ON SEQUENCE procrastinate_jobs_id_seq, procrastinate_events_id_seq,
    procrastinate_periodic_defers_id_seq, procrastinate_workers_id_seq TO {WORKER};
"""


class Migration(migrations.Migration):
    """Explicit grants; there are no default ones."""

    dependencies = [
        ("jobs", "0001_initial"),
        ("database", "0001_initial"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]
    operations = [protect("jobs_run", write=()), sql(RUNS), sql(QUEUE)]
