"""Who stands in the person ledger twice."""

from chunfeng.foundation.intake.ledger import Ledger


def duplicates(people: Ledger) -> dict[int, int]:
    """Rows that repeat an earlier one, with that row: same ID number, or same name and phone.

    Two rows with different ID numbers are two people, whatever else they share.
    """
    by_number: dict[str, int] = {}
    by_contact: dict[tuple[str, str], int] = {}
    repeated: dict[int, int] = {}
    for row in range(len(people)):
        number, phone = people["id_number"][row], people["phone"][row]
        first = by_number.setdefault(number, row) if number else row
        if first == row and phone:
            contact = (people["name"][row], phone)
            other = by_contact.setdefault(contact, row)
            if not (number and people["id_number"][other]):
                first = other
        if first != row:
            repeated[row] = first
    return repeated
