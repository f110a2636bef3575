"""Which country codes there are: ISO 3166-1, and XK, which everybody uses for Kosovo."""

CODES = frozenset(  # one text, because a list of 250 would be a page
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO
    FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE
    JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO
    MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW
    PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM
    TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
    """.split()  # noqa: SIM905
)

_MEANT = {"UK": "GB", "EN": "GB", "EL": "GR", "SF": "FI", "YU": "RS", "TP": "TL", "ZR": "CD", "BU": "MM"}
"""Codes that people write, or that were codes once, and what they mean today."""


def hint_for(code: str) -> str | None:
    """What to write for a code that no country has; None where the code, or that of its country, is one."""
    country, dash, part = code.partition("-")
    if country in CODES:
        return None
    meant = _MEANT.get(country)
    return f"write {meant}{dash}{part}" if meant else "write the two letters of ISO 3166: DE, or DE-BE for a part of it"
