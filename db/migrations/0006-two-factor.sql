-- owner: two-factor
-- Authenticator apps, backup codes, and the count of second factors that were tried.

-- `secret` is sealed (AES-256-GCM) with the person's id as associated data, so that a row copied to somebody else cannot be opened.
-- `last_step` is the newest 30-second step a code was accepted for; it is only ever raised (RFC 6238 section 5.2).
CREATE TABLE authenticators (
  id           text COLLATE "C" PRIMARY KEY,
  user_id      text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
  name         text        NOT NULL,
  secret       text        NOT NULL,
  last_step    bigint      NOT NULL DEFAULT 0,
  created_at   timestamptz NOT NULL,
  -- Until then it may be confirmed; null once it was.
  expires_at   timestamptz,
  confirmed_at timestamptz,
  last_used_at timestamptz,
  CHECK ((expires_at IS NULL) = (confirmed_at IS NOT NULL))
);
CREATE INDEX authenticators_of_user ON authenticators (user_id);
CREATE INDEX authenticators_pending ON authenticators (expires_at) WHERE expires_at IS NOT NULL;
CREATE TRIGGER authenticators_gone AFTER DELETE ON authenticators FOR EACH ROW EXECUTE FUNCTION tell_changed('user', 'user_id');
CREATE TRIGGER authenticators_changed AFTER UPDATE OF confirmed_at ON authenticators
  FOR EACH ROW EXECUTE FUNCTION tell_changed('user', 'user_id');
GRANT SELECT, INSERT, UPDATE, DELETE ON authenticators TO aegisrunner_app;

-- Ten to a person, each under a salted password hash (ASVS 6.5.2).
CREATE TABLE backup_codes (
  user_id    text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
  slot       smallint    NOT NULL,
  hash       text        NOT NULL,
  created_at timestamptz NOT NULL,
  spent_at   timestamptz,
  PRIMARY KEY (user_id, slot)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON backup_codes TO aegisrunner_app;

-- One count for every door that takes a code; nothing to do with the count of passwords.
CREATE TABLE second_factor_attempts (
  user_id    text COLLATE "C" PRIMARY KEY REFERENCES users ON DELETE CASCADE,
  started_at timestamptz NOT NULL,
  in_window  int         NOT NULL,
  -- Wrong ones since the last right one.
  failures   int         NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON second_factor_attempts TO aegisrunner_app;
