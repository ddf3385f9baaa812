## src/error.rs
error-cause = { $what }: { $why }

## src/models/starter.rs
starter-notice = this is the built-in starter: a very small model that knows only this program and is often wrong
starter-first = no model is here yet, so the built-in starter answers: a very small one that knows only this program
starter-unpack = cannot unpack the starter to { $path }
starter-unpack-hint = free some space, or set QWILL_HOME to a directory you may write to
starter-dir = the starter needs a directory
starter-inside = the starter is inside the program

## src/models/disk.rs
disk-unreadable = cannot read { $path }
disk-none = no such file
disk-denied = permission denied
disk-unwritable = cannot write to { $path }
disk-full = the disk of { $path } is full
disk-full-hint = make room (qwill rm, qwill gc) and run the same command again: it goes on where it was
disk-owner = it belongs to another user
disk-place-hint = choose another place for models with HF_HUB_CACHE
disk-aside = work on a file ended early
disk-interrupted = interrupted
disk-json = cannot make JSON

## src/models/name.rs, id.rs, library.rs
name-directory = { $name } is a directory
name-directory-hint = name the GGUF file in it; of a split model, the first part
name-none = there is no model { $name }
name-none-hint = give an alias (qwen3:4b), a repository (Qwen/Qwen3-4B-GGUF) or the path of a GGUF file
name-near = did you mean { $names }?
name-path-hint = check the path
name-bad = { $name } is not the name of a model
name-bad-hint = names look like qwen3:4b, Qwen/Qwen3-4B-GGUF or Qwen/Qwen3-4B-GGUF:Q8_0
name-absent = the model { $name } is not on this machine
name-absent-hint = fetch it: qwill pull { $name }
name-is-path = { $name } is a path, not the name of a model

## src/models/cache
cache-partial = unfinished download
cache-orphan = without a name
cache-broken = broken link
cache-come = its contents have come
cache-locks = no locks in { $path }
cache-busy = it is being fetched
cache-used = other models of { $repo } use it
cache-same = { $path } is the same file
cache-link = only the link to it goes
cache-outside = it lies outside the cache: only the link to it goes
cache-shared = the shared store of the hub's Python library; `hf cache prune` frees it
cache-linked = { $count ->
    [one] { $count } other hard link, perhaps of another program
   *[other] { $count } other hard links, perhaps of another program
  }
cache-keep = will not remove { $repo }
cache-keep-why = another process is fetching it right now
cache-keep-hint = stop that download first
cache-unreadable = models in { $path } are left out: { $why }

## src/models/catalog
catalog-builtin = the built-in catalog
catalog-line = { $name }, line { $line }
catalog-line-hint = correct the line, or move the file away
catalog-family = there is no family `{ $name }`
catalog-default = there is no model `{ $name }`, the default of its family
catalog-twice = `{ $name }` is a name of `{ $model }` and of `{ $other }`
catalog-rows = there are two rows for `{ $name }`
catalog-no-word = `{ $text }` is not a name of lower-case letters, digits and ._-
catalog-no-alias = `{ $text }` is not an alias of the form family:size in lower case
catalog-no-name = `{ $text }` is not an alias in lower case
catalog-no-row = `{ $text }` is not the name of a row of sampling numbers
catalog-no-hash = `{ $text }` is not a SHA-256 in 64 lower-case hexadecimal digits
catalog-no-commit = `{ $text }` is not a commit in 40 lower-case hexadecimal digits
catalog-no-repo = `{ $text }` is not a repository

## src/models/fetch
fetch-check = the check of the file ended early
fetch-back = cannot read back what was fetched
fetch-unchecked = cannot check { $path }
fetch-unchecked-why = nobody says what it must hash to
fetch-wrong = { $path } did not arrive as it should
fetch-wrong-why = it hashes to { $hash } instead of { $wanted }, twice
fetch-wrong-hint = the server or a proxy changes it: try another network or another mirror
fetch-journal = cannot write the journal
fetch-missing-hint = its authors have to add it; another quantisation may be whole
fetch-room = no room for { $repo }
fetch-room-why = { $need } are needed and { $free } are free in { $path }
fetch-room-hint = make room (qwill rm, qwill gc), take a smaller one, or choose another place with HF_HUB_CACHE
fetch-refused = will not fetch { $path }
fetch-refused-why = neither the hub nor the catalog says what it must hash to, so nothing could check it
fetch-refused-hint = for a gated model, log in: qwill login; otherwise use another mirror
fetch-short = it ended too early

