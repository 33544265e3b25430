"""Employers' names in English: pinyin, with what is generic translated."""

import pytest

from chunfeng.stages.employers.english import in_english


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("平利县女娲茶业有限公司", "Pingli County Nüwa Tea Co., Ltd."),
        ("平利县秋河社区工厂", "Pingli County Qiuhe Community Factory"),
        ("广佛服装车间", "Guangfo Garment Workshop"),
        ("春燕绣坊", "Chunyan Embroidery Workshop"),
        ("深圳市A&B科技有限公司", "Shenzhen City A&B Technology Co., Ltd."),
        ("安康市嘉鑫玩具有限公司（平利分公司）", "Ankang City Jiaxin Toy Co., Ltd. Pingli Branch"),
        ("长安县养殖场", "Chang'an County Livestock Farm"),
        ("ABC Ltd", ""),
        ("", ""),
    ],
)
def test_a_name_is_spelt_and_its_kind_translated(name: str, english: str) -> None:
    assert in_english(name) == english
