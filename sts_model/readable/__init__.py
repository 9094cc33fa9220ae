"""Readable text: bare words get capitals, marks and figures, as people write them."""
