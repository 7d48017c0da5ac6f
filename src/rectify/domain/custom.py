"""The ledger's own fields (自定义字段): declared in ledger.yaml, then like others."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import AfterValidator, model_validator
from pydantic_core import PydanticCustomError

from rectify.domain.entity import (
    CHOICE,
    Day,
    Entity,
    Line,
    Number,
    Text,
    YesNo,
    figure,
    label,
)
from rectify.domain.terms import FieldKind
from rectify.domain.text import narrow

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 20
_NAME = re.compile(
    rf"(?=.*[\u3400-\u9fff])[\u3400-\u9fffA-Za-z][\u3400-\u9fffA-Za-z0-9()（）]"
    rf"{{0,{_LONGEST - 1}}}"
)
# What a heading, a list, a workbook or a letter calls something else already.
RESERVED = frozenset(
    {
        "事项", "日期", "次序", "登记日期", "作废", "现状", "截至",
        "状态", "单位", "主办", "协办", "分办", "责任单位", "承办单位",
        "责任领导", "责任人", "整改目标", "整改措施", "完成时限", "进展", "整改进展",
        "交办日期", "交办文号", "文号", "期限", "期限依据", "原期限", "核查日",
        "下次核查", "剩余天数", "余", "逾期天数", "签收日期", "办理次数", "办理情况",
        "答复日期", "答复文号", "答复类别", "答复内容", "完成日期", "承诺期限",
        "已签收", "未签收", "复核结论", "反馈结果", "测评结论", "票号", "销号日期",
        "批准人", "回头看", "重点督办", "催办次数", "并入", "来源文件", "台账",
        "程序版本", "用途", "不要", "是否完成", "是否销号", "是否答复",
    }
)  # fmt: skip
_WIDE = str.maketrans("()", "（）")
_GROUPED = re.compile(r"-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")


def _wrong(sentence: str, **said: str | int) -> PydanticCustomError:
    """Refuse a declaration."""
    return PydanticCustomError("declaration", sentence, said)


def _nameable(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise _wrong(
            "“{value}”不能做项目名称：只能用汉字、字母、数字和括号，以汉字或字母开头，"
            "至少有一个汉字，不超过{most}个字",
            value=name,
            most=_LONGEST,
        )
    if name in RESERVED:
        raise taken(name)
    return name


def taken(name: str) -> PydanticCustomError:
    """Refuse a name that means something already."""
    return _wrong("“{value}”已另有所指，请换一个名称", value=name)


class CustomField(Entity):
    """One field that a ledger declares; `public` says that anybody may read it."""

    name: Annotated[Line, AfterValidator(_nameable), label("名称")]
    kind: Annotated[FieldKind, label("类型")] = FieldKind.LINE
    options: Annotated[tuple[Line, ...], label("选项")] = ()
    public: Annotated[YesNo, label("公开")] = False

    @model_validator(mode="after")
    def _chosen_among_some(self) -> Self:
        """Demand the options where one is to be chosen, and nowhere else."""
        chosen = self.kind is FieldKind.CHOICE
        if chosen and not self.options:
            raise _wrong("类型是选项，请用“选项”列出可选的词")
        if self.options and not chosen:
            raise _wrong("写了“选项”，类型也应是“选项”；不是的，请删去选项")
        return self

    def annotation(self) -> Any:
        """Give the type of the field, as models declare it."""
        one = _KINDS.get(self.kind) or Annotated[Literal[self.options], CHOICE]
        return Annotated[one | None, label(self.name)]


_KINDS: dict[FieldKind, Any] = {
    FieldKind.LINE: Line,
    FieldKind.TEXT: Text,
    FieldKind.DAY: Day,
    FieldKind.NUMBER: Number,
}


def distinct(fields: tuple[CustomField, ...]) -> tuple[CustomField, ...]:
    """Refuse two fields of one name."""
    names = [_widened(each.name) for each in fields]
    for place, name in enumerate(names):
        if name in names[:place]:
            raise _wrong("“{value}”写了两次，请删去一项", value=fields[place].name)
    return fields


def named(typed: str, labels: Iterable[str]) -> str | None:
    """Find the label that is meant, however wide its brackets were typed."""
    meant = _widened(typed.strip())
    return next((each for each in labels if _widened(each) == meant), None)


def _widened(label: str) -> str:
    return label.translate(_WIDE)


def number_of(value: object) -> Decimal | None:
    """Read a number as people and sheets write it: 1,200.50, １２, 12.5, 38.5%."""
    match value:
        case float():
            return figure(f"{value:.15g}")
        case str():
            written = narrow(value).strip().replace("，", ",").replace("．", ".")
            digits = written.removesuffix("%")
            grouped = _GROUPED.fullmatch(digits)
            found = figure(digits.replace(",", "") if grouped else digits)
            return found / 100 if found and digits != written else found
        case int() if not isinstance(value, bool):
            return figure(str(value))
    return None
