"""The vacancy ledger 岗位台账, declared in ledger.yaml."""

from pathlib import Path

from chunfeng.foundation.intake.columns import load_layout

VACANCIES = load_layout(Path(__file__).with_name("ledger.yaml"))
