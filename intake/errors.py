"""The named errors. This module imports nothing of Intake.

Every error that a customer can cause carries a `key` of the wording files (`intake/dialogue/wording/`) and the
values that its sentence needs, so that the page can say it in the customer's language.
"""

from collections.abc import Sequence
from typing import Any, ClassVar


class IntakeError(Exception):
    """Base of all errors that Intake raises on purpose. `str(error)` is an English sentence for a person."""


class BadInput(IntakeError):
    """Something that a customer or a caller sent can't be used. Nothing was changed."""

    key: ClassVar[str] = "error.bad_input"

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.values = values


class NotAnImage(BadInput):
    key = "error.not_an_image"


class PhotoBroken(BadInput):
    key = "error.photo_broken"


class PhotoEmpty(BadInput):
    key = "error.photo_empty"


class PhotoTooLarge(BadInput):
    """More bytes or pixels than the settings allow; `values` has `limit`."""

    key = "error.photo_too_large"


class TooManyPhotos(BadInput):
    """`values` has `limit`."""

    key = "error.too_many_photos"


class TextTooLong(BadInput):
    """`values` has `limit`."""

    key = "error.text_too_long"


class OrderNotFound(BadInput):
    """`values` has `order`."""

    key = "error.order_not_found"


class SettlementIncomplete(BadInput):
    """A resolution without what belongs to it: an amount, the part, or that the item is kept."""

    key = "error.settlement"


class CorrectionUnfit(BadInput):
    """What staff say is right doesn't exist, or there is nothing to correct."""

    key = "staff.teach.nothing"


class PlaceholderUnfilled(BadInput):
    """`values` has `placeholder`, with its braces."""

    key = "error.placeholder"


class ApprovalNeeded(BadInput):
    """`values` has `limit`, in EUR."""

    key = "error.approval_needed"


class LoginUnfit(BadInput):
    key = "error.login_unfit"


class LoginTaken(BadInput):
    """`values` has `login`."""

    key = "error.login_taken"


class PasswordUnfit(BadInput):
    """`values` has `shortest`."""

    key = "error.password_unfit"


class LastAdmin(BadInput):
    """Nobody would be left who can make another admin."""

    key = "error.last_admin"


class CatalogueInvalid(IntakeError):
    """A catalogue file is missing, unreadable or has a bad row; the message names file, line and remedy."""


class PoliciesInvalid(IntakeError):
    """A policy folder or document can't be used; the message names the file and the remedy."""


class ModelUnavailable(IntakeError):
    """A model's files are missing or damaged; the message names the remedy."""


class ComponentDown(IntakeError):
    """A part that a decision needs (vision, retrieval, order directory) failed. The case goes to a person."""


class NotAllowed(IntakeError):
    """The caller may not see or do this."""


class NotFound(IntakeError):
    """No such claim, conversation, photo or account."""


class IllegalMove(IntakeError):
    """The claim's present status doesn't allow this move."""


class EditConflict(IntakeError):
    """Somebody else changed this since it was read."""


class RulesInvalid(IntakeError):
    """Rules can't be used; the message says what is wrong, `problems` (of `claims/rule_file.py`) line by line."""

    def __init__(self, message: str, problems: Sequence[Any] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class OrdersInvalid(IntakeError):
    """The mapping of the order directory can't be used; the message names the file and what is wrong."""


class AnswersInvalid(IntakeError):
    """The files of what staff answer with can't be used; the message names the folder and what is wrong."""


class HoursInvalid(IntakeError):
    """The file of opening hours and time limits can't be used; the message names the file and what is wrong."""


class CostsInvalid(IntakeError):
    """The table of costs can't be used; the message names the file and what is wrong."""


class VoiceInvalid(IntakeError):
    """The file of the shop's voice can't be used; the message names the file and what is wrong."""


class SettingsInvalid(IntakeError):
    """Settings or a file that they name can't be used; the message names them and the remedy."""


class NotSent(IntakeError):
    """A notice was not taken by the other side; `final`: trying again would change nothing."""

    def __init__(self, message: str, final: bool = False) -> None:
        super().__init__(message)
        self.final = final


class KeyReused(IntakeError):
    """This idempotency key already belongs to a claim with other content."""
