-- owner: team
-- A team's rules, and versions for those who edit at the same time.

ALTER TABLE teams
  ADD COLUMN version           integer NOT NULL DEFAULT 1,
  -- From then on nobody acts in this team without two-factor authentication; null while nobody asked for it.
  ADD COLUMN two_factor_from   timestamptz,
  ADD COLUMN two_factor_week_told_at timestamptz,
  ADD COLUMN two_factor_day_told_at  timestamptz,
  ADD COLUMN password_min      integer CHECK (password_min BETWEEN 8 AND 64),
  ADD COLUMN key_lifetime_days integer CHECK (key_lifetime_days BETWEEN 1 AND 3650),
  ADD COLUMN key_makers        text NOT NULL DEFAULT 'everyone' CHECK (key_makers IN ('everyone', 'managers'));
CREATE INDEX teams_two_factor ON teams (two_factor_from) WHERE two_factor_from IS NOT NULL;

ALTER TABLE memberships ADD COLUMN version integer NOT NULL DEFAULT 1;

-- A person has one trial, however many teams they make. It is remembered when the team is gone.
CREATE TABLE trials_begun (
  user_id  text COLLATE "C" PRIMARY KEY REFERENCES users ON DELETE CASCADE,
  began_at timestamptz NOT NULL
);
INSERT INTO trials_begun SELECT DISTINCT ON (m.user_id) m.user_id, m.joined_at FROM memberships m WHERE m.role = 'owner' ORDER BY m.user_id, m.joined_at;
GRANT SELECT, INSERT, DELETE ON trials_begun TO aegisrunner_app;

-- Invitations. The secret of the letter's link is stored as its SHA-256; a new letter replaces it.
CREATE TABLE invitations (
  team_id    text COLLATE "C" NOT NULL REFERENCES teams ON DELETE CASCADE,
  id         text COLLATE "C" NOT NULL,
  email      text        NOT NULL,
  canonical  text        NOT NULL,
  role       text        NOT NULL CHECK (role IN ('admin', 'member', 'viewer', 'billing', 'auditor')),
  message    text        NOT NULL,
  -- Who invited; null once they have left for good.
  inviter_id text COLLATE "C" REFERENCES users ON DELETE SET NULL,
  digest     bytea       NOT NULL UNIQUE,
  -- Open (and perhaps expired) until it ends one way or another.
  ended_as   text CHECK (ended_as IN ('accepted', 'declined', 'revoked')),
  ended_at   timestamptz,
  -- When the invited person last asked for a new link, or had one sent.
  asked_at   timestamptz,
  created_at timestamptz NOT NULL,
  sent_at    timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (team_id, id),
  CHECK ((ended_as IS NULL) = (ended_at IS NULL))
);
CREATE UNIQUE INDEX invitations_one_open ON invitations (team_id, canonical) WHERE ended_as IS NULL;
CREATE UNIQUE INDEX invitations_by_id ON invitations (id);
CREATE INDEX invitations_of_mailbox ON invitations (canonical) WHERE ended_as IS NULL;
CREATE INDEX invitations_old ON invitations (expires_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON invitations TO aegisrunner_app;

-- Who was removed in the last 30 days, and may be taken back.
CREATE TABLE former_members (
  team_id    text COLLATE "C" NOT NULL REFERENCES teams ON DELETE CASCADE,
  user_id    text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
  role       text        NOT NULL,
  removed_by text COLLATE "C",
  removed_at timestamptz NOT NULL,
  PRIMARY KEY (team_id, user_id)
);
CREATE INDEX former_members_old ON former_members (removed_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON former_members TO aegisrunner_app;

-- An offer of ownership that waits for its receiver; one per team.
CREATE TABLE ownership_offers (
  team_id    text COLLATE "C" PRIMARY KEY REFERENCES teams ON DELETE CASCADE,
  from_id    text COLLATE "C" NOT NULL,
  to_id      text COLLATE "C" NOT NULL,
  -- Whoever offers stays an owner too; otherwise they become an admin.
  shared     boolean     NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  -- It goes with either of the two.
  FOREIGN KEY (team_id, from_id) REFERENCES memberships (team_id, user_id) ON DELETE CASCADE,
  FOREIGN KEY (team_id, to_id) REFERENCES memberships (team_id, user_id) ON DELETE CASCADE
);
GRANT SELECT, INSERT, UPDATE, DELETE ON ownership_offers TO aegisrunner_app;
