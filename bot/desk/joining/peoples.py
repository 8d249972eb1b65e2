"""Which country a people's name belongs to: "German factories" stand in Germany."""

from typing import Final

__all__ = ["COUNTRY_OF"]

_PEOPLES: Final = """
    american=america argentine=argentina australian=australia brazilian=brazil british=britain canadian=canada
    chilean=chile chinese=china colombian=colombia czech=czechia danish=denmark dutch=netherlands
    egyptian=egypt finnish=finland french=france german=germany greek=greece hungarian=hungary indian=india
    indonesian=indonesia irish=ireland israeli=israel italian=italy japanese=japan kenyan=kenya korean=korea
    malaysian=malaysia mexican=mexico moroccan=morocco nigerian=nigeria norwegian=norway peruvian=peru
    filipino=philippines philippine=philippines polish=poland portuguese=portugal romanian=romania
    russian=russia serbian=serbia spanish=spain swedish=sweden swiss=switzerland taiwanese=taiwan
    thai=thailand turkish=turkey ukrainian=ukraine vietnamese=vietnam
"""
COUNTRY_OF: Final = dict(pair.split("=") for pair in _PEOPLES.split())
"""The country's name by the people's, both in lower case."""
