"""E-mails in the shop's voice: a notice becomes text and HTML with the same words."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from intake.claims.telling.mails import Mail
from intake.claims.telling.outbox import Notice
from intake.dialogue.written import money
from intake.errors import NotSent
from intake.notices.address import mail_address
from intake.ports import Wording
from intake.talk.questions import moment
from intake.templates import environment

Link = Callable[[str], str]  # claim number -> address of its status page
ProductName = Callable[[str, str], str]  # SKU and language -> name


@dataclass
class Letter:
    """What one e-mail says, before it is laid out."""

    paragraphs: list[str]
    quote: str = ""
    after: list[str] = field(default_factory=list)  # paragraphs behind the quote
    facts: list[tuple[str, str]] = field(default_factory=list)  # label and value
    button: str = ""  # label of the link
    link: str = ""
    footer: list[str] = field(default_factory=list)


class Letters:
    """Writes the e-mail of a notice. What the talk holds is told only to whoever proved to be the buyer."""

    def __init__(
        self, wording: Wording, sender: Address, reply_to: Address, status_link: Link, product_name: ProductName
    ) -> None:
        self._wording, self._sender, self._reply_to = wording, sender, reply_to
        self._status_link, self._product_name = status_link, product_name
        self._templates = environment(Path(__file__).resolve().parent / "templates")

    def write(self, notice: Notice) -> EmailMessage:
        """Text and HTML. Raises NotSent where the recipient can't be an address."""
        told = json.loads(notice.payload)
        language = told["language"]
        message = EmailMessage(policy=SMTP)
        self._address(message, notice, language)
        message["Subject"] = self._wording.say(f"mail.subject.{notice.kind}", language, number=notice.claim)
        values = {
            "letter": self._letter(notice, told),
            "t": self._wording.all(language),
            "subject": message["Subject"],
            "language": language,
        }
        message.set_content(self._templates.get_template("mail.txt").render(values))
        message.add_alternative(self._templates.get_template("mail.html").render(values), subtype="html")
        return message

    def _address(self, message: EmailMessage, notice: Notice, language: str) -> None:
        shop = self._wording.say("shop.name", language)
        try:
            message["To"] = mail_address(notice.recipient)
        except ValueError as error:
            raise NotSent(str(error), final=True) from error
        message["From"] = Address(shop, self._sender.username, self._sender.domain)
        message["Reply-To"] = self._reply_to
        message["Date"] = format_datetime(notice.created)
        # The same in every try: a mailbox may drop the second.
        message["Message-ID"] = f"<{notice.key}@{self._sender.domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message["Content-Language"] = language

    def _letter(self, notice: Notice, told: dict[str, Any]) -> Letter:
        say = self._sayer(told["language"])
        at = moment(datetime.fromisoformat(told.get("withdrawn_at", told["at"])), told["language"])
        letter = Letter([say(f"mail.body.{notice.kind}", at=at)], facts=[(say("mail.fact.number"), notice.claim)])
        if notice.kind == Mail.QUESTION:
            self._ask(letter, told, say)
        elif notice.kind in (Mail.OPENED, Mail.WITHDRAWAL):
            followed = "handed_over" if told["with_person"] else told.get("track", "goodwill")
            letter.paragraphs.append(say(f"mail.next.{followed}"))
        if product := told.get("product"):
            letter.facts.append((say("mail.fact.product"), self._product_name(product, told["language"])))
        if resolution := told.get("resolution"):
            letter.facts.append((say("mail.fact.resolution"), say(f"resolution.{resolution}")))
        if amount := told.get("amount"):
            letter.facts.append((say("mail.fact.amount"), money(amount, told["language"])))
        letter.footer = [say("mail.footer.automatic")]
        if told["proven"]:
            letter.button, letter.link = say("mail.button"), self._status_link(notice.claim)
            if notice.kind == Mail.CLOSED:
                letter.paragraphs.append(say("mail.body.closed_ask"))
                letter.button = say("mail.button.closed")
        else:
            letter.footer.append(say("mail.footer.not_you"))
        return letter

    @staticmethod
    def _ask(letter: Letter, told: dict[str, Any], say: Callable[..., str]) -> None:
        if "question" not in told:
            letter.paragraphs = [say("mail.body.question_unproven")]
            return
        letter.quote = told["question"]
        letter.after = [say("mail.answer")]

    def _sayer(self, language: str) -> Callable[..., str]:
        return lambda key, **values: self._wording.say(key, language, **values)
