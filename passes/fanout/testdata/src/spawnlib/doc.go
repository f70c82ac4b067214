package spawnlib
