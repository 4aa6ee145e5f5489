"""Models that a page can choose from, without a server behind them."""

from pydantic import SecretStr

from acore.domain.models import Choice, LocalServer, Used
from acore.errors import EngineUnavailable


class FewModels:
    """Two models on this machine; whatever is not one of them needs the key ``right``."""

    def __init__(self) -> None:
        self.model_in_use: tuple[str, str | None] = ("extractive", None)
        self.notes: tuple[str, ...] = ()
        """What the next choice changes beside."""
        self.servers = (LocalServer("ollama", "Ollama", ("llama3.2", "qwen2.5:7b")),)

    async def models(self) -> tuple[LocalServer, ...]:
        return self.servers

    async def use(self, choice: str, key: SecretStr | None = None) -> Used:
        engine, _, model = choice.partition("/")
        local = engine == "llm" or any(model in server.models for server in self.servers)
        if not local and (key is None or key.get_secret_value() != "right"):
            raise EngineUnavailable(f"{engine} does not take the API key.", engine=engine)
        self.model_in_use = (model, None) if engine == "llm" else (engine, model)
        notes, self.notes = self.notes, ()
        chosen = Choice("llm", engine, model)
        return Used(chosen, model, "Hello!", 12.0, "settings.local.toml", restart=False, notes=notes)
