## src/session/compact.rs

session-busy = an answer is under way: stop it first, or wait for it
session-compact-none = there is nothing to compact yet
session-left-out = { $count ->
    [one] the oldest message does not fit and will not be in the summary
   *[other] the { $count } oldest messages do not fit and will not be in the summary
}
session-drop-none = there is nothing to drop yet
session-no-summary = the model gave no summary: nothing was changed
session-summary-cut = the summary was cut at its limit; undo takes it back

## src/session/driver.rs

session-search-lost = the search for the model broke off
session-pictures-unread = cannot read the pictures
session-switched = the model was switched before it was found

## src/session/hear.rs

session-cut = the answer was cut: { $why }
session-compact-failed = the conversation could not be compacted: { $why }

## src/session/picture.rs

session-picture-unsent = cannot send the picture { $path }
session-picture-kind = it is no PNG, JPEG, GIF, WebP or BMP by its name
session-picture-large = it is larger than 20 MiB
session-picture-no-file = it is no file

## src/session/saver.rs

session-unsaved = the conversation is not saved: its writer has ended

## src/session/verbs.rs

session-no-answer = there is no answer yet
session-is-summary = this is a summary: undo it, or compact again

## src/session/mod.rs

session-ended = qwill ended in the middle of this answer
session-ask-again = ask for it again

## src/session/work.rs

session-circles = the model made the same call of { $tool } three times: stopped. Say what to do differently
session-turns = stopped after { $count ->
    [one] one answer
   *[other] { $count } answers
 }: that is the limit

## src/session/room.rs

session-room = the context is nearly full: what was done so far is summed up, then the work goes on
