"""Player: a process of its own that plays a meeting, so that neither window nor recorder ever waits for a device."""
