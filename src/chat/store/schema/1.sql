CREATE TABLE chat (
  key     INTEGER PRIMARY KEY,
  id      TEXT NOT NULL UNIQUE,
  title   TEXT NOT NULL,
  model   TEXT NOT NULL,
  system  TEXT NOT NULL,
  dir     TEXT NOT NULL,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  leaf    INTEGER
);
CREATE INDEX chat_updated ON chat (updated);

CREATE TABLE node (
  key      INTEGER PRIMARY KEY,
  chat     INTEGER NOT NULL REFERENCES chat ON DELETE CASCADE,
  id       INTEGER NOT NULL,
  parent   INTEGER,
  role     TEXT NOT NULL,
  text     TEXT NOT NULL,
  thinking TEXT NOT NULL,
  calls    TEXT,
  call     TEXT,
  raw      TEXT,
  model    TEXT,
  images   TEXT,
  state    TEXT NOT NULL,
  cost     TEXT,
  summary  INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  UNIQUE (chat, id)
);
CREATE INDEX node_said ON node (at) WHERE role = 'user';

-- What was appended to a message since its row was written, so that a long answer is not written anew
-- with every few words.
CREATE TABLE piece (
  key      INTEGER PRIMARY KEY,
  node     INTEGER NOT NULL REFERENCES node ON DELETE CASCADE,
  text     TEXT NOT NULL,
  thinking TEXT NOT NULL
);
CREATE INDEX piece_node ON piece (node);

-- Text as it is folded for the search, by the key of its message. Three letters are the least it finds.
CREATE VIRTUAL TABLE found USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'trigram');
CREATE TRIGGER node_gone AFTER DELETE ON node BEGIN
  DELETE FROM found WHERE rowid = old.key;
END;
