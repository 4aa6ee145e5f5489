from acore.interfaces import Embedder
from acore.testing import EmbedderContract, WordwiseEmbedder
from acore.testing.contracts.embedder import cosine


class TestWordwise(EmbedderContract):
    def embedder(self) -> Embedder:
        return WordwiseEmbedder()


async def test_synonyms_lie_near_and_strangers_far() -> None:
    embedder = WordwiseEmbedder({"automobile": "car"})
    (asked,) = await embedder.embed(("Where is the automobile?",), "question")
    near, far = await embedder.embed(("The car stands in the yard.", "Soup is served at noon."), "passage")
    assert cosine(asked, near) > cosine(asked, far) + 0.3
