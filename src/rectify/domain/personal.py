"""The names of persons in a text, and how they are masked.

A name is known by where it stands: in a field for names, whatever is neither a post nor
a body is taken for a person's name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rectify.domain.identifiers import COUNT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章"
    "云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐"
    "于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊"
    "纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞"
    "万支柯昝管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊"
    "惠甄曲封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴"
    "甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能"
    "苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿"
    "阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越"
    "夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶曾沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公"
    "肖闫付代岳帅涂原覃仝牟佘仵冶候兰海苟"
)
_COMPOUND = re.compile(
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|令狐|慕容|司徒|夏侯|端木"
    "|独孤|南宫|宇文|长孙|呼延|闻人|澹台|淳于|申屠|钟离|鲜于|万俟|西门"
    "|东郭|百里|拓跋|赫连"
)
# What looks like the beginning of a name and is none.
_NO_NAME = re.compile(
    "常务|常委|党组|党委|党支|党政|党员|纪委|纪检|单位|项目|安全|安监"
    "|安委|公安|公司|公用|司法|文化|文教|文旅|文秘|水利|林业|农业|农机"
    "|农技|农村|卫生|卫健|国土|国资|应急|应询|房管|房产|金融|计生|计划"
    "|经信|经管|经办|车间|居委|居民|管委|管理|施工|成员|全体|包村|包联"
    "|时任|现任|原任|相关|有关|通信|能源|商务|路政|山区|高新|匿名|本人"
    "|同上|待定|不详|师生|平台|和谐|社区|华侨|宗教|宣传|统战|双拥|边防"
    "|海关|都市"
)
_POST = (
    "(?:主任|书记|主席|委员|代表|负责人|责任人|经办人|联系人|承办人|提出人|秘书|经理|总监"
    "|调研员|巡视员|专员|科员|干部|干事|会计|网格员|人员|领导|同志|先生|女士|老师|医生"
    "|护士|教授|律师|[省市县区镇乡村局厅处科股室所院校站队班组部会行社园事庭]长)"
)
_BODY = (
    "[局厅处科股室所院校站队班组部会委办团庭社村镇乡区市县省州]"
    "|街道|中心|公司|政府|人大|政协|群众|居民|村民|市民|职工|家属|单位|机构|企业"
)
_OFFICE = re.compile(f"{_POST}|{_BODY}")
_HAN = "[㐀-鿿豈-﫿𠀀-𳿿〇]"
_NAME = rf"(?:{_COMPOUND.pattern}){_HAN}{{1,2}}?|{_HAN}{{2,3}}?"
_NAMED_FIRST = re.compile(rf"({_NAME})(?:副|原|常务|代)?{_POST}.*")
_NAMED_LAST = re.compile(rf".*(?:{_POST}|{_BODY})({_NAME})")
_PARTS = re.compile(r"[、，,；;/：:（）()【】\s]+")
_SPACED = re.compile(rf"(?<!{_HAN})({_HAN})[ \u3000\u00a0]+({_HAN})(?!{_HAN})")
# A given name may end so, too.
_ALSO_GIVEN = "会科"
_LONGEST = 4
_OF_PERSONS = ("代表", "委员", "人员", "群众", "居民", "村民", "市民", "职工", "人")


def persons(said: str, capacity: str | None = None) -> Iterator[str]:
    """Name the natural persons of a field for names; posts and bodies are none.

    With a 身份, that says whether it is a body or persons, where the words are new.
    """
    named = capacity is not None and capacity.endswith(_OF_PERSONS)
    if capacity is not None and not named and _OFFICE.search(capacity):
        return
    for part in _PARTS.split(_SPACED.sub(r"\1\2", said)):
        name = _person(part, longest=len(part) if named else _LONGEST)
        if name is not None and name[len(surname(name)) :][:1] != "某":
            yield said if name == "".join(said.split()) else name


def _person(part: str, *, longest: int) -> str | None:
    """Find the name in one part of a field, beside a post or alone."""
    if _looks_like_name(part):
        return part
    if _OFFICE.search(part):
        for pattern in (_NAMED_FIRST, _NAMED_LAST):
            found = pattern.fullmatch(part)
            if found is not None and _looks_like_name(found[1]):
                return found[1]
        return None
    plain = part.replace("·", "")
    of_han = re.fullmatch(f"{_HAN}{{2,}}", plain) is not None
    short = len(plain) <= longest or plain != part
    return part if of_han and short and _NO_NAME.match(part) is None else None


def _looks_like_name(word: str) -> bool:
    """Tell whether a word is built as a Chinese name is."""
    if re.fullmatch(_NAME, word) is None or _NO_NAME.match(word):
        return False
    if _COMPOUND.match(word) is None and word[0] not in _SURNAMES:
        return False
    return re.search(_POST, word) is None and (
        word[-1] in _ALSO_GIVEN or re.search(f"(?:{_BODY})$", word) is None
    )


def surname(name: str) -> str:
    """Give the surname, of two characters where it is such a one."""
    return name[:2] if _COMPOUND.match(name) else name[:1]


_STEMS = "甲乙丙丁戊己庚辛壬癸"


def pseudonyms(names: Iterable[str], taken: Collection[str]) -> dict[str, str]:
    """Call each person 张某某; where several would be that, 张某甲, 张某乙."""
    found: dict[str, str] = {}
    distinct = list(dict.fromkeys(names))
    used = set(taken)
    for name in distinct:
        family = surname(name)
        alone = sum(1 for each in distinct if surname(each) == family) == 1
        choices = [f"{family}某某"] if alone else []
        choices += [f"{family}某{mark}" for mark in _STEMS]
        choices += [
            f"{family}某{place}" for place in range(len(distinct) + len(used) + 1)
        ]
        found[name] = next(each for each in choices if each not in used)
        used.add(found[name])
    return found


def renamed(said: str, names: Mapping[str, str]) -> str:
    """Put other names in the place of some, wherever a text says them."""
    if said in names:
        return names[said]
    by_letters = {"".join(name.split()): mask for name, mask in names.items()}
    by_length = sorted((each for each in by_letters if len(each) > 1), key=len)
    if not by_length:
        return said
    spelt = (r"[ \u3000\u00a0]*".join(map(re.escape, each)) for each in by_length[::-1])
    return re.sub(
        "|".join(spelt), lambda found: by_letters["".join(found[0].split())], said
    )


# Who is called by name in a running text: beside a word for persons.
_KIN = "女儿|儿子|母亲|父亲|丈夫|妻子|老伴|家属"
_ADDRESSED = "大爷|大妈|大娘|大叔|大婶|阿姨|奶奶|爷爷|先生|女士"
_BEFORE = (
    "村民|居民|群众|市民|业主|住户|户主|老人|职工|员工|护工|护理员|患者|病人|当事人"
    "|反映人|投诉人|举报人|信访人|来信人|来访人|申请人|联系人|负责人|名叫|姓名|同志|代表"
    f"|委员|书记|主任|[局厅处科股所院校站队镇乡村组会]长|{_KIN}"
)
_AFTER = f"老人|夫妇|一家|反映|来信|来访|投诉|举报|的(?:{_KIN})|{_ADDRESSED}|副?{_POST}"
_LEADS_ON = "由为给找与和向对是经叫让请到据"
# Surnames that in a running text are more often another word, and words that look so.
_SELDOM = frozenset("都满步全元查支从能经管通计利须公水农广党解别终滑宿应")
_WORD = re.compile("高风险|高龄|张榜|张贴|常住|常年|时任|平均|周边|周岁|养老|余名")
_FAMILY = f"[{''.join(sorted(_SURNAMES - _SELDOM))}]"
_NAMED_IN_TEXT = re.compile(
    rf"(?:{_BEFORE})[:：为是叫]?(?P<after>{_NAME})"
    rf"(?={_AFTER}|(?!{_HAN})|[的说称等在家住]|表示|建议|电话)"
    rf"|(?:(?<!{_HAN})|(?<=[{_LEADS_ON}]))(?P<before>{_NAME})(?:{_AFTER})"
    rf"|{_FAMILY}(?:{_ADDRESSED})"
)
_LIVING = re.compile(
    rf"{COUNT}单元(?!{_HAN})|\d{{3,4}}室"
    r"|(?:住|地址|户籍)[^，。；、]{0,15}?\d+[号室栋幢排组楼]"
)


def suspects(said: str) -> Iterator[str]:
    """Name what in a text may still tell of a person: somebody's name, or a door."""
    for found in _NAMED_IN_TEXT.finditer(said):
        name = found["after"] or found["before"]
        if name is None or _may_be_name(name):
            yield found[0]
    yield from (found[0] for found in _LIVING.finditer(said))


def _may_be_name(word: str) -> bool:
    """Tell whether a word in a running text is rather a name than another word."""
    if word[0] in _SELDOM or _WORD.match(word) or re.search("[某的由]", word):
        return False
    return _looks_like_name(word)
