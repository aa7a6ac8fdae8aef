-- Up to two reasons for a rank, with factor and day, as JSON. Null in rows from before, where reason and reason_count say it.
ALTER TABLE edition_papers ADD COLUMN reasons TEXT;

-- Who brought a paper to a list, where the source names them.
ALTER TABLE paper_listings ADD COLUMN submitter TEXT NOT NULL DEFAULT '';
