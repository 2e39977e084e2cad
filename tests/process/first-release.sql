-- An installation as the first released schema (0011) left it: two people in a team on Pro, one with two-factor authentication, a session, a key
-- that was used, an audit log, a letter that still waits, a change of address under way. Sealed with the master key of the test.
INSERT INTO users (id, email, email_canonical, email_verified_at, full_name, phone, timezone, company, job_title, is_operator, version, created_at) VALUES
  ('usr_01kb0000000000000000000ada', 'ada@example.com', 'ada@example.com', now() - interval '300 days', 'Ada Lovelace', '+4930901820', 'Europe/Berlin', 'Analytical Engines', 'Engineer', true, 4, now() - interval '300 days'),
  ('usr_01kb0000000000000000000ben', 'ben@example.com', 'ben@example.com', now() - interval '200 days', 'Ben Member', NULL, 'UTC', '', '', false, 1, now() - interval '200 days');
INSERT INTO passwords (user_id, hash, changed_at, strength)
  SELECT id, '$argon2id$v=19$m=19456,t=2,p=1$WH8FRsM3yphRG9eJDFUnGA$G5OW4nI8C3SnSA7qfAA7WCLimVAC8OLDD4PtE9wvNn8', now() - interval '200 days', 'good' FROM users;
INSERT INTO teams (id, name, trial_ends_at, created_at) VALUES
  ('team_01kb00000000000000000team', 'Analytical Engines', now() - interval '286 days', now() - interval '300 days');
INSERT INTO memberships (team_id, user_id, role, joined_at) VALUES
  ('team_01kb00000000000000000team', 'usr_01kb0000000000000000000ada', 'owner', now() - interval '300 days'),
  ('team_01kb00000000000000000team', 'usr_01kb0000000000000000000ben', 'auditor', now() - interval '200 days');
INSERT INTO plan_periods (team_id, starts_at, plan_id, anchor_at) VALUES
  ('team_01kb00000000000000000team', now() - interval '280 days', 'pro', now() - interval '280 days');
INSERT INTO sessions (id, user_id, token_digest, method, ip, user_agent, created_at, last_active_at, expires_at, confirmed_at) VALUES
  ('ses_01kb0000000000000000000ses', 'usr_01kb0000000000000000000ada', '\x99912e3014447478a06e6b5750e26d65da72494441c7a7d780b68db622ba2a9b', 'password', '203.0.113.9', 'Mozilla/5.0 Firefox/150.0',
   now() - interval '3 days', now() - interval '1 day', now() + interval '27 days', now() - interval '3 days');
INSERT INTO known_devices (digest, user_id, id, first_seen_at, last_seen_at) VALUES
  ('\x01', 'usr_01kb0000000000000000000ada', 'dev_01kb0000000000000000000dev', now() - interval '300 days', now() - interval '3 days');
INSERT INTO authenticators (id, user_id, name, secret, last_step, created_at, confirmed_at) VALUES
  ('otp_01kb0000000000000000000otp', 'usr_01kb0000000000000000000ben', 'Phone', 'v1:Qm-osDg2:1OnmFbpmBPYfH35W:8a-X46LpEjuWbmf-1r9EEz1QMYc:5ZkdB1xVqQAAjsxgA5ejcA', 1, now() - interval '100 days', now() - interval '100 days');
INSERT INTO api_keys (team_id, id, owner_id, created_by, name, scopes, ip_list, digest, last_four, lifetime_days, expires_at, created_at) VALUES
  ('team_01kb00000000000000000team', 'key_01kb00000000000000000000k1', 'usr_01kb0000000000000000000ada', 'usr_01kb0000000000000000000ada', 'CI of the shop',
   '{team:read,usage:write}', '{}', '\x2cc9861c11610d969305648cfed935ae879962601dbad02be771b2258bb6b6d7', 'Eyfz', 90, now() + interval '60 days', now() - interval '30 days');
INSERT INTO key_activity (team_id, key_id, last_used_at, ip, client, route) VALUES
  ('team_01kb00000000000000000team', 'key_01kb00000000000000000000k1', now() - interval '1 hour', '203.0.113.9', 'curl', 'GET /key');
INSERT INTO key_days (team_id, key_id, day, uses) VALUES ('team_01kb00000000000000000team', 'key_01kb00000000000000000000k1', current_date - 1, 41);
INSERT INTO key_addresses (team_id, key_id, ip, client, first_used_at, last_used_at) VALUES
  ('team_01kb00000000000000000team', 'key_01kb00000000000000000000k1', '203.0.113.9', 'curl', now() - interval '9 days', now() - interval '1 hour');
INSERT INTO email_changes (user_id, id, new_email, new_canonical, requested_at, sent_at, expires_at) VALUES
  ('usr_01kb0000000000000000000ben', 'chg_01kb0000000000000000000chg', 'ben.new@example.com', 'ben.new@example.com', now(), now(), now() + interval '1 day');
INSERT INTO audit_log (log_id, at, id, action, actor_kind, actor_id, ip, user_agent, target_kind, target_id, details)
  SELECT log, now() - n * interval '1 day', 'aud_' || lpad(n::text, 26, '0'), 'api_key.created', 'user', 'usr_01kb0000000000000000000ada', '203.0.113.9',
    'Mozilla/5.0 Firefox/150.0', 'key', 'key_' || lpad(n::text, 26, '0'), jsonb_build_object('name', 'Key ' || n)
  FROM generate_series(1, 200) n, unnest(ARRAY['team_01kb00000000000000000team', 'usr_01kb0000000000000000000ada']) log;
INSERT INTO mail_outbox (id, recipient, letter, subject, content, state, created_at) VALUES
  ('mail_01kb0000000000000000000mmm', 'ada@example.com', 'welcome', 'A letter from before',
   'v1:Qm-osDg2:OlTnzuQdLmsmIjHi:NUEyZcyMEpCV-o3NfZVHtOrp-d_hiJUV56WwBZSjDAJi7Rb0DdJgnVg9pwQqQ5J7o23AtMDYY9NM4U-6qN_L_BiqAUgDw5yozhPDgw1nB1KMkJ5wdHudRpUs8Do4Ck95Jsla5NBYz1L1QeFBMqDqMMIlkYARH0NFGGLYgeF-SaE4UtWIXd51f6QJ7Z4pOIYx9lw88RGIcOLSZM8Uo1Sa4xzgBfjZmNJHhUpECOqcT_rxC1A-6dl3RiOoZ-jdyrjQY3doVrpcuutkuDSQIE76aZH5DDFSIKVBC-qZ6LrNfLOpXvNaGhwslNYLomc:PI5h3-uy2Mx1asSlGHiywQ', 'waiting', now() - interval '1 minute');
SELECT graphile_worker.add_job('mail.send', '{"id": "mail_01kb0000000000000000000mmm"}'::json, max_attempts => 20);
