"""Small markets for tests: a person and a post that suit each other, and changes to them."""

from dataclasses import fields
from typing import Any

import numpy as np

from chunfeng.engine.tables import Market, Opportunities, Rules, Seekers

RULES = Rules(
    weights={
        "pay": 0.22,
        "commute": 0.18,
        "occupation": 0.18,
        "hours": 0.12,
        "place": 0.12,
        "board": 0.06,
        "company": 0.05,
        "stability": 0.07,
    },
    road_factor=1.4,
    same_township_km=4.0,
    same_county_km=15.0,
    near_radius_km=15.0,
    far_options=1000,
    shuttle_extra_km=15.0,
    weak_intensity=0,
    median_pay=3000.0,
    stay_by_channel=(0.8, 0.7, 0.6, 0.75, 0.9, 0.5),
    public_welfare_factor=0.5,
)
PERSON = {
    "lon": 109.36,
    "lat": 32.39,
    "home": 0,
    "village": 610926100001,
    "approximate": False,
    "age": 35,
    "over_age": False,
    "weak": False,
    "limits": 0,
    "carer": False,
    "commute_km": 15.0,
    "hours": np.nan,
    "window_start": -1,
    "window_end": -1,
    "busy": 0,
    "occupations": 0,
    "certificates": 0,
    "education": -1,
    "putonghua": -1,
    "disabilities": 0,
    "reach": 5,
    "wished": 0,
    "named": 0,
    "pay_min": np.nan,
    "forms": 0,
    "board": 0,
    "company": 0,
    "escort": False,
    "available": 0,
    "tier": 0,
    "origin": 0,
}
POST = {
    "lon": 109.37,
    "lat": 32.39,
    "work": 1,
    "approximate": False,
    "headcount": 5,
    "employer": 0,
    "employer_seats": 5,
    "channel": 1,
    "public_welfare": False,
    "casual": False,
    "demands": 0,
    "hazardous": False,
    "intensity": 0,
    "flexible": False,
    "certificates": 0,
    "education": -1,
    "putonghua": False,
    "disabilities": 0,
    "age_min": -1,
    "age_max": -1,
    "hours": 8.0,
    "window_start": -1,
    "window_end": -1,
    "forms": 0,
    "housing": False,
    "meals": False,
    "shuttle": False,
    "escorted": False,
    "pay": 3000.0,
    "stay": np.nan,
    "occupation": 0,
    "skilled": False,
    "agreement": 0,
    "start": 0,
    "end": 0,
}
TYPES = {
    Seekers: {
        "float64": "lon lat",
        "int32": "home window_start window_end occupations named available origin",
        "int64": "village",
        "bool": "approximate over_age weak carer escort",
        "int8": "age education putonghua reach tier",
        "uint16": "limits busy disabilities wished forms board company",
        "float32": "commute_km hours pay_min",
        "uint64": "certificates",
    },
    Opportunities: {
        "float64": "lon lat",
        "int32": "work headcount employer employer_seats window_start window_end occupation"
        " agreement start end",
        "bool": "approximate public_welfare casual hazardous flexible putonghua housing meals"
        " shuttle escorted skilled",
        "int8": "channel intensity education age_min age_max",
        "uint16": "demands disabilities forms",
        "float32": "hours pay stay",
        "uint64": "certificates",
    },
}
ALWAYS = {"home", "lon", "lat", "origin", "reach", "work", "housing", "pay", "public_welfare"}
# Works: 0 the same village, 1 the same township … 5 another province.
SCALE = np.arange(6, dtype=np.int8)[None, :]


def side(kind: type, rows: list[dict[str, Any]]) -> Any:
    """Rows as a table."""
    types = {name: kind for kind, names in TYPES[kind].items() for name in names.split()}
    return kind(
        **{f.name: np.array([r[f.name] for r in rows], types[f.name]) for f in fields(kind)}
    )


def market(people: list[dict[str, Any]], posts: list[dict[str, Any]], **relations: Any) -> Market:
    """A market of `PERSON`s and `POST`s, each with the given changes."""
    given = {
        "scale": SCALE,
        "profiles": np.array([[0], [1]], np.int32),
        "fit": np.array([[np.nan, np.nan], [1.0, 0.5]], np.float32),
        "named": np.array([[False] * 6, [False] * 5 + [True]]),
        "agreed": np.array([[True, False]]),
    }
    return Market(
        seekers=side(Seekers, [PERSON | changes for changes in people]),
        opportunities=side(Opportunities, [POST | changes for changes in posts]),
        **(given | relations),
    )


