-- What came back of our mails: each report once, with what it counts and how it showed whom it is about. Of the address only the
-- keyed hash; the excerpt holds no address. subscriber is 0 once nobody is to be known by it.
CREATE TABLE bounces (
  id           ROW_ID,
  address_hash TEXT NOT NULL,
  subscriber   BIGINT NOT NULL,
  report       TEXT NOT NULL UNIQUE,
  about        TEXT NOT NULL,
  at           BIGINT NOT NULL,
  kind         TEXT NOT NULL,
  cause        TEXT NOT NULL,
  status       TEXT NOT NULL,
  shape        TEXT NOT NULL,
  proof        TEXT NOT NULL,
  weight       DOUBLE PRECISION NOT NULL,
  excerpt      TEXT NOT NULL,
  forgiven_at  BIGINT
);
CREATE INDEX bounces_by_address ON bounces (address_hash, at);
CREATE INDEX bounces_by_subscriber ON bounces (subscriber);
CREATE INDEX bounces_by_age ON bounces (at);
