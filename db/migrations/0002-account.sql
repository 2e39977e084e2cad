-- owner: account
-- People: profile, password, picture, a change of address under way.

CREATE TABLE users (
  id                 text COLLATE "C" PRIMARY KEY,
  email              text        NOT NULL,
  email_canonical    text        NOT NULL UNIQUE,
  email_verified_at  timestamptz,
  full_name          text        NOT NULL,
  phone              text,
  timezone           text        NOT NULL,
  company            text        NOT NULL DEFAULT '',
  job_title          text        NOT NULL DEFAULT '',
  avatar_id          text,
  notification_email text,
  is_operator        boolean     NOT NULL DEFAULT false,
  version            integer     NOT NULL DEFAULT 1,
  created_at         timestamptz NOT NULL
);
-- At most one person can be the first, however many sign up in the same instant.
CREATE UNIQUE INDEX users_one_operator ON users (is_operator) WHERE is_operator;
CREATE TRIGGER users_changed AFTER UPDATE OR DELETE ON users FOR EACH ROW EXECUTE FUNCTION tell_changed('user', 'id');
GRANT SELECT, INSERT, UPDATE, DELETE ON users TO aegisrunner_app;

CREATE TABLE passwords (
  user_id    text COLLATE "C" PRIMARY KEY REFERENCES users ON DELETE CASCADE,
  hash       text        NOT NULL,
  changed_at timestamptz NOT NULL,
  -- What was thought of it when it was last typed; null until then.
  strength   text CHECK (strength IN ('weak', 'fair', 'good')),
  -- Since the account was secured this password opens no new session; null while it may.
  due_since  timestamptz
);
GRANT SELECT, INSERT, UPDATE, DELETE ON passwords TO aegisrunner_app;

CREATE TABLE avatars (
  id         text COLLATE "C" PRIMARY KEY,
  user_id    text COLLATE "C" NOT NULL UNIQUE REFERENCES users ON DELETE CASCADE,
  webp       bytea       NOT NULL,
  created_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON avatars TO aegisrunner_app;

-- One pending change per person; the tokens that confirm and undo it are one-time tokens of the access layer.
CREATE TABLE email_changes (
  user_id       text COLLATE "C" PRIMARY KEY REFERENCES users ON DELETE CASCADE,
  id            text COLLATE "C" NOT NULL,
  new_email     text        NOT NULL,
  new_canonical text        NOT NULL,
  requested_at  timestamptz NOT NULL,
  sent_at       timestamptz NOT NULL,
  expires_at    timestamptz NOT NULL
);
CREATE INDEX email_changes_by_expiry ON email_changes (expires_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON email_changes TO aegisrunner_app;
