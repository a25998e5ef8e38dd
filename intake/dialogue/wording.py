"""Every sentence that customers and staff read, by key and language."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter

from intake import fast_yaml
from intake.dialogue.voice import Voice

FOLDER = Path(__file__).parent / "wording"


class Wording:
    """Flat keys to sentences with `{placeholders}`, for each language."""

    def __init__(self, sentences: Mapping[str, Mapping[str, str]]) -> None:
        self._sentences = sentences

    @classmethod
    def load(cls, folder: Path = FOLDER, voice: Voice | None = None) -> "Wording":
        """Merge `{language}.yaml` and `*.{language}.yaml` of `folder`; later names override earlier ones.

        Raises `ValueError` for a file without keys and sentences, and when the languages differ in keys or
        placeholders: the message names them. `voice` is the shop's (default: the demo shop's); where it says Du,
        `du/de.yaml` overrides the German sentences that address the customer.
        """
        voice = voice or Voice.load()
        sentences: dict[str, dict[str, str]] = {}
        for path in sorted(folder.glob("*.yaml"), key=lambda path: (path.stem.count("."), path.name)):
            entries = fast_yaml.base_load(path.read_text(encoding="utf-8"))
            if not isinstance(entries, dict) or not all(isinstance(text, str) for text in entries.values()):
                raise ValueError(f"{path}: expected one sentence for each key.")
            sentences.setdefault(path.stem.rpartition(".")[2], {}).update(entries)
        informal = folder / "du" / "de.yaml"
        if voice.address == "Du" and informal.is_file():
            sentences["de"].update(fast_yaml.base_load(informal.read_text(encoding="utf-8")))
        differences = list(_differences(sentences))
        if differences:
            raise ValueError(f"{folder}: {'; '.join(differences)}")
        return cls({language: voice.spoken(language, entries) for language, entries in sentences.items()})

    def say(self, key: str, language: str, **values: object) -> str:
        """The sentence in `language`. Raises `KeyError` naming a key, language or value that is missing."""
        try:
            return self._sentences[language][key].format_map(values)
        except KeyError as error:
            raise KeyError(f"Wording {key!r} in {language!r}: {error.args[0]!r} is missing.") from None

    def all(self, language: str) -> Mapping[str, str]:
        """Every sentence of a language by key, unfilled. Raises `KeyError` for an unknown language."""
        return dict(self._sentences[language])


def placeholders(sentence: str) -> frozenset[str]:
    """The names in braces."""
    return frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name)


def _differences(sentences: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    keys = sorted({key for entries in sentences.values() for key in entries})
    for key in keys:
        lacking = [language for language, entries in sentences.items() if key not in entries]
        if lacking:
            yield f"{key} is missing in {', '.join(lacking)}"
        elif len({placeholders(entries[key]) for entries in sentences.values()}) > 1:
            yield f"{key} has different placeholders"
