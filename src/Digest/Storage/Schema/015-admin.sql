-- What operators changed by the pages or the interface: who, what, about which subscriber (0: about nobody, or somebody who was
-- erased since) and how it ended, which is empty while it is not known.
CREATE TABLE audit (
  id         ROW_ID,
  at         BIGINT NOT NULL,
  who        TEXT NOT NULL,
  what       TEXT NOT NULL,
  subscriber BIGINT NOT NULL,
  outcome    TEXT NOT NULL
);
CREATE INDEX audit_by_subscriber ON audit (subscriber, id);
CREATE INDEX audit_by_age ON audit (at);

-- Keys of programs that use the interface, by a hash each. A name is given once: the audit knows keys by it.
CREATE TABLE api_keys (
  id         ROW_ID,
  name       TEXT NOT NULL UNIQUE,
  hash       TEXT NOT NULL UNIQUE,
  scope      TEXT NOT NULL,
  made_at    BIGINT NOT NULL,
  revoked_at BIGINT
);

-- Long tables are looked through by page and day.
CREATE INDEX subscribers_by_state ON subscribers (state, id);
CREATE INDEX deliveries_by_planning ON deliveries (planned_at, id);
-- With OR and not IN: SQLite sees by that that one of them is asked for.
CREATE INDEX deliveries_troubled ON deliveries (planned_at, id)
  WHERE state = 'failed' OR state = 'in_doubt' OR state = 'expired' OR state = 'suppressed' OR state = 'skipped';
CREATE INDEX suppressions_by_age ON suppressions (since, address_hash);
CREATE INDEX consents_by_age ON consents (at, event);

-- As before, and counted without looking at the rows.
DROP INDEX deliveries_by_end;
CREATE INDEX deliveries_by_end ON deliveries (ended_at, state, kind) WHERE ended_at IS NOT NULL;
