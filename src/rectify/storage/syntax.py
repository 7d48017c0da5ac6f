"""Say in Chinese, and by the line to be mended, what is wrong with a YAML text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yaml.error import MarkedYAMLError

_KEY = (
    r"^[ \t]*(?:- +)*([^\s:：#|>'\"“”，。、；（）{}\[\]&*!?-][^\s:：“”，。、；]{0,15})"
)
_WIDE_COLON = re.compile(_KEY + r"[ \u3000]*：")
_TIGHT_COLON = re.compile(_KEY + r":(?! |$)")
_SECOND_COLON = re.compile(r"^[^'\"]*?[^\s:]: +[^'\"|>].*?: ")
_CONFLICT = re.compile(r"<{7,}(?: |\r?$)")
_INDENT_TAB = re.compile(r"^ *\t|^ *-? *\t")
_QUOTE = "如果文字里有特殊符号，请给整个值加上英文单引号"
# Words of libyaml and of PyYAML's own parser, and what they mean to a secretary.
_MEANINGS = (
    ("while scanning a quoted scalar", "引号没有成对，请补上后一个引号"),
    ("escape", "双引号里有不认识的反斜杠写法，请改用单引号"),
    ("',' or ']'", "方括号“[”没有成对，或者中间少了逗号"),
    ("',' or '}'", "花括号“{”没有成对，或者中间少了逗号"),
    ("flow", "括号没有成对，或者中间少了逗号"),
    ("tag", "不能用“!”开头；" + _QUOTE),
    ("anchor", "不能用“&”开头；" + _QUOTE),
    ("alias", "不能用“*”开头；" + _QUOTE),
    ("directive", "不能用“%”开头；" + _QUOTE),
    ("cannot start any token", "值不能以 @、%、` 这些符号开头，请加上英文单引号"),
    ("comment or", "“|”后面要先换行，文字从下一行缩进写起"),
    ("block scalar", "“|”下面的文字缩进不对，各行请一样多缩进"),
    ("sequence entries are not allowed", "“- ”要另起一行写，不能跟在冒号后面"),
    ("mapping values are not allowed", "这里多了一个冒号，或者缩进不对；" + _QUOTE),
    ("could not find expected ':'", "这一行没有冒号：应写成“键: 值”，冒号后空一格"),
    ("expected key", "缩进不对，或引号后面还有文字：同一层的各项要左边对齐"),
    ("block end", "缩进不对，或引号后面还有文字：同一层的各项要左边对齐"),
    ("'-' indicator", "缩进不对：同一列表的“-”要左边对齐"),
    ("document start", "这里与上文接不上，请检查缩进"),
)


def wide_colon(line: str) -> str | None:
    """Say so if the key of a line is followed by a full-width colon."""
    found = _WIDE_COLON.match(line)
    if found is None:
        return None
    key = found.group(1)
    return (
        f"“{key}”后面的冒号是全角的“：”，请改成半角冒号加一个空格，写成“{key}: …”的样子"
    )


def explain(error: MarkedYAMLError, text: str) -> tuple[int, str]:
    """Give the line at fault, counted from 1, and a sentence with the remedy."""
    lines = [*text.split("\n"), ""]
    for place, line in enumerate(lines, 1):
        if _CONFLICT.match(line):
            return place, "两边的改动在这里有冲突，还没有选定；请运行 rectify resolve"
    at = min(_line(error.problem_mark), len(lines) - 1)
    begun = min(_line(error.context_mark), at) if error.context_mark else at
    said = f"{error.context or ''} {error.problem or ''}"
    if _INDENT_TAB.match(lines[at]):
        return at + 1, "缩进用了制表符，请改成空格（每层两个）"
    if "quoted scalar" not in said:
        for place in _suspects(said, lines, begun, at):
            found = wide_colon(lines[place]) or _tight_colon(lines[place])
            if found is not None:
                return place + 1, found
    if "mapping values" in said and _SECOND_COLON.match(lines[at]):
        return at + 1, "值里有冒号和空格，请给整个值加上英文单引号"
    shown = begun if _opened_before(said) else at
    for words, meaning in _MEANINGS:
        if words in said:
            return shown + 1, meaning
    return shown + 1, "写法不对，请对照其他文件检查缩进、冒号和引号"


def _line(mark: object) -> int:
    return int(getattr(mark, "line", 0))


def _opened_before(said: str) -> bool:
    """Tell whether the fault is where something began, not where it was noticed."""
    return any(word in said for word in ("quoted", "simple key", "flow"))


def _suspects(said: str, lines: list[str], begun: int, at: int) -> list[int]:
    """List the lines that may hold a wrong colon: the fault shows one line later."""
    if "simple key" in said:
        return [begun, at]
    before = at - 1
    while before > 0 and not lines[before].strip():
        before -= 1
    return [at, before] if before >= 0 else [at]


def _tight_colon(line: str) -> str | None:
    found = _TIGHT_COLON.match(line)
    if found is None:
        return None
    key = found.group(1)
    return f"“{key}”的冒号后面要空一格（半角空格），写成“{key}: …”的样子"
