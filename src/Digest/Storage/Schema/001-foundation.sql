-- Instants are Unix milliseconds, days are ISO texts, flags are 0 or 1, lists are JSON.
-- Two words differ between the databases and are put in by the dialect: ROW_ID (a growing key) and BYTES.

CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

-- A paper's row is what changes; what a reader sees of it is a revision, and an edition keeps the one it was made from.
CREATE TABLE papers (
  id              ROW_ID,
  revision        INTEGER NOT NULL,
  title_key       TEXT NOT NULL,
  voice           TEXT NOT NULL,
  first_listed_at BIGINT NOT NULL,
  withdrawn_at    BIGINT
);
CREATE INDEX papers_by_title ON papers (title_key);
CREATE INDEX papers_by_age ON papers (first_listed_at);

CREATE TABLE paper_revisions (
  paper        BIGINT NOT NULL REFERENCES papers (id),
  revision     INTEGER NOT NULL,
  title        TEXT NOT NULL,
  abstract     TEXT NOT NULL,
  one_line     TEXT NOT NULL,
  authors      TEXT NOT NULL,
  categories   TEXT NOT NULL,
  links        TEXT NOT NULL,
  published_at BIGINT,
  version      INTEGER NOT NULL,
  PRIMARY KEY (paper, revision)
);

CREATE TABLE paper_keys (
  key      TEXT PRIMARY KEY,
  paper    BIGINT NOT NULL REFERENCES papers (id),
  evidence TEXT NOT NULL,
  since    BIGINT NOT NULL
);
CREATE INDEX paper_keys_by_paper ON paper_keys (paper);

CREATE TABLE paper_listings (
  source    TEXT NOT NULL,
  source_id TEXT NOT NULL,
  listed_at BIGINT NOT NULL,
  place     INTEGER NOT NULL,
  paper     BIGINT NOT NULL REFERENCES papers (id),
  PRIMARY KEY (source, source_id, listed_at)
);
CREATE INDEX paper_listings_by_paper ON paper_listings (paper);
CREATE INDEX paper_listings_by_day ON paper_listings (listed_at);

CREATE TABLE paper_signals (
  paper    BIGINT NOT NULL REFERENCES papers (id),
  source   TEXT NOT NULL,
  taken_at BIGINT NOT NULL,
  upvotes  INTEGER,
  comments INTEGER,
  stars    INTEGER,
  PRIMARY KEY (paper, source, taken_at)
);

-- What was asked of a source for a day, and how it went.
CREATE TABLE fetches (
  source      TEXT NOT NULL,
  day         TEXT NOT NULL,
  asked_at    BIGINT NOT NULL,
  answered_at BIGINT,
  papers      INTEGER NOT NULL,
  skipped     INTEGER NOT NULL,
  error       TEXT,
  PRIMARY KEY (source, day)
);

CREATE TABLE editions (
  id          ROW_ID,
  period      TEXT NOT NULL,
  date        TEXT NOT NULL,
  prepared_at BIGINT NOT NULL,
  sources     TEXT NOT NULL,
  UNIQUE (period, date)
);
CREATE INDEX editions_by_age ON editions (prepared_at);

CREATE TABLE edition_papers (
  edition      BIGINT NOT NULL REFERENCES editions (id),
  paper        BIGINT NOT NULL REFERENCES papers (id),
  revision     INTEGER NOT NULL,
  rank         INTEGER NOT NULL,
  score        DOUBLE PRECISION NOT NULL,
  reason       TEXT NOT NULL,
  reason_count INTEGER NOT NULL,
  upvotes      INTEGER,
  comments     INTEGER,
  stars        INTEGER,
  PRIMARY KEY (edition, paper)
);

CREATE TABLE subscribers (
  id            ROW_ID,
  address       TEXT NOT NULL,
  identity      TEXT NOT NULL UNIQUE,
  address_hash  TEXT NOT NULL,
  state         TEXT NOT NULL,
  locale        TEXT NOT NULL,
  zone          TEXT NOT NULL,
  time          TEXT NOT NULL,
  weekdays      INTEGER NOT NULL,
  size          INTEGER NOT NULL,
  trending      INTEGER NOT NULL,
  token_version INTEGER NOT NULL,
  next_issue_at BIGINT,
  covered_until BIGINT,
  created_at    BIGINT NOT NULL,
  confirmed_at  BIGINT
);
CREATE INDEX subscribers_due ON subscribers (next_issue_at, id) WHERE state = 'active';
CREATE INDEX subscribers_by_hash ON subscribers (address_hash);

CREATE TABLE interests (
  id         ROW_ID,
  subscriber BIGINT NOT NULL REFERENCES subscribers (id),
  position   INTEGER NOT NULL,
  name       TEXT NOT NULL,
  text       TEXT NOT NULL,
  weight     DOUBLE PRECISION NOT NULL,
  slots      INTEGER NOT NULL,
  threshold  DOUBLE PRECISION,
  UNIQUE (subscriber, name)
);

