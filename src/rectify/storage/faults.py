"""Turn each fault that pydantic finds into one Chinese sentence with its place."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, get_args

from rectify.domain.entity import Entity
from rectify.domain.event import MATTERS
from rectify.domain.issue import Issue
from rectify.errors import Problem
from rectify.storage.syntax import wide_colon

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from rectify.storage.reader import Document, Path

_MATTER = "事项"
_LONGEST_SHOWN = 40
_DECLARE = "是本台账自己的项目，请写进 ledger.yaml 的“自定义字段”"
_PATTERNS = {
    "编号": "应写成 JZ-001 的样子：大写字母开头，短横后三到六位数字",
    "票号": "应写成 2024-01 的样子，只能用字母、数字和短横",
    "编号前缀": "应写成 JZ 的样子，只能用大写字母和数字，以字母开头",
    "文件": "应只写文件名，不能带斜杠",
    "SHA-256": "应是64位小写十六进制数，由程序写入，请不要手改",
}


def faults(
    kind: type[Entity], error: ValidationError, document: Document, place: str
) -> tuple[Problem, ...]:
    """List the faults of a document, in the order of its lines."""
    found = []
    for detail in error.errors(include_url=False):
        path = _labelled(kind, _path(detail, document))
        named = f"{_named(path)}：{_sentence(kind, detail, path, document)}"
        message = _visible(named) if path else _visible(named.removeprefix("："))
        found.append(Problem(place, document.line(path), message))
    return tuple(sorted(dict.fromkeys(found), key=lambda each: each.line or 0))


def _path(detail: ErrorDetails, document: Document) -> Path:
    """Give the place of a fault in the file: without the tags of unions."""
    path: list[str | int] = []
    node: Any = document.plain
    for step in detail["loc"]:
        tag = isinstance(node, dict) and node.get(_MATTER) == step
        if tag and path and isinstance(path[-1], int):
            node = {key: node[key] for key in node if key != _MATTER}
            continue
        path.append(step)
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            node = None
    if detail["type"].startswith("union_tag"):
        path.append(_MATTER)
    return tuple(path)


def _labelled(kind: type[Entity], path: Path) -> Path:
    """Call a field by its label, also where it was given by its name."""
    if not path or not isinstance(path[0], str):
        return path
    return (kind.labels().get(path[0], path[0]), *path[1:])


def _named(path: Path) -> str:
    """Name a place as people do: 办理记录第3项“期限”."""
    name = ""
    for step, after in zip(path, (*path, None)[1:], strict=True):
        if isinstance(step, int):
            name += f"第{step + 1}项"
        elif after is None:
            name += f"“{step}”"
        else:
            name += step
    return name


def _sentence(
    kind: type[Entity], detail: ErrorDetails, path: Path, document: Document
) -> str:
    """Say what is wrong and what to do."""
    fault = detail["type"]
    bounds = detail.get("ctx", {})
    if fault == "extra_forbidden":
        own = _DECLARE if issubclass(kind, Issue) and len(path) == 1 else ""
        return _unknown(str(path[-1]), _labels(kind, path[:-1], document), own)
    if fault == "union_tag_not_found":
        return f"没有填写，请补上；可用：{'、'.join(MATTERS)}"
    if fault == "union_tag_invalid":
        return _choice(str(bounds["tag"]), MATTERS)
    return _wrong_shape(detail, bounds) or _wrong_value(detail, path, bounds)


def _wrong_shape(detail: ErrorDetails, bounds: Mapping[str, Any]) -> str | None:
    """Say which shape was expected, where the shape is the fault."""
    match detail["type"]:
        case "missing":
            return "没有填写，请补上"
        case "too_long" | "too_short":
            most, least = bounds.get("max_length"), bounds.get("min_length")
            return f"至少{least}项，请补上" if least else f"最多{most}项，请删去多出的"
        case "model_type" | "model_attributes_type" | "dict_type":
            return _not_a_map(detail["input"])
        case "tuple_type" | "list_type":
            return "应是列表：另起一行，每项以“- ”开头"
        case fault if fault != "declaration" and isinstance(
            detail["input"], list | dict
        ):
            what = "列表" if isinstance(detail["input"], list) else "一组“键: 值”"
            return f"应是一行文字，这里是{what}，请改成“键: 值”的样子"
    return None


def _wrong_value(detail: ErrorDetails, path: Path, bounds: Mapping[str, Any]) -> str:
    """Say what is wrong with one value."""
    match detail["type"]:
        case "enum" | "literal_error":
            expected = re.findall(r"'([^']*)'|\"([^\"]*)\"", bounds["expected"])
            return _choice(str(detail["input"]), [one or two for one, two in expected])
        case "string_pattern_mismatch":
            label = next((s for s in reversed(path) if isinstance(s, str)), "")
            rule = _PATTERNS.get(label, "写法不对，请对照其他文件改正")
            return f"“{_shortened(str(detail['input']))}”不对，{rule}"
        case "less_than_equal":
            return f"{_shortened(str(detail['input']))} 太大，最大是 {bounds['le']}"
    if re.search(r"[一-鿿]", detail["msg"]):
        value = str(bounds.get("value", ""))
        return (
            detail["msg"].replace(value, _shortened(value)) if value else detail["msg"]
        )
    return "填写得不对，请对照其他文件改正"


def _unknown(key: str, known: list[str], own: str) -> str:
    """Say that there is no such field; `own` is what an office may do about it."""
    nearest = get_close_matches(key.strip(), known, n=1, cutoff=0.5)
    if nearest:
        return f"没有这一项，是不是“{nearest[0]}”？{own}"
    declare = f"{own}；" if own else ""
    return f"没有这一项，请改正或删去；{declare}可写的有：{'、'.join(known)}"


def _choice(given: str, allowed: tuple[str, ...] | list[str]) -> str:
    nearest = get_close_matches(given.strip(), allowed, n=1, cutoff=0.5)
    guess = f"是不是“{nearest[0]}”？" if nearest else ""
    return f"不能写“{_shortened(given)}”，{guess}可用：{'、'.join(allowed)}"


def _not_a_map(given: object) -> str:
    if isinstance(given, str):
        found = wide_colon(given)
        if found is not None:
            return found
    return "应由“键: 值”组成，每行一个，冒号后空一格"


def _labels(kind: type[Entity], path: Path, document: Document) -> list[str]:
    """List the labels that a map at that place may have."""
    candidates: list[type[Entity]] = [kind]
    node: Any = document.plain
    for step in path:
        if isinstance(step, str):
            fields = _chosen(candidates, node).model_fields.values()
            annotation = next((f.annotation for f in fields if f.alias == step), None)
            candidates = _entities(annotation)
        node = node[step]
    return list(_chosen(candidates, node).labels().values())


def _chosen(candidates: list[type[Entity]], node: Any) -> type[Entity]:
    """Choose the model of a map: among events, by its 事项."""
    matter = node.get(_MATTER) if isinstance(node, dict) else None
    for kind in candidates:
        field = kind.model_fields.get("kind")
        if field is not None and field.default == matter:
            return kind
    return candidates[0]


def _entities(annotation: Any) -> list[type[Entity]]:
    if isinstance(annotation, type) and issubclass(annotation, Entity):
        return [annotation]
    return [found for part in get_args(annotation) for found in _entities(part)]


def _shortened(value: str) -> str:
    return value if len(value) <= _LONGEST_SHOWN else value[:_LONGEST_SHOWN] + "…"


def _visible(message: str) -> str:
    """Show control characters and line breaks escaped."""
    return "".join(
        mark if mark.isprintable() or mark in "\u3000\u00a0" else f"U+{ord(mark):04X}"
        for mark in message
    )
