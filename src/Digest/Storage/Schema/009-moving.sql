-- The token version that the present life of a subscription began with: links for leaving count from it on, all others only at the present one.
ALTER TABLE subscribers ADD COLUMN life_version INTEGER NOT NULL DEFAULT 1;
UPDATE subscribers SET life_version = token_version;

-- Days without letters, a day or span a line: 2026-12-24..2026-12-26.
ALTER TABLE subscribers ADD COLUMN quiet_days TEXT NOT NULL DEFAULT '';

-- Another address for the letters, asked for at the preferences and to be allowed at both ends. The new address stands here only
-- while it is wanted; afterwards its keyed hash tells the story, also of a subscriber who was erased. shown is what the present end may see of it.
CREATE TABLE moves (
  id            ROW_ID,
  subscriber    BIGINT NOT NULL,
  token_version INTEGER NOT NULL,
  old_hash      TEXT NOT NULL,
  new_hash      TEXT NOT NULL,
  new_address   TEXT,
  limit_key     TEXT NOT NULL,
  shown         TEXT NOT NULL,
  sign_up       BIGINT,
  asked_at      BIGINT NOT NULL,
  expires_at    BIGINT NOT NULL,
  answered_at   BIGINT,
  allowed_at    BIGINT,
  confirmed_at  BIGINT,
  ended_at      BIGINT,
  ended         TEXT
);
CREATE INDEX moves_by_subscriber ON moves (subscriber, asked_at);
CREATE INDEX moves_by_old ON moves (old_hash);
CREATE INDEX moves_unanswered ON moves (id) WHERE answered_at IS NULL AND ended_at IS NULL;
CREATE INDEX moves_open ON moves (expires_at) WHERE ended_at IS NULL;

-- A mail that goes elsewhere than to its subscriber's present address; forgotten once the mail has ended.
ALTER TABLE notices ADD COLUMN recipient TEXT;
ALTER TABLE notices ADD COLUMN recipient_hash TEXT;
ALTER TABLE deliveries ADD COLUMN recipient TEXT;
ALTER TABLE deliveries ADD COLUMN recipient_hash TEXT;
CREATE INDEX deliveries_elsewhere ON deliveries (id) WHERE recipient IS NOT NULL;
