-- owner: api-keys
-- API keys: whose they are, what they may, until when.

-- A personal key hangs on its owner's membership and a team's own key (no owner) on the team, so no path can leave one alive.
-- Only SHA-256 of the secret is kept. After a rotation the old secret lives on until `old_used_until`.
CREATE TABLE api_keys (
  team_id        text COLLATE "C" NOT NULL REFERENCES teams ON DELETE CASCADE,
  id             text COLLATE "C" NOT NULL,
  owner_id       text COLLATE "C",
  created_by     text COLLATE "C" REFERENCES users ON DELETE SET NULL,
  name           text        NOT NULL,
  scopes         text[]      NOT NULL,
  -- Null: every project, also those to come. An empty list would be none.
  project_ids    text[],
  ip_list        text[]      NOT NULL,
  digest         bytea       NOT NULL,
  last_four      text        NOT NULL,
  lifetime_days  integer,
  expires_at     timestamptz,
  paused_at      timestamptz,
  rotated_at     timestamptz,
  old_digest     bytea,
  old_last_four  text,
  old_used_until timestamptz,
  week_warned_at timestamptz,
  day_warned_at  timestamptz,
  version        integer     NOT NULL DEFAULT 1,
  created_at     timestamptz NOT NULL,
  PRIMARY KEY (team_id, id),
  FOREIGN KEY (team_id, owner_id) REFERENCES memberships (team_id, user_id) ON DELETE CASCADE
);
-- A request brings the key's id and does not know the team.
CREATE UNIQUE INDEX api_keys_by_id ON api_keys (id);
CREATE INDEX api_keys_of_owner ON api_keys (owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX api_keys_by_creator ON api_keys (created_by);
CREATE INDEX api_keys_by_expiry ON api_keys (expires_at) WHERE day_warned_at IS NULL;
CREATE TRIGGER api_keys_changed AFTER UPDATE OR DELETE ON api_keys FOR EACH ROW EXECUTE FUNCTION tell_changed('key', 'id');
GRANT SELECT, INSERT, UPDATE, DELETE ON api_keys TO aegisrunner_app;

-- What a key may do follows from its team's plan as well.
CREATE TRIGGER teams_changed AFTER UPDATE ON teams FOR EACH ROW EXECUTE FUNCTION tell_changed('team', 'id');
