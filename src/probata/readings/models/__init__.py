"""The models that come with the package, by digest: nothing is loaded that isn't in ``models.toml``, nothing fetched.

Each model's card (what it is, licence, figures, limits) is in ``docs/models.md``. Only ONNX files, never pickles.
"""

import tomllib
from pathlib import Path

import onnxruntime

from probata.digest import Digest
from probata.errors import ProbataError

FOLDER = Path(__file__).resolve().parent


class ModelDamaged(ProbataError):
    """A model that should come with the package is missing, or isn't the one whose card we know."""


def model_bytes(name: str, folder: Path = FOLDER) -> bytes:
    """The bytes of the model ``name``, checked against the digest in ``models.toml``.

    Args:
        name: a table of ``models.toml``, as ``text-detector``.
        folder: where the models and ``models.toml`` lie.

    Raises:
        ModelDamaged: the file is missing or its SHA-256 differs.
    """
    entry = tomllib.loads((folder / "models.toml").read_text(encoding="utf-8"))[name]
    path, expected = folder / entry["file"], entry["sha256"]
    reinstall = "install Probata again"
    try:
        data = bytes(path.read_bytes())
    except OSError as error:
        raise ModelDamaged(
            f"model {name} is missing", expected=entry["file"], found=str(error), do=reinstall
        ) from error
    found = Digest.of(data).hex
    if found != expected:
        raise ModelDamaged(f"model {name} has changed", expected=expected, found=found, do=reinstall)
    return data


def model_session(name: str, folder: Path = FOLDER) -> onnxruntime.InferenceSession:
    """A session of the model ``name`` on one thread of the processor, so that equal bytes give equal readings.

    Raises:
        ModelDamaged: the file is missing or its SHA-256 differs.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.use_deterministic_compute = True
    return onnxruntime.InferenceSession(model_bytes(name, folder), options, providers=["CPUExecutionProvider"])
