package depth
