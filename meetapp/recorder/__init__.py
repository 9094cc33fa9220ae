"""The recorder process: samples from a device to disk, whatever else may fail."""
