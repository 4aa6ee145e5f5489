"""Sound: recordings of any kind in, 16-bit samples of any rate, WAV files out."""
