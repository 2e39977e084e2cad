-- owner: projects
-- A schedule whose project has nothing to test says so, as one does whose plan has no test runs left.
ALTER TABLE schedules DROP CONSTRAINT schedules_paused_reason_check;
ALTER TABLE schedules ADD CONSTRAINT schedules_paused_reason_check CHECK (paused_reason IN ('run_quota', 'no_tests'));
