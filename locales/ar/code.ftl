## src/code