-- What somebody asked for at the door, before the address was confirmed.
-- Outlives the subscriber's row where it was never confirmed: the limits count it for thirty days.
CREATE TABLE sign_ups (
  id           ROW_ID,
  subscriber   BIGINT NOT NULL,
  limit_key    TEXT NOT NULL,
  interests    TEXT NOT NULL,
  zone         TEXT NOT NULL,
  asked_at     BIGINT NOT NULL,
  confirmed_at BIGINT
);
CREATE INDEX sign_ups_by_limit ON sign_ups (limit_key, asked_at);

CREATE TABLE issues (
  id            ROW_ID,
  subscriber    BIGINT NOT NULL REFERENCES subscribers (id),
  local_date    TEXT NOT NULL,
  due_at        BIGINT NOT NULL,
  planned_at    BIGINT NOT NULL,
  covered_from  BIGINT,
  covered_until BIGINT,
  sections      TEXT NOT NULL,
  UNIQUE (subscriber, local_date)
);
CREATE INDEX issues_by_age ON issues (planned_at);

CREATE TABLE shown (
  subscriber BIGINT NOT NULL,
  paper      BIGINT NOT NULL,
  issue      BIGINT NOT NULL,
  PRIMARY KEY (subscriber, paper)
);
CREATE INDEX shown_by_issue ON shown (issue);

CREATE TABLE notices (
  id         ROW_ID,
  kind       TEXT NOT NULL,
  subscriber BIGINT NOT NULL REFERENCES subscribers (id),
  about      TEXT NOT NULL,
  model      TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  planned_at BIGINT,
  UNIQUE (kind, subscriber, about)
);
CREATE INDEX notices_unplanned ON notices (id) WHERE planned_at IS NULL;

-- The promise: one row per mail that is owed, from its planning to its end. Everything that goes into the mail's bytes is
-- fixed here at planning, so that every attempt is the same mail.
CREATE TABLE deliveries (
  id               ROW_ID,
  kind             TEXT NOT NULL,
  subscriber       BIGINT NOT NULL REFERENCES subscribers (id),
  about            TEXT NOT NULL,
  message_id       TEXT NOT NULL,
  locale           TEXT NOT NULL,
  template_version TEXT NOT NULL,
  key_id           INTEGER NOT NULL,
  token_version    INTEGER NOT NULL,
  planned_at       BIGINT NOT NULL,
  expires_at       BIGINT NOT NULL,
  urgent           INTEGER NOT NULL,
  state            TEXT NOT NULL,
  reason           TEXT,
  attempts         INTEGER NOT NULL,
  doubted          INTEGER NOT NULL,
  fence            BIGINT NOT NULL,
  lease_until      BIGINT,
  next_attempt_at  BIGINT,
  handed_off_at    BIGINT,
  ended_at         BIGINT,
  reply            TEXT,
  sha256           TEXT,
  UNIQUE (kind, subscriber, about)
);
CREATE INDEX deliveries_queued ON deliveries (urgent DESC, next_attempt_at, id, expires_at) WHERE state = 'queued';
CREATE INDEX deliveries_owed ON deliveries (planned_at) WHERE ended_at IS NULL;
CREATE INDEX deliveries_held ON deliveries (lease_until) WHERE lease_until IS NOT NULL;
CREATE INDEX deliveries_doubted ON deliveries (next_attempt_at) WHERE state = 'in_doubt';
CREATE INDEX deliveries_by_subscriber ON deliveries (subscriber);
CREATE INDEX deliveries_by_end ON deliveries (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE delivery_attempts (
  delivery   BIGINT NOT NULL REFERENCES deliveries (id),
  n          INTEGER NOT NULL,
  started_at BIGINT NOT NULL,
  ended_at   BIGINT NOT NULL,
  phase      TEXT NOT NULL,
  outcome    TEXT NOT NULL,
  reply      TEXT,
  PRIMARY KEY (delivery, n)
);

CREATE TABLE suppressions (
  address_hash TEXT PRIMARY KEY,
  strength     TEXT NOT NULL,
  reason       TEXT NOT NULL,
  evidence     TEXT NOT NULL,
  since        BIGINT NOT NULL
);

CREATE TABLE consents (
  id           ROW_ID,
  address_hash TEXT NOT NULL,
  subscriber   BIGINT NOT NULL,
  at           BIGINT NOT NULL,
  event        TEXT NOT NULL,
  channel      TEXT NOT NULL,
  wording      TEXT NOT NULL
);
CREATE INDEX consents_by_subscriber ON consents (subscriber);

-- The templates a planned mail was promised with: a later change of the files does not change a retry.
CREATE TABLE template_sets (
  version       TEXT PRIMARY KEY,
  files         BYTES NOT NULL,
  first_used_at BIGINT NOT NULL
);
