-- What was typed at the door, written down before anything is known of the address: the page answers alike, and in the same
-- time, whoever it is. Taken from here within seconds.
CREATE TABLE askings (
  id        ROW_ID,
  address   TEXT NOT NULL,
  interests TEXT NOT NULL,
  zone      TEXT NOT NULL,
  wording   TEXT NOT NULL,
  asked_at  BIGINT NOT NULL
);
