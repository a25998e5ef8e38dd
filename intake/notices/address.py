"""E-mail addresses as they may stand in a header."""

from email.headerregistry import Address


def mail_address(text: str, name: str = "") -> Address:
    """One address, ASCII throughout (umlaut domains as IDNA), shown with `name`.

    Raises ValueError for anything else: several addresses, line breaks, none at all.
    """
    try:
        address = Address(addr_spec=text.strip())
        domain = address.domain.encode("idna").decode()
        return Address(name, address.username.encode("ascii").decode(), domain)
    except (ValueError, IndexError) as error:
        raise ValueError(f"{text!r} is no e-mail address") from error
