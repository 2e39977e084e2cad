-- owner: runs
-- A runner's signs of life renew its lease until then at most. Null in jobs taken before: those are not renewed.
ALTER TABLE runner_jobs ADD COLUMN renew_until timestamptz;
CREATE INDEX runner_jobs_by_end ON runner_jobs (team_id, finished_at) WHERE finished_at IS NOT NULL;
