"""A certificate for localhost, made at the start: clients of a voice gateway take nothing but TLS."""

import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NAME = "localhost"
_LIFE = timedelta(days=30)
_EARLIER = timedelta(days=1)
_NO_SUBORDINATES = 0


class Certificate:
    """Signs itself; whoever trusts `pem` can connect."""

    def __init__(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        self._key = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        self.pem = _signed(key).public_bytes(serialization.Encoding.PEM).decode()

    def server_context(self) -> ssl.SSLContext:
        """For the server; the key is on the disk for a moment, because the library reads files only."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        with tempfile.TemporaryDirectory(prefix="acore-loopback-") as folder:
            chain = Path(folder) / "chain.pem"
            chain.touch(mode=0o600)
            chain.write_bytes(self._key + self.pem.encode())
            context.load_cert_chain(chain)
        return context

    def client_context(self) -> ssl.SSLContext:
        """For a client that trusts this one beside all that it trusts anyway."""
        context = ssl.create_default_context()
        context.load_verify_locations(cadata=self.pem)
        return context


def _signed(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "acore loopback Discord")])
    now = datetime.now(UTC)
    names = [x509.DNSName(NAME), x509.IPAddress(IPv4Address("127.0.0.1"))]
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - _EARLIER).not_valid_after(now + _LIFE)
    builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    constraints = x509.BasicConstraints(ca=True, path_length=_NO_SUBORDINATES)
    return builder.add_extension(constraints, critical=True).sign(key, hashes.SHA256())
