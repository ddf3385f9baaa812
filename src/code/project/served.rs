//! What a server's tool did: its answer is cut as a command's output is, and changes of files can be taken back.

use super::{Output, Project};
use crate::code::mcp::Answer;
use crate::code::shell;
use crate::code::shell::clean;
use crate::error::Result;

impl Project {
    /// Waits for an answer, and keeps what the project was before.
    pub async fn served(&mut self, work: impl Future<Output = Answer>) -> Output {
        let before = match self.store.scan() {
            Ok(before) => before,
            Err(error) => return Output::failed(&error),
        };
        let answer = work.await;
        let changes = self.store.changes(&before);
        let told = changes.and_then(|changes| {
            let text = self.told(&answer.text)?;
            Ok(Output::after(changes, text, answer.ended))
        });
        told.unwrap_or_else(|error| Output::failed(&error))
    }

    /// The text as a model reads it.
    fn told(&mut self, text: &str) -> Result<String> {
        let most = self.most();
        if text.len() <= most {
            return Ok(clean(text));
        }
        let (name, file) = self.outputs.next();
        let short = shell::cut(text, most, &file)?;
        let gap = if short.ends_with('\n') { "" } else { "\n" };
        Ok(format!("{short}{gap}[the answer has {} bytes, all of it is in {name}]", text.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::project::{Ended, OUTPUT};
    use crate::code::tool::Call;
    use crate::config::Places;

    #[tokio::test]
    async fn a_long_answer_is_cut_and_can_be_read_on_and_changes_are_known() {
        let dir = tempfile::tempdir().unwrap();
        let (root, home) = (dir.path().join("p"), dir.path().join("home"));
        std::fs::create_dir(&root).unwrap();
        let places =
            Places { config: home.join("config"), data: home.join("data"), cache: home.clone(), run: home };
        let mut project = Project::open(&root, &places).unwrap();
        project.begin("1").unwrap();
        let answer = |text: &str| Answer { text: text.into(), ended: Ended::Well };
        let short = project.served(async { answer("a\u{1b}[31mb") }).await;
        assert_eq!((short.text.as_str(), short.changed.len()), ("ab", 0));
        let lines: String = (0..5000).map(|number| format!("line {number}\n")).collect();
        let long = project
            .served(async {
                std::fs::write(root.join("new.txt"), "x").unwrap();
                answer(&lines)
            })
            .await;
        assert!(
            long.text.len() < OUTPUT + 500 && long.text.ends_with("all of it is in @output/1]"),
            "{}",
            long.text
        );
        assert_eq!(long.changed, ["new.txt"]);
        let step =
            project.prepare(Call::Read { path: "@output/1".into(), from: 2500, lines: Some(1) }).unwrap();
        assert!(project.perform(step).await.text.contains("line 2499"));
    }
}
