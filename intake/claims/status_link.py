"""The secret link that shows a customer how a claim stands.

Its key is derived and not kept: an HMAC (RFC 2104) of the claim's number under the id of the conversation that the
claim was made in, which is a secret of 128 bits. Who has the key learns nothing about that id or another claim's key.
"""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256
from urllib.parse import quote

from intake.claims.model import Claim

KEY_BYTES = 16
PURPOSE = "status page of claim"  # so that no other use of the same secret gives the same key


def status_key(number: str, conversation: str) -> str:
    """128 bits as 22 characters that an address may hold."""
    digest = hmac.digest(conversation.encode(), f"{PURPOSE} {number}".encode(), sha256)
    return urlsafe_b64encode(digest[:KEY_BYTES]).decode().rstrip("=")


def status_path(number: str, conversation: str) -> str:
    """Path and query of the link."""
    return f"/status/{quote(number)}?key={status_key(number, conversation)}"


def status_link(claim: Claim, address: str) -> str:
    """The whole link below `address`, e.g. "https://claims.example"."""
    return address.rstrip("/") + status_path(claim.number, claim.conversation)


def opens(claim: Claim, key: str) -> bool:
    """Whether this is the claim's key; takes the same time whatever of it is right."""
    return hmac.compare_digest(status_key(claim.number, claim.conversation).encode(), key.encode())