## src/models/hub
hub-token-refused = will not send a token to { $url }
hub-plain = the connection is not encrypted
hub-plain-hint = HF_ENDPOINT must begin with https://
hub-account = your account
hub-token-bad = { $host } does not accept this token
hub-token-bad-hint = make another one: { $url }
hub-address = { $url } is no address
hub-nowhere = it redirects to nowhere
hub-downgrade = it redirects to an unencrypted connection
hub-circles = it redirects in circles
hub-get = cannot get { $what }
hub-off = the network is off
hub-off-hint = leave out --offline, and unset HF_HUB_OFFLINE
hub-token-odd = the hub's token has characters that no token has
hub-token-odd-hint = correct HF_TOKEN, or log in again: qwill login
hub-silent = it does not answer
hub-reach = cannot reach { $host }
hub-reach-hint = check the network and the address
hub-endless = its answer has no end
hub-stalled = nothing came any more
hub-broken = the transfer of { $what } broke off
hub-broken-hint = the same command goes on where it was
hub-unlike = { $host } is not like a model hub
hub-page = it answers with a web page
hub-page-hint = is there a login page between you and the network?
hub-name = check the name
hub-name-token = check the name; or the token is not for it: qwill login
hub-name-login = check the name; for a private one, log in: qwill login
hub-gated = its authors want their licence accepted first
hub-gated-again = accept its licence on { $url }, then try again
hub-gated-login = accept its licence on { $url }, then: qwill login
hub-token-wrong = the token is not valid
hub-token-again = log in again: qwill login
hub-private = { $host } has no such model, or it is private
hub-down = the hub has taken it down
hub-revision = it has no such branch, tag or commit
hub-revision-hint = leave out --revision for the newest
hub-no-file = the repository has no such file
hub-lacks = { $host } does not have it
hub-status = { $host } answers { $code }
hub-wait = { $host } asks to wait
hub-wait-why = too many requests
hub-wait-minutes = { $count ->
    [one] try again in { $count } minute; qwill login raises the limit
   *[other] try again in { $count } minutes; qwill login raises the limit
  }
hub-wait-later = try again later; qwill login raises the limit
hub-setup = cannot set up the network
hub-outside = its listing names a file outside of it: { $path }
hub-commit = the answer names no commit
hub-other = { $host } sends something else than { $path }
hub-other-bytes = it has { $bytes } bytes instead of { $wanted }
hub-other-start = it starts at { $at } instead of { $wanted }
hub-other-page = it is a web page; is there a login page between you and the network?
hub-cut = its listing is cut; name a smaller repository
hub-search = cannot search on ModelScope
hub-search-why = only the hub and its mirrors can be searched
hub-search-hint = unset HF_ENDPOINT and MODEL_ENDPOINT; or name a repository: qwill pull ms:ORG/REPO
hub-results = search results
hub-elsewhere = check the network; elsewhere: qwill pull ms:{ $repo }, or a mirror in HF_ENDPOINT
hub-near = did you mean { $names }? Otherwise { $hint }
hub-unknown-commit = { $mirror } names the commit { $commit }, which { $hub } does not know
hub-mirror-hint = use another mirror
hub-hidden = { $hub } does not show this repository: the checksums are the word of { $mirror } alone
hub-unreached = { $hub } cannot be reached: the checksums are the word of { $mirror } alone
hub-differs = will not fetch { $path } from { $mirror }
hub-says = { $host } says { $bytes } bytes, { $hash }
hub-says-bytes = { $host } says { $bytes } bytes, unknown

## src/models/fit, recommend.rs, measured.rs
fit-fits = fits
fit-tight = is tight
fit-no = does not fit
fit-unknown = may fit: free memory is unknown
fit-chat = chat
fit-code = code
fit-small = small
fit-remember = cannot remember what the model took in { $path }