def random_market(seed: int, people: int, posts: int) -> Market:
    """Places and pay drawn, and a share of all else; so limits are met on both their sides."""
    g = np.random.default_rng(seed)
    share = g.choice([0.15, 0.4, 1.0])
    homes, works, sets = 4, 6, 3
    points = 109 + g.random((homes, 2)) * [1, 0] - [0, 109] + [0, 32] + g.random((homes, 2)) * 0.2

    def person() -> dict[str, Any]:
        home = int(g.integers(homes))
        return {
            "home": home,
            "lon": points[home, 0] + g.choice([0, 0.01]),
            "lat": points[home, 1],
            "approximate": g.random() < 0.5,
            "age": g.choice([-1, 16, 17, 18, 40, 61]),
            "over_age": g.random() < 0.2,
            "weak": g.random() < 0.3,
            "limits": g.integers(1 << 9) & g.integers(1 << 9) & g.integers(1 << 9),
            "carer": g.random() < 0.3,
            "commute_km": g.choice([2.0, 10.0, 40.0]),
            "hours": g.choice([np.nan, 4.0, 8.0]),
            "window_start": g.choice([-1, 480]),
            "window_end": g.choice([960, 1080]),
            "busy": g.choice([0, 24]),
            "occupations": g.integers(4),
            "certificates": g.integers(8),
            "education": g.integers(-1, 4),
            "putonghua": g.integers(-1, 2),
            "disabilities": g.choice([0, 0, 1, 5]),
            "reach": g.integers(6),
            "wished": g.integers(64),
            "named": g.integers(sets),
            "pay_min": g.choice([np.nan, 2000.0, 4000.0]),
            "forms": g.integers(16),
            "board": g.integers(16),
            "company": g.integers(8),
            "escort": g.random() < 0.3,
            "available": g.choice([0, 740000, 740100]),
            "tier": g.integers(3),
            "origin": home,
        }

    def post() -> dict[str, Any]:
        channel = int(g.integers(6))
        return {
            "lon": 109 + g.random(),
            "lat": 32 + g.random() * 0.2,
            "work": g.integers(works),
            "approximate": g.random() < 0.5,
            "headcount": g.integers(1, 5),
            "employer_seats": g.integers(1, 5),
            "channel": channel,
            "public_welfare": channel == 4,
            "casual": g.random() < 0.5,
            "demands": g.integers(1 << 8) & g.integers(1 << 8) & g.integers(1 << 8),
            "hazardous": g.random() < 0.1,
            "intensity": g.integers(-1, 3),
            "flexible": g.random() < 0.3,
            "certificates": g.choice([0, 0, 1, 6]),
            "education": g.choice([-1, -1, 1, 3]),
            "putonghua": g.random() < 0.2,
            "disabilities": g.choice([0, 0, 4, 127]),
            "age_min": g.choice([-1, 18]),
            "age_max": g.choice([-1, 50]),
            "hours": g.choice([np.nan, 5.0, 8.0, 10.0]),
            "window_start": g.choice([-1, 450, 510]),
            "window_end": g.choice([930, 1050]),
            "forms": g.integers(16),
            "housing": g.random() < 0.4,
            "meals": g.random() < 0.5,
            "shuttle": g.random() < 0.3,
            "escorted": g.random() < 0.4,
            "pay": g.choice([np.nan, 1800.0, 3000.0, 5200.0]),
            "stay": g.choice([np.nan, 0.35, 0.9]),
            "occupation": g.integers(3),
            "skilled": g.random() < 0.5,
            "agreement": g.choice([0, 0, 1]),
            "end": g.choice([0, 740050]),
        }

    def some(row: dict[str, Any]) -> dict[str, Any]:
        return {k: v for k, v in row.items() if k in ALWAYS or g.random() < share}

    fit = g.choice(np.array([0, 0.5, 0.8, 1], np.float32), (5, 3))
    fit[0] = np.nan
    named = g.random((sets, works)) < 0.3
    named[0] = False
    agreed = g.random((homes, 2)) < 0.5
    agreed[:, 0] = True
    return market(
        [some(person()) for _ in range(people)],
        [some(post()) for _ in range(posts)],
        scale=g.integers(0, 6, (homes, works)).astype(np.int8),
        profiles=np.vstack([[0, 0], g.integers(0, 5, (3, 2))]).astype(np.int32),
        fit=fit,
        named=named,
        agreed=agreed,
    )
