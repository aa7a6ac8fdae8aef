-- Whose turn it is at hosts that ration their requests. The instants are by the clock that leases are compared with.
CREATE TABLE polite_turns (
  name        TEXT PRIMARY KEY,
  fence       BIGINT NOT NULL,
  lease_until BIGINT,
  asked_at    BIGINT,
  rest_until  BIGINT,
  refusals    INTEGER NOT NULL
);

-- Answers that were taken in whole, by which hosts can be asked for changes only.
CREATE TABLE http_validators (
  address     TEXT PRIMARY KEY,
  source      TEXT NOT NULL,
  tag         TEXT,
  modified_at BIGINT,
  day         TEXT,
  papers      INTEGER NOT NULL,
  entries     INTEGER NOT NULL,
  kept_at     BIGINT NOT NULL
);
CREATE INDEX http_validators_by_source ON http_validators (source);

-- A source may answer and still not have the day's list.
ALTER TABLE fetches ADD COLUMN late INTEGER NOT NULL DEFAULT 0;

-- Every time a source was asked for a day or a file was taken in, and what it brought.
CREATE TABLE fetch_log (
  id          ROW_ID,
  source      TEXT NOT NULL,
  about       TEXT NOT NULL,
  asked_at    BIGINT NOT NULL,
  answered_at BIGINT,
  listed      INTEGER NOT NULL,
  added       INTEGER NOT NULL,
  updated     INTEGER NOT NULL,
  joined      INTEGER NOT NULL,
  skipped     INTEGER NOT NULL,
  newest_at   BIGINT,
  late        INTEGER NOT NULL,
  error       TEXT
);
CREATE INDEX fetch_log_by_source ON fetch_log (source, asked_at);
CREATE INDEX fetch_log_by_age ON fetch_log (asked_at);
