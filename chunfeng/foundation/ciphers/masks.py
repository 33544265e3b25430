"""What may be shown of a number. An ID number has no mask: any digit of it is too many."""


def phone_mask(phone: str) -> str:
    """138****1234; a short number keeps its first two digits only."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else f"{phone[:2]}****"
