## src/render/bidi/detect.rs

order-why-setting = your setting
order-why-dumb = this terminal cannot place text (TERM is dumb or not set)
order-why-far = the terminal is on another machine and does not say what it is
order-why-unknown = this terminal does not say what it is
order-why-hidden = { $mux } does not say which terminal is behind it
order-why-console = the kernel's console shows cells where they are sent; its font has no Arabic letters
order-why-cells = { $name } shows cells where they are sent
order-why-doubt = most versions of { $name } show cells where they are sent
order-why-asks = { $name } leaves the order to programs that ask for it
order-why-asks-behind = { $name } orders text by itself, and { $mux } passes no request on to it
order-why-orders = { $name } orders text by itself
order-why-words = { $name } turns the letters of each word around by itself
order-why-option = { $name } orders text or not, by an option of its own
order-tip-look = if it reads wrongly, /bidi changes who orders it
order-tip-kitty = with force_ltr in kitty.conf, set bidi = "app"
order-tip-on = the BiDi option of { $name } has to be off; if it is on, set bidi = "terminal"
order-tip-off = if the BiDi option of { $name } is off, set bidi = "app"

## src/tui/order.rs, src/tui/overlay/sample.rs

order-auto = what suits this terminal
order-app = qwill orders words and letters
order-word = qwill orders the words, the terminal the letters in each
order-terminal = the terminal orders right-to-left text
order-off = nobody orders right-to-left text
order-title = Who orders right-to-left text?
order-mode-none = there is no { $name }: /bidi takes { $names }
order-ask = Which line reads correctly?
order-ask-foot = 1 or 2 · Esc not now
order-sample = الإصدار 2.5 في /etc/hosts

## src/cli/doctor

doctor-terminal = terminal
doctor-order = right-to-left text
doctor-mode = mode 8
doctor-letters = Arabic letters
doctor-lang = language
doctor-width = ambiguous width
doctor-colours = colours
doctor-unknown = unknown
doctor-ssh = over ssh
doctor-mode-sent = sent: the terminal is asked to leave the order to qwill
doctor-mode-order = not sent: the order is not qwill's
doctor-mode-mux = not sent: { $mux } does not pass it on
doctor-mode-known = not sent: { $name } does not need it or does not know it
doctor-mode-dumb = not sent: this terminal understands no sequences
doctor-letters-on = joined by qwill, because it orders them
doctor-letters-off = left to the terminal, because it orders them
doctor-letters-none = sent as they are
doctor-from-setting = lang in config.toml
doctor-from-locale = the environment's locale
doctor-from-argument = the command line
doctor-from-usual = neither config.toml nor the environment names another
doctor-width-setting = ambiguous_width in config.toml
doctor-width-usual = the usual; ambiguous_width in config.toml changes it
doctor-colours-none = none
doctor-colours-all = all
doctor-colours-never = NO_COLOR is set
doctor-colours-forced = CLICOLOR_FORCE is set
doctor-colours-told = what TERM and COLORTERM promise
doctor-samples = One of these lines reads correctly:
doctor-samples-first = line 1: set bidi = "{ $order }" in config.toml, or leave it as it is if it is that already
doctor-samples-second = line 2: set bidi = "{ $order }" in config.toml
doctor-widths-title = Columns that the terminal takes, and that qwill counts:
doctor-widths-silent = the terminal does not say where its cursor is
doctor-widths-other = it is drawn in another width
doctor-widths-wide = the ambiguous ones take two columns: set ambiguous_width = 2 in config.toml
doctor-widths-narrow = the ambiguous ones take one column: set ambiguous_width = 1 in config.toml
doctor-widths-pipe = --widths needs a terminal for input and output
doctor-cluster-letters = lam and alef as letters
doctor-cluster-ligature = lam and alef as one sign
doctor-cluster-marks = letters with harakat
doctor-cluster-joiner = letters parted by a ZWNJ
doctor-cluster-ideograph = an ideograph
doctor-cluster-punctuation = full-width punctuation
doctor-cluster-circled = a circled number (ambiguous)
doctor-cluster-dots = an ellipsis (ambiguous)
doctor-cluster-line = a line of a box (ambiguous)
doctor-cluster-family = a family joined by ZWJ
doctor-cluster-flag = a flag
doctor-cluster-heart = a heart with VS16
doctor-cluster-keycap = a keycap
