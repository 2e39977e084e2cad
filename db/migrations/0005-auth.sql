-- owner: auth
-- Sign-ups whose mailbox is not proven yet: no account exists before it is, so nobody can prepare one for a stranger's address.

CREATE TABLE pending_sign_ups (
  digest          bytea       PRIMARY KEY,
  browser_digest  bytea       NOT NULL,
  email           text        NOT NULL,
  email_canonical text        NOT NULL,
  full_name       text        NOT NULL,
  timezone        text        NOT NULL,
  password_hash   text        NOT NULL,
  created_at      timestamptz NOT NULL,
  expires_at      timestamptz NOT NULL
);
CREATE INDEX pending_sign_ups_by_expiry ON pending_sign_ups (expires_at);
CREATE INDEX pending_sign_ups_of_address ON pending_sign_ups (email_canonical);
GRANT SELECT, INSERT, UPDATE, DELETE ON pending_sign_ups TO aegisrunner_app;
