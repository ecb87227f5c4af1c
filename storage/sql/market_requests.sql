-- name: of
-- A tenant's request for a market.
SELECT * FROM market_requests WHERE tenant = ? AND venue = ? AND key = ?;

-- name: waiting
-- Requests still to be read, the longest untried first.
SELECT * FROM market_requests WHERE state = 'waiting' ORDER BY tried_at, at, tenant, venue, key LIMIT ?;

-- name: pending
-- How many requests of a tenant are still to be read.
SELECT COUNT(*) AS count FROM market_requests WHERE tenant = ? AND state = 'waiting';

-- name: ask
-- Keep a request; the same market asked for again replaces it.
INSERT OR REPLACE INTO market_requests (tenant, venue, key, url, subject, by, at, state, tried_at, why, market)
VALUES (:tenant, :venue, :key, :url, :subject, :by, :at, :state, :tried_at, :why, :market);

-- name: settle
-- What became of a request, unless it is not the same any more.
UPDATE market_requests SET state = :state, tried_at = :tried_at, why = :why, market = :market
WHERE tenant = :tenant AND venue = :venue AND key = :key AND subject = :subject AND at = :at AND state = 'waiting';
