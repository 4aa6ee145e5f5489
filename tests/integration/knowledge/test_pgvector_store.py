import pytest

from acore.adapters.vector_store.pgvector import PgvectorSettings, PgvectorStore
from acore.testing import VectorStoreContract, engine_context


class TestPgvectorStore(VectorStoreContract):
    @pytest.fixture(autouse=True)
    def _place(self, database: str) -> None:
        self.url = database

    def store(self) -> PgvectorStore:
        return PgvectorStore(PgvectorSettings(url=self.url), engine_context())
