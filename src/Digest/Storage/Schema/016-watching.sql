-- What the people who run the service are told, by mail or webhook: made once, each address a row, the same bytes at every try.
-- The bytes go when it has ended.
CREATE TABLE operator_posts (
  id              ROW_ID,
  about           TEXT NOT NULL,
  way             TEXT NOT NULL,
  address         TEXT NOT NULL,
  message_id      TEXT NOT NULL,
  content         BYTES,
  planned_at      BIGINT NOT NULL,
  expires_at      BIGINT NOT NULL,
  state           TEXT NOT NULL,
  attempts        INTEGER NOT NULL,
  doubted         INTEGER NOT NULL,
  fence           BIGINT NOT NULL,
  lease_until     BIGINT,
  next_attempt_at BIGINT,
  ended_at        BIGINT,
  relay           TEXT,
  reply           TEXT,
  UNIQUE (about, way, address)
);
CREATE INDEX operator_posts_owed ON operator_posts (next_attempt_at) WHERE ended_at IS NULL;
CREATE INDEX operator_posts_by_end ON operator_posts (ended_at) WHERE ended_at IS NOT NULL;

-- What is wrong, from when it was first seen to when it was over. One that was never told (told = 0) may pass by itself.
-- node is empty for what all nodes see alike.
CREATE TABLE alarms (
  id        ROW_ID,
  kind      TEXT NOT NULL,
  subject   TEXT NOT NULL,
  node      TEXT NOT NULL,
  detail    TEXT NOT NULL,
  seen_at   BIGINT NOT NULL,
  stood_at  BIGINT NOT NULL,
  told      INTEGER NOT NULL,
  told_at   BIGINT,
  ended_at  BIGINT
);
CREATE UNIQUE INDEX alarms_open ON alarms (kind, subject, node) WHERE ended_at IS NULL;
CREATE INDEX alarms_by_end ON alarms (ended_at) WHERE ended_at IS NOT NULL;
