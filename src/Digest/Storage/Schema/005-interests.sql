-- What an interest asks for beside its words: authors, categories, papers, words that must or must not appear. JSON; '{}' for none.
ALTER TABLE interests ADD COLUMN criteria TEXT NOT NULL DEFAULT '{}';

-- What a reader said of a paper: 'more' or 'less' like this, under which interest it stood (null: under none), in which issue.
CREATE TABLE feedback (
  subscriber BIGINT NOT NULL REFERENCES subscribers (id),
  paper      BIGINT NOT NULL REFERENCES papers (id),
  verdict    TEXT NOT NULL,
  interest   BIGINT,
  issue      BIGINT,
  at         BIGINT NOT NULL,
  PRIMARY KEY (subscriber, paper)
);

-- What a reader never wants to see again, under any interest or none: 'author' or 'words'.
CREATE TABLE mutes (
  subscriber BIGINT NOT NULL REFERENCES subscribers (id),
  kind       TEXT NOT NULL,
  what       TEXT NOT NULL,
  at         BIGINT NOT NULL,
  PRIMARY KEY (subscriber, kind, what)
);

-- Papers that interests name and the catalogue does not hold: to be asked for at their source.
CREATE TABLE wanted_papers (
  key      TEXT PRIMARY KEY,
  asked_at BIGINT NOT NULL,
  tried_at BIGINT,
  tries    INTEGER NOT NULL,
  error    TEXT
);
