-- A paper that was merged into another stays as it was, with all its rows, and points to the one that stands for both:
-- what was told of either is read through the pointer, and taking it away undoes the merge.
ALTER TABLE papers ADD COLUMN merged_into BIGINT;
CREATE INDEX papers_merged ON papers (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX papers_withdrawn ON papers (first_listed_at) WHERE withdrawn_at IS NOT NULL;

-- Every title a work was ever told by, whole and without its subtitle. Unlike an identifying key a title may be another's.
CREATE TABLE paper_titles (
  key   TEXT NOT NULL,
  paper BIGINT NOT NULL REFERENCES papers (id),
  PRIMARY KEY (key, paper)
);
CREATE INDEX paper_titles_by_paper ON paper_titles (paper);
INSERT INTO paper_titles (key, paper) SELECT title_key, id FROM papers;
INSERT INTO paper_titles (key, paper)
  SELECT substr(key, 7), paper FROM paper_keys WHERE key LIKE 'title:%' AND key NOT LIKE '%/%'
  ON CONFLICT (key, paper) DO NOTHING;

-- Who was merged into whom, why, and how the first stood before; ended_at says when it was split again.
CREATE TABLE paper_merges (
  id        ROW_ID,
  head      BIGINT NOT NULL REFERENCES papers (id),
  member    BIGINT NOT NULL REFERENCES papers (id),
  merged_at BIGINT NOT NULL,
  merged_by TEXT NOT NULL,
  evidence  TEXT NOT NULL,
  before    TEXT NOT NULL,
  ended_at  BIGINT
);
CREATE INDEX paper_merges_by_head ON paper_merges (head);
CREATE INDEX paper_merges_by_member ON paper_merges (member);

-- Pairs that somebody split: not one work, whatever their titles and keys say. one < other.
CREATE TABLE papers_apart (
  one   BIGINT NOT NULL REFERENCES papers (id),
  other BIGINT NOT NULL REFERENCES papers (id),
  since BIGINT NOT NULL,
  PRIMARY KEY (one, other)
);
CREATE INDEX papers_apart_by_other ON papers_apart (other);

-- News about a paper after it was first told: a version, its code, its withdrawal.
CREATE TABLE paper_updates (
  id     ROW_ID,
  paper  BIGINT NOT NULL REFERENCES papers (id),
  kind   TEXT NOT NULL,
  detail TEXT NOT NULL,
  at     BIGINT NOT NULL,
  UNIQUE (paper, kind, detail)
);
CREATE INDEX paper_updates_by_age ON paper_updates (at);

-- Which news a reader was told, in which issue: none twice.
CREATE TABLE updates_shown (
  subscriber BIGINT NOT NULL,
  news       BIGINT NOT NULL,
  issue      BIGINT NOT NULL,
  PRIMARY KEY (subscriber, news)
);
CREATE INDEX updates_shown_by_issue ON updates_shown (issue);
