"""Names of the rules that come before those of the shop and that no file can change."""

from enum import StrEnum


class Frame(StrEnum):
    """In the order in which they are asked; the last one follows the shop's."""

    COMPONENT_DOWN = "component_down"
    PERSON_NEEDED = "person_needed"
    ALARM_IN_DOUBT = "alarm_in_doubt"
    QUESTION_NOT_COVERED = "question_not_covered"
    ORDER_OF_ANOTHER = "order_of_another"
    PHOTO_SEEN_BEFORE = "photo_seen_before"
    PHOTO_MISSING = "photo_missing"
    PHOTO_UNUSABLE = "photo_unusable"
    PHOTO_SHOWS_NOTHING = "photo_shows_nothing"
    PHOTO_SHOWS_PARCEL = "photo_shows_parcel"
    PRODUCT_NONE_OF_THESE = "product_none_of_these"
    PHOTO_SHOWS_OTHER_PRODUCT = "photo_shows_other_product"
    PHOTO_UNLIKE_PRODUCT = "photo_unlike_product"
    PRODUCT_DOUBTED = "product_doubted"
    ORDER_NUMBER_NOT_AT_HAND = "order_number_not_at_hand"
    ORDER_UNKNOWN = "order_unknown"
    PHOTOS_CONTRADICT = "photos_contradict"
    PRODUCT_UNKNOWN = "product_unknown"
    ITEM_ABSENT = "item_absent"
    PHOTO_AND_TEXT_DISAGREE = "photo_and_text_disagree"
    DAMAGE_UNKNOWN = "damage_unknown"
    PRODUCT_NOT_IN_ORDER = "product_not_in_order"
    WITHDRAWAL_IN_TIME = "withdrawal_in_time"
    WITHDRAWAL_LATE = "withdrawal_late"
    WRONG_ITEM = "wrong_item"
    NO_RULE = "no_rule_applies"