## src/models/gguf
gguf-unreadable = cannot read { $path } as GGUF
gguf-unusable = cannot use { $path } as a chat model
gguf-short-hint = the download is not complete: fetch it again
gguf-damaged-hint = the file is damaged: fetch it again
gguf-other-hint = fetch another conversion of this model
gguf-newer-hint = fetch a newer conversion of this model
gguf-update-hint = update this program, which may know newer models
gguf-piece-magic = its first word
gguf-piece-version = its version
gguf-piece-tensors = its number of tensors
gguf-piece-pairs = its number of key-value pairs
gguf-piece-key = a key
gguf-piece-type = a type
gguf-piece-text = a string
gguf-piece-value = a value
gguf-piece-length = the length of an array
gguf-piece-array = an array
gguf-piece-name = the name of a tensor
gguf-piece-shape = a tensor's shape
gguf-piece-kind = a tensor's type
gguf-piece-place = a tensor's place
gguf-cut = the header ends in the middle of { $what } (byte { $at } of { $of })
gguf-memory = its header does not fit in { $size } MiB of memory
gguf-long = it has { $what } of { $bytes } bytes at byte { $at }
gguf-zero = { $what } at byte { $at } has a zero byte in it
gguf-no-utf8 = { $what } at byte { $at } is not UTF-8
gguf-adapter = it is an adapter (LoRA), not a model of its own
gguf-eyes = it is the vision or audio part of a model, not the model itself
gguf-imatrix = it is an importance matrix for quantising, not a model
gguf-type = it is of the type ‘{ $kind }’, not a model
gguf-type-hint = fetch the model file itself
gguf-part = it is part { $part } of { $of } of a model
gguf-part-hint = name the first part, which ends in 00001-of-{ $of }.gguf
gguf-no-arch = it names no architecture
gguf-sound = it makes sound, not text
gguf-embeddings = it makes embeddings, not text
gguf-chat-hint = fetch a chat or instruct model
gguf-arch = unknown architecture ‘{ $name }’
gguf-lacks = it has no { $key }
gguf-is-zero = its { $key } is 0
gguf-above = its { $key } is { $number }, and the most is { $most }
gguf-layers = { $count ->
    [one] its { $key } is more than its { $count } layer
   *[other] its { $key } is more than its { $count } layers
  }
gguf-not-above = its { $key } is { $number }, and must be above 0
gguf-no-number = its { $key } is no number, and must be above 0
gguf-rope = unknown rope scaling ‘{ $kind }’
gguf-heads = its { $heads } attention heads do not share { $shared } of keys evenly
gguf-head-zero = its attention heads have the size 0
gguf-head-sizes = its attention heads have keys and values of different sizes
gguf-head-rope = its { $key } is not the size of a head
gguf-experts = it has { $count } experts, and the most is { $most }
gguf-experts-used = it uses { $count } of { $of } experts
gguf-groups = it uses { $count } of { $groups } groups of its { $of } experts
gguf-no-tokenizer = it has no tokenizer
gguf-no-tokens = its tokenizer has no tokens
gguf-no-merges = its tokenizer has no merges
gguf-empty-token = its token { $id } is empty
gguf-same-tokens = its tokens { $first } and { $other } are the same, ‘{ $text }’
gguf-entries = its { $key } has { $count } entries for { $tokens } tokens
gguf-nested = its { $key } is an array of arrays, which is not supported
gguf-id = its { $key } is { $id }, and it has { $tokens } tokens
gguf-uncomputed = its tensor { $name } is of the type { $kind }, which cannot be computed
gguf-start = its tensor { $name } starts at { $at } instead of { $wanted }
gguf-rows = its { $key } has { $tokens } tokens, its embedding { $rows }
gguf-no-tensors = it has no tensors
gguf-none-hint = check the path, or list the models that are here
gguf-denied-hint = make the file readable for this user
gguf-directory = it is a directory
gguf-directory-hint = name the .gguf file inside it
gguf-no-file = it is not a regular file
gguf-empty = the file is empty
gguf-letters = it does not start with the letters GGUF
gguf-version = it is of GGUF version { $number }
gguf-version-new = it is of GGUF version { $number }, and only 2 and 3 are known
gguf-version-hint = update this program, or fetch another conversion
gguf-endian = it was written for a big-endian machine
gguf-endian-hint = fetch the little-endian conversion of this model
gguf-most-pairs = it claims { $count } key-value pairs, and the most is { $most }
gguf-most-tensors = it claims { $count } tensors, and the most is { $most }
gguf-fit-pairs = the header ends too early: { $count } key-value pairs cannot fit in { $bytes } bytes
gguf-fit-tensors = the header ends too early: { $count } tensors cannot fit in { $bytes } bytes
gguf-fit-elements = the header ends too early: the { $count } elements of { $key } cannot fit in { $bytes } bytes
gguf-key-empty = the key at byte { $at } is empty
gguf-key-twice = the key { $key } stands there twice
gguf-value-type = the value of { $key } has the unknown type { $number }
gguf-deep = the arrays of { $key } nest deeper than { $most } levels
gguf-element-utf8 = element { $number } of { $key } is not UTF-8
gguf-alignment = its general.alignment is not a power of two
gguf-tensor-twice = the tensor { $name } stands there twice
gguf-tensor-start = the tensor { $name } starts at { $at }, which is no multiple of { $unit }
gguf-tensor-rank = the tensor { $name } has { $count } dimensions, and the most is 4
gguf-tensor-type = the tensor { $name } has the type { $number }, which is not supported
gguf-tensor-hint = update this program, or fetch another quantisation of this model
gguf-tensor-shape = the shape of the tensor { $name } overflows: { $shape }
gguf-tensor-rows = the rows of the tensor { $name } have { $count } elements, which blocks of { $block } ({ $kind }) do not divide
gguf-tensor-end = the tensor { $name } of { $bytes } bytes ends beyond the file of { $of } bytes
gguf-lfs = it is a Git LFS pointer
gguf-lfs-hint = run git lfs pull where it came from
gguf-page = it is a web page
gguf-page-hint = the download saved a page instead of the model: fetch the file itself
gguf-json = it is JSON
gguf-json-hint = the download saved a message or settings: fetch the file itself
gguf-safetensors = it looks like safetensors
gguf-safetensors-hint = qwill runs models in the GGUF format: fetch one
gguf-old = it is of a format before GGUF
gguf-format-hint = qwill runs models in the GGUF format

