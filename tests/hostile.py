"""A ledger in which every free text tries to be something else, and its tame twin.

A hostile text is a beginning that some format could read as its own, everything
hostile in a row, and an ending; a bare one is a beginning alone. In the twin stands a
single rare character for each: put the texts in their places, and nothing may differ.
"""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import TYPE_CHECKING, Any, get_args, get_origin

from rectify.domain import event as ev
from rectify.domain.ballot import Row, Vote
from rectify.domain.custom import CustomField
from rectify.domain.entity import LONG, UNIT, Entity, marked
from rectify.domain.issue import Issue, Proposer, issue_kind
from rectify.domain.ledger import Grade, Ledger, Officer, Opinion
from rectify.domain.particulars import Approval, Attachment
from rectify.domain.roster import Book, muster
from rectify.domain.terms import FieldKind
from rectify.domain.text import closed
from rectify.domain.unit import Directory, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.domain.roster import Roster

Plain = dict[str, Any]

# What a line, a cell or a paragraph could begin with and be more than words.
BEGINNINGS = (
    "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "#", "# 标题", "## 二、标题", "- 项",
    "* 项", "+ 项", "1. 项", "1) 项", "一、签收。", "（一）答复。", "> 引文", "---",
    "***", "===", "```", "```图表 柱形图", "~~~", "注：", "附件", "附件：", "附件1",
    "版式: 信函", "标题: 假", "| a | b |", "|", ":---:", "<!--", "<script>", "{{", "{%",
    "（共1条）", "　　", "    代码", "[^1]: 注", "[a]: http://a.b", "抄送：", "\\",
    "&amp;", "\u202e", "https://a.example", "2024-09-30", "0012", "1e5", "57", "99%",
    "—", "'", '"', "$", "%", "!", "\u200b", "甲\u00a0", "𠮷", "- [ ] 项", "<td>", ": ",
)  # fmt: skip
INSIDE = (
    "*斜*_体_**粗**__体__`码`{{ 7*7 }}{% raw %}{# 注 #}<script>alert(1)</script>"
    "<b onclick='x()'>&amp;&lt;&#60;&nbsp;<!-- -->]]><![CDATA[x]]>|\\|\\\\ | "
    "[链](javascript:alert(1))![图](http://a.example/x.png)<http://a.example>[^1][a]"
    "https://a.example/?a=1&b=2 www.a.example a@a.example ~~删~~ ~下~ ^上^ $x^2$ $$y$$ "
    "=1+1 +1 -1 @x #x rId1 w:fldSimple w:instrText HYPERLINK 'x' {标题} {{标题}} "
    "\u202e倒\u202c\u2066隔\u2069\u200b零\u200f 甲\u00a0乙\u3000丙 𠮷𬭚😀👨\u200d👩é "
    "'单'“引”‘用’ \\n \\u4e00 %s %(a)s {0} C:\\x \\* \\_ 版式: 信函 --- 注：附件1 "
    "１２３ａ :smile: <a href=x>y</a> */ ;//# && || ?> ${x} $(x) _x0041_ a: b"
)  # fmt: skip
ENDINGS = (
    "\\", "*", "_", "`", "[", "<", "&", "|", "~", "$", "{{", "{%", "!", "：", "。", '"',
    "'", "</td>", "-->", "**", "```", "]]>", "\u202e", "&#", "  ", "- ", "😀", "&lt",
)  # fmt: skip
# What may not stand in the name of a unit, nor in that of a file.
NO_FILE = re.compile(r'[/\\:*?"<>|]')
WORD = "字" * 1000 + "w" * 1000
# Characters of CJK Extension A: no wording of ours has one.
_FIRST_SIGN = 0x3400
_REFERENCES = ("编号", "SHA-256", "作废", "票号", "类别", "并入", "承接自")


class Mood(StrEnum):
    """How the texts of a ledger are."""

    HOSTILE = "hostile"
    BARE = "bare"


class Texts:
    """Gives out texts; those of the twin are characters that stand for them."""

    def __init__(self, mood: Mood, *, tame: bool) -> None:
        self._mood = mood
        self._tame = tame
        self._count = 0
        self.meant: dict[str, str] = {}

    def line(self, *, file: bool = False) -> str:
        """Give a text of one line."""
        number, self._count = self._count, self._count + 1
        # Seven steps at a time, so that fields meet other hazards in each issue.
        text = BEGINNINGS[number * 7 % len(BEGINNINGS)]
        if self._mood is Mood.HOSTILE:
            text += INSIDE + ENDINGS[number % len(ENDINGS)]
        text = NO_FILE.sub("", text) if file else text
        text = closed(text.strip(" \u3000\u00a0") or "甲")
        return self._stand_in(text) if self._tame else text

    def _stand_in(self, text: str) -> str:
        """Give the character that stands for a text, the same for the same."""
        for sign, meant in self.meant.items():
            if meant == text:
                return sign
        sign = chr(_FIRST_SIGN + len(self.meant))
        self.meant[sign] = text
        return sign

    def long(self) -> str:
        """Give a text of two paragraphs, with a word that no line can hold."""
        return f"{self.line()}\n\n{self.line()}{WORD}"

    def fill(self, kind: type[Entity], **fixed: object) -> Plain:
        """Give the fields of an entity with every free text of it filled."""
        plain: Plain = {}
        for name, label in kind.labels().items():
            field = kind.model_fields[name]
            several = get_origin(field.annotation) is tuple
            parts = () if several else (field.annotation, *get_args(field.annotation))
            says = any(getattr(part, "__origin__", part) is str for part in parts)
            if not says or name in marked(kind, UNIT) or label in _REFERENCES:
                continue
            if name in marked(kind, LONG):
                plain[label] = self.long()
            else:
                plain[label] = self.line(file=label in {"文件", "全称", "简称"})
        return {k: v for k, v in (plain | fixed).items() if v is not None}


