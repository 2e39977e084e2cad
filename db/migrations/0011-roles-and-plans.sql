-- owner: access
-- Which plan a team is on, and when. Time itself switches from one row to the next: a change that begins at a renewal is a row that starts
-- there, an end is an `ends_at`, and no job has to run at the right instant. Outside every row the team is on its trial or the basic plan.

CREATE TABLE plan_periods (
  team_id   text COLLATE "C" NOT NULL REFERENCES teams ON DELETE CASCADE,
  starts_at timestamptz NOT NULL,
  -- Null: until further notice.
  ends_at   timestamptz,
  plan_id   text        NOT NULL,
  -- Months of use are counted from here.
  anchor_at timestamptz NOT NULL,
  PRIMARY KEY (team_id, starts_at),
  CHECK (ends_at IS NULL OR ends_at > starts_at)
);
CREATE FUNCTION tell_plan_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('aegis_changed', 'team:' || coalesce(NEW.team_id, OLD.team_id));
  RETURN NULL;
END $$;
CREATE TRIGGER plan_periods_changed AFTER INSERT OR UPDATE OR DELETE ON plan_periods FOR EACH ROW EXECUTE FUNCTION tell_plan_changed();
GRANT SELECT, INSERT, UPDATE, DELETE ON plan_periods TO aegisrunner_app;

ALTER TABLE memberships DROP CONSTRAINT memberships_role_check;
ALTER TABLE memberships ADD CONSTRAINT memberships_role_check
  CHECK (role IN ('owner', 'admin', 'member', 'viewer', 'billing', 'auditor'));
