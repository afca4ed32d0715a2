"""A server with a certificate that nobody has signed but itself."""

import ssl
import subprocess
from pathlib import Path

import pytest

from tests.support.scripted_server import ScriptedServer


def make_certificate(folder: Path) -> Path:
    """A file with a key and a certificate for 127.0.0.1; the test is skipped where openssl is missing."""
    path = folder / "certificate.pem"
    key = folder / "key.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    options = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(path)]
    try:
        subprocess.run([*command, *options], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl is not installed")
    path.write_bytes(path.read_bytes() + key.read_bytes())
    return path


def tls_server(certificate: Path) -> ScriptedServer:
    """Answers at an https address, as it is told to."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return ScriptedServer(tls=context)
