UNKNOWN="und"
