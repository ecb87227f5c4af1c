-- name: of
-- A tenant's request for a market.
SELECT * FROM market_requests WHERE tenant = ? AND venue = ? AND key = ?;

-- name: waiting
-- Unread requests, longest untried first.
SELECT * FROM market_requests WHERE state = 'waiting' ORDER BY tried_at, at, tenant, venue, key LIMIT ?;

-- name: pending
-- The number of unread requests of a tenant.
SELECT COUNT(*) AS count FROM market_requests WHERE tenant = ? AND state = 'waiting';

-- name: ask
-- Insert a request, replacing an earlier one for the same market.
INSERT OR REPLACE INTO market_requests (tenant, venue, key, url, subject, by, at, state, tried_at, why, market)
VALUES (:tenant, :venue, :key, :url, :subject, :by, :at, :state, :tried_at, :why, :market);

-- name: settle
-- Store a request's result, unless it has changed since.
UPDATE market_requests SET state = :state, tried_at = :tried_at, why = :why, market = :market
WHERE tenant = :tenant AND venue = :venue AND key = :key AND subject = :subject AND at = :at AND state = 'waiting';
