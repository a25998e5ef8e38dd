"""The last days of what the law gives, counted from the delivery."""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from intake.claims.shop_rules.rulebook import Rules


@dataclass(frozen=True)
class Periods:
    """Each is the last day on which it still holds."""

    delivered: date
    transport: date  # handled with the carrier
    withdrawal: date
    presumption: date  # the defect counts as original
    warranty: date

    @classmethod
    def since(cls, delivered: date, rules: Rules) -> "Periods":
        return cls(
            delivered,
            delivered + timedelta(rules.transport_days),
            delivered + timedelta(rules.withdrawal_days),
            delivered + relativedelta(months=rules.presumption_months),
            delivered + relativedelta(months=rules.warranty_months),
        )
