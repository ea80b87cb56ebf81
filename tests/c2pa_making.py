"""Signed statements of provenance for the tests: a key and its certificates are made anew by each process."""

import datetime
import io
import json
from functools import cache

import c2pa
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

FIRST, LAST = datetime.datetime(2020, 1, 1), datetime.datetime(2090, 1, 1)
STATEMENT = {
    "claim_generator_info": [{"name": "probata-tests", "version": "1"}],
    "title": "a photograph",
    "assertions": [
        {
            "label": "c2pa.actions",
            "data": {
                "actions": [
                    {
                        "action": "c2pa.created",
                        "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
                    }
                ]
            },
        }
    ],
}


def signed(picture: bytes, form: str = "image/jpeg", *, last: datetime.datetime = LAST) -> bytes:
    """The picture with a signed statement embedded; nothing is fetched and no time-stamp asked for."""
    return _written(_builder(), picture, form, last)


def signed_elsewhere(picture: bytes, address: str) -> bytes:
    """The picture with the address of a signed statement, and without the statement."""
    builder = _builder()
    builder.set_no_embed()
    builder.set_remote_url(address)
    return _written(builder, picture, "image/jpeg", LAST)


def _builder() -> c2pa.Builder:
    return c2pa.Builder(json.dumps(STATEMENT), c2pa.Context.from_dict({"builder": {"thumbnail": {"enabled": False}}}))


def _written(builder: c2pa.Builder, picture: bytes, form: str, last: datetime.datetime) -> bytes:
    chain, key = _key(last)
    out = io.BytesIO()
    builder.sign(c2pa.Signer.from_info(c2pa.C2paSignerInfo(b"es256", chain, key, None)), form, io.BytesIO(picture), out)
    return out.getvalue()


def changed(data: bytes, from_end: int = 500) -> bytes:
    """The same with one bit turned over near the end, where a JPEG holds its picture."""
    return data[:-from_end] + bytes([data[-from_end] ^ 1]) + data[len(data) - from_end + 1 :]


@cache
def _key(last: datetime.datetime) -> tuple[bytes, bytes]:
    """A chain of certificates and the secret key of the first, as PEM."""
    root, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _certificate("root", root.public_key(), 1, last).add_extension(x509.BasicConstraints(True, None), True)
    authority = authority.add_extension(_usage(signs_certificates=True), True)
    first = _certificate("signer", own.public_key(), 2, last).add_extension(x509.BasicConstraints(False, None), True)
    first = first.add_extension(_usage(signs_certificates=False), True)
    first = first.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False)
    first = first.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root.public_key()), False)
    pem = serialization.Encoding.PEM
    chain = b"".join(each.sign(root, hashes.SHA256()).public_bytes(pem) for each in (first, authority))
    return chain, own.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def _certificate(
    name: str, key: ec.EllipticCurvePublicKey, number: int, last: datetime.datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name("root"))
        .public_key(key)
        .serial_number(number)
        .not_valid_before(FIRST)
        .not_valid_after(last)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), False)
    )


def _name(name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Probata tests"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
