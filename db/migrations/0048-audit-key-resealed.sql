-- owner: audit
-- The signing key stays what it is; the seal around its private half is renewed with the master key.
GRANT UPDATE (private_key) ON audit_keys TO aegisrunner_app;
