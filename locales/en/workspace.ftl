## src/code/workspace
