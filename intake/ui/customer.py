"""The customer's page: a chat on one conversation, which a cookie names."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.utils import get_upload_folder

from intake.claims.conversation import Conversation, Message
from intake.claims.talks import TalkState
from intake.errors import IntakeError, NotAllowed
from intake.service import Desk, Progress
from intake.settings import Settings
from intake.talk.inbox import Upload
from intake.ui.messages import LANGUAGE_ACTION, LANGUAGES, TalkView, Waiting

COOKIE = "intake_talk"
REFRESH = 15  # seconds between looks for an answer of staff
QUICK_REFRESH = 3  # while a person has the talk, or is waited for
UNUSED_UPLOADS = 600  # seconds that a photo lies in the upload folder when it is never sent
PAGE_SCRIPT = (Path(__file__).resolve().parent / "page.js").read_text(encoding="utf-8")
ANY_LENGTH = 10_000_000  # characters: pasted text stays text, the desk judges its length

log = logging.getLogger(__name__)
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
Update = dict[str, Any]
Shown = tuple[str | Update, str | Update, str | Update, Update]  # header, talk, below the talk, composer


class Composer(gr.MultimodalTextbox):
    """Takes photos that were uploaded here; Gradio's own would fetch any public address that a request names."""

    is_template = True  # the browser's part is the base class's

    async def async_move_resource_to_block_cache(self, url_or_file_path: str | Path | None) -> str | None:
        if str(url_or_file_path).lower().startswith(("http:", "https:")):
            raise NotAllowed("Photos are uploaded, not fetched.")
        return await super().async_move_resource_to_block_cache(url_or_file_path)


def is_uploaded(path: Path) -> bool:
    """Whether the file lies where uploads lie: a request names its files by path."""
    return path.resolve().is_relative_to(Path(get_upload_folder()).resolve())


def html_part(name: str) -> gr.HTML:
    """A part of a page whose HTML is ours."""
    return gr.HTML("", elem_id=name, js_on_load=PAGE_SCRIPT, apply_default_css=False)


