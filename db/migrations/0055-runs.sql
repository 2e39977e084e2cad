-- owner: runs
-- What browsers do for a team: crawls and test runs, the queue they wait in, and what they found.

-- Pictures of pages. Those that cases compare with stay; the others go with the plan's retention.
CREATE TABLE pictures (
  team_id    text COLLATE "C" NOT NULL,
  id         text COLLATE "C" NOT NULL,
  project_id text COLLATE "C" NOT NULL,
  bytes      bytea       NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (team_id, id),
  FOREIGN KEY (team_id, project_id) REFERENCES projects ON DELETE CASCADE
);
CREATE INDEX pictures_of_project ON pictures (team_id, project_id, created_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON pictures TO aegisrunner_app;

CREATE TABLE crawls (
  team_id     text COLLATE "C" NOT NULL,
  id          text COLLATE "C" NOT NULL,
  project_id  text COLLATE "C" NOT NULL,
  state       text        NOT NULL CHECK (state IN ('queued', 'running', 'completed', 'failed', 'cancelled')),
  -- What of its work is under way; null before and after.
  phase       text        CHECK (phase IN ('pages', 'links', 'suites')),
  progress    integer     NOT NULL DEFAULT 0,
  start_url   text        NOT NULL,
  options     jsonb       NOT NULL,
  asked_by    jsonb       NOT NULL,
  pages_found integer     NOT NULL DEFAULT 0,
  pages_done  integer     NOT NULL DEFAULT 0,
  pages_bad   integer     NOT NULL DEFAULT 0,
  -- What became of links that lead elsewhere: [address, state, status], of links to pages of the crawl their pages tell.
  links       jsonb       NOT NULL DEFAULT '[]',
  -- Suites and cases that were made of it.
  made        jsonb,
  problem     text,
  created_at  timestamptz NOT NULL,
  started_at  timestamptz,
  finished_at timestamptz,
  PRIMARY KEY (team_id, id),
  FOREIGN KEY (team_id, project_id) REFERENCES projects ON DELETE CASCADE
);
CREATE INDEX crawls_of_project ON crawls (team_id, project_id, id DESC);
CREATE INDEX crawls_by_end ON crawls (team_id, finished_at) WHERE finished_at IS NOT NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON crawls TO aegisrunner_app;

CREATE TABLE crawl_pages (
  team_id    text COLLATE "C" NOT NULL,
  crawl_id   text COLLATE "C" NOT NULL,
  position   integer     NOT NULL,
  url        text        NOT NULL,
  depth      integer     NOT NULL,
  outcome    text        NOT NULL,
  status     integer,
  title      text        NOT NULL,
  record     jsonb       NOT NULL,
  picture_id text COLLATE "C",
  PRIMARY KEY (team_id, crawl_id, position),
  FOREIGN KEY (team_id, crawl_id) REFERENCES crawls ON DELETE CASCADE
);
CREATE UNIQUE INDEX crawl_pages_once ON crawl_pages (team_id, crawl_id, md5(url));
GRANT SELECT, INSERT, UPDATE, DELETE ON crawl_pages TO aegisrunner_app;

CREATE TABLE runs (
  team_id       text COLLATE "C" NOT NULL,
  id            text COLLATE "C" NOT NULL,
  project_id    text COLLATE "C" NOT NULL,
  state         text        NOT NULL CHECK (state IN ('queued', 'running', 'completed', 'failed', 'cancelled', 'needs_review')),
  trigger       text        NOT NULL CHECK (trigger IN ('person', 'ci', 'schedule', 'report')),
  run_type      text        NOT NULL CHECK (run_type IN ('project', 'suites', 'cases', 'strategy', 'rerun', 'report')),
  target_ids    text[]      NOT NULL,
  -- What was chosen, in words.
  title         text        NOT NULL,
  -- Null: where the suites say; else the same paths on this origin.
  base_url      text,
  asked_by      jsonb       NOT NULL,
  schedule_id   text COLLATE "C",
  rerun_of      text COLLATE "C",
  problem       text,
  total_cases   integer     NOT NULL,
  passed_cases  integer     NOT NULL DEFAULT 0,
  failed_cases  integer     NOT NULL DEFAULT 0,
  skipped_cases integer     NOT NULL DEFAULT 0,
  review_cases  integer     NOT NULL DEFAULT 0,
  flaky_cases   integer     NOT NULL DEFAULT 0,
  created_at    timestamptz NOT NULL,
  started_at    timestamptz,
  finished_at   timestamptz,
  PRIMARY KEY (team_id, id),
  FOREIGN KEY (team_id, project_id) REFERENCES projects ON DELETE CASCADE
);
CREATE INDEX runs_of_team ON runs (team_id, id DESC);
CREATE INDEX runs_of_project ON runs (team_id, project_id, id DESC);
CREATE INDEX runs_by_end ON runs (team_id, finished_at) WHERE finished_at IS NOT NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON runs TO aegisrunner_app;

-- What is to be tested stands here as it was when the run was asked for: later edits of a suite change no run.
CREATE TABLE run_cases (
  team_id      text COLLATE "C" NOT NULL,
  run_id       text COLLATE "C" NOT NULL,
  position     integer     NOT NULL,
  -- Null for what another program reported. No reference: a result outlives its case.
  case_id      text COLLATE "C",
  suite_id     text COLLATE "C",
  suite_name   text        NOT NULL,
  page_url     text,
  name         text        NOT NULL,
  definition   jsonb,
  state        text        NOT NULL CHECK (state IN ('waiting', 'passed', 'failed', 'skipped', 'needs_review')),
  flaky        boolean     NOT NULL DEFAULT false,
  duration_ms  integer,
  failure_type text,
  message      text,
  -- What was done, step by step, with how long it took.
  trace        jsonb       NOT NULL DEFAULT '[]',
  picture_id   text COLLATE "C",
  baseline_id  text COLLATE "C",
  diff_id      text COLLATE "C",
  reviewed_as  text        CHECK (reviewed_as IN ('accepted', 'rejected')),
  PRIMARY KEY (team_id, run_id, position),
  FOREIGN KEY (team_id, run_id) REFERENCES runs ON DELETE CASCADE
);
CREATE INDEX run_cases_of_case ON run_cases (team_id, case_id) WHERE case_id IS NOT NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON run_cases TO aegisrunner_app;

-- What waits for a browser, or has one. Whoever holds a row renews its lease; when that runs out, the next worker takes over.
CREATE TABLE browser_work (
  team_id     text COLLATE "C" NOT NULL REFERENCES teams ON DELETE CASCADE,
  id          text COLLATE "C" NOT NULL,
  kind        text        NOT NULL CHECK (kind IN ('crawl', 'run')),
  created_at  timestamptz NOT NULL,
  held_by     text,
  lease_until timestamptz,
  attempts    integer     NOT NULL DEFAULT 0,
  PRIMARY KEY (team_id, id)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON browser_work TO aegisrunner_app;

-- Runners of a team's own, inside networks we cannot see, and what they were asked to look at.
CREATE TABLE runners (
  team_id   text COLLATE "C" NOT NULL REFERENCES teams ON DELETE CASCADE,
  id        text        NOT NULL,
  hostname  text        NOT NULL,
  key_id    text        NOT NULL,
  seen_at   timestamptz NOT NULL,
  PRIMARY KEY (team_id, id)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON runners TO aegisrunner_app;
CREATE TABLE runner_jobs (
  team_id     text COLLATE "C" NOT NULL REFERENCES teams ON DELETE CASCADE,
  id          text COLLATE "C" NOT NULL,
  url         text        NOT NULL,
  note        text        NOT NULL,
  status      text        NOT NULL CHECK (status IN ('queued', 'running', 'completed')),
  key_id      text        NOT NULL,
  taken_by    text,
  lease_until timestamptz,
  result      jsonb,
  created_at  timestamptz NOT NULL,
  finished_at timestamptz,
  PRIMARY KEY (team_id, id)
);
CREATE INDEX runner_jobs_open ON runner_jobs (team_id, id) WHERE status <> 'completed';
GRANT SELECT, INSERT, UPDATE, DELETE ON runner_jobs TO aegisrunner_app;
