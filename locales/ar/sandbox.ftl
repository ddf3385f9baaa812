## src/code/sandbox
