-- owner: two-factor
-- Authenticator apps and backup codes.

-- `secret` is sealed (AES-256-GCM) with the person's id as associated data, so that a row copied to somebody else cannot be opened.
-- `last_step` is the newest 30-second step a code was accepted for; it is only ever raised (RFC 6238 section 5.2).
CREATE TABLE authenticators (
  id           text COLLATE "C" PRIMARY KEY,
  user_id      text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
  name         text        NOT NULL,
  secret       text        NOT NULL,
  last_step    bigint      NOT NULL DEFAULT 0,
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz,
  confirmed_at timestamptz,
  last_used_at timestamptz
);
CREATE INDEX authenticators_of_user ON authenticators (user_id);
CREATE TRIGGER authenticators_gone AFTER DELETE ON authenticators FOR EACH ROW EXECUTE FUNCTION tell_changed('user', 'user_id');
CREATE TRIGGER authenticators_changed AFTER UPDATE OF confirmed_at ON authenticators
  FOR EACH ROW EXECUTE FUNCTION tell_changed('user', 'user_id');
GRANT SELECT, INSERT, UPDATE, DELETE ON authenticators TO aegisrunner_app;

CREATE TABLE backup_codes (
  user_id    text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
  digest     bytea       NOT NULL,
  created_at timestamptz NOT NULL,
  spent_at   timestamptz,
  PRIMARY KEY (user_id, digest)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON backup_codes TO aegisrunner_app;
