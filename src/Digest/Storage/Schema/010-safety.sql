-- The network address that a sign-up and its confirmation came from, for a time, where the operator keeps it.
ALTER TABLE askings ADD COLUMN origin TEXT NOT NULL DEFAULT '';
ALTER TABLE consents ADD COLUMN origin TEXT;
CREATE INDEX consents_with_origin ON consents (at) WHERE origin IS NOT NULL;
