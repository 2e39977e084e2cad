-- owner: runs
-- Whose turn it is: a team that was given a browser goes behind all others that wait, however much of its own waits longer.
CREATE SEQUENCE browser_turn;
GRANT USAGE ON SEQUENCE browser_turn TO aegisrunner_app;
CREATE TABLE browser_turns (
  team_id text COLLATE "C" PRIMARY KEY REFERENCES teams ON DELETE CASCADE,
  -- The number of the last turn it had.
  turn    bigint NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON browser_turns TO aegisrunner_app;
