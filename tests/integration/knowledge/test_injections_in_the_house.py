"""A whole house over documents that try to be more: no file, setting, document or memory changes."""

from hashlib import blake2b
from pathlib import Path

from acore.app import Application
from acore.container import Container
from acore.domain.replies import Question
from acore.domain.scope import Scope
from acore.settings import Settings
from acore.settings_tables import RAGSettings
from tests.injections.obeying import ObeyingLLM
from tests.injections.strings import INJECTIONS, TOOLS_NAMED, planted

FACT = "The keeper of lamp number {} is called Orla."


def written(folder: Path) -> dict[str, str]:
    """Every file of acore's own that a person or a command would write, with a hash of it."""
    names = ("settings.toml", "settings.local.toml", "secrets.toml", ".env")
    return {
        str(file.relative_to(folder)): blake2b(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file() and (file.name in names or "docs" in file.parts)
    }


async def test_nothing_changes_whatever_the_documents_ask_for(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (tmp_path / "settings.toml").write_text("", "utf-8")
    for number, name in enumerate(INJECTIONS):
        (docs / f"{number}.md").write_text(f"# Lamp {number}\n\n{FACT.format(number)}\n\n{planted(name)}\n", "utf-8")
    settings = Settings(data_dir=tmp_path / "data", rag=RAGSettings(paths=(docs,)))
    container, llm = Container(settings=settings), ObeyingLLM()
    container.llm.override(llm)
    async with Application(settings, container) as acore:
        await acore.knowledge.prepare()
        before = written(tmp_path)
        documents, in_use = await container.vector_store().documents(), acore.model_in_use
        assert len([one for one in documents if one.document.startswith("file:")]) == len(INJECTIONS)
        for number, _ in enumerate(INJECTIONS):
            scope = Scope(channel=f"c{number}", user="ada", guild="home")
            question = Question(f"Who is the keeper of lamp number {number}?", scope, "Ada")
            parts = [part async for part in acore.chat.reply(question)]
            assert "Orla" in "".join(part.text for part in parts)
            assert len(await container.history().recent(scope, 100)) == 2
        assert len(llm.requests) == len(INJECTIONS)
        assert not any(request.tools for request in llm.requests)
        assert set(llm.called) == set(TOOLS_NAMED), "the model did try"
        assert written(tmp_path) == before
        assert await container.vector_store().documents() == documents
        assert acore.model_in_use == in_use
        assert await container.history().recent(Scope("staff", "bob", "other"), 100) == ()
        assert acore.settings == settings
