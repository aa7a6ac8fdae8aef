-- The highest number ever given to a row that links or return addresses of mails name. A number is given once: the row may be
-- gone, or never have come back from a backup, while its links are still in somebody's inbox. Numbers of rows that vanished
-- before this was counted are passed over.
INSERT INTO meta (name, value) SELECT 'last:subscribers', CAST(COALESCE(MAX(id), 0) + CASE WHEN COUNT(*) > 0 THEN 10000 ELSE 0 END AS TEXT) FROM subscribers;
INSERT INTO meta (name, value) SELECT 'last:moves', CAST(COALESCE(MAX(id), 0) AS TEXT) FROM moves;
INSERT INTO meta (name, value) SELECT 'last:papers', CAST(COALESCE(MAX(id), 0) AS TEXT) FROM papers;
INSERT INTO meta (name, value) SELECT 'last:deliveries', CAST(COALESCE(MAX(id), 0) AS TEXT) FROM deliveries;
