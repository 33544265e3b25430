"""Written words in one form for comparing, with the way back to where each sign stood."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Traditional signs, each before the simplified one that the rules are written with.
_PAIRS = """
歲岁 齡龄 證证 壓压 擔担 無无 繳缴 費费 錢钱 預预 報报 紹绍 訓训 貸贷 學学 體体 檢检 傳传 帶带
婦妇 產产 懷怀 殘残 視视 氣气 質质 紋纹 個个 標标 領领 條条 單单 銀银 購购 賣卖 買买 賃赁 電电
話话 號号 絡络 鏈链 掃扫 碼码 維维 們们 綫线 線线 網网 錄录 時时 間间 週周 製制 輕轻 鬆松 萬万
過过 數数 幾几 兩两 點点 發发 後后 內内 離离 職职 幹干 勞劳 動动 險险 棄弃 簽签 約约 農农 鄉乡
鎮镇 縣县 區区 東东 貴贵 雲云 廣广 陝陕 寧宁 蘇苏 漢汉 滿满 爾尔 獨独 龍龙 馬马 雞鸡 豬猪 屬属
鄰邻 擾扰 絕绝 謝谢 誠诚 級级 優优 適适 當当 應应 備备 員员 業业 場场 廠厂 車车 務务 辦办 護护
駕驾 畢毕 戶户 歷历 曆历 貨货 訂订 評评 論论 賺赚 贏赢 賭赌 緬缅 國国 島岛 臺台 灣湾 飛飞 會会
給给 從从 與与 為为 爲为 須须 現现 還还 進进 請请 讓让 將将 總总 統统 繫系 係系 聯联 詢询 諮咨
營营 開开 關关 門门 問问 題题 頭头 顏颜 顔颜 髮发 態态 樣样 觀观 殼壳 膚肤 腦脑 臉脸 乾干 淨净
圖图 遲迟 選选 擇择 麼么 這这 裏里 裡里 僅仅 衹只 隻只 祇只 別别 嬰婴 兒儿 療疗 藥药 醫医 癒愈
瘋疯 癡痴 癲癫 媽妈 寶宝 孫孙 爺爷 親亲 姊姐 飯饭 廚厨 實实 習习 試试 滾滚 遠远 運运 輸输 轉转
賬账 帳账 匯汇 幣币 筆笔 貼贴 獎奖 補补 償偿 陽阳 陰阴 猶犹 愛爱 瘡疮 壯壮 彞彝 瑤瑶 納纳 錫锡
華华 語语 讀读 寫写 識识
"""
_SIMPLE = {ord(pair[0]): pair[1] for pair in _PAIRS.split()}
_UNSEEN = frozenset({"Cc", "Cf", "Mn", "Me", "Cs", "Co", "Cn"})
_NOISE = frozenset(" \t\u3000*·•・_~^|`´¨")  # put between signs to hide a word


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as the rules read it; ``places[k]`` is where its sign k stood in the original."""

    text: str
    places: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where the signs from start up to end (not empty) stood in the original."""
        return self.places[start], self.places[end - 1] + 1


def fold(written: str) -> Folded:
    """Full-width, capital and traditional signs in one form; what only hides a word left out.

    Spaces and strokes stay, as one space, only between two Latin signs; lines stay apart.
    """
    signs = list(_signs(written))
    kept: list[tuple[str, int]] = []
    for k, (sign, place) in enumerate(signs):
        if sign not in _NOISE:
            kept.append((sign, place))
        elif kept and _is_latin(kept[-1][0]) and _is_latin(_next(signs, k)):
            kept.append((sign if sign == "_" else " ", place))
    return Folded("".join(sign for sign, _ in kept), tuple(place for _, place in kept))


def _signs(written: str) -> Iterator[tuple[str, int]]:
    for place, original in enumerate(written):
        if original in "\n\r\u2028":
            yield "\n", place
            continue
        for sign in unicodedata.normalize("NFKC", original).lower().translate(_SIMPLE):
            if sign in _NOISE or unicodedata.category(sign) not in _UNSEEN:
                yield (" " if sign.isspace() else sign), place


def _next(signs: list[tuple[str, int]], k: int) -> str:
    """The sign right behind, or nothing where that is noise too: of several the last one counts."""
    following = signs[k + 1][0] if k + 1 < len(signs) else ""
    return "" if following in _NOISE else following


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()
