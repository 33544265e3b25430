"""Employers: owns who offers work, their sites, recognitions (workshop, base, public welfare) and
payroll months; takes in applications and ledgers; gives out who may publish, what records prove.
Invariant: nobody who certifies an employer acts for it."""
