-- The relay that was asked last: a mail in doubt stays with it, and greylisting knows the sender there.
ALTER TABLE deliveries ADD COLUMN relay TEXT;
ALTER TABLE delivery_attempts ADD COLUMN relay TEXT;

-- Domains that asked for fewer mails, until they take the usual number again (Delivering/DomainPace.cs).
CREATE TABLE domain_paces (
  domain     TEXT PRIMARY KEY,
  per_minute DOUBLE PRECISION NOT NULL,
  usual      DOUBLE PRECISION NOT NULL,
  slowed_at  BIGINT NOT NULL
);
