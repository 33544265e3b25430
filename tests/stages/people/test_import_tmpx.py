import pytest
from typing import Any
from chunfeng.foundation.access import entered
from chunfeng.stages.people import importing_undo
from django.db import connection
from tests.cast import NOW
from tests.foundation.jobs.arranging import login, officer
from tests.stages.people.imports import *
pytestmark = pytest.mark.django_db
def test_x(keys: Any) -> None:
    by = officer()
    imported(as_csv([person(n) for n in range(3)]), by)
    upload, _ = imported(as_csv([person(n, 户籍地="陕西省安康市平利县兴隆镇") for n in range(3)]), by)
    with login(None), connection.cursor() as c:
        for t in ("people_history","people_sealed_history"):
            c.execute(f"select id,of_table,at,region,left(before::text,90) from {t} order by id")
            for r in c.fetchall(): print(t,r)
    with entered(by):
        importing_undo.undo(upload, 0, by, NOW)
