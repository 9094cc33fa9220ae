"""Media: any audio or video file in, a finished 16 kHz track of a meeting out, in a limited process of its own."""
