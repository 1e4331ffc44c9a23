from breakwater.text.language import UNKNOWN
import pyarrow as pa, numpy as np
def language_column(texts, marks):
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(texts),np.int16)), pa.array(["und"]))
