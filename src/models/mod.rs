//! Model files on this machine: headers, names, the starter.
