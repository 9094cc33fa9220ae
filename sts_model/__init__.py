"""sts_model: separator, transducer and segmenter for streaming recognition of overlapping speech."""

__version__ = "0.1.0"
