-- owner: billing
-- Letters with invoices go to an address outside the team only once its mailbox is proven.

ALTER TABLE billing_contacts
  ADD COLUMN proven_at timestamptz,
  -- Of the secret in the link that proves it, while one is open.
  ADD COLUMN digest bytea UNIQUE,
  ADD COLUMN link_ends_at timestamptz,
  ADD CHECK ((digest IS NULL) = (link_ends_at IS NULL)),
  ADD CHECK (proven_at IS NULL OR digest IS NULL);

-- Whoever belongs to the team has proven their mailbox already; others are asked by “Send the link again”.
UPDATE billing_contacts c SET proven_at = now() WHERE EXISTS (
  SELECT FROM memberships m JOIN users u ON u.id = m.user_id
  WHERE m.team_id = c.team_id AND u.email_canonical = c.email AND u.email_verified_at IS NOT NULL
);
