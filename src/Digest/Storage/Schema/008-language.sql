-- The language of the page that somebody asked on: their mails and pages speak it until they choose another.
ALTER TABLE askings ADD COLUMN locale TEXT NOT NULL DEFAULT 'en';
ALTER TABLE sign_ups ADD COLUMN locale TEXT NOT NULL DEFAULT 'en';