class CustomerPage:
    """Holds no state of a customer: every handler finds the conversation by the request's cookie."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        self._desk = desk
        self._settings = settings
        self._view = TalkView(desk.wording)

    def build(self) -> gr.Blocks:
        title = self._desk.wording(LANGUAGES[0])["page.title"]
        lifetime = (UNUSED_UPLOADS, UNUSED_UPLOADS)
        page = gr.Blocks(title=title, analytics_enabled=False, delete_cache=lifetime, fill_width=True)
        with page:
            self._lay_out(page)
        page.queue(max_size=100, default_concurrency_limit=4, api_open=False)
        return page

    def _lay_out(self, page: gr.Blocks) -> None:
        header, talk, below = (html_part(name) for name in ("header", "talk", "below"))
        composer = self._composer()
        footer = html_part("footer")
        shown = [header, talk, below, composer]
        page.load(self.show, None, [*shown, footer], **QUIET)
        composer.submit(self.send, composer, shown, **QUIET)
        header.click(self.choose, None, [*shown, footer], **QUIET)
        talk.click(self.choose, None, [*shown, footer], **QUIET)
        seen, quick = gr.State(None), gr.Timer(QUICK_REFRESH, active=False)
        for timer in (gr.Timer(REFRESH), quick):
            timer.tick(self.refresh, seen, [header, talk, seen, quick], **QUIET)

    def show(self, request: gr.Request) -> tuple[str | Update, ...]:
        """The whole page as it is kept."""
        conversation = self._conversation(request)
        if conversation is None:
            return *self._without_cookie(), ""
        return *self._kept(conversation), self._view.footer(conversation.language)

    def send(self, sent: dict[str, Any], request: gr.Request) -> Iterator[Shown]:
        """One message of text and photos."""
        conversation = self._conversation(request)
        if conversation is None:
            yield self._without_cookie()
            return
        text = (sent.get("text") or "").strip()
        # One more than allowed is enough for the desk to notice.
        files = (sent.get("files") or [])[: self._settings.max_photos + 1]
        paths = [path for path in map(Path, files) if is_uploaded(path)]
        if text or paths:
            yield from self._turn(conversation, text, paths)
        else:
            yield self._kept(conversation)

    def choose(self, request: gr.Request, event: gr.EventData) -> Iterator[tuple[str | Update, ...]]:
        """A button of the page: another language, a person, or one of the last message's choices."""
        conversation = self._conversation(request)
        if conversation is None:
            yield *self._without_cookie(), ""
            return
        action = str(event._data.get("action", ""))
        footer: str | Update = gr.skip()
        if action.startswith(LANGUAGE_ACTION):
            language = action.removeprefix(LANGUAGE_ACTION)
            if language in LANGUAGES:
                conversation = self._desk.set_language(conversation.id, language)
            yield *self._kept(conversation), self._view.footer(conversation.language)
            return
        for shown in self._turn(conversation, "", [], action):
            yield *shown, footer

    def refresh(self, request: gr.Request, seen: TalkState | None) -> tuple[Any, ...]:
        """Brings in who is there and what staff wrote while the page was open; asks little while nothing changes."""
        state = self._desk.talk_state(request.cookies.get(COOKIE, ""))
        if state is None or state == seen:
            return gr.skip(), gr.skip(), gr.skip(), gr.skip()
        conversation = self._desk.conversation(request.cookies.get(COOKIE, ""))
        quick = gr.Timer(active=state.with_person)
        return *self._talk(conversation), state, quick

    def _turn(
        self, conversation: Conversation, text: str, paths: list[Path], action: str | None = None
    ) -> Iterator[Shown]:
        language = conversation.language
        words = self._desk.wording(language)
        label = self._label(conversation, action)
        yield self._waiting(language, Waiting(text or label, len(paths), words["page.reading"]), clear=True)
        said: list[Message] = []
        try:
            uploads = [Upload(path.name, path.read_bytes()) for path in paths]
            for step in self._desk.turn(conversation.id, text, uploads, action):
                if isinstance(step, Progress):
                    yield self._waiting(language, Waiting(text or label, len(paths), step.text))
                else:
                    said.append(step)
        # Whatever breaks below, the customer gets a sentence and keeps what was written.
        except Exception:
            log.exception("A turn failed")
            yield self._failed(conversation, text, paths)
            return
        for path in paths:
            path.unlink(missing_ok=True)
        kept = self._desk.conversation(conversation.id)
        yield self._kept(kept, [message.text for message in said if message not in kept.messages])

    @staticmethod
    def _label(conversation: Conversation, action: str | None) -> str:
        """What the button said that the customer pressed, as far as it was one of the last message's."""
        choices = conversation.messages[-1].choices if conversation.messages else ()
        return next((choice.label for choice in choices if choice.action == action), "")

    def _conversation(self, request: gr.Request) -> Conversation | None:
        try:
            return self._desk.conversation(request.cookies.get(COOKIE, ""))
        except IntakeError:
            return None

    def _kept(self, conversation: Conversation, notices: list[str] | None = None) -> Shown:
        language = conversation.language
        words = self._desk.wording(language)
        composer = gr.update(label=words["page.composer"], placeholder=words["page.placeholder"])
        below = self._view.notices(language, notices or [])
        return (
            self._view.header(conversation),
            self._view.talk(conversation, self._desk.beside(conversation)),
            below,
            composer,
        )

    def _talk(self, conversation: Conversation) -> tuple[str, str]:
        return self._view.header(conversation), self._view.talk(conversation, self._desk.beside(conversation))

    def _waiting(self, language: str, waiting: Waiting, clear: bool = False) -> Shown:
        composer = gr.update(value=None) if clear else gr.skip()
        return gr.skip(), gr.skip(), self._view.waiting(language, waiting), composer

    def _failed(self, conversation: Conversation, text: str, paths: list[Path]) -> Shown:
        words = self._desk.wording(conversation.language)
        unsent = {"text": text, "files": [str(path) for path in paths if path.exists()]}
        below = self._view.notices(conversation.language, [words["page.failed"]])
        return gr.skip(), gr.skip(), below, gr.update(value=unsent)

    def _without_cookie(self) -> Shown:
        language = LANGUAGES[0]
        words = [self._desk.wording(one)["page.no_cookie"] for one in LANGUAGES]
        return gr.skip(), gr.skip(), self._view.notices(language, words), gr.skip()

    def _composer(self) -> "Composer":
        words = self._desk.wording(LANGUAGES[0])
        return Composer(
            label=words["page.composer"],
            placeholder=words["page.placeholder"],
            show_label=False,
            file_count="multiple",
            file_types=["image", ".heic", ".heif"],
            max_lines=6,
            max_plain_text_length=ANY_LENGTH,
            elem_id="composer",
            interactive=True,
        )
