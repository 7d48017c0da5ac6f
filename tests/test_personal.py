"""What in a text belongs to a person is masked; what belongs to an office stays."""

from __future__ import annotations

import pytest

from rectify.domain.identifiers import masked
from rectify.domain.personal import persons, pseudonyms, renamed, suspects


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("身份证号410311199001011234。", "身份证号4103**********1234。"),
        ("41031119900101123X", "4103**********123X"),
        ("410311 19900101 1234", "4103**********1234"),
        ("老证410311900101123", "老证4103********1123"),
        ("４１０３１１１９９００１０１１２３４", "4103**********1234"),
        ("电话13812345678，再打138 1234 5678", "电话138****5678，再打138****5678"),
        ("致电0391-3561234或（0371）65351234", "致电0391-****234或（0371）****1234"),
        ("联系电话：3561234", "联系电话：****234"),
        ("卡号6222020200112233445", "卡号6222********3445"),
        ("卡号6222 0202 0011 2233", "卡号6222********2233"),
        ("发至zhang.san@example.org。", "发至***@example.org。"),
        ("住阳光小区3号楼2单元501室的老人", "住阳光小区的老人"),
        ("解放路123号老房", "解放路老房"),
        ("人民路中段12号院3号楼501室", "人民路中段"),
        ("丁河镇奎岭村三组15号", "丁河镇奎岭村"),
        ("和谐社区2单元", "和谐社区"),
        ("家住5号楼2单元302室", "家住某处"),
        ("住7号楼1105室", "住某处"),
        ("住解放路5号3单元201", "住解放路"),
        ("住解放路5号3单元201，有电梯", "住解放路，有电梯"),
        ("解放路5号附3号、解放路12-3号", "解放路、解放路"),
        ("阳光小区3-2-501反映", "阳光小区反映"),
        ("阳光小区3号楼501和8栋1201", "阳光小区和某处"),
        ("住5号楼2单元5楼东户", "住某处"),
        ("住5号3单元", "住某处"),
        ("张庄12号", "张庄"),
    ],
)
def test_numbers_and_addresses_of_persons_are_masked(said: str, shown: str) -> None:
    assert masked(said) == shown
    assert masked(shown) == shown


@pytest.mark.parametrize(
    "said",
    [
        "焦人办函〔2024〕12号",
        "2024-09-30 2024-10-01",
        "投入1234567890123元",
        "拨打12345热线",
        "流水号12345678901234567890",
        "村3户老人、社区12户居民、小区3栋楼未通水",
        "敬老院2号楼未装喷淋，5号楼南侧积水",
        "地铁人民路3号线，解放村二号井",
        "5号楼120人用餐，3号楼2024年改造",
        "分三单元讲授，第3单元课程",
        "社区3-5户、村道2-300米",
        "２０２４年９月",
    ],
)
def test_what_belongs_to_no_person_stays_as_typed(said: str) -> None:
    assert masked(said) == said


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("张三", ["张三"]),
        ("欧阳修、李四", ["欧阳修", "李四"]),
        ("张　三", ["张　三"]),
        ("张　三（代表）", ["张三"]),
        ("张三（第四代表团）", ["张三"]),
        ("王五副局长", ["王五"]),
        ("欧阳修副局长", ["欧阳修"]),
        ("市民政局局长张三", ["张三"]),
        ("欧阳建国代表", ["欧阳建国"]),
        ("居民王五 13812345678", ["王五"]),
        ("张俊会", ["张俊会"]),
        ("李社平", ["李社平"]),
        ("阿依古丽", ["阿依古丽"]),
        ("阿卜杜热合曼·买买提", ["阿卜杜热合曼·买买提"]),
    ],
)
def test_a_person_is_known_beside_his_post(said: str, named: list[str]) -> None:
    assert list(persons(said)) == named


@pytest.mark.parametrize(
    "said",
    [
        "执法检查组",
        "主任会议",
        "常委会主任",
        "常务副主任",
        "分管副局长",
        "安全监管专班负责人",
        "公用事业科科长",
        "安监科",
        "管委会",
        "党组书记",
        "市人大代表（第四代表团）",
        "部分常委会组成人员",
        "代表A",
        "代表甲",
        "居民乙",
        "匿名",
        "张某某",
        "张某甲",
        "热心读者来信",
        "A-12",
    ],
)
def test_a_post_or_a_body_is_no_person(said: str) -> None:
    assert not list(persons(said))


def test_the_capacity_tells_where_the_words_do_not() -> None:
    assert list(persons("阿卜杜热合曼", "县人大代表")) == ["阿卜杜热合曼"]
    assert not list(persons("阿卜杜热合曼"))
    assert not list(persons("张家湾", "专题调研组"))
    assert list(persons("张家湾", "群众")) == ["张家湾"]
    assert list(persons("张三", "领衔")) == ["张三"]


def test_persons_of_one_surname_stay_apart() -> None:
    names = ["张三", "张四", "欧阳修", "李四", "张三"]
    assert pseudonyms(names, ["李某某"]) == {
        "张三": "张某甲",
        "张四": "张某乙",
        "欧阳修": "欧阳某某",
        "李四": "李某甲",
    }
    many = [f"王{chr(ord('一') + place)}" for place in range(12)]
    called = pseudonyms(many, ())
    assert len(set(called.values())) == len(many)
    assert called[many[-1]].startswith("王某")


def test_a_name_is_masked_however_it_is_spaced_and_the_longest_first() -> None:
    names = {"张三": "张某甲", "张三丰": "张某乙", "a": "代表A"}
    assert renamed("张　三、张三丰和张 三 丰", names) == "张某甲、张某乙和张某乙"
    assert renamed("a", names) == "代表A"
    assert renamed("an apple", {"a": "代表A"}) == "an apple"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("村民王秀英反映门口积水", ["村民王秀英"]),
        ("联系人：赵敏，", ["联系人：赵敏"]),
        ("欧阳建国老人", ["欧阳建国老人"]),
        ("由王建国局长牵头", ["王建国局长"]),
        ("王大爷说", ["王大爷"]),
        ("赵敏的女儿来信", ["赵敏的女儿"]),
        ("住解放路的王秀英，住张家庄21号", ["住张家庄21号"]),
        ("他住3单元", ["3单元"]),
        ("302室无人", ["302室"]),
    ],
)
def test_what_may_be_a_name_or_a_door_is_pointed_out(
    said: str, words: list[str]
) -> None:
    assert list(suspects(said)) == words


@pytest.mark.parametrize(
    "said",
    [
        "村民张某某反映",
        "张某某老人家住阳光小区",
        "老人满意，代表应当，群众安全感",
        "高风险老人、80周岁的老人",
        "余款由经办人领取",
        "村民张榜公布",
        "第3单元课程，限30日内",
    ],
)
def test_ordinary_words_are_not_taken_for_names(said: str) -> None:
    assert not list(suspects(said))
