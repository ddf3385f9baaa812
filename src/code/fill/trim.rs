//! How much of an answer belongs into a gap: models seldom stop where the text goes on by itself.
//!
//! Between two parts of a line, one line at most is filled. Elsewhere whole lines are, until one comes that already
//! stands behind the gap, one that leaves the block of the gap, or one that begins another part of it behind an empty
//! line.

use super::spot::Halves;

/// Whether more is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// The gap may not be full yet.
    More,
    /// What comes now belongs elsewhere.
    Done,
}

/// How an answer ended by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The model had nothing more to say.
    Natural,
    /// A limit cut it.
    Cut,
}

/// Where the gap is in its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// Text stands before and behind it.
    Within,
    /// Nothing but indentation stands before it, and text behind it.
    Above,
    /// Nothing stands behind it.
    End,
}

/// Takes an answer in pieces and gives what belongs into the gap.
#[derive(Debug)]
pub struct Trim {
    side: Side,
    /// The gap's line before it.
    head: String,
    /// The gap's line behind it.
    rest: String,
    /// The first line with text behind the gap.
    next: Option<String>,
    /// The width of the indentation that the block has, once it is known.
    base: Option<usize>,
    /// Whether nothing at all stands behind the gap.
    last: bool,
    /// The line under way.
    line: String,
    /// Ends of lines and empty lines, which belong only to what follows them.
    held: String,
    lines: usize,
    said: bool,
}

impl Trim {
    /// For a gap between these.
    pub fn new(halves: &Halves) -> Trim {
        let head = halves.before.rsplit('\n').next().unwrap_or_default().to_owned();
        let mut behind = halves.after.split('\n');
        let rest = behind.next().unwrap_or_default().trim_end().to_owned();
        let side = match (is_blank(&head), is_blank(&rest)) {
            (_, true) => Side::End,
            (true, false) => Side::Above,
            (false, false) => Side::Within,
        };
        let next = match side {
            Side::Above => Some(format!("{head}{rest}")),
            _ => behind.find(|line| !is_blank(line)).map(|line| line.trim_end().to_owned()),
        };
        let base = (side == Side::Above || !is_blank(&head)).then(|| width(&head));
        let last = halves.after.is_empty();
        let (line, held) = (String::new(), String::new());
        Trim { side, head, rest, next, base, last, line, held, lines: 0, said: false }
    }

    /// The next piece of the answer: what of it, and of what was held back, belongs into the gap.
    pub fn push(&mut self, text: &str) -> (String, Flow) {
        let mut out = String::new();
        for part in text.split_inclusive('\n') {
            self.line.push_str(part);
            let Some(line) = self.line.strip_suffix('\n').map(str::to_owned) else { continue };
            self.line.clear();
            if self.side == Side::Within {
                // The model went to the line's end, so that what follows the gap must be in there.
                out.push_str(line.trim_end().strip_suffix(self.rest.as_str()).unwrap_or(&line));
                return (out, Flow::Done);
            }
            if self.take(&line, &mut out) == Flow::Done {
                return (out, Flow::Done);
            }
            self.held.push('\n');
        }
        (out, Flow::More)
    }

    /// The rest of what belongs into the gap, when the answer is over.
    pub fn finish(mut self, end: End) -> String {
        let mut out = String::new();
        let line = std::mem::take(&mut self.line);
        if self.side == Side::Within {
            // A bracket may well be another one than that behind the gap; words are not there twice.
            let is_telling = self.rest.contains(char::is_alphanumeric) && end == End::Natural;
            let bare = line.strip_suffix(self.rest.as_str()).filter(|_| is_telling);
            return bare.unwrap_or(&line).to_owned();
        }
        if end == End::Cut && self.said {
            self.close(&mut out);
            return out;
        }
        if self.take(&line, &mut out) == Flow::Done || !self.said {
            return out;
        }
        match (self.side, self.held.rfind('\n')) {
            // The line behind the gap keeps its indentation.
            (Side::Above, Some(at)) => out.push_str(&[&self.held[..=at], &self.head].concat()),
            (Side::End, Some(_)) if self.last => out.push('\n'),
            _ => {}
        }
        out
    }

    /// Looks at a whole line: adds it and what was held back to `out`, unless it belongs elsewhere.
    fn take(&mut self, line: &str, out: &mut String) -> Flow {
        let is_first = self.lines == 0;
        self.lines += 1;
        let full = if is_first { [&self.head, line].concat() } else { line.to_owned() };
        if is_blank(&full) {
            self.held.push_str(line);
            return Flow::More;
        }
        let is_new = !is_first || is_blank(&self.head);
        if is_new && self.is_foreign(&full) {
            self.close(out);
            return Flow::Done;
        }
        self.base.get_or_insert(width(&full));
        self.said |= !is_blank(line);
        out.push_str(&std::mem::take(&mut self.held));
        out.push_str(line);
        Flow::More
    }

    /// Whether a line belongs to what follows the gap, or to another part of the file.
    fn is_foreign(&self, line: &str) -> bool {
        let base = self.base.unwrap_or(0);
        let is_apart = self.said && self.held.matches('\n').count() > 1;
        let there = self.next.as_deref() == Some(line.trim_end());
        there || width(line) < base || is_apart && width(line) <= base
    }

