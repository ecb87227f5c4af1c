-- name: add_quotes
-- Insert changed books, given as JSON rows of the table.
INSERT INTO quote
SELECT (value->>0)::bigint, (value->>1)::bigint, (value->>2)::bigint, (value->>3)::bigint, (value->>4)::bigint,
       (value->>5)::bigint
FROM json_array_elements(?::json) ON CONFLICT DO NOTHING;

-- name: lengthen_runs
-- Extend unchanged books of one since to one until: a JSON list of rungs.
UPDATE still_read SET until = ?
WHERE since = ? AND rung IN (SELECT value::bigint FROM json_array_elements_text(?::json));

-- name: lengthen_market_reads
-- Extend unchanged results of one since to one until: a JSON list of markets.
UPDATE market_read SET until = greatest(until, ?)
WHERE since = ? AND market IN (SELECT value::bigint FROM json_array_elements_text(?::json));
