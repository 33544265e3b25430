"""Invented docking runs of any size, with hostile texts and numbers that must never be shown."""

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

from chunfeng.foundation.intake.columns import Layout
from chunfeng.foundation.intake.ledger import Issue, Ledger, Severity
from chunfeng.foundation.places import Scale
from chunfeng.kit.texts import Text
from chunfeng.stages.docking.result import (
    Count,
    Docking,
    Empty,
    EmptySeats,
    Lever,
    LeverKind,
    OverAsked,
    Placement,
    Proof,
    Reason,
    Unplaced,
    Why,
)
from chunfeng.stages.people.sheets import PEOPLE
from chunfeng.stages.vacancies.sheets import VACANCIES

DAY = date(2026, 11, 23)
VILLAGES = (
    610926100001,
    610926100002,
    610926101001,
    610926101203,
    610926102001,
    610926102202,
    610926100000,
    610926000000,
)
WORKPLACES = (610926100000, 610926101000, 610902000000, 320100000000)
PHONE = "13912345678"
ID_NUMBER = "11010519491231002X"  # the example of the standard
HOSTILE = (
    "=HYPERLINK(\"http://example.org\",\"x\")", "+1+1", "-2+3", "@SUM(A1)", "<r><t>x</t></r>",
    "http://example.org", f"电话{PHONE}", f"{ID_NUMBER}", "a\x00b\ud800c", "[red]x[/red]",
)  # fmt: skip


def id_number(number: int) -> str:
    """A valid ID number of an unassigned region, born in the eighties."""
    body = f"999999{1980 + number % 10}{1 + number // 10 % 12:02}{1 + number // 120 % 28:02}"
    body += f"{number // 3360:03}"
    weights = [2 ** (17 - place) % 11 for place in range(17)]
    rest = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11
    return body + "10X98765432"[rest]


def phone(number: int) -> str:
    return f"139{number:08}"


def said(zh: str) -> Text:
    """A text that needs no translation."""
    return Words(zh)


class Words(Text):
    """The same in every language."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh.replace("{", "").replace("}", ""))

    def to(self, language: str) -> str:
        return self.message


def ledger(layout: Layout, rows: Sequence[Mapping[str, Any]], **more: Any) -> Ledger:
    """A ledger with these rows; fields not given are None."""
    return Ledger(
        layout=layout,
        file=more.get("file", f"{layout.name}.xlsx"),
        sheet=layout.zh,
        columns={c.field: [row.get(c.field) for row in rows] for c in layout},
        row_numbers=[number + 3 for number in range(len(rows))],
        rows_seen=more.get("rows_seen", len(rows) + 2),
    )


def person(number: int, draw: Random) -> dict[str, Any]:
    return {
        "person_no": f"A{number:06}",
        "name": f"王春{number}",
        "id_number": id_number(number),
        "phone": phone(number),
        "home": draw.choice(VILLAGES),
    }


def vacancy(number: int, draw: Random) -> dict[str, Any]:
    channels = [choice.code for choice in VACANCIES.column("channel").choices]
    kind = draw.choice(["month", "piece", "hour", None])
    return {
        "vacancy_no": f"V{number:04}",
        "employer": f"平利县春燕第{number % 40}社区工厂",
        "channel": draw.choice([*channels, None]),
        "title": draw.choice(["缝纫工", "电子装配工", "茶园管护员", "保洁员"]),
        "place": draw.choice(WORKPLACES),
        "headcount": draw.randint(1, 12),
        "pay_kind": kind,
        "hours_per_day": 8.0 if kind else None,
        "days_per_week": 6.0,
        "hours_window": (510, 1050),
        "phone": PHONE,
    }


def made(people: int = 60, vacancies: int = 12, seed: int = 1, hostile: bool = False) -> Docking:
    """A run in which every person is placed or not, and every vacancy's seats add up."""
    draw = Random(seed)
    persons = [person(number, draw) for number in range(people)]
    posts = [vacancy(number, draw) for number in range(vacancies)]
    if hostile:
        for number, words in enumerate(HOSTILE):
            persons[number]["name"] = persons[number]["person_no"] = words
            posts[number % vacancies]["employer"] = words
            posts[number % vacancies]["title"] = words
    placements, left = place(persons, posts, draw)
    placed = {line.person for line in placements}
    unplaced = [unplaced_line(n, draw, vacancies) for n in range(people) if n not in placed]
    looked_for = [line for line in unplaced if line.tier is not None]
    tiers = range(4)
    return Docking(
        people=ledger(PEOPLE, persons),
        vacancies=ledger(VACANCIES, posts),
        on=DAY,
        policy_name="全国默认参数 2026",
        policy_digest="0123456789abcdef",
        tier_names=[said(f"第{tier}层") for tier in tiers],
        placements=placements,
        unplaced=unplaced,
        empty=[empty_line(n, posts[n]["headcount"], seats) for n, seats in left.items() if seats],
        levers=levers(vacancies),
        issues=issues(hostile),
        notes=[said("“人员台账”共 3 行说明未读入。"), said("隐藏的 2 行也已读入。")],
        excluded_pairs={"commute": 500, "night": 40, "heavy": 0, "reach": 7000},
        proof=Proof(
            value=sum(line.score for line in placements),
            bound=sum(line.score for line in placements) * 1.00041,
            gap=0.00041,
            status="gap",
            pairs=people * 3,
            tier_placed=[sum(line.tier == tier for line in placements) for tier in tiers],
            tier_people=[
                sum(line.tier == tier for line in placements)
                + sum(line.tier == tier for line in looked_for)
                for tier in tiers
            ],
            seconds=draw.random(),
        ),
    )


