import pytest

from intake.dialogue.types import Understanding
from intake.dialogue.understand import Understander

ALARMS = [
    "ich hab mir an der scherbe die hand aufgeschnitten",
    "Meine Tochter hat einen Splitter verschluckt",
    "der wasserkocher hat mir einen Stromschlag verpasst",
    "hab voll eine gewischt bekommen",
    "die lampe hat angefangen zu rauchen",
    "es qualmt!!",
    "Der Akku ist aufgebläht",
    "Im Salat waren Glassplitter",
    "mein kind hat sich verletzt",
    "es riecht verschmort",
    "hat feuer gefangen",
    "ich blute",
    "Die Lampe hat nicht gebrannt, aber ich habe einen Stromschlag bekommen",
    "habe mich daran verbrant",
    "my kid got shocked",
    "it started smoking",
    "I cut my finger on the broken glass",
    "there was glass in my food",
    "the kettle caught fire",
    "sparks came out of the plug",
    "i got hurt",
    "it gave me an electric shock",
    "my daughter nearly choked on a wheel",
    "had to go to the hospital, needed stitches",
    "burning smell from the lamp",
    "the battery exploded",
    "my hand is bleeding",
    "Gesicht voller Splitter",
    "meine oma ist vom stuhl gestürzt weil das bein gebrochen ist",
    "Glasscherbe im Fuß stecken geblieben",
    "kleines teil abgegangen, kind hätte daran ersticken können",
    "es roch nach verbranntem plastik",
    "im Trinkglas war ein Splitter, habe ihn fast geschluckt",
    "my grandma fell when the stool leg broke",
    "found a piece of glass in my coffee",
    "I sliced my palm open on the broken rim",
    "dann ist die sicherung rausgeflogen",
    "Kabel ist heiß geworden und stinkt",
    "Habe Brandblasen an der Hand",
    "heisses wasser über den arm gekippt weil der henkel abging",
    "schnittverletzung am daumen",
    "the plug melted",
    "I got a burn on my arm",
    "i spilled boiling water over my legs",
    "it tripped the breaker",
    "beim Anfassen kribbelt es mir bis in die Finger",
    "meine Zweijährige hatte die Kordel schon um den Hals",
    "im Joghurt war eine Scherbe",
    "my toddler had the little screw in his mouth",
    "the battery is bulging",
    "body current is coming from the kettle",
]

NO_ALARMS = [
    "diese Lampe ist der Hammer",
    "ich bin geschockt vom Preis",
    "Ich bin Feuer und Flamme für die Vase",
    "Brandneu und schon verkratzt",
    "Brandfleck auf dem Kissen",
    "die rauchgraue Vase hat einen Sprung",
    "ich hätte eine brennende Frage",
    "Zum Glück wurde niemand verletzt",
    "meine bestellnummer hab ich verlegt",
    "Das Gewicht stimmt nicht",
    "this lamp is lit",
    "please cut the price",
    "I have a burning question",
    "I was shocked at the price",
    "I was shocked when I opened the box",
    "the smoke grey vase has a chip",
    "nobody was hurt",
    "burn marks on the seat",
    "brand new and already scratched",
    "the glass is broken",
    "that was less painful than I thought",
    "mir ist der Kuchen angebrannt",
    "we got cut off on the phone",
]

LEGAL = [
    "mein anwalt meldet sich",
    "ich verklage euch",
    "dann gehe ich zur Verbraucherzentrale",
    "ich werde rechtliche schritte einleiten",
    "sonst sehen wir uns vor Gericht",
    "my lawyer will be in touch",
    "I will sue you",
    "see you in court",
    "I'll take legal action",
]

NOT_LEGAL = [
    "bin Anwältin und brauche eine Rechnung",
    "I'm a solicitor and need an invoice",
    "Die Anzeige am Wasserkocher geht nicht",
    "das Gericht in der Schüssel",
    "nice tennis court picture",
    "Klasse!",
]

