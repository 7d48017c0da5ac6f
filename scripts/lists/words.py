"""What stands in the cells of a list: units, days, deadlines, answers, residue."""

from __future__ import annotations

from lists.maker import Sheet, rows, workbook


def pdf_residue() -> bytes:
    """Text that came out of a PDF: wide digits, odd marks, breaks, a page number."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 依据 | 牵头单位 | 整改时限
            １ | 抽查的１１８家机构中，有２９家没有⏎按照国家标准配备消防⏎设施。个别机构问题突出。 | «养老机构管理办法»第十条 | 市民政局\u00a0 | ２０２４年９月３０日
            —３—
            ２ | 护理\u00ad员培\u200b训任务没有完成 | «河南省养老服务条例» | \u3000市人力资源和社会保障局 | 年底前
            """)  # noqa: E501  # a row is a line
        )
    )


def units_in_a_cell() -> bytes:
    """Several units in a cell, in every style."""
    cells = (
        "市民政局",
        "民政局",
        "市卫健委",
        "市民政局、市财政局",
        "市民政局，市财政局；市教育局",
        "市民政局⏎市财政局",
        "市民政局 市财政局",
        "市民政局和市财政局",
        "牵头单位：市民政局；责任单位：市财政局、市住建局",
        "主办：市民政局⏎协办：市财政局、市教育局",
        "市民政局（牵头）、市财政局",
        "市民政和社会保障局",
    )
    heading = "序号 | 存在问题 | 责任单位"
    body = (
        f"#{place} | 第{place}种写法的问题 | {cell}"
        for place, cell in enumerate(cells, 1)
    )
    return workbook(Sheet(rows("\n".join((heading, *body)))))


def units_by_role() -> bytes:
    """主办单位 with several units, a group of townships among the helpers."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 主办单位 | 协办单位
            #1 | 助餐补贴标准不一 | 市民政局、市财政局 | 市审计局
            #2 | 农村幸福院闲置 | 市民政局 | 市财政局，各乡镇（街道）
            """)
        )
    )


def unknown_units() -> bytes:
    """A unit that nobody knows, alone and beside one that is known."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 牵头单位 | 配合单位
            #1 | 机构备案率低 | 市民正局 | 市财政局
            #2 | 养老服务平台没有建成 | 市民政局 | 市大数据局、市财政局
            """)
        )
    )


def units_with_people() -> bytes:
    """Units with a section or a person behind them."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 责任单位及责任人
            #1 | 机构备案率低 | 市民政局（养老服务科）
            #2 | 补贴发放不及时 | 市财政局
            """)
        )
    )


def former_units() -> bytes:
    """A unit that is no more, and the one that has taken over its work."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 牵头单位
            #1 | 农村互助养老点停办 | 市农业局
            """)
        )
    )


def people() -> bytes:
    """提出人: a group, two deputies, a deputy with others."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 提出人
            #1 | 机构备案率低 | 执法检查组
            #2 | 补贴发放不及时 | 代表甲、代表乙
            """)
        )
    )


def own_labels() -> bytes:
    """Headings that are the very labels of an issue."""
    return workbook(
        Sheet(
            rows("""
            序号 | 标题 | 类别 | 性质 | 来源 | 来源级别 | 审议意见 | 问题描述 | 整改标准 | 时限类型 | 拟主办 | 拟协办 | 拟定期限 | 公开方式 | 备注
            #1 | 机构备案率低 | 行业监管 | 问题类 | 执法检查 | 市 | #2 | 仅有三成机构备案。 | 全部备案 | 限期整改 | 市民政局 | 市市场监督管理局 | @2024-09-30 | 主动公开 | 另附名单
            #2 | 提高护理员待遇 | 队伍建设 | 建议类 | 专题调研 | 省级 | #1 | 建议按月发放补贴。 | | 长期坚持 | 市人力资源和社会保障局 | | | 不公开 |
            """)  # noqa: E501  # a row is a line
        )
    )


