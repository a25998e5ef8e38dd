"""A talk as plain text, for the customer to keep."""

from collections.abc import Iterator

from intake.claims.conversation import Conversation, Message
from intake.claims.model import Claim
from intake.ui.messages import Wording, moment


def transcript(claim: Claim, talk: Conversation, words: Wording, language: str) -> str:
    """What was said, one paragraph a message, with times, photos counted and policies named."""
    head = words["status_page.title"].format(number=claim.number)
    said = (part for message in talk.messages for part in _paragraph(message, words, language))
    return "\n\n".join([f"{words['shop.name']} · {head}", *said]) + "\n"


def _paragraph(message: Message, words: Wording, language: str) -> Iterator[str]:
    photos = words["page.photos_sent"].format(count=len(message.photos)) if message.photos else ""
    quoted = [f"„{one.passage}“ ({one.title}, {one.section}, {one.version})" for one in message.citations]
    parts = [part for part in (message.text, photos, *quoted) if part]
    if parts:
        who = message.name or words[f"page.author.{message.author.value}"]
        yield "\n".join([f"{who}, {moment(message.at, language)}", *parts])
