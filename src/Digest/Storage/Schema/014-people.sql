-- The address that a mail names for leaving by mail, as it was when it was planned; null where there was none that had been tested.
ALTER TABLE deliveries ADD COLUMN leave_by TEXT;