## src/models/import.rs
import-room = no room for a copy of { $name }
import-room-why = { $need } are needed and { $free } are free
import-room-hint = with --link it stays where it is and takes none
import-full-hint = with --link it stays where it is and takes no room
import-copy = cannot copy { $path }
import-changes = it changes at the same time
import-changes-hint = wait until it is whole
import-place-hint = choose another place for all of qwill's files with QWILL_HOME
import-no-path = this is no path
import-fails = cannot import { $path }
import-missing = its part { $name } is missing
import-missing-more = its part { $name } is missing, and { $count } more
import-missing-hint = put all { $count } parts next to each other
import-part = it is one of { $of } parts, and its name does not say so
import-part-hint = the names of the parts must end in -00001-of-{ $of }.gguf and so on
import-inside = inside it is part { $part } of { $of }
import-inside-hint = fetch the parts again
import-name = a model cannot be called ‘{ $name }’
import-name-hint = give it another: --name { $name }
import-name-letters = a name is letters, digits, and - . _ between them
import-name-other = another model has this name already
import-name-file = it looks like the name of a file that belongs to a model, not of a model
import-taken = there is an imported model { $name } already
import-taken-hint = give this one another name: --name NAME

## src/models/found.rs, stores
store-hub = hub cache
store-imported = imported
store-starter = built in
store-file = file
store-left-out = { $name } is left out
store-some = models are left out
store-no-images = { $name } cannot take images
store-missing = { $path } is missing
store-incomplete = { $name } is left out: { $path } is missing
store-twice = { $name } is { $path }, and not also { $other }
store-no-file = { $path } is no file
store-bytes = { $path } has { $bytes } bytes and should have { $wanted }
store-no-gguf = { $path } is no GGUF file
store-more = { $count } more notices about the models of { $store } in { $path }
store-denied = this account may not read all models of { $store } in { $path }
store-denied-ollama = join the group that owns it (sudo usermod -aG ollama "$USER", then log in again), or let OLLAMA_MODELS name a directory of your own
store-denied-owner = ask its owner for the right to read it
store-manifest-long = { $path } is too long for a manifest
store-no-manifest = { $path } is no manifest: { $why }
store-weights = its weights are not in a GGUF file
store-adapter = it needs an adapter, which is not supported
store-digest = its manifest has a digest that is none
store-many = { $path } has more than { $count } files: some are left out
store-utf8 = { $path } is left out: its name is not UTF-8

## src/models/tokenizer.rs
tokenizer-unusable = cannot use the tokenizer of { $path }
tokenizer-twice = two of its tokens are the same
tokenizer-byte = it has no token for the byte { $number }
tokenizer-pattern = its pattern of words cannot be read
tokenizer-text = cannot tokenize the text
tokenizer-none = the file has none
tokenizer-kind = its kind ‘{ $name }’ is not supported here
tokenizer-pre = its pre-tokenizer ‘{ $name }’ is not supported here
tokenizer-merges = it has no merges
tokenizer-merge = its merge ‘{ $text }’ makes no token of the vocabulary

