"""Publishers' interfaces on the loopback: each behaves as its documents say, and misbehaves as told."""
