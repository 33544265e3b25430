"""PostgreSQL: the server that comes along, the logins and roles, the walls between regions."""
