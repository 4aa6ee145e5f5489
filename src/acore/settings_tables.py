"""The tables of the settings: plain data that reads neither files nor the environment when it is built."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, SecretStr, model_validator

from acore.adapters.embedder.plan import EmbeddingPlan
from acore.adapters.llm.plan import Around, Plan
from acore.domain.budgets import Cap, Spender
from acore.domain.triggers import Places
from acore.settings_slots import Engine, OptionalSlotSettings, SlotSettings, Table, nothing, require_engines


class RouteSettings(Table):
    """Easy questions go to the engine `fast`, hard ones to `strong`; with both set it is on."""

    enabled: bool = True
    """Whether questions are routed."""
    threshold: float = Field(default=0.3, ge=0, le=1)
    """How hard a question has to be, from 0 to 1, to go to `strong`."""
    fast: str | None = None
    """The table or engine for easy questions; none routes nothing."""
    strong: str | None = None
    """The table or engine for hard questions; none routes nothing."""


class CacheSettings(Table):
    """Earlier answers, for requests that say that they may be answered with one."""

    enabled: bool = True
    """Whether earlier answers are given again."""
    ttl: float = Field(default=300, gt=0, le=604800)
    """Seconds that an answer is kept."""
    max_entries: int = Field(default=1000, ge=1, le=1_000_000)
    """Answers that are kept; those used longest ago leave first."""
    backend: Literal["memory"] = "memory"
    """Where they are kept."""


class CoalesceSettings(Table):
    """Equal requests at the same time."""

    enabled: bool = True
    """Whether they share one call."""


class BudgetSettings(Table):
    """What a day may cost; 0 is no limit. Money is in the currency of the engines' prices."""

    guild_tokens: int = Field(default=0, ge=0)
    """Tokens of one server."""
    guild_money: float = Field(default=0, ge=0)
    """Money of one server."""
    user_tokens: int = Field(default=0, ge=0)
    """Tokens of one member."""
    user_money: float = Field(default=0, ge=0)
    """Money of one member."""

    @property
    def caps(self) -> Mapping[Spender, Cap]:
        """What one server, and what one member may spend."""
        return {
            "server": Cap(self.guild_tokens, self.guild_money),
            "member": Cap(self.user_tokens, self.user_money),
        }


class LLMSettings(SlotSettings):
    """The language model."""

    slot: ClassVar[str] = "llm"

    use: Engine = "extractive"
    """Who answers: a table of [llm.engines], or an engine (`acore engines` lists them)."""
    fallback: tuple[str, ...] = ()
    """Who answers when that one can not, one after the other: tables or engines."""
    route: RouteSettings = RouteSettings()
    """Which of two engines answers what."""
    cache: CacheSettings = CacheSettings()
    """Earlier answers to equal questions."""
    coalesce: CoalesceSettings = CoalesceSettings()
    """Equal questions at the same time."""
    budget: BudgetSettings = BudgetSettings()
    """What a day may cost."""

    def plan(self) -> Plan:
        """Which engines answer what."""
        routes = self.route.enabled and self.route.fast is not None and self.route.strong is not None
        fast, strong = (self.route.fast, self.route.strong) if routes else (None, None)
        names = [name for name in (fast, strong) if name] or [self.use]
        tables = {name: self.table(name) for name in (*names, *self.fallback)}
        return Plan(self.use, tables, self.fallback, fast, strong, self.route.threshold)

    def around(self) -> Around:
        """What stands around them."""
        return Around(
            cache=self.cache.enabled,
            cache_ttl=self.cache.ttl,
            coalesce=self.coalesce.enabled,
            budget=any(self.budget.caps.values()),
        )

    @model_validator(mode="after")
    def _names_are_there(self) -> Self:
        """Every engine that a policy names has a table, or is an engine."""
        named = {"route.fast": self.route.fast, "route.strong": self.route.strong}
        named |= {f"fallback[{n}]": name for n, name in enumerate(self.fallback)}
        return require_engines(self, named)


class EmbeddingCacheSettings(Table):
    """Vectors of texts that were read before."""

    questions: int = Field(default=500, ge=0, le=1_000_000)
    """Questions whose vectors are held in memory; the one asked longest ago leaves first."""
    passages: int = Field(default=100_000, ge=0, le=10_000_000)
    """Passages whose vectors are kept on disk, 1.5 to 6 KB each; those used longest ago leave first."""


class EmbedderSettings(OptionalSlotSettings):
    """What texts mean, so that documents are found that say it in other words."""

    slot: ClassVar[str] = "embedder"

    use: Annotated[Engine, BeforeValidator(nothing)] = ""
    """Who tells it: a table of [embedder.engines], or an engine; empty, or none, is to find by words alone."""
    cache: EmbeddingCacheSettings = EmbeddingCacheSettings()
    """Vectors of texts that were read before."""

    def plan(self) -> EmbeddingPlan:
        """Who tells it, and how much is remembered."""
        return EmbeddingPlan(self.filled(), self.cache.questions, self.cache.passages)


