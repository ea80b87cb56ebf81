"""The analysers, one file each, and the visible list of them."""

from probata.readings.analyser import Analyser
from probata.readings.analysers.appearance import AppearanceAnalyser
from probata.readings.analysers.document import DocumentAnalyser
from probata.readings.analysers.file import FileAnalyser
from probata.readings.analysers.metadata import MetadataAnalyser
from probata.readings.analysers.noise import NoiseAnalyser
from probata.readings.analysers.picture import PictureAnalyser
from probata.readings.analysers.provenance import ProvenanceAnalyser
from probata.readings.analysers.scene import SceneAnalyser
from probata.readings.analysers.statements import StatementsAnalyser
from probata.readings.analysers.text import TextInFrame
from probata.readings.analysers.traces import TracesAnalyser

APPEARANCE = AppearanceAnalyser()
DOCUMENT = DocumentAnalyser()
FILE = FileAnalyser()
METADATA = MetadataAnalyser()
NOISE = NoiseAnalyser()
PICTURE = PictureAnalyser()
PROVENANCE = ProvenanceAnalyser()
SCENE = SceneAnalyser()
STATEMENTS = StatementsAnalyser()
TEXT = TextInFrame()
TRACES = TracesAnalyser()
ANALYSERS: tuple[Analyser, ...] = (
    FILE,
    METADATA,
    PICTURE,
    SCENE,
    TEXT,
    APPEARANCE,
    PROVENANCE,
    NOISE,
    TRACES,
    DOCUMENT,
    STATEMENTS,
)
