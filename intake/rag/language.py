"""Which language a text is written in."""

from collections.abc import Collection


def detect(text: str, among: Collection[str] = ()) -> str:
    """The ISO 639-1 code of `text`'s likeliest language, out of `among` if it names any."""
    import py3langid  # type: ignore[import-untyped]  # loads its model, so only where no language is stated

    ranked: list[str] = [language for language, _ in py3langid.rank(text)]
    return next((language for language in ranked if not among or language in among), ranked[0])
