-- When a source was last seen to list a paper, to the week; null: when it was listed. An entry without a day of its own keeps the
-- day on which it was first seen, however long a feed goes on showing it.
ALTER TABLE paper_listings ADD COLUMN seen_at BIGINT;
