-- Who paused until a day has the hour of the first issue after it as next_issue_at, and is found by it.
CREATE INDEX subscribers_to_resume ON subscribers (next_issue_at) WHERE state = 'paused';
