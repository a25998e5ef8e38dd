import pytest

from intake.dialogue.types import Intent
from intake.dialogue.understand import Understander

MESSAGES = {
    Intent.TALK_TO_PERSON: [
        "kann ich bitte mit einem menschen reden",
        "Mitarbeiter!!",
        "ich will mit jemandem sprechen",
        "gibts hier auch echte menschen?",
        "kein bot bitte",
        "Verbinden Sie mich mit dem Kundendienst",
        "Mensch bitte",
        "ich rede nicht mit einer maschine",
        "mitarbeter bitte",
        "Rufen Sie mich an",
        "human please",
        "agent",
        "can i talk to a real person",
        "I'd like to speak with someone",
        "let me speak to your manager",
        "is there a human here",
        "stop, no bots",
        "representative",
        "put me through to customer service",
        "please call me",
    ],
    Intent.RETURN: [
        "ich möchte den Becher zurückgeben",
        "Widerruf",
        "hiermit widerrufe ich meine bestellung 1042",
        "ich will die tasse zurueckschicken",
        "Ich schicke die Lampe wieder zurück",
        "gefällt mir leider nicht",
        "wiederruf!",
        "Ich trete vom Kaufvertrag zurück",
        "nehmen sie den stuhl zurück",
        "Retoure",
        "I want to return it",
        "i would like to send the kettle back",
        "I hereby withdraw from the contract",
        "cancel my order",
        "changed my mind, don't want it",
        "id like to retrun the mug, return label pls",
    ],
    Intent.POLICY_QUESTION: [
        "Wie lange kann ich zurückgeben?",
        "wer zahlt den rückversand",
        "Muss ich die Originalverpackung aufheben?",
        "wie lange habe ich garantie",
        "ist die rücksendung kostenlos",
        "Was ist der Unterschied zwischen Garantie und Gewährleistung?",
        "bis wann kann man widerrufen",
        "brauche ich den kassenbon",
        "who pays for return shipping",
        "how long do i have to return something",
        "What is your return policy?",
        "do i need the original packaging",
        "is return shipping free",
        "how long is the warranty valid",
        "What happens if an item is damaged in transit?",
        "can I return opened goods",
    ],
    Intent.CLAIM_STATUS: [
        "was ist mit meiner Reklamation K7M-4PQ-9X?",
        "wie ist der stand",
        "wann kommt mein geld",
        "gibt es schon was neues?",
        "any news on my claim?",
        "what's the status of my refund",
        "where is my replacement",
        "I haven't heard back",
    ],
    Intent.CONFIRM: [
        "ja",
        "Ja genau, das ist sie",
        "jo passt",
        "stimmt",
        "ok",
        "yes",
        "yep thats it",
        "correct",
        "That's the one",
    ],
    Intent.DENY: [
        "nein",
        "nee, die andere",
        "keins davon",
        "das ist sie nicht",
        "no",
        "nope",
        "none of these",
        "not this one",
        "No, it's the lamp",
    ],
    Intent.NO_ORDER_NUMBER: [
        "hab keine bestellnummer",
        "Die Bestellnummer finde ich nicht",
        "keine ahnung wo die nummer steht",
        "rechnung hab ich weggeworfen",
        "I don't have the order number",
        "lost the receipt",
        "cant find my order number",
    ],
    Intent.THANKS: ["danke schön", "vielen dank für die hilfe", "tschüss", "thanks a lot", "thx bye"],
    Intent.REPORT_DAMAGE: [
        "meine tasse ist kaputt",
        "Die Lampe kam beschädigt an",
        "ich möchte reklamieren",
        "tase zerbrochn",
        "my mug is broken",
        "it arrived damgaed",
        "faulty kettle",
    ],
    Intent.OTHER: [
        "Hallo",
        "hello",
        "10432",
        "nicht kaputt",
        "asdf qwer",
        "this lamp is lit",
        "I have a burning question",
        "",
        "?!",
        "🙂",
    ],
}

ONLY_A_QUESTION = [
    "Wie lange kann ich zurückgeben?",
    "bis wann kann man widerrufen",
    "how long do i have to return something",
    "What happens if an item is damaged in transit?",
    "Was passiert, wenn etwas kaputt ankommt?",
]


@pytest.mark.parametrize(("intent", "text"), [(intent, text) for intent, texts in MESSAGES.items() for text in texts])
def test_intent(understander: Understander, intent: Intent, text: str) -> None:
    assert intent in understander.understand(text).intents


@pytest.mark.parametrize("text", ONLY_A_QUESTION)
def test_a_question_about_the_policy_is_neither_wish_nor_report(understander: Understander, text: str) -> None:
    assert understander.understand(text).intents == (Intent.POLICY_QUESTION,)


@pytest.mark.parametrize(
    "text",
    [
        "Mein Mann hat die Tasse bestellt, sie hat einen Riss",
        "the handle of my mug broke off",
        "der Deckel fehlt",
    ],
)
def test_a_report_does_not_ask_for_a_person(understander: Understander, text: str) -> None:
    assert Intent.TALK_TO_PERSON not in understander.understand(text).intents


def test_several_intents_in_one_message(understander: Understander) -> None:
    intents = understander.understand(
        "Der Becher ist kaputt. Wer zahlt die Rücksendung? Sonst Mitarbeiter bitte."
    ).intents
    assert {Intent.REPORT_DAMAGE, Intent.POLICY_QUESTION, Intent.TALK_TO_PERSON} <= set(intents)
