"""Names of regions that are not spelt as their signs are mostly read: customary spellings of other
languages, and signs that have another reading in a name.
"""

_CUSTOMARY = """
    陕西=Shaanxi 内蒙古=Inner_Mongolia 西藏=Xizang 香港=Hong_Kong 澳门=Macao
    呼和浩特=Hohhot 鄂尔多斯=Ordos 呼伦贝尔=Hulunbuir 巴彦淖尔=Bayannur 乌兰察布=Ulanqab
    锡林郭勒=Xilingol 阿拉善=Alxa 兴安盟=Hinggan 锡林浩特=Xilinhot 二连浩特=Erenhot
    乌兰浩特=Ulanhot 额济纳=Ejin 额尔古纳=Ergun 满洲里=Manzhouli 牙克石=Yakeshi
    科尔沁=Horqin 达拉特=Dalad 准格尔=Jungar 鄂托克=Otog 杭锦=Hanggin 乌审=Uxin
    昆都仑=Hondlon 克什克腾=Hexigten 霍林郭勒=Holingol 哈尔滨=Harbin 齐齐哈尔=Qiqihar
    佳木斯=Jiamusi 拉萨=Lhasa 日喀则=Xigaze 昌都=Qamdo 林芝=Nyingchi 那曲=Nagqu 阿里=Ngari
    江孜=Gyangze 聂拉木=Nyalam 噶尔=Gar 普兰=Burang 墨脱=Medog 察隅=Zayu 当雄=Damxung
    尼木=Nyemo 曲水=Quxu 堆龙德庆=Doilungdeqen 林周=Lhunzhub 达孜=Dagze 浪卡子=Nagarze
    阿坝=Aba 甘孜=Garze 马尔康=Barkam 若尔盖=Zoige 理塘=Litang 德格=Dege
    果洛=Golog 格尔木=Golmud 玛多=Madoi 玛沁=Maqen 称多=Chindu 囊谦=Nangqen 久治=Jigzhi
    达日=Darlag 甘德=Gade 香格里拉=Shangri-La 迪庆=Deqen 德钦=Deqen
    乌鲁木齐=Urumqi 克拉玛依=Karamay 吐鲁番=Turpan 哈密=Hami 博尔塔拉=Bortala
    巴音郭楞=Bayingolin 阿克苏=Aksu 克孜勒苏=Kizilsu 喀什=Kashgar 和田=Hotan 伊犁=Ili
    阿勒泰=Altay 阿拉尔=Aral 图木舒克=Tumxuk 库尔勒=Korla 库车=Kuqa 阿图什=Artux 奎屯=Kuytun
    霍尔果斯=Khorgos 阿拉山口=Alashankou 塔什库尔干=Taxkorgan 察布查尔=Qapqal
    和布克赛尔=Hoboksar 巴里坤=Barkol 木垒=Mori 玛纳斯=Manas 吉木萨尔=Jimsar 托克逊=Toksun
"""
_OTHERWISE_READ = """
    蔚县=Yu 泊头=Botou 繁峙=Fanshi 洪洞=Hongtong 珲春=Hunchun 穆棱=Muling 绥棱=Suiling
    闵行=Minhang 六合=Luhe 蚌山=Bengshan 涡阳=Guoyang 马尾=Mawei 单县=Shan 浚县=Xun
    漯河=Luohe 召陵=Shaoling 龙圩=Longxu 覃塘=Qintang 什邡=Shifang 丹棱=Danling 筠连=Junlian
    荥经=Yingjing 崆峒=Kongtong 宕昌=Tanchang 红寺堡=Hongsibu 长子=Zhangzi 康巴什=Kangbashi
    乐清=Yueqing 乐亭=Laoting 伽师=Jiashi 策勒=Qira 尼勒克=Nilka
    神农架林=Shennongjia 万柏林=Wanbailin
"""
# Regions of the three upper levels, by their whole name or the part that is spelt.
SPELLINGS = {
    signs: said.replace("_", " ")
    for signs, said in (pair.split("=") for pair in (_CUSTOMARY + _OTHERWISE_READ).split())
}
# What signs with several readings are in nearly all names of places.
READINGS = {
    "都": "du", "长": "chang", "佛": "fo", "朝": "chao", "曾": "zeng", "郫": "pi",
    "什": "shi", "乐": "le",
}  # fmt: skip
