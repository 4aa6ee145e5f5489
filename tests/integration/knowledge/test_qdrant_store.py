from acore.adapters.vector_store.qdrant import QdrantSettings, QdrantVectorStore
from acore.testing import VectorStoreContract, engine_context


class TestQdrantVectorStoreInThisProcess(VectorStoreContract):
    def store(self) -> QdrantVectorStore:
        return QdrantVectorStore(QdrantSettings(url=":memory:"), engine_context())
