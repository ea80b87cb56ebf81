"""Archives with known truth, and the score of an inquiry against it.

from probata.proficiency.archive import make
from probata.proficiency.parameters import Parameters

make(Path("trial"), Parameters(photographs=600, seed=1), workers=2)   # trial/drive, trial/truth
"""
