"""Messages to phones: an outbox in the database, templates, quiet hours, opt-out, channels.

Owns: messages and the phones that want no notices. Takes in: a phone, a template and its values, in
the transaction of what it is about. Gives out: a channel is handed every message at least once.
"""
