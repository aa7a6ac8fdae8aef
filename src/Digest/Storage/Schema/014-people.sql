-- The address that a mail names for leaving by mail, as it was when it was planned; null where there was none that had been tested.
ALTER TABLE deliveries ADD COLUMN leave_by TEXT;

-- Of a report that a mailbox is gone: its domain, where letters had arrived there before; else empty.
ALTER TABLE bounces ADD COLUMN domain TEXT NOT NULL DEFAULT '';
CREATE INDEX bounces_by_domain ON bounces (domain, at) WHERE domain <> '';

-- How many mailboxes of a domain were said to be gone on a day (UTC), and since when that is taken for the domain's own fault.
CREATE TABLE domain_failures (
  domain    TEXT NOT NULL,
  at        BIGINT NOT NULL,
  gone      INTEGER NOT NULL,
  readers   INTEGER NOT NULL DEFAULT 0,
  braked_at BIGINT,
  PRIMARY KEY (domain, at)
);

-- What stands behind the @, in words that both databases know.
CREATE INDEX subscribers_by_domain ON subscribers (REPLACE(identity, RTRIM(identity, REPLACE(identity, '@', '')), ''));
