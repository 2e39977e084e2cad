-- owner: projects
-- Projects of a team, what is tested of them, and when.

CREATE TABLE projects (
  team_id         text COLLATE "C" NOT NULL REFERENCES teams ON DELETE CASCADE,
  id              text COLLATE "C" NOT NULL,
  name            text        NOT NULL,
  base_url        text        NOT NULL,
  description     text        NOT NULL,
  respects_robots boolean     NOT NULL DEFAULT true,
  created_by      text COLLATE "C" REFERENCES users ON DELETE SET NULL,
  -- Archived projects keep everything, count against no plan, and nothing of them runs.
  archived_at     timestamptz,
  version         integer     NOT NULL DEFAULT 1,
  created_at      timestamptz NOT NULL,
  PRIMARY KEY (team_id, id)
);
CREATE INDEX projects_by_creator ON projects (created_by);
GRANT SELECT, INSERT, UPDATE, DELETE ON projects TO aegisrunner_app;

-- The tests of one page.
CREATE TABLE suites (
  team_id    text COLLATE "C" NOT NULL,
  id         text COLLATE "C" NOT NULL,
  project_id text COLLATE "C" NOT NULL,
  name       text        NOT NULL,
  page_url   text        NOT NULL,
  source     text        NOT NULL CHECK (source IN ('crawl', 'manual')),
  -- Kinds of cases that somebody deleted from a crawled suite: the next crawl leaves them out.
  left_out   text[]      NOT NULL DEFAULT '{}',
  position   integer     NOT NULL,
  created_by text COLLATE "C" REFERENCES users ON DELETE SET NULL,
  version    integer     NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (team_id, id),
  FOREIGN KEY (team_id, project_id) REFERENCES projects ON DELETE CASCADE
);
CREATE INDEX suites_of_project ON suites (team_id, project_id, position, id);
CREATE UNIQUE INDEX suites_of_crawled_page ON suites (team_id, project_id, page_url) WHERE source = 'crawl';
CREATE INDEX suites_by_creator ON suites (created_by);
GRANT SELECT, INSERT, UPDATE, DELETE ON suites TO aegisrunner_app;

CREATE TABLE cases (
  team_id    text COLLATE "C" NOT NULL,
  id         text COLLATE "C" NOT NULL,
  suite_id   text COLLATE "C" NOT NULL,
  name       text        NOT NULL,
  kind       text        NOT NULL,
  params     jsonb       NOT NULL,
  source     text        NOT NULL CHECK (source IN ('crawl', 'manual')),
  -- Somebody changed what is expected: crawls leave it as it is from then on.
  edited     boolean     NOT NULL DEFAULT false,
  enabled    boolean     NOT NULL DEFAULT true,
  priority   text        NOT NULL CHECK (priority IN ('high', 'normal', 'low')),
  position   integer     NOT NULL,
  version    integer     NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (team_id, id),
  FOREIGN KEY (team_id, suite_id) REFERENCES suites ON DELETE CASCADE
);
CREATE INDEX cases_of_suite ON cases (team_id, suite_id, position, id);
CREATE UNIQUE INDEX cases_of_crawled_page ON cases (team_id, suite_id, kind) WHERE source = 'crawl';
GRANT SELECT, INSERT, UPDATE, DELETE ON cases TO aegisrunner_app;

CREATE TABLE schedules (
  team_id       text COLLATE "C" NOT NULL,
  id            text COLLATE "C" NOT NULL,
  project_id    text COLLATE "C" NOT NULL,
  -- Null: every suite of the project.
  suite_id      text COLLATE "C",
  cron          text        NOT NULL,
  zone          text        NOT NULL,
  enabled       boolean     NOT NULL,
  -- When it is due next; null when it is off, or the pattern never comes again.
  next_at       timestamptz,
  last_ran_at   timestamptz,
  -- The last time that was due while nothing was running, and too long ago to be made up for.
  missed_at     timestamptz,
  -- Set while its runs are refused, such as by the plan. It is tried again at its next times.
  paused_at     timestamptz,
  paused_reason text        CHECK (paused_reason IN ('run_quota')),
  paused_until  timestamptz,
  created_by    text COLLATE "C" REFERENCES users ON DELETE SET NULL,
  version       integer     NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL,
  PRIMARY KEY (team_id, id),
  FOREIGN KEY (team_id, project_id) REFERENCES projects ON DELETE CASCADE,
  FOREIGN KEY (team_id, suite_id) REFERENCES suites ON DELETE CASCADE,
  CHECK ((paused_at IS NULL) = (paused_reason IS NULL))
);
CREATE INDEX schedules_of_project ON schedules (team_id, project_id);
CREATE INDEX schedules_of_suite ON schedules (team_id, suite_id) WHERE suite_id IS NOT NULL;
CREATE INDEX schedules_due ON schedules (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX schedules_by_creator ON schedules (created_by);
GRANT SELECT, INSERT, UPDATE, DELETE ON schedules TO aegisrunner_app;
