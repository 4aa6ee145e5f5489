import pytest
from pydantic import ValidationError

from acore.adapters.vector_store.pgvector import PgvectorSettings


def test_a_password_does_not_stand_in_the_address() -> None:
    with pytest.raises(ValidationError, match="ACORE_VECTOR_STORE__ENGINES__PGVECTOR__PASSWORD") as no:
        PgvectorSettings(url="postgresql://me:s3cret@db/acore")
    assert "s3cret" not in str(no.value)
    assert PgvectorSettings(url="postgresql://me@db/acore").url == "postgresql://me@db/acore"


@pytest.mark.parametrize("namespace", ["a-b", 'a"; DROP TABLE x', "", "A", "9a"])
def test_a_namespace_is_a_name(namespace: str) -> None:
    with pytest.raises(ValidationError):
        PgvectorSettings(namespace=namespace)