def days() -> bytes:
    """提出日期 in every form: a real day, words, a number, nothing of the kind."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 提出日期
            #1 | 真日期写成的问题 | @2024-06-12
            #2 | 汉字日期写成的问题 | 2024年6月12日
            #3 | 短横日期写成的问题 | 2024-6-12
            #4 | 圆点日期写成的问题 | 2024.6.12
            #5 | 斜线日期写成的问题 | 2024/6/12
            #6 | 八位数字写成的问题 | 20240612
            #7 | 全角日期写成的问题 | ２０２４年６月１２日
            #8 | 大写日期写成的问题 | 二〇二四年六月十二日
            #9 | 没有年份的问题 | 6月12日
            #10 | 日期变成数字的问题 | #45455
            #11 | 带着时间的问题 | 2024-06-12 00:00:00
            #12 | 日期待定的问题 | 待定
            #13 | 日期是空的问题 |
            """)
        )
    )


def deadlines() -> bytes:
    """整改时限 in every form."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 整改时限
            #1 | 真日期的期限 | @2024-09-30
            #2 | 写到日前的期限 | 2024年9月30日前
            #3 | 写到月底的期限 | 9月底前
            #4 | 写到年底的期限 | 年底前
            #5 | 写到中旬的期限 | 11月中旬
            #6 | 写到季度的期限 | 三季度末
            #7 | 写工作日的期限 | 收到之日起15个工作日内
            #8 | 写几个月的期限 | 自交办之日起三个月
            #9 | 马上就改的期限 | 立行立改
            #10 | 长期去做的期限 | 长期坚持
            #11 | 持续去做的期限 | 持续推进
            #12 | 看不懂的期限 | 尽快
            #13 | 变成小数的期限 | #7.12
            #14 | 变成整数的期限 | #45565
            #15 | 没有写的期限 |
            """)
        )
    )


def serials() -> bytes:
    """序号 as it is written: wide, bracketed, in levels, begun anew, absent."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 牵头单位
            １ | 机构备案率低 | 市民政局
            （一） | 助餐点卫生差 | 市市场监督管理局
            1.1 | 补贴发放不及时 | 市财政局
            一、 | 疏散通道被占用 | 市消防救援支队
            ① | 电梯年检过期 | 市市场监督管理局
            #1 | 燃气软管超期 | 市住房和城乡建设局
            | 巡访记录造假 | 柳林镇
            #1 | 床位空置率高 | 市民政局
            """)
        )
    )


def answers() -> bytes:
    """是否完成 in every way of saying yes and no."""
    words = ("是", "否", "√", "×", "✓", "已完成", "未完成", "正在整改", "Y", "N")
    head = "序号 | 存在问题 | 牵头单位 | 是否完成"
    body = (
        f"#{place} | 第{place}种回答的问题 | 市民政局 | {word}"
        for place, word in enumerate((*words, "差不多", ""), 1)
    )
    return workbook(Sheet(rows("\n".join((head, *body)))))


def running() -> bytes:
    """Write a ledger that is already running: each issue has come another way."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 牵头单位 | 配合单位 | 交办日期 | 交办文号 | 整改时限 | 签收日期 | 办理情况 | 答复日期 | 答复类别 | 是否销号 | 销号日期
            #1 | 机构备案率低 | 市民政局 | 市市场监督管理局 | @2024-03-20 | 某人办函〔2024〕3号 | @2024-06-30 | @2024-03-22 | 全部备案。 | @2024-06-10 | A | 是 | @2024-06-25
            #2 | 补贴发放不及时 | 市财政局 | | @2024-03-20 | 某人办函〔2024〕3号 | @2024-06-30 | @2024-03-25 | 已补发。 | @2024-06-20 | B | 否 |
            #3 | 疏散通道被占用 | 市消防救援支队 | 市民政局 | @2024-03-20 | 某人办函〔2024〕3号 | 年底前 | @2024-03-21 | 正在清理。 | | | 否 |
            #4 | 护理员不足 | 市人力资源和社会保障局 | | @2024-03-20 | 某人办函〔2024〕3号 | | | | | | 否 |
            #5 | 老年大学一位难求 | | | | | | | | | | |
            """)  # noqa: E501  # a row is a line
        )
    )


