"""The vacancy ledger's way into the register: the doors of the import wizard and of the command."""

from chunfeng.foundation.access import Context
from chunfeng.foundation.intake.importing import Importer
from chunfeng.stages.vacancies.reading import vacancy_chunks
from chunfeng.stages.vacancies.refusals import NotAllowed
from chunfeng.stages.vacancies.rules import DECIDERS
from chunfeng.stages.vacancies.sheets import VACANCIES


def may_import(by: Context) -> bool:
    """Whether a post includes importing vacancies."""
    return by.role in DECIDERS


IMPORTER = Importer(ledger=VACANCIES, may=may_import, refusal=NotAllowed, read=vacancy_chunks)
