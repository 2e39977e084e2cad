-- owner: platform
-- A letter that leaves no trace once it was handed over: the receipt of an erasure goes to an address that is not kept.
ALTER TABLE mail_outbox ADD COLUMN forget boolean NOT NULL DEFAULT false;
