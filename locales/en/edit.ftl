## src/code/edit
edit-form = the edits of the answer cannot be read at its line { $line }
edit-form-unclosed = a block has no end
edit-form-divider = a block needs exactly one line of ======= between old and new text
edit-form-nameless = no file is named
edit-form-stray = a line of a patch begins with none of space, + and -
edit-form-nowhere = nothing says where new lines go
edit-form-heading = a heading with *** is unknown
edit-failed = cannot edit { $path }
edit-again = nothing was changed: ask for the edit again
edit-binary = it is no text
edit-encoding = it is not UTF-8 at line { $line }
edit-large = it is larger than { $size } MiB
edit-empty = there is no text to look for
edit-same = the edit changes nothing
edit-ambiguous = { $count ->
    [one] the text to replace is in { $count } place, at line { $lines }
   *[other] the text to replace is in { $count } places, at lines { $lines }
}
edit-missing = the text to replace is not in it
edit-part-unknown = it has no part of that name
edit-part-several = it has several parts of that name, at lines { $lines }
edit-part-lines = { $count ->
    [one] it has only { $count } line
   *[other] it has only { $count } lines
}
edit-part-bare = the new text does not define what it is to replace
edit-absent = there is no such file
edit-gone = an earlier edit deleted or moved it
edit-exists = the file is there already
edit-overlap = two edits meet near line { $line }
edit-lazy = line { $line } of the new text only stands for what was left out
edit-path = this path cannot be used
edit-inside = { $path } is a file, not a directory
edit-twice = { $path } is the same file as another of this edit
edit-changed = { $path } was changed on disk
edit-unwritable = cannot write { $path }
edit-unwritable-hint = see who may write there and how much room is left
edit-recover-hint = start the program again in this project: it brings the files back
edit-journal = cannot read the journal of an edit, { $path }
edit-journal-hint = look at the files it names, then delete it
edit-left = { $count ->
    [one] an edit was cut off, and { $count } file was changed since: { $paths }
   *[other] an edit was cut off, and { $count } files were changed since: { $paths }
}
edit-left-hint = they are left as they are; what they were is beside them, in files that begin with .qwill-
