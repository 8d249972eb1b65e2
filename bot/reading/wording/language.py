"""Which language a text is written in: by its script, else by its small words.

The reader reads English. This only has to tell English from the rest and to name the usual others; where
nothing tells, as in a headline of names, a text is taken for English.
"""

import re
from typing import Final

__all__ = ["language_of"]

_LOOKED_AT: Final = 1000  # characters
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

# In the order in which they are asked: kana before Chinese, since Japanese uses both. Only made into patterns
# when a text needs them, as those of the neighbours: most texts never do.
_SCRIPTS: Final = (
    ("ko", r"[\uac00-\ud7af\u1100-\u11ff]"),
    ("ja", r"[\u3040-\u30ff]"),
    ("zh", r"[\u4e00-\u9fff\u3400-\u4dbf]"),
    ("ru", r"[\u0400-\u04ff]"),
    ("el", r"[\u0370-\u03ff]"),
    ("he", r"[\u0590-\u05ff]"),
    ("ar", r"[\u0600-\u06ff]"),
    ("hi", r"[\u0900-\u097f]"),
    ("th", r"[\u0e00-\u0e7f]"),
)
_HAN: Final = r"[\u4e00-\u9fff]"
# Letters that only a neighbour's alphabet has.
_NEIGHBOUR: Final = {"ru": ("uk", r"[іїєґІЇЄҐ]"), "ar": ("fa", r"[پچژگ]")}
_NOT_LATIN: Final = re.compile("[" + "".join(script[1:-1] for _, script in _SCRIPTS) + "]")
_LATIN: Final = r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"

# Small words, and the words for large sums that a headline has instead of small words.
_SMALL: Final = {
    "en": """
        the of and to in for a on is with that by as at from it its has have be will are was an this
        after over says said up new not or but into about more than their his they we you who which been
        would could million billion buy deal plans stake us
    """,
    "de": """
        der die das und von den mit für im ist des nicht ein eine einer dem auf zu sich auch bei nach
        wie aus zum zur werden wird will über sind vor hat haben gegen durch milliarden millionen euro
        investiert übernimmt kauft baut aktie unternehmen konzern mrd mio
    """,
    "fr": """
        le la les des et du en un une pour dans que qui au aux sur avec pas plus ce cette ses ont été
        sont il elle mais veut va milliards millions d'euros investit rachète acquiert entreprise vers
    """,
    "es": """
        el la los de del en un una para por con que se su sus es más como lo ha han fue pero sobre entre
        millones mil invertirá invierte compra empresa será hasta desde
    """,
    "pt": """
        os as de da dos das em um uma para por com que se seu sua ao na nos nas mais como não foi são
        mas sobre milhões bilhões mil investe investirá compra empresa até pela pelo
    """,
    "it": """
        il lo la gli le di del della dei delle un una per con che si su alla nel nella più come non ha
        sono da dal miliardi milioni investe acquista compra azienda euro anche
    """,
    "nl": """
        de het een en voor met op is dat die niet aan te door bij naar om ook wordt zijn heeft uit
        miljard miljoen euro neemt koopt investeert bedrijf nieuwe
    """,
    "sv": """
        och att det som en på är av för med den till inte om har ett från vid kan så men de sig
        miljarder miljoner kronor köper investerar bolaget ska efter
    """,
    "da": """
        og det som en på er af med den til ikke om har et fra ved kan så men de sig milliarder millioner
        kroner køber investerer selskabet skal efter
    """,
    "no": """
        og det som en på er av med den til ikke om har et fra ved kan så men de seg milliarder millioner
        kroner kjøper investerer selskapet skal etter
    """,
    "fi": """
        ja ei että se oli mutta kun niin hän ovat joka myös sekä miljardia miljoonaa euroa ostaa
        investoi yhtiö vuoden mukaan
    """,
    "pl": """
        na się nie że jest za od po jak przez dla oraz ale są który która ma mld mln złotych euro kupuje
        zainwestuje spółka miliardów milionów
    """,
    "cs": """
        na se je že za od po jak ale jsou který která má miliard milionů korun eur koupí investuje firma
        společnost
    """,
    "tr": """
        ve bir bu için ile da de olarak daha çok olan gibi sonra kadar milyar milyon dolar lira yatırım
        yapacak satın aldı şirket göre
    """,
    "id": """
        dan yang di dengan untuk dari pada ini itu tidak akan dalam oleh adalah ke juga sebagai miliar
        juta triliun rupiah investasi membeli perusahaan
    """,
    "vi": """
        và của là có trong được cho một với không các những người đã này từ để tỷ triệu đồng đầu tư mua
        công ty
    """,
    "ro": """
        și de la în pe cu un pentru din nu este care sunt miliarde milioane euro investește cumpără
        compania prin
    """,
    "hu": """
        az és hogy nem egy is meg de ez volt csak milliárd millió forint euró vásárol beruház cég
        szerint
    """,
}
_WORDS: Final = {language: frozenset(words.split()) for language, words in _SMALL.items()}
_ENGLISH: Final = _WORDS.pop("en")
_FOREIGN: Final = frozenset().union(*_WORDS.values())


def language_of(text: str) -> str:
    """Return the ISO 639-1 code of the language that `text` is most likely written in, "en" in doubt."""
    sample = text[:_LOOKED_AT]
    if not sample.isascii() and _NOT_LATIN.search(sample) and (script := _script_of(sample)) is not None:
        return script
    sample = sample.lower()
    words = set(sample.split())
    if 2 * len(words & _ENGLISH) > len(words & _FOREIGN):
        return "en"  # no language of them all can have twice as many
    words = set(_WORD.findall(sample.replace("’", "'")))
    counts = {language: len(words & small) for language, small in _WORDS.items()}
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] >= max(2, 2 * len(words & _ENGLISH)) else "en"


def _script_of(sample: str) -> str | None:
    """Return the language of a script that is not Latin, if most of the sample is written in it."""
    latin = len(re.findall(_LATIN, sample))
    for code, script in _SCRIPTS:
        letters = len(re.findall(script, sample))
        if code == "ja" and letters:
            letters += len(re.findall(_HAN, sample))
        # A syllable says more than a letter.
        if letters and letters * (2 if code in {"ko", "ja", "zh"} else 1) > latin:
            neighbour, own = _NEIGHBOUR.get(code, (code, None))
            return neighbour if own and re.search(own, sample) else code
    return None
