"""The work flow, stage by stage; a stage looks upstream only."""
