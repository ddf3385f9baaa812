//! Standard output for frames: gathered until flushed, and forgotten if the frame never ends.

use std::io::{self, ErrorKind, Write};
use std::time::Duration;

/// A writer that sends to the terminal only what was flushed. A frame that a panic breaks off is dropped,
/// where the standard library's buffer would come out behind the restored screen.
#[derive(Debug, Default)]
pub struct Out {
    frame: Vec<u8>,
}

impl Out {
    /// An empty one.
    pub fn new() -> Out {
        Out::default()
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.frame.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let sent = put(&self.frame);
        self.frame.clear();
        sent
    }
}

/// Sends all of it to standard output, past every buffer and lock.
///
/// # Errors
/// The terminal is gone.
pub fn put(mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(rustix::stdio::stdout(), bytes).map_err(io::Error::from) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(sent) => bytes = &bytes[sent..],
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            // Some other program has left the terminal so that writing does not wait.
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                std::thread::sleep(Duration::from_millis(1));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