UPSET = [
    "so eine Frechheit",
    "ich bin stinksauer",
    "WAS SOLL DAS!!! SCHON WIEDER ZERBROCHEN!",
    "ihr seid doch betrüger",
    "jetzt reichts mir langsam",
    "mir reicht es jetzt",
    "this is ridiculous",
    "I am furious",
    "what a scam",
    "worst service ever",
]

CALM = [
    "Hallo, der Becher ist leider kaputt",
    "MEINE TASSE IST KAPUTT",
    "ich bin nicht sauer, nur schade",
    "Mitarbeiter!!",
    "I'm not angry, just asking",
    "my mug is broken",
    "ein neuer Korken reicht mir völlig",
    "mir reicht ein neuer Deckel",
]

LANGUAGES = [
    ("moechte geld zurueck", "de"),
    ("stuhl wackelt total", "de"),
    ("hat n riss", "de"),
    ("Hallo, my lamp ist kaputt und geht nicht", "de"),
    ("kann ich refund bekommen", "de"),
    ("scratch on table", "en"),
    ("HANDLE CAME OFF", "en"),
    ("where is my refund", "en"),
    ("my kissen is torn and has a hole", "en"),
]


@pytest.mark.parametrize("text", ALARMS)
def test_alarm(understander: Understander, text: str) -> None:
    assert understander.understand(text).alarm


@pytest.mark.parametrize("text", NO_ALARMS)
def test_no_alarm(understander: Understander, text: str) -> None:
    assert not understander.understand(text).alarm


@pytest.mark.parametrize(("text", "legal"), [(t, True) for t in LEGAL] + [(t, False) for t in NOT_LEGAL])
def test_legal_threat(understander: Understander, text: str, legal: bool) -> None:
    assert understander.understand(text).legal is legal


@pytest.mark.parametrize(("text", "upset"), [(t, True) for t in UPSET] + [(t, False) for t in CALM])
def test_upset(understander: Understander, text: str, upset: bool) -> None:
    assert understander.understand(text).upset is upset


@pytest.mark.parametrize(("text", "language"), LANGUAGES)
def test_language(understander: Understander, text: str, language: str) -> None:
    other = "en" if language == "de" else "de"
    assert understander.understand(text, previous_language=other).language == language


@pytest.mark.parametrize("text", ["ok", "10432", "👍", "", "K7M-4PQ-9X", "..."])
@pytest.mark.parametrize("previous", ["de", "en"])
def test_short_message_keeps_the_language(understander: Understander, text: str, previous: str) -> None:
    assert understander.understand(text, previous_language=previous).language == previous


@pytest.mark.parametrize("text", ["na, is nix passiert", "i hob nix", "an neuen bitte"])
def test_dialect_keeps_the_talk_in_german(understander: Understander, text: str) -> None:
    assert understander.understand(text, previous_language="de").language == "de"


@pytest.mark.parametrize("text", ["x" * 5000, "ja " * 2000, "((((((" * 500, "\x00\ud800", "\n\n\n", "kein " * 1500])
def test_any_text_is_read(understander: Understander, text: str) -> None:
    assert isinstance(understander.understand(text), Understanding)


def test_umlauts_and_case_make_no_difference(understander: Understander) -> None:
    spellings = ["Möchte Rückerstattung", "moechte rueckerstattung", "MOCHTE RUCKERSTATTUNG"]
    assert {understander.understand(text).wish for text in spellings} == {"refund"}


def test_dialect_with_an_english_word_in_it_is_no_other_language(understander: Understander) -> None:
    assert understander.understand("do schaugts", previous_language="de").language == "de"


@pytest.mark.parametrize("previous", ["de", "en"])
def test_an_address_is_of_no_language(understander: Understander, previous: str) -> None:
    assert understander.understand("kunde1065@example.org", previous_language=previous).language == previous
