"""Where does the work run?"""

from breakwater.adapters.engines.in_process import InProcess
from breakwater.adapters.engines.pool import Pool

__all__ = ["InProcess", "Pool"]
