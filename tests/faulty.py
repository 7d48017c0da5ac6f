"""A ledger of wrongly edited files, as hands, editors and other programs leave them."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LEDGER = dedent("""\
    名称: 甲
    编号前缀: JZ
    监督机关: 某市人大常委会
    审议意见:
      - 序号: 2
        标题: 补齐设施短板
    """)
UNITS = dedent("""\
    单位:
      - 全称: 市民政局
      - 全称: 市消防救援支队
    """)
HEALTHY = dedent("""\
    编号: {number}
    标题: 部分农村敬老院消防设施不达标
    类别: 项目建设
    来源级别: 市
    审议意见: 2
    提出人:
      - 姓名: 执法检查组
    问题描述: |
      4家没有按标准配备自动喷淋设施。
    办理记录:
      - 日期: 2024-06-20
        事项: 交办
        主办: 市民政局
        协办:
          - 市消防救援支队
        期限: 2024-09-30
      - 日期: 2024-06-22
        事项: 签收
        单位: 市民政局
      - 日期: 2024-09-18
        事项: 答复
        单位: 市民政局
        类别: A
        内容: |
          4家敬老院已全部完成喷淋改造。
    """)
TWIN = "  - 日期: 2024-06-22\n    事项: 签收\n    单位: 市民政局\n"
CLOSING = "  - 日期: 2024-06-21\n    事项: 销号\n"

# One wrong edit for each file: what is replaced, by what, and what must be said of it.
EDITS: tuple[tuple[str, str, str], ...] = (
    ("类别: 项目建设", "类别：项目建设", "“类别”后面的冒号是全角的“：”"),
    ("    主办: 市", "    主办：市", "“主办”后面的冒号是全角的“：”"),
    ("  - 日期: 2024-06-22", "  - 日期：2024-06-22", "“日期”后面的冒号是全角的“：”"),
    ("类别: 项目建设", "类别:项目建设", "“类别”的冒号后面要空一格"),
    ("  - 姓名: 执法", "\t- 姓名: 执法", "制表符"),
    ("    期限: 2024", "\t期限: 2024", "制表符"),
    ("类别: 项目建设", "标题: 项目建设", "“标题”写了两次，第2行已有"),
    ("类别: 项目建设", "类型: 项目建设", "“类型”：没有这一项，是不是“"),
    ("    主办: 市民政局", "    主力: 市民政局", "办理记录第1项“主力”：没有这一项"),
    ("期限: 2024-09-30", "期限: 2024-13-01", "2024-13-01 不是日期，应写成 2024-09-30"),
    ("期限: 2024-09-30", "期限: 9月底前", "9月底前 不是日期"),
    ("期限: 2024-09-30", "期限: 2024/9/30", "2024/9/30 不是日期"),
    ("主办: 市民政局", "主办: &民政 市民政局", "“&"),
    ("主办: 市民政局", "主办: &mz 市民政局", "不能用锚点“&mz”"),
    ("主办: 市民政局", "主办: *mz", "不能用别名“*mz”"),
    ("类别: 项目建设", "<<: {类别: 项目建设}", "不能用合并键“<<”"),
    ("标题: 部分", "标题: !重点 部分", "“!”"),
    ("类别: 项目建设", "类别: !!str 项目建设", "不能用标签“!!str”"),
    ("类别: 项目建设", "---\n类别: 项目建设", "两份内容"),
    ("类别: 项目建设", "类别: 项目\x00建设", "控制字符 U+0000"),
    ("类别: 项目建设", "类别: 项目\x0b建设", "控制字符 U+000B"),
    ("类别: 项目建设", '类别: "项目\\x07建设"', "控制字符 U+0007"),
    ("类别: 项目建设", f"类别: {'[' * 50}{']' * 50}", "层次太深"),
    ("编号: {number}\n", "", "“编号”：没有填写，请补上"),
    ("标题: 部分农村敬老院消防设施不达标\n", "标题:\n", "“标题”：没有填写，请补上"),
    ("编号: {number}", "编号: JZ-999", "里面写的是 JZ-999，请改成一样"),
    ("编号: {number}", "编号: jz_1", "“jz_1”不对，应写成 JZ-001 的样子"),
    ("事项: 签收", "事项: 签字", "不能写“签字”，是不是“签收”？"),
    ("    事项: 签收\n", "", "办理记录第2项“事项”：没有填写，请补上"),
    ("来源级别: 市", "来源级别: 地级市", "“来源级别”：不能写“地级市”"),
    ("  - 日期: 2024-09-18", TWIN + "  - 日期: 2024-09-18", "完全相同，请删去一项"),
    ("事项: 签收", "事项: 签收\n    作废: 写错了", "应写成“2024-09-20 理由”的样子"),
    ("    主办: 市民政局", "    主办:\n      - 市民政局", "应是一行文字，这里是列表"),
    ("    协办:\n      - 市消防救援支队", "    协办: 市消防救援支队", "应是列表"),
    ("  - 姓名: 执法检查组", "  - 执法检查组", "提出人第1项：应由“键: 值”组成"),
    ("标题: 部分", "标题: '部分", "引号没有成对"),
    ("标题: 部分农村", "标题: “部分”: 农村", "给整个值加上英文单引号"),
    ("    单位: 市民政局\n    类别", "   单位: 市民政局\n    类别", "缩进不对"),
    ("  - 日期: 2024-09-18", " - 日期: 2024-09-18", "缩进不对"),
    ("问题描述: |", "问题描述: | 检查组抽查", "“|”后面要先换行"),
    ("事项: 签收", "次序: 第二\n    事项: 签收", "第二 不是数"),
    ("审议意见: 2", "审议意见: -2", "-2 不是数"),
    ("    单位: 市民政局\n    类别", "    类别", "办理记录第3项“单位”：没有填写"),
    ("类别: A", "附件:\n      - 文件: 甲.jpg\n        SHA-256: 甲", "64位小写十六进制"),
    # What only the rules find out.
    ("主办: 市民政局", "主办: 市民正局", "市民正局"),
    ("  - 日期: 2024-09-18", CLOSING + "  - 日期: 2024-09-18", "销号"),
    ("期限: 2024-09-30", "期限: 2024-05-30", "期限"),
)  # fmt: skip
RULES = 3


def build(folder: Path) -> dict[str, str]:
    """Write the workspace; give for each faulty file a fragment of what is said."""
    ledger = folder / "data/faulty"
    issues = ledger / "issues"
    issues.mkdir(parents=True)
    (ledger / "ledger.yaml").write_text(LEDGER, encoding="utf-8")
    (ledger / "units.yaml").write_text(UNITS, encoding="utf-8")
    for name in ("JZ-001", "JZ-002", "JZ-003"):
        healthy = HEALTHY.replace("{number}", name)
        (issues / f"{name}.yaml").write_text(healthy, encoding="utf-8")
    contents = [*_edited(), *_whole_files()]
    expected = {}
    for place, (content, fragment) in enumerate(contents, 101):
        name = f"JZ-{place}.yaml"
        (issues / name).write_bytes(content.replace(b"{number}", name[:6].encode()))
        expected[name] = fragment
    (issues / "JZ-301.yaml").mkdir()
    (issues / "JZ-302.yaml").symlink_to("JZ-001.yaml")
    (issues / "JZ-001 - 副本.yaml").write_bytes((issues / "JZ-001.yaml").read_bytes())
    return expected | {
        "JZ-301.yaml": "这是文件夹",
        "JZ-302.yaml": "这是链接",
        "JZ-001 - 副本.yaml": "里面写的是 JZ-001，请改成一样",
    }


def semantic(expected: dict[str, str]) -> set[str]:
    """Name the files that can be read, and whose fault only the rules find."""
    names = sorted(expected)
    edited = [name for name in names if name.startswith("JZ-1")][: len(EDITS)]
    return set(edited[-RULES:])


def _edited() -> list[tuple[bytes, str]]:
    found = []
    for old, new, fragment in EDITS:
        if HEALTHY.count(old) != 1:
            raise ValueError(old)
        found.append((HEALTHY.replace(old, new).encode(), fragment))
    return found


def _whole_files() -> list[tuple[bytes, str]]:
    """Give the faults of a file as a whole."""
    healthy = HEALTHY.encode()
    wide = HEALTHY.replace("类别: 项", "类别：项").replace("\n", "\r\n").encode()
    return [
        (b"\xef\xbb\xbf" + wide, "“类别”后面的冒号是全角的“：”"),
        (HEALTHY.replace("{number}", "JZ-001").encode("gbk"), "可能是GBK编码"),
        (HEALTHY.encode("utf-16"), "是UTF-16编码"),
        (b"", "文件是空的"),
        ("# 以后再填\n".encode(), "文件是空的"),
        (healthy + "备注: |\n  ".encode() + b"a" * (1 << 20), "超过1兆字节"),
        (b"- " + healthy.replace(b"\n", b"\n  "), "第一层不能是列表"),
        ("部分农村敬老院消防设施不达标\n".encode(), "第一层不能是列表或一段文字"),
        (healthy.replace(b": ", "：".encode()), "冒号是全角的“：”"),
        (b'{"a": ' * 2000, "层次太深"),
        (b"\x50\x4b\x03\x04\x14\x00\x06\x00\x08\x00" + bytes(range(256)), "编码"),
        (HEALTHY[: HEALTHY.index("期限: ") + 1].encode(), "没有冒号"),
    ]
