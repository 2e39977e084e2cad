-- owner: audit
-- Who kept a view is forgotten when they leave; the view is the team's and stays.
GRANT UPDATE (created_by) ON audit_views TO aegisrunner_app;
