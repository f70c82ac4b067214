package chains