    /// Ends what was said in front of a line that is there already.
    fn close(&mut self, out: &mut String) {
        if self.side == Side::Above && self.said {
            out.push_str(&["\n", &self.head].concat());
        }
    }
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

/// Characters before a line's text.
fn width(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::edit::text::Ending;
    use proptest::prelude::*;

    fn halves(text: &str) -> Halves {
        let (before, after) = text.split_once('|').unwrap();
        Halves { before: before.into(), after: after.into(), ending: Ending::Lf }
    }

    /// What is inserted at `|` when the model says this, in pieces of `size` characters.
    fn pieces(text: &str, says: &str, size: usize, end: End) -> String {
        let mut trim = Trim::new(&halves(text));
        let mut out = String::new();
        let chars: Vec<char> = says.chars().collect();
        for piece in chars.chunks(size) {
            let (part, flow) = trim.push(&piece.iter().collect::<String>());
            out.push_str(&part);
            if flow == Flow::Done {
                return out;
            }
        }
        out + &trim.finish(end)
    }

    #[track_caller]
    fn fills(text: &str, says: &str, wanted: &str) {
        for size in 1..=says.chars().count().max(1) {
            assert_eq!(pieces(text, says, size, End::Natural), wanted, "in pieces of {size}");
        }
    }

    #[test]
    fn lines_that_stand_behind_the_gap_are_not_said_again() {
        fills("fn a() {|\n}\n", "\n    b();\n}\n", "\n    b();");
        fills("fn a() {|\n}\n", "\n    b();\n}", "\n    b();");
        fills("fn a() {\n    |\n}\n", "b();\n}\n\nfn c() {}\n", "b();");
        fills("a = 1|\n\nb = 2\n", "\nx = 3\n\nb = 2\nc = 4\n", "\nx = 3");
        fills("a|\nb\n", "\nb\n", "");
    }

    #[test]
    fn a_line_that_only_resembles_it_belongs_to_the_gap() {
        fills("if a {|\n}\n", "\n    if b {\n        c();\n    }\n}\n", "\n    if b {\n        c();\n    }");
        fills("a|\nbc\n", "\nb\nbcd", "\nb\nbcd");
    }

    #[test]
    fn what_leaves_the_block_ends_it() {
        fills("if a:\n    b|\n", "\n    c\nelse:\n    d\n", "\n    c");
        fills("def a():\n    |", "return 1\n\n\nprint(a())\n", "return 1");
        fills("x = 1|\n", "\ny = 2\n\nz = 3\n", "\ny = 2");
        fills("fn a() {|", "\n    b();\n\n    c();\n}\n\nfn d() {}\n", "\n    b();\n\n    c();\n}");
    }

    #[test]
    fn within_a_line_one_line_is_filled() {
        fills("foo(|)\n", "a, b)\nmore", "a, b");
        fills("foo(|)\n", "bar()", "bar()");
        fills("let x = | + other;\n", "y + other;", "y");
        fills("let x = | + other;\n", "y + other;\nlet z", "y");
        fills("foo(|, b)\n", "a", "a");
    }

    #[test]
    fn above_a_line_that_line_keeps_its_place() {
        fills("f {\n    |b();\n}\n", "a();\n    b();\n}\n", "a();\n    ");
        fills("f {\n    |b();\n}\n", "a();\n", "a();\n    ");
        fills("|b\n", "a\nb\n", "a\n");
        fills("    |b\n", "x = ", "x = ");
        fills("|b\n", "b\n", "");
    }

    #[test]
    fn empty_lines_at_the_end_belong_to_nothing() {
        fills("a|\nb\n", "\nc\n\n\n", "\nc");
        fills("a|", "\nc\n\n\n", "\nc\n");
        fills("a|\n", "", "");
        fills("|", "", "");
        fills("|", "\n\n", "");
    }

    #[test]
    fn a_line_that_a_limit_cut_is_left_out_unless_it_is_the_only_one() {
        assert_eq!(pieces("a {|\n}\n", "\n  b\n  c(", 3, End::Cut), "\n  b");
        assert_eq!(pieces("a = |\n", "foo(b", 3, End::Cut), "foo(b");
        assert_eq!(pieces("    |b\n", "c\n    d(", 3, End::Cut), "c\n    ");
    }

    proptest! {
        #[test]
        fn an_answer_that_runs_on_into_the_text_is_cut_where_that_begins(
            lines in prop::collection::vec("    [a-c]{1,3}", 0..5),
            after in prop::collection::vec(prop_oneof!["", "[x-z}]{1,3}", "    [x-z]{1,3}"], 1..5),
            size in 1usize..9,
        ) {
            let middle: String = lines.iter().map(|line| format!("\n{line}")).collect();
            let after: String = after.iter().map(|line| format!("\n{line}")).collect();
            prop_assume!(!after.trim().is_empty());
            let text = format!("fn f() {{|{after}");
            prop_assert_eq!(pieces(&text, &format!("{middle}{after}\n"), size, End::Natural), middle);
        }

        #[test]
        fn within_a_line_the_rest_is_never_said_twice(
            before in "[a-c]{1,4}", middle in "[a-c(]{0,4}", rest in "[x-z)]{1,4}", size in 1usize..9,
        ) {
            let text = format!("{before}|{rest}\nnext\n");
            let says = format!("{middle}{rest}\nnext\n");
            prop_assert_eq!(pieces(&text, &says, size, End::Natural), middle);
        }

        #[test]
        fn pieces_change_nothing(text in "[a \n}]{0,12}\\|[a \n}]{0,12}", says in "[a \n}]{0,24}", size in 1usize..24) {
            for end in [End::Natural, End::Cut] {
                prop_assert_eq!(pieces(&text, &says, size, end), pieces(&text, &says, 100, end));
            }
        }
    }
}
