//! How this program talks with itself on the way to a command: JSON over the socket that is standard input.

use std::io;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Reads one value from standard input. The other side writes it with a line feed behind it, and then waits.
///
/// # Errors
/// The other side is gone, or it was something else.
pub(crate) fn hear<T: DeserializeOwned>() -> io::Result<T> {
    let mut line = Vec::new();
    let mut bytes = vec![0; 64 << 10];
    while line.last() != Some(&b'\n') {
        match rustix::io::read(rustix::stdio::stdin(), &mut bytes[..]) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => line.extend(&bytes[..count]),
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(serde_json::from_slice(&line)?)
}

/// A value as [`hear`] takes it.
///
/// # Errors
/// It has a path that is no text.
pub(crate) fn line(value: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    Ok(line)
}

/// Writes a value to a socket.
///
/// # Errors
/// The other side is gone.
pub(crate) fn say(socket: impl std::os::fd::AsFd, value: &impl Serialize) -> io::Result<()> {
    let mut line = line(value)?;
    while !line.is_empty() {
        let count = rustix::io::retry_on_intr(|| rustix::io::write(&socket, &line))?;
        line.drain(..count);
    }
    Ok(())
}