def conflicts() -> bytes:
    """Days and answers that contradict each other."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 牵头单位 | 交办日期 | 答复日期 | 是否销号 | 销号日期
            #1 | 机构备案率低 | 市民政局 | @2024-03-20 | @2024-05-10 | 否 | @2024-06-01
            #2 | 补贴发放不及时 | 市财政局 | @2024-03-20 | @2024-05-10 | 是 | @2024-05-01
            #3 | 助餐点卫生差 | 市市场监督管理局 | @2024-03-20 | @2024-03-01 | 否 |
            """)  # noqa: E501  # a row is a line
        )
    )


def states() -> bytes:
    """A column says the state; others say what the review and the vote found."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 牵头单位 | 配合单位 | 状态 | 完成日期 | 测评结果 | 下次核查时间 | 办理次数 | 答复情况 | 人大复核评价
            #1 | 机构备案率低 | 市民政局 | | 已销号 | @2024-05-01 | 通过 | | #1 | 已全部备案。 | 整改到位
            #2 | 床位空置率高 | 市民政局 | 市财政局 | 跟踪中 | | | @2024-09-01 | | 列入计划。 |
            #3 | 补贴发放不及时 | 市财政局 | | 重新办理 | | 不通过 | | #2 | | 未到位
            #4 | 助餐点卫生差 | 市市场监督管理局 | | 正在整改 | | | | | | 基本到位
            #5 | 电梯年检过期 | 市民正局 | | 办结 | | | | | 已年检。 |
            """)  # noqa: E501  # a row is a line
        )
    )


def natures() -> bytes:
    """类别 that holds 问题类 and 建议类, beside a true category."""
    return workbook(
        Sheet(
            rows("""
            序号 | 类别 | 领域 | 问题名称 | 主要问题 | 问题来源
            #1 | 问题类 | 设施安全 | 敬老院消防设施不达标 | 4家没有喷淋设施。 | 执法检查
            #2 | 建议类 | 队伍建设 | 提高护理员待遇 | 建议按月发放岗位补贴。 | 专题调研
            """)
        )
    )


def titles() -> bytes:
    """Titles made of the problem text: numbered, long, of several sentences."""
    long = (
        "全市养老设施规划、建设、移交、使用衔接不够紧密，多数县区没有建立联席会议制度"
    )
    unbroken = "部分县区对新建住宅小区配套建设养老服务用房的规定执行不到位导致群众意见较大反映十分强烈"  # noqa: E501  # forty-three characters
    table = rows("序号 | 存在问题 | 整改措施")
    problems = (
        "1.机构备案率低。全市仅有三成。",
        "（一）助餐点卫生差；投诉较多",
        "一、疏散通道被占用",
        "①电梯年检过期",
        f"{long}，需要改进。",
        f"{unbroken}。",
    )
    table += [[float(place), each, None] for place, each in enumerate(problems, 1)]
    return workbook(Sheet(table))


FILES = {
    "pdf-residue.xlsx": pdf_residue,
    "units-in-a-cell.xlsx": units_in_a_cell,
    "units-by-role.xlsx": units_by_role,
    "units-unknown.xlsx": unknown_units,
    "units-with-people.xlsx": units_with_people,
    "units-former.xlsx": former_units,
    "people.xlsx": people,
    "own-labels.xlsx": own_labels,
    "days.xlsx": days,
    "deadlines.xlsx": deadlines,
    "serials.xlsx": serials,
    "answers.xlsx": answers,
    "running.xlsx": running,
    "conflicts.xlsx": conflicts,
    "states.xlsx": states,
    "natures.xlsx": natures,
    "titles.xlsx": titles,
}
