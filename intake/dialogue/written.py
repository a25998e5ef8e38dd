"""Sums of money and days as the language writes them."""

from datetime import date

DAYS = {"de": "%d.%m.%Y", "en": "%d %b %Y"}


def money(amount: float, language: str) -> str:
    """1234.5 EUR as "1.234,50 €" in German, "€1,234.50" in English."""
    text = f"{amount:,.2f}"
    if language == "de":
        return text.translate(str.maketrans(",.", ".,")) + "\N{NO-BREAK SPACE}€"
    return f"€{text}"


def day(day: date, language: str) -> str:
    """17 November 2026 as "17.11.2026" in German, "17 Nov 2026" in English."""
    return day.strftime(DAYS[language])
