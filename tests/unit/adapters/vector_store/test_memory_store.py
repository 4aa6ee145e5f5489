from acore.testing import MemoryVectorStore, VectorStoreContract


class TestMemoryVectorStore(VectorStoreContract):
    def store(self) -> MemoryVectorStore:
        return MemoryVectorStore()
