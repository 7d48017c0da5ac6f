"""Numbers and addresses of persons, known by their look; and how they are masked."""

from __future__ import annotations

import re

from rectify.domain.text import narrow

IDENTITY = re.compile(
    r"(?<!\d)([1-9]\d{3})\d{2}[ -]?(?:19|20)\d{6}[ -]?(\d{3}[\dXx])(?!\d)"
)
MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)[ -]?\d{4}[ -]?(\d{4})(?!\d)")
_CARD = re.compile(
    r"(?<!\d)(\d{4})(?:\d{7,11}(?=\d{4}(?!\d))|(?:[ -]\d{4}){2}[ -])(\d{4})"
)
_LINE = re.compile(
    r"(?<!\d)(0\d{2,3}[)）]?[ -]?|(?:电话|座机|联系方式)[号码为是:： ]{0,4})"
    r"\d{4}(\d{3,4})(?!\d)"
)
_MAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+(@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
)

# How a house, a unit or a room is numbered.
COUNT = "[0-9A-Za-z甲乙丙丁一二三四五六七八九十百零]{1,4}"
# A number that stands alone is a room's, where it counts nothing and dates nothing.
_BARE = r"\d{3,4}(?![\d.,%％‰多余年月日人名户个家间元万亿平米张件条次台部处项层栋床岁])"
_HOUSE = (
    rf"(?:{COUNT}(?:[-－]\d{{1,3}})?(?:号楼|号院"
    r"|[栋幢座排](?=[0-9一二三四五六七八九十])|号(?![楼院线井]))"
    rf"|附{COUNT}号)"
)
_SIDE = "[东西南北中]{1,2}户"
_ROOM = (
    rf"(?:{COUNT}单元|{COUNT}[楼层](?=\d|{_SIDE})|(?<=单元){COUNT}[楼层]|{_SIDE}"
    r"|\d{3,4}[室号户]|\d{1,2}[-－]\d{3,4}(?!\d)[室号户]?"
    rf"|(?<=[楼层栋幢座元排]){_BARE})"
)
_DASHED = r"\d{1,3}(?:[-－]\d{1,2})?[-－]\d{3,4}(?![\d米元人户年月])[室号]?"
_QUARTER = (
    "小区|社区|家园|花园|嘉园|佳园|公寓|公馆|家属院|家属楼|新城|名城|苑"
    "|村|庄|屯|寨|路|街|大道|巷|弄|胡同"
)
# From the community on, what leads to a door is left out.
_IN_QUARTER = re.compile(
    rf"((?:{_QUARTER})(?:[东西南北中]段)?)"
    rf"(?:(?:{COUNT}组)?{_HOUSE}+(?:{_ROOM}+|{_BARE})?|{COUNT}单元{_ROOM}*"
    rf"|{_DASHED})"
)
_DOOR = re.compile(
    rf"{_HOUSE}{{0,4}}{COUNT}单元{_ROOM}{{1,4}}|{_HOUSE}{{1,4}}{_ROOM}{{1,4}}"
)

_MASKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (IDENTITY, r"\1**********\2"),
    (_CARD, r"\1********\2"),
    (MOBILE, r"\1****\2"),
    (_LINE, r"\1****\2"),
    (_MAIL, r"***\1"),
    (_IN_QUARTER, r"\1"),
    (_DOOR, "某处"),
)


def masked(said: str) -> str:
    """Mask the numbers and addresses of persons in a text."""
    plain = narrow(said)
    hidden = plain
    for pattern, mask in _MASKS:
        hidden = pattern.sub(mask, hidden)
    return said if hidden == plain else hidden
