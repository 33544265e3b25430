"""Writes on links and letters, in the caller's transaction, one event each."""

from chunfeng.stages.own.letters import answer, write
from chunfeng.stages.own.links import Sent, address, for_message, issue, revoke, send, sweep
from chunfeng.stages.own.proving import CONFIRMED, OVER, WRONG, ask, close, confirm, phone_of

__all__ = [
    "CONFIRMED", "OVER", "WRONG", "Sent", "address", "answer", "ask", "close", "confirm",
    "for_message", "issue", "phone_of", "revoke", "send", "sweep", "write",
]  # fmt: skip
