-- owner: platform
-- Which workers are alive. What a silent one holds is handed out again within half a minute; the queue by itself would wait for four hours.

CREATE TABLE worker_life (
  worker_id text PRIMARY KEY,
  seen_at   timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON worker_life TO aegisrunner_app;
