-- name: chain
-- Every edition that was loaded, the oldest first.
SELECT edition, made_at, digest, previous, chain FROM edition_chain ORDER BY number;

-- name: last
-- The edition that stands.
SELECT digest, chain FROM edition_chain ORDER BY number DESC LIMIT 1;

-- name: taken
-- The file of the edition that stands.
SELECT content FROM edition_chain ORDER BY number DESC LIMIT 1;

-- name: add
-- The next edition.
INSERT INTO edition_chain (edition, made_at, digest, previous, chain, content) VALUES (?, ?, ?, ?, ?, ?);

-- name: forget_files
-- Only the file of the edition that stands is kept.
UPDATE edition_chain SET content = NULL WHERE content IS NOT NULL;
