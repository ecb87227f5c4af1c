-- name: edition
-- Set which edition of the public ledger is loaded.
INSERT INTO editions VALUES ('public', ?, extract(epoch FROM now())::bigint)
ON CONFLICT (ledger) DO UPDATE SET edition = excluded.edition, loaded_at = excluded.loaded_at;