## src/models/files/pick.rs
files-lacks = { $of } lacks { $name }
files-lacks-more = { $of } lacks { $name } and { $count } more
files-no-such = { $of } has no { $wanted }
files-no-such-any = it has no model files at all
files-no-such-hint = it has { $names }
files-none = { $of } has no GGUF model
files-none-hint = repositories with such files are mostly called …-GGUF

## src/chat/store
chats-save = cannot save the conversation
chats-delete = cannot delete the conversation
chats-rename = cannot rename the conversation
chats-read = cannot read the conversations
chats-open = cannot open the conversations
chats-migrate = cannot bring the conversations up to date
chats-make = cannot make the file of conversations
chats-held = another program holds { $path }
chats-held-hint = wait until it is done, or end it; then try again
chats-full-hint = make room (qwill rm, qwill gc) and try again
chats-place-hint = choose a place that you may write to with QWILL_HOME or XDG_DATA_HOME
chats-damaged = { $path } is damaged
chats-damaged-hint = nothing in it was changed; put a backup in its place, or begin anew: mv '{ $path }' '{ $path }.old'
chats-no-database = it is no database
chats-foreign = will not touch another program's database
chats-foreign-hint = move it away, or choose another place with QWILL_HOME or XDG_DATA_HOME
chats-short = { $bytes } of { $of } bytes are there
chats-newer = will not open the conversations of a newer qwill
chats-newer-why = { $path } has version { $found }, this program knows { $known }
chats-newer-hint = use the newer program; nothing in the file was changed
chats-none = no conversation is called { $name }
chats-list-hint = qwill chats list shows them
chats-like-hint = these have it in them: { $names }
chats-empty = there is no conversation yet
chats-empty-hint = qwill begins one
chats-no-message = { $name } has no message { $number }
chats-no-message-hint = qwill chats show { $name } numbers them
chats-many = { $count ->
    [one] { $name } means { $count } conversation
   *[other] { $name } means { $count } conversations
  }
chats-many-hint = name one by its id: { $names }

## src/chat/import
chats-import-message = message { $number }: { $why }
chats-import-value = value { $number }: { $why }
chats-import-newer = it was written by a newer qwill, in form { $number }
chats-import-none = no conversation begins in it
chats-import-lost = message { $number } has lost the comment that begins or ends it
chats-import-open = a comment does not end
chats-import-form = it is not in a form that qwill knows
chats-import-empty = there is no conversation in it
chats-import-hint = known are exports of qwill, conversations.json of ChatGPT, and messages in OpenAI's form
chats-import-lists = value { $number } is a list of lists
chats-import-neither = value { $number } is neither a conversation nor a message

## src/config
config-keep-hint = in config.toml: keep_alive = "5m"
config-time = `{ $text }` is not a length of time
config-time-hint = write it like 30s, 5m, 2h or forever
config-hub = { $url } is not the address of a hub
config-hub-hint = HF_ENDPOINT and the like begin with https://
config-keep = cannot keep { $key } in { $path }
config-home = QWILL_HOME is not a path
config-directory = cannot make the directory { $path }
config-directory-hint = set QWILL_HOME to a directory you may write to
config-refused = will not use { $path }
config-refused-hint = it must be a directory that only you may enter: chmod 700, or choose another with QWILL_HOME
config-no-directory = it is not a directory
config-open = other users may enter it
config-value = config.toml has { $name } = "{ $value }"
config-value-hint = it may be { $names }

## src/chat/reply.rs

script-drift = the answer goes over into { $script }
script-latin = Latin letters
script-arabic = Arabic letters
script-han = Chinese
script-kana = Japanese
script-hangul = Korean
script-cyrillic = Cyrillic letters
script-hebrew = Hebrew
script-devanagari = Hindi
script-thai = Thai
script-greek = Greek

## src/models/catalog.toml: what a user should know of a family
catalog-note-calls-as-json = writes calls as JSON in a code block, whatever its template says
catalog-note-no-system-prompt = wants no system prompt, and was made for answers of up to 32 768 tokens
catalog-note-thinks-when-asked = those of 0.8b to 9b do not think unless asked to
catalog-note-card-of-24-gb = wants a graphics card with 24 GB
catalog-note-too-large = not recommended: too large for most machines, and its licence sets conditions

## src/chat/preset.rs
preset-explain = explain a text or code in simple words
preset-proofread = correct spelling and grammar, change nothing else
preset-review = look for mistakes in code
preset-summarise = the main points of a text
preset-translate = between English, Arabic and Chinese

## src/text.rs
text-list-comma = {", "}
