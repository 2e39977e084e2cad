-- owner: team
-- Teams and who belongs to them.

CREATE TABLE teams (
  id            text COLLATE "C" PRIMARY KEY,
  name          text        NOT NULL,
  trial_ends_at timestamptz,
  created_at    timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON teams TO aegisrunner_app;

CREATE TABLE memberships (
  team_id   text COLLATE "C" NOT NULL REFERENCES teams ON DELETE CASCADE,
  user_id   text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
  role      text        NOT NULL CHECK (role IN ('owner', 'admin', 'member', 'viewer', 'billing')),
  joined_at timestamptz NOT NULL,
  PRIMARY KEY (team_id, user_id)
);
CREATE INDEX memberships_of_user ON memberships (user_id);
CREATE TRIGGER memberships_changed AFTER UPDATE OR DELETE ON memberships FOR EACH ROW EXECUTE FUNCTION tell_changed('user', 'user_id');
CREATE FUNCTION tell_membership_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('aegis_changed', 'user:' || NEW.user_id);
  RETURN NULL;
END $$;
CREATE TRIGGER memberships_added AFTER INSERT ON memberships FOR EACH ROW EXECUTE FUNCTION tell_membership_added();
GRANT SELECT, INSERT, UPDATE, DELETE ON memberships TO aegisrunner_app;
