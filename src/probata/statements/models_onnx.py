"""A user's own pair classifier: an ONNX file with its vocabulary and labels, by digest, on one thread of the processor.

The folder holds ``model.onnx`` (inputs ``input_ids``, ``attention_mask`` and perhaps ``token_type_ids``, 64-bit whole
numbers, a row a pair; first output: a number for each label before the softmax), ``vocab.txt`` (WordPiece) and
``labels.json``: ``{"labels": ["contradicts", "repeats", "unrelated"], "lower_case": true, "max_tokens": 256}``, with
the labels in the order of the output; one label may stand for several outputs.
"""

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as states

from probata.digest import Digest
from probata.errors import BadInput
from probata.settings.pair_models import ONNX_FILES, ModelSettings
from probata.statements.consistency_values import LABELS
from probata.statements.models_answers import NotAnAnswer, object_in, probabilities_of, shortened
from probata.statements.models_values import Judged, ModelUsed, NoAnswer, PairAsked
from probata.statements.models_wordpiece import WordPiece

_FAILURES: tuple[type[Exception], ...] = (
    states.Fail,
    states.InvalidArgument,
    states.InvalidGraph,
    states.InvalidProtobuf,
    states.NotImplemented,
    states.RuntimeException,
    states.EPFail,
    RuntimeError,
    ValueError,
    TypeError,
)
_KNOWN_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_LEAST_TOKENS, _MOST_TOKENS = 8, 4096


class OnnxModel:
    """A pair classifier from a folder."""

    def __init__(self, settings: ModelSettings, base: Path) -> None:
        """Check the files' digests, then load them.

        Args:
            settings: of kind ``onnx``.
            base: the folder that a relative ``folder`` is taken from.

        Raises:
            BadInput: a file is missing or has another digest, or the three don't make a classifier.
        """
        model, vocabulary, labels = (
            _checked(base / settings.folder, file, settings.files[file]) for file in ONNX_FILES
        )
        self._used = ModelUsed(settings.name, "onnx", settings.files[ONNX_FILES[0]], "")
        self._labels, lower_case, self._most = _labels(labels)
        try:
            self._pieces = WordPiece(vocabulary.decode("utf-8").replace("\r\n", "\n"), lower_case=lower_case)
        except UnicodeDecodeError as error:
            raise _no_classifier("vocab.txt in UTF-8", str(error)) from error
        self._session = _session(model)
        self._inputs = [each.name for each in self._session.get_inputs()]
        if not {"input_ids"} <= set(self._inputs) <= set(_KNOWN_INPUTS):
            raise _no_classifier(f"inputs {', '.join(_KNOWN_INPUTS)}", ", ".join(self._inputs))

    @property
    def used(self) -> ModelUsed:
        """Which model it is."""
        return self._used

    def judge(self, pairs: Sequence[PairAsked]) -> Sequence[Judged | NoAnswer]:
        """An answer or a reason for each pair; one at a time, so that no pair's answer hangs on another's length."""
        return [self._judge(pair) for pair in pairs]

    def _judge(self, pair: PairAsked) -> Judged | NoAnswer:
        numbers, which, cut = self._pieces.pair(pair.commitment, pair.passage, self._most)
        rows = {"input_ids": numbers, "attention_mask": [1] * len(numbers), "token_type_ids": which}
        try:
            outputs = self._session.run(None, {name: np.array([rows[name]], dtype=np.int64) for name in self._inputs})
            shares = _softmax(np.asarray(outputs[0], dtype=np.float64), len(self._labels))
            found: dict[str, float] = dict.fromkeys(LABELS, 0.0)
            for label, share in zip(self._labels, shares, strict=True):
                found[label] += share
            return Judged(pair.id, probabilities_of(found.items()), (), 0, cut, self._used)
        except NotAnAnswer as error:
            return NoAnswer(pair.id, error.reason, error.detail, self._used)
        except _FAILURES as error:
            return NoAnswer(pair.id, "model failed", shortened(str(error)), self._used)


def _checked(folder: Path, file: str, expected: str) -> bytes:
    """A file's bytes, if they have the digest that is stated."""
    try:
        data = (folder / file).read_bytes()
    except OSError as error:
        message = f"a file of the pair model can't be read: {file}"
        raise BadInput(message, expected=str(folder / file), found=error.strerror or type(error).__name__) from error
    found = Digest.of(data).hex
    if found != expected:
        message = f"a file of the pair model is not the one stated: {file}"
        do = "state its SHA-256 in [pair_model.files] after checking where it comes from"
        raise BadInput(message, expected=expected, found=found, do=do)
    return data


def _labels(data: bytes) -> tuple[tuple[str, ...], bool, int]:
    """The labels in the order of the output, whether capitals are lost, and the longest row."""
    try:
        found = object_in(data)
    except NotAnAnswer as error:
        raise _no_classifier("labels.json as an object", error.detail) from error
    labels, lower_case, most = found.get("labels"), found.get("lower_case"), found.get("max_tokens")
    if not isinstance(labels, list) or len(labels) < 2 or not all(label in LABELS for label in labels):
        raise _no_classifier(f"labels among {', '.join(LABELS)}", shortened(repr(labels)))
    whole = isinstance(most, int) and not isinstance(most, bool)
    if not isinstance(lower_case, bool) or not isinstance(most, int) or not whole:
        raise _no_classifier("lower_case (true or false) and max_tokens (a whole number)", shortened(repr(found)))
    if not _LEAST_TOKENS <= most <= _MOST_TOKENS:
        raise _no_classifier(f"max_tokens from {_LEAST_TOKENS} to {_MOST_TOKENS}", str(most)[:40])
    return tuple(labels), lower_case, most


def _no_classifier(expected: str, found: str) -> BadInput:
    return BadInput("the pair model is no pair classifier", expected=expected, found=found)


def _session(data: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    options.use_deterministic_compute = True
    # Weights in files beside the model would escape its digest: they are looked for where nothing can lie.
    options.add_session_config_entry("session.model_external_initializers_file_folder_path", os.devnull)
    try:
        return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    except _FAILURES as error:
        raise _no_classifier("an ONNX model", shortened(str(error))) from error


def _softmax(output: np.ndarray[tuple[int, ...], np.dtype[np.float64]], labels: int) -> list[float]:
    if output.shape != (1, labels):
        message = f"the output has the shape {output.shape}, not (1, {labels})"
        raise ValueError(message)
    if not np.isfinite(output).all():
        raise NotAnAnswer("no probabilities", "the output is not finite")
    raised = np.exp(output[0] - output[0].max())
    return [float(value) for value in raised / raised.sum()]
