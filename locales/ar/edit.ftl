## src/code/edit
