"""Words that multiply the number beside them: million, lakh, 만, ล้าน."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

# Word beginnings, any ending allowed; a blank after the word forbids one ("bin " is Turkish for thousand, not "bina").
_THOUSAND, _LAKH, _MILLION, _CRORE, _MILLIARD, _BILLION = 10**3, 10**5, 10**6, 10**7, 10**9, 10**12
SCALES: Final[Mapping[str, Mapping[int, str]]] = MappingProxyType(
    {
        "en": {
            _THOUSAND: "thousand k ",
            _LAKH: "lakh ",
            _MILLION: "million mln m mn ",
            _CRORE: "crore cr ",
            _MILLIARD: "billion bln bn b ",
            _BILLION: "trillion tn ",
        },
        "de": {
            _THOUSAND: "tausend tsd ",
            _MILLION: "million mio ",
            _MILLIARD: "milliard mrd ",
            _BILLION: "billion bio ",
        },
        "fr": {_THOUSAND: "mille mille ", _MILLION: "million m ", _MILLIARD: "milliard mds md ", _BILLION: "billion "},
        "es": {_THOUSAND: "mil ", _MILLION: "millon millón ", _MILLIARD: "millardo ", _BILLION: "billon billón "},
        "pt": {_THOUSAND: "mil ", _MILLION: "milhão milhões mi ", _MILLIARD: "bilhão bilhões bi ", _BILLION: "trilh "},
        "it": {_THOUSAND: "mila mille ", _MILLION: "milion mln ", _MILLIARD: "miliard mld ", _BILLION: "bilion "},
        "pl": {_THOUSAND: "tysi tys ", _MILLION: "milion mln ", _MILLIARD: "miliard mld ", _BILLION: "bilion bln "},
        "cs": {_THOUSAND: "tisíc tis ", _MILLION: "milion milión mil ", _MILLIARD: "miliard mld ", _BILLION: "bilion "},
        "sk": {_THOUSAND: "tisíc tis ", _MILLION: "milión mil ", _MILLIARD: "miliard mld ", _BILLION: "bilión "},
        "sr": {
            _THOUSAND: "tisuć hiljad tis хиљад ",
            _MILLION: "milijun milion mil милион ",
            _MILLIARD: "milijard mlrd милијард ",
            _BILLION: "bilijun bilion билион ",
        },
        "sl": {_THOUSAND: "tisoč ", _MILLION: "milijon mio ", _MILLIARD: "milijard mrd ", _BILLION: "bilijon "},
        "ro": {_THOUSAND: "mii mie ", _MILLION: "milion mil ", _MILLIARD: "miliard mld ", _BILLION: "trilion "},
        "hu": {_THOUSAND: "ezer ", _MILLION: "millió ", _MILLIARD: "milliárd ", _BILLION: "billió "},
        "is": {_THOUSAND: "þúsund ", _MILLION: "milljón ", _MILLIARD: "milljarð milljörð ", _BILLION: "billjón "},
        "sv": {_THOUSAND: "tusen ", _MILLION: "miljon milj ", _MILLIARD: "miljard mdr ", _BILLION: "biljon "},
        "no": {_THOUSAND: "tusen ", _MILLION: "million mill ", _MILLIARD: "milliard mrd ", _BILLION: "billion "},
        "da": {_THOUSAND: "tusind ", _MILLION: "million mio ", _MILLIARD: "milliard mia ", _BILLION: "billion "},
        "nl": {_THOUSAND: "duizend ", _MILLION: "miljoen mln ", _MILLIARD: "miljard mld ", _BILLION: "biljoen "},
        "fi": {_THOUSAND: "tuhat tuhan ", _MILLION: "miljoon milj ", _MILLIARD: "miljard mrd ", _BILLION: "biljoon "},
        "et": {_THOUSAND: "tuhat tuhand ", _MILLION: "miljon mln ", _MILLIARD: "miljard mld ", _BILLION: "triljon "},
        "lt": {_THOUSAND: "tūkst ", _MILLION: "milijon mln ", _MILLIARD: "milijard mlrd ", _BILLION: "trilijon "},
        "lv": {_THOUSAND: "tūkst ", _MILLION: "miljon milj ", _MILLIARD: "miljard mljrd ", _BILLION: "triljon "},
        "tr": {_THOUSAND: "bin ", _MILLION: "milyon mn ", _MILLIARD: "milyar mlr ", _BILLION: "trilyon "},
        "az": {_THOUSAND: "min ", _MILLION: "milyon mln ", _MILLIARD: "milyard mlrd ", _BILLION: "trilyon "},
        "ru": {
            _THOUSAND: "тысяч тыс ",
            _MILLION: "миллион млн ",
            _MILLIARD: "миллиард млрд ",
            _BILLION: "триллион трлн ",
        },
        "uk": {
            _THOUSAND: "тисяч тис ",
            _MILLION: "мільйон млн ",
            _MILLIARD: "мільярд млрд ",
            _BILLION: "трильйон трлн ",
        },
        "be": {_THOUSAND: "тысяч тыс ", _MILLION: "мільён млн ", _MILLIARD: "мільярд млрд ", _BILLION: "трыльён трлн "},
        "bg": {_THOUSAND: "хиляд хил ", _MILLION: "милион млн ", _MILLIARD: "милиард млрд ", _BILLION: "трилион трлн "},
        "kk": {_THOUSAND: "мың ", _MILLION: "миллион млн ", _MILLIARD: "миллиард млрд ", _BILLION: "триллион трлн "},
        "el": {
            _THOUSAND: "χιλιάδ χιλ ",
            _MILLION: "εκατομμύρι εκατ ",
            _MILLIARD: "δισεκατομμύρι δισ ",
            _BILLION: "τρισ ",
        },
        "hy": {_THOUSAND: "հազար ", _MILLION: "միլիոն մլն ", _MILLIARD: "միլիարդ մլրդ ", _BILLION: "տրիլիոն տրլն "},
        "ka": {_THOUSAND: "ათას ", _MILLION: "მილიონ მლნ ", _MILLIARD: "მილიარდ მლრდ ", _BILLION: "ტრილიონ "},
        "ar": {_THOUSAND: "ألف آلاف الف ", _MILLION: "مليون ملايين ", _MILLIARD: "مليار بليون ", _BILLION: "تريليون "},
        "fa": {_THOUSAND: "هزار ", _MILLION: "میلیون ", _MILLIARD: "میلیارد ", _BILLION: "تریلیون "},
        "he": {_THOUSAND: "אלף אלפ ", _MILLION: "מיליון מיליוני ", _MILLIARD: "מיליארד ", _BILLION: "טריליון "},
        "hi": {
            _THOUSAND: "हज़ार हजार ",
            _LAKH: "लाख ",
            _MILLION: "मिलियन ",
            _CRORE: "करोड़ ",
            _MILLIARD: "अरब बिलियन ",
            _BILLION: "ट्रिलियन खरब ",
        },
        "mr": {_THOUSAND: "हजार ", _LAKH: "लाख ", _MILLION: "दशलक्ष ", _CRORE: "कोटी कोटीं ", _MILLIARD: "अब्ज "},
        "ne": {_THOUSAND: "हजार ", _LAKH: "लाख ", _CRORE: "करोड करोड़ ", _MILLIARD: "अर्ब अरब ", 10**11: "खर्ब "},
        "bn": {_THOUSAND: "হাজার ", _LAKH: "লাখ লক্ষ ", _MILLION: "মিলিয়ন ", _CRORE: "কোটি ", _MILLIARD: "বিলিয়ন "},
        "pa": {_THOUSAND: "ਹਜ਼ਾਰ ਹਜਾਰ ", _LAKH: "ਲੱਖ ", _MILLION: "ਮਿਲੀਅਨ ", _CRORE: "ਕਰੋੜ ", _MILLIARD: "ਅਰਬ "},
        "gu": {_THOUSAND: "હજાર ", _LAKH: "લાખ ", _MILLION: "મિલિયન ", _CRORE: "કરોડ ", _MILLIARD: "અબજ "},
        "ta": {
            _THOUSAND: "ஆயிர ஆயிரம் ",
            _LAKH: "லட்ச இலட்ச லட்சம் ",
            _MILLION: "மில்லியன் ",
            _CRORE: "கோடி ",
            _MILLIARD: "பில்லியன் ",
        },
        "te": {_THOUSAND: "వేల వెయ్యి ", _LAKH: "లక్ష లక్షల ", _MILLION: "మిలియన్ ", _CRORE: "కోట్ల కోటి ", _MILLIARD: "బిలియన్ "},
        "ml": {_THOUSAND: "ആയിര ", _LAKH: "ലക്ഷ ", _MILLION: "ദശലക്ഷ മില്യ ", _CRORE: "കോടി ", _MILLIARD: "ബില്യ "},
        "kn": {_THOUSAND: "ಸಾವಿರ ", _LAKH: "ಲಕ್ಷ ", _MILLION: "ಮಿಲಿಯನ್ ", _CRORE: "ಕೋಟಿ ", _MILLIARD: "ಬಿಲಿಯನ್ "},
        "si": {_THOUSAND: "දහස් දහස ", _LAKH: "ලක්ෂ ", _MILLION: "මිලියන ", _CRORE: "කෝටි ", _MILLIARD: "බිලියන "},
        "ur": {_THOUSAND: "ہزار ", _LAKH: "لاکھ ", _MILLION: "ملین ", _CRORE: "کروڑ ", _MILLIARD: "ارب بلین "},
        "th": {
            _THOUSAND: "พัน ",
            10**4: "หมื่น ",
            _LAKH: "แสน ",
            _MILLION: "ล้าน ",
            _MILLIARD: "พันล้าน ",
            _BILLION: "ล้านล้าน ",
        },
        "lo": {
            _THOUSAND: "ພັນ ",
            10**4: "ໝື່ນ ຫມື່ນ ",
            _LAKH: "ແສນ ",
            _MILLION: "ລ້ານ ",
            _MILLIARD: "ຕື້ ພັນລ້ານ ",
            _BILLION: "ລ້ານລ້ານ ",
        },
        "km": {
            _THOUSAND: "ពាន់ ",
            10**4: "ម៉ឺន ",
            _LAKH: "សែន ",
            _MILLION: "លាន ",
            _MILLIARD: "ពាន់លាន ប៊ីលាន ",
        },
        "my": {
            _THOUSAND: "ထောင် ",
            10**4: "သောင်း ",
            _LAKH: "သိန်း ",
            _MILLION: "သန်း ",
            _CRORE: "ကုဋေ ",
            _MILLIARD: "ဘီလီယံ ",
        },
        "vi": {_THOUSAND: "nghìn ngàn ", _MILLION: "triệu tr ", _MILLIARD: "tỷ tỉ "},
        "id": {_THOUSAND: "ribu rb ", _MILLION: "juta jt ", _MILLIARD: "miliar milyar ", _BILLION: "triliun trilyun "},
        "ms": {_THOUSAND: "ribu ", _MILLION: "juta ", _MILLIARD: "bilion ", _BILLION: "trilion "},
        "am": {_THOUSAND: "ሺህ ሺ ", _MILLION: "ሚሊዮን ሚሊየን ", _MILLIARD: "ቢሊዮን ቢሊየን ", _BILLION: "ትሪሊዮን "},
        "sw": {_THOUSAND: "elfu ", _LAKH: "laki ", _MILLION: "milioni ", _MILLIARD: "bilioni ", _BILLION: "trilioni "},
        "mk": {_THOUSAND: "илјад илј ", _MILLION: "милион мил ", _MILLIARD: "милијард ", _BILLION: "трилион билион "},
        "uz": {
            _THOUSAND: "ming минг ",
            _MILLION: "million mln миллион млн ",
            _MILLIARD: "milliard mlrd миллиард млрд ",
            _BILLION: "trillion trln триллион трлн ",
        },
        "ko": {
            10: "십 ",
            100: "백 ",
            _THOUSAND: "천 ",
            10**4: "만 ",
            _MILLION: "백만 ",
            _CRORE: "천만 ",
            10**8: "억 ",
            _BILLION: "조 ",
        },
    }
)
"""Language -> factor -> the words that multiply the number before them. In most languages billion is 10^12."""

AHEAD: Final = frozenset({"sw", "si", "my"})
"""Languages that write the scale before its number: milioni 5, මිලියන 5, သိန်း ၅၀."""

JOINED: Final = frozenset({"th", "lo", "km", "my", "ko", "zh", "ja", "yue"})
"""Languages in which what is counted follows the scale without a space: 5만명, 5 ล้านบาท."""