class Campaign:
    """A ledger of which every issue took another course, so that much is said."""

    def __init__(self, mood: Mood, *, tame: bool) -> None:
        self.texts = Texts(mood, tame=tame)
        fill = self.texts.fill
        named = [fill(Unit, 上级=None, 并入=None) for _ in range(4)]
        self.units = [Unit.model_validate(each) for each in named]
        self.one, self.two, self.three, _ = (unit.name for unit in self.units)
        self.grades = [
            fill(Grade, 类别=self.texts.line(), 计入解决=solved, 计入落实="是")
            for solved in ("是", "否")
        ]
        self.manner = self.texts.line()
        self.category = self.texts.line()
        self.own = tuple(self._own_fields())
        self._number = 0

    def roster(self, on: str = "2024-12-31") -> Roster:
        """Fold the ledger for a day; the rules may refuse nothing of it."""
        issues = [*self._in_hand(), *self._judged(), *self._ended()]
        book = Book(
            "ylfw-2024",
            self._ledger(),
            Directory(self.units),
            issues,
            [
                self._vote("2024-01", (30, 5, 1), {"问题": ["JZ-006", "JZ-008"]}),
                self._vote("2024-02", (3, 2, 31), {"问题": ["JZ-007"]}),
                self._vote("2024-03", (20, 10, 6), {"单位": [self.one]}, self.one),
            ],
        )
        found = muster(book, on=dt.date.fromisoformat(on))
        assert not [str(each.error) for case in found.cases for each in case.faults]
        return found

    def _own_fields(self) -> Iterator[CustomField]:
        """Declare fields of the ledger's own: what can be text, and what is chosen."""
        options = (self.texts.line(), self.texts.line())
        yield CustomField(name="责任科室", public=True)
        yield CustomField(name="调研情况", kind=FieldKind.TEXT)
        yield CustomField(
            name="轻重", kind=FieldKind.CHOICE, options=options, public=True
        )

    def _in_hand(self) -> Iterator[Issue]:
        """1 to 5: to be vetted, late and pressed, moved, divided, to be handed over."""
        say = self._event
        yield self._issue(say(ev.Reply, "2024-06-01", 单位=self.one))
        yield self._issue(
            *self._hand(),
            *self._work(self.one),
            say(ev.Urge, "2024-10-02", 单位=self.one),
            say(ev.UrgeFormally, "2024-10-20", 单位=self.one),
            say(ev.Key, "2024-10-21", 结论="列入"),
            say(ev.Extend, "2024-11-01", 单位=self.one, 新期限="2025-01-31"),
        )
        yield self._issue(
            *self._hand(),
            say(ev.Decline, "2024-06-25", 单位=self.one),
            say(ev.Refuse, "2024-06-26", 单位=self.one),
            say(ev.Decline, "2024-06-27", 单位=self.one),
            say(
                ev.Reassign,
                "2024-06-28",
                原单位=self.one,
                单位=self.three,
                期限="2024-10-31",
            ),
            say(
                ev.Extend,
                "2024-10-08",
                单位=self.three,
                结论="同意",
                新期限="2025-01-10",
            ),
        )
        shares = [self.one, {"单位": self.two, "期限": "2024-08-31"}]
        yield self._issue(*self._hand(主办=None, 协办=None, 分办=shares))
        yield self._issue(say(ev.Approve, "2024-06-19"))

    def _judged(self) -> Iterator[Issue]:
        """6 to 9: struck off, failed, passed, found wanting."""
        say = self._event
        people = self._people()
        yield self._issue(
            *self._hand(),
            *self._work(self.one),
            *self._answer(self.one),
            say(ev.Feedback, "2024-09-02", 提出人=people[0]["姓名"], 结果="满意"),
            say(ev.Evaluate, "2024-10-10", 票号="2024-01", 结论="通过"),
            say(
                ev.Close,
                "2024-11-01",
                批准=[self.texts.fill(Approval)],
                佐证=[self._file()],
            ),
            say(ev.Recheck, "2024-12-01", 结论="巩固"),
            提出人=people,
        )
        yield self._issue(
            *self._hand(),
            *self._answer(self.one),
            say(
                ev.Evaluate,
                "2024-10-10",
                票号="2024-02",
                结论="不通过",
                期限="2024-11-10",
            ),
        )
        yield self._issue(
            *self._hand(),
            *self._answer(self.one),
            say(ev.Evaluate, "2024-10-10", 票号="2024-01", 结论="通过"),
        )
        yield self._issue(
            *self._hand(),
            *self._answer(self.one, "未到位"),
            say(ev.Reject, "2024-09-10", 单位=[self.one], 期限="2024-10-31"),
        )

    def _ended(self) -> Iterator[Issue]:
        """10 to 14: merged, withdrawn, taken up again, followed, impossible."""
        say = self._event
        merged = say(ev.Drop, "2024-07-01", 方式="并案", 并入="JZ-002")
        gone = say(ev.Drop, "2024-07-01", 方式="撤回", 并入=None)
        yield self._issue(*self._hand(), merged)
        yield self._issue(*self._hand(), gone)
        yield self._issue(*self._hand(), gone, say(ev.Resume, "2024-07-08"))
        yield self._issue(
            *self._hand(),
            *self._answer(self.one),
            say(ev.Track, "2024-10-15", 下次核查="2025-03-01"),
        )
        yield self._issue(
            *self._hand(),
            *self._answer(self.one, "无法整改"),
            say(ev.Note, "2024-10-01"),
        )

    def _event(self, kind: type[ev.Event], day: str, **fixed: object) -> Plain:
        """Write an event in which whatever may be said is said."""
        return self.texts.fill(kind, **({"日期": day, "事项": kind.matter()} | fixed))

    def _file(self) -> Plain:
        return self.texts.fill(Attachment, **{"SHA-256": "0" * 64})

    def _people(self) -> list[Plain]:
        hidden = self.texts.fill(Proposer, 身份="市人大代表", 保密="是")
        return [self.texts.fill(Proposer), hidden]

    def _hand(self, **fixed: object) -> list[Plain]:
        """审定, and 交办 to one unit and a helper."""
        given: Plain = {"主办": self.one, "协办": [self.two], "期限": "2024-09-30"}
        return [
            self._event(ev.Approve, "2024-06-19"),
            self._event(ev.Assign, "2024-06-20", **(given | fixed)),
        ]

    def _work(self, unit: str) -> list[Plain]:
        """签收, 方案, 进展, 面商: what comes before an answer."""
        return [
            self._event(ev.Accept, "2024-06-24", 单位=unit),
            self._event(ev.Plan, "2024-06-28", 单位=unit),
            self._event(ev.Advance, "2024-07-10", 单位=unit),
            self._event(ev.Contact, "2024-07-12", 单位=unit, 方式=self.manner),
        ]

    def _answer(self, unit: str, finding: str = "整改到位") -> list[Plain]:
        """答复, and the 复核 of it."""
        grade = self.grades[0]["类别"]
        own: Plain = {"单位": unit, "类别": grade, "附件": [self._file()]}
        return [
            self._event(ev.Respond, "2024-08-20", **own),
            self._event(ev.Review, "2024-09-01", 单位=unit, 结论=finding),
        ]

    def _issue(self, *events: Plain, **fixed: object) -> Issue:
        """Make an issue of these events."""
        self._number += 1
        facts: Plain = {
            "编号": f"JZ-{self._number:03}",
            "类别": self.category if self._number % 2 else self.texts.line(),
            "提出人": self._people(),
            "拟主办": self.one,
            "附件": [self._file()],
            "性质": "问题类",
            "来源级别": "市",
            "审议意见": 1,
            "轻重": self.own[-1].options[0],
            "办理记录": list(events),
        }
        kind = issue_kind(self.own)
        return kind.model_validate(self.texts.fill(kind, **(facts | fixed)))

    def _ledger(self) -> Ledger:
        fill = self.texts.fill
        facts: Plain = {
            "编号前缀": "JZ",
            "行政区": f"{self.texts.line()}县",
            "来源方式": [self.texts.line()],
            "审议意见": [fill(Opinion, 序号=1), fill(Opinion, 序号=2)],
            "答复类别": self.grades,
            "联系人": fill(Officer),
            "自定义字段": self.own,
            "计量词": "条",
            "办理规则": {"须审定": "是", "面商方式": [self.manner]},
        }
        return Ledger.model_validate(fill(Ledger, **facts))

    def _vote(
        self, number: str, counts: tuple[int, int, int], on: Plain, apart: str = ""
    ) -> Vote:
        """Make a vote of two venues."""
        said: Plain = dict(zip(("满意", "基本满意", "不满意"), counts, strict=True))
        said |= {"应到": 40, "实到": 36, "发出": 36, "收回": 36}
        rows = [self.texts.fill(Row, **said, 对象=apart or None) for _ in range(2)]
        facts: Plain = {
            "票号": number,
            "日期": "2024-10-10",
            "上次票号": None,
            "对象": {"报告": self.texts.line()} | on,
            "计票": rows,
        }
        return Vote.model_validate(self.texts.fill(Vote, **facts))
