package cutoff