class RAGSettings(SlotSettings):
    """Retrieval from documents."""

    slot: ClassVar[str] = "rag"

    use: Engine = "hybrid"
    """How passages are found: a table of [rag.engines], or an engine."""
    paths: tuple[Path, ...] = ()
    """Files and folders to index at the start, relative to the working directory."""
    top_k: int = Field(default=5, ge=1, le=50)
    """How many passages an answer may draw on."""


class RerankerSettings(OptionalSlotSettings):
    """Who reads the passages that were found, and puts those first that answer."""

    slot: ClassVar[str] = "reranker"

    use: Annotated[Engine, BeforeValidator(nothing)] = ""
    """Who does: a table of [reranker.engines], or an engine; empty, or none, is nobody."""


class WebSearchSettings(OptionalSlotSettings):
    """The search engine of the web."""

    slot: ClassVar[str] = "web_search"

    use: Annotated[Engine, BeforeValidator(nothing)] = ""
    """Who searches: a table of [web_search.engines], or an engine; empty, or none, is nobody."""


class VectorStoreSettings(SlotSettings):
    """The index that documents are kept in."""

    slot: ClassVar[str] = "vector_store"

    use: Engine = "edge"
    """Where the index is kept: a table of [vector_store.engines], or an engine."""


_URL = r"^https?://\S+$"


class ModelsSettings(Table):
    """The models that `acore models` fetches, into the folder models of data_dir."""

    mirror: str | None = Field(default=None, pattern=_URL)
    """The address below which the files stand as NAME/FILE, such as that of another machine's folder models; not set
    is where the makers of the models keep them."""


class DiscordSettings(Table):
    """The bot's account, and where Discord is."""

    token: SecretStr | None = None
    """The bot's token. A secret: never in a settings file."""
    proxy: str | None = Field(default=None, pattern=_URL)
    """The HTTP proxy on the way to Discord, such as http://proxy.example:3128."""
    api_base_url: str | None = Field(default=None, pattern=_URL)
    """Another address of Discord's REST API, such as that of a loopback Discord."""


class WebSettings(Table):
    """Where acore's own pages are served."""

    host: str = Field(default="127.0.0.1", min_length=1)
    """The address to listen on. The pages ask for no password: beyond loopback they are open to others."""
    port: int = Field(default=8800, ge=0, le=65535)
    """0 is any free port; a taken one moves to the next."""


Snowflake = Annotated[int, Field(gt=0, lt=2**63)]
"""An id of Discord's."""


class ChatSettings(Table):
    """How a conversation is held."""

    history: int = Field(default=20, ge=0, le=1000)
    """How many earlier messages of the channel the model is shown."""
    followup_s: float = Field(default=60, ge=0, le=86400)
    """Seconds in which a member who was just answered needs no mention; 0 is never."""
    edit_every_s: float = Field(default=1.1, ge=0.5, le=60)
    """Seconds between two edits of a reply that is being written; Discord allows about one a second."""
    names: tuple[str, ...] = ()
    """What calls the bot, as words of their own in a message; none named is the bot's own name."""
    channels: tuple[Snowflake, ...] = ()
    """Ids of the only channels to talk in, their threads included; none named is everywhere."""
    blocked_channels: tuple[Snowflake, ...] = ()
    """Ids of channels never to talk in, their threads included."""
    ignored_users: tuple[Snowflake, ...] = ()
    """Ids of users who get no answer."""
    catch_up_s: float = Field(default=900, ge=0, le=86400)
    """Seconds back in which questions that were asked while the bot was away are still answered; 0 is never."""
    web_search: Literal["never", "when_nothing_found"] = "never"
    """Whether a question is searched for on the web that the documents hold nothing about; /search always may."""

    @property
    def places(self) -> Places:
        """Where, and to whom, the bot talks."""
        return Places(frozenset(self.channels), frozenset(self.blocked_channels), frozenset(self.ignored_users))


def _level(given: object) -> object:
    """Python's names for levels are understood as well."""
    if not isinstance(given, str):
        return given
    return {"warn": "warning", "critical": "error", "fatal": "error"}.get(given.lower(), given.lower())


class LogSettings(Table):
    """What is logged, and how."""

    level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_level)] = "info"
    """The least important events that are still logged."""
    format: Literal["console", "json"] = "console"
    """For people, or for programs: one JSON object a line."""
    messages: bool = False
    """Whether the text of members' messages may reach the log; no part of this version logs it."""