def place(
    persons: Sequence[Mapping[str, Any]], posts: Sequence[Mapping[str, Any]], draw: Random
) -> tuple[list[Placement], dict[int, int]]:
    """About two thirds of the people into seats; and the seats left by vacancy."""
    left = {number: post["headcount"] for number, post in enumerate(posts)}
    lines: list[Placement] = []
    for number in draw.sample(range(len(persons)), len(persons) * 2 // 3):
        open_posts = draw.sample(range(len(posts)), min(2, len(posts)))
        vacancy = next((post for post in open_posts if left[post]), None)
        if vacancy is not None:
            left[vacancy] -= 1
            lines.append(placement(number, vacancy, len(lines) + 1, draw))
    return lines, left


def placement(person: int, vacancy: int, order: int, draw: Random) -> Placement:
    points = [draw.randint(100, 2000) for _ in range(4)]
    words = [
        "离家近（3 公里），骑车可到",
        "工种与意愿相同：缝纫工",
        "工时合适，留出农忙时间",
        "工资高于期望",
    ]
    return Placement(
        person=person,
        vacancy=vacancy,
        tier=draw.randrange(4),
        score=sum(points),
        distance_km=draw.random() * 60,
        distance_approximate=draw.random() < 0.4,
        scale=draw.choice(list(Scale)[:6]),
        pay_month=draw.choice([2350.0, 4800.5, None]),
        reasons=[
            Reason(term=f"term{k}", text=said(word), points=point)
            for k, (word, point) in enumerate(zip(words, points, strict=True))
        ],
        over_asked=[OverAsked(vacancy=0, score=9000, short_by=120)] if draw.random() < 0.3 else [],
        contact_order=order,
    )


def counts() -> list[Count]:
    return [
        Count(limit="commute", text=said("每天路程太远"), number=1200),
        Count(limit="night", text=said("不能上夜班"), number=40),
    ]


def unplaced_line(person: int, draw: Random, vacancies: int) -> Unplaced:
    why = draw.choice(list(Why))
    docked = why is not Why.NOT_DOCKED
    return Unplaced(
        person=person,
        tier=draw.randrange(4) if docked else None,
        why=why,
        reason=said("没有岗位符合全部条件" if docked else "在校学生"),
        excluded=counts() if why is Why.NO_OPTION else [],
        change=said("毕业前询问就业或升学打算")
        if not docked
        else said("把可接受路程从 5 公里放宽到 8 公里"),
        nearest=draw.randrange(vacancies) if docked else None,
        nearest_km=draw.random() * 30 if docked else None,
    )


def empty_line(vacancy: int, headcount: int, left: int) -> EmptySeats:
    return EmptySeats(
        vacancy=vacancy,
        headcount=headcount,
        filled=headcount - left,
        why=list(Empty)[vacancy % 4],
        reason=said("符合条件的人都有更好的去处"),
        excluded=counts(),
    )


def levers(vacancies: int) -> list[Lever]:
    return [
        Lever(
            kind=kind,
            text=said(f"在城关镇增加 {5 - k} 个缝纫名额"),
            place=WORKPLACES[k],
            vacancy=k if k < vacancies and k % 2 else None,
            people_gained=9 - k,
            score_gained=70_000 - k,
        )
        for k, kind in enumerate(LeverKind)
    ]


def issues(hostile: bool) -> list[Issue]:
    values = HOSTILE if hostile else ("2019-2-30", "", "四千五")
    return [
        Issue(
            file="people.xlsx",
            sheet="人员台账",
            row=number + 3,
            column="F",
            header="出生日期",
            value=value,
            severity=list(Severity)[number % 3],
            problem=said(f"“{value}”不是日期。"),
            mend=said("按 1980-01-05 的样子填写。"),
        )
        for number, value in enumerate(values)
    ]
