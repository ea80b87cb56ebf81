"""What the analyser *traces* measures of one photograph: the statistics by column, what each can see and what it can't.

Rules:
* Higher is stranger, null is "can't be computed". No threshold stands here: what is ordinary is learnt from a cohort.
* A sentence may be printed in a report: it says what the statistic measures, never what happened.

Not here: how they are measured (``traces_*``), and what departs (`probata.linkage.authenticity`).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Statistic:
    """One statistic of a photograph's own bytes.

    Attributes:
        column: of the readings of *traces*; also the name of its test.
        sees: what it can see, one sentence.
        limits: what it can't, one sentence.
    """

    column: str
    sees: str
    limits: str


STATISTICS: tuple[Statistic, ...] = (
    Statistic(
        "double_compression",
        "The whole picture was compressed as JPEG before, on the same grid of blocks with other quantization tables.",
        "A second saving with the same tables, or one so coarse that it covers the first, leaves nothing to see.",
    ),
    Statistic(
        "grid_shift",
        "The picture was compressed as JPEG before and then cropped: a grid of blocks lies beside the file's own.",
        "A crop by multiples of eight pixels in either direction keeps rows or columns of the grid and is not seen; a"
        " last compression coarser than the first covers it, and a first one of finest quality leaves none.",
    ),
    Statistic(
        "resampling",
        "The picture was enlarged or reduced: its pixels depend on their neighbours periodically, in both directions.",
        "Changes of size by less than 6 %, by eighths, or to one side only, turning, strong reductions, and coarse"
        " compression afterwards leave little; a camera's own digital zoom looks the same, and so do tables ruled and"
        " cloth chequered in both directions.",
    ),
    Statistic(
        "thumbnail_difference",
        "The thumbnail that the camera embedded does not show the picture, or not all of it.",
        "A thumbnail that was made anew after a change agrees; a change too small for the thumbnail stays unseen.",
    ),
    Statistic(
        "copy_move",
        "One part of the picture appears a second time in it with the same noise, moved.",
        "Copies that were turned or scaled, smaller than about 65 pixels a side, dark or clipped, or saved so coarsely"
        " afterwards that the noise is gone.",
    ),
    Statistic(
        "local_compression",
        "A region was compressed otherwise than the rest before the last saving: its coefficients are distributed"
        " otherwise.",
        "Few splices are seen by it: the picture's own coefficients must show two savings with other tables, and the"
        " region must be a tenth of it or more; the last saving must not be the coarser one.",
    ),
    Statistic(
        "local_noise",
        "A region is noisier or smoother than its brightness and texture let expect in this photograph.",
        "Regions from an equally noisy photograph; shallow focus and retouching inside a camera look the same.",
    ),
)
"""In the order in which they are reported."""
