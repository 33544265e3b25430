"""How far somebody comes in some minutes: an estimate, by motorbike or e-bike on country roads.

0.4 km a minute (24 km/h) as the crow flies, bends of the road in it: general practice, the same
as docking's policy takes for minutes that people state (``commute.km_per_minute``).
"""

KM_PER_MINUTE = 0.4


def reach(minutes: float) -> float:
    """Kilometres as the crow flies."""
    return minutes * KM_PER_MINUTE


def minutes(km: float) -> int:
    """Minutes for a way, to five, five at least."""
    return max(5, 5 * round(km / KM_PER_MINUTE / 5))
