-- The rights of the role that the program works as, with PostgreSQL: to the log of changes and to its signed ends it may
-- only add. Run by the owner of the tables, after each upgrade that the owner made: psql -f record/grants.sql
GRANT USAGE ON SCHEMA public TO blueprint_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO blueprint_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO blueprint_app;
REVOKE UPDATE, DELETE, TRUNCATE ON change, signed_tip FROM blueprint_app;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON alembic_version FROM blueprint_app;
