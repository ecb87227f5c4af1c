-- name: to_read
-- Venue and key of every market somebody relies on (mapped, watched, linked to a claim, a candidate of a name) with a
-- rung that is not resolved, or with none known yet; longest unread first. A market that only the ledger names, under a
-- key that is not in its address, is asked of nobody: the key is the ledger's own.
SELECT m.venue, m.key, m.event_id, EXISTS (SELECT 1 FROM market_subject s WHERE s.market = m.id) AS mapped
FROM market m
WHERE m.learned_at <= :now
  AND (m.event_id <> '' OR lower(m.url) LIKE '%/' || lower(m.key) || '%'
       OR EXISTS (SELECT 1 FROM market_read d WHERE d.market = m.id))
  AND (EXISTS (SELECT 1 FROM market_subject s WHERE s.market = m.id)
       OR EXISTS (SELECT 1 FROM market_candidate c WHERE c.market = m.id)
       OR EXISTS (SELECT 1 FROM market_watch w WHERE w.market = m.id AND w.ended_at IS NULL)
       OR EXISTS (SELECT 1 FROM market_link l WHERE l.market = m.id AND l.state <> 'refused'))
  AND (NOT EXISTS (SELECT 1 FROM rung r WHERE r.market = m.id)
       OR EXISTS (
         SELECT 1 FROM rung r WHERE r.market = m.id AND NOT r.placeholder AND coalesce((
           SELECT status FROM rung_state x WHERE x.rung = r.id ORDER BY x.learned_at DESC LIMIT 1), 'open') <> 'resolved'))
ORDER BY (SELECT max(until) FROM market_read d WHERE d.market = m.id) IS NOT NULL,
         (SELECT max(until) FROM market_read d WHERE d.market = m.id), m.id
LIMIT :limit;

-- name: states
-- The result of each source's last attempt.
SELECT * FROM source_state ORDER BY source;

-- name: state
-- The state of one source.
SELECT * FROM source_state WHERE source = ?;

-- name: note
-- Store an attempt unless a later one is stored; one an hour ahead or more is from a wrong clock.
INSERT INTO source_state (source, tried_at, good_at, trouble, since, failures, next_at, items, faults)
VALUES (:source, :tried_at, :good_at, :trouble, :since, :failures, :next_at, :items, :faults)
ON CONFLICT (source) DO UPDATE SET
  tried_at = excluded.tried_at, good_at = excluded.good_at, trouble = excluded.trouble, since = excluded.since,
  failures = excluded.failures, next_at = excluded.next_at, items = excluded.items, faults = excluded.faults
WHERE excluded.tried_at >= source_state.tried_at OR source_state.tried_at - excluded.tried_at > 3600;

-- name: imminent
-- Keys of a venue's markets that a subject claims and of which an open rung ends soon, the nearest first.
SELECT m.key, min(r.end_date) AS ends
FROM market m JOIN rung r ON r.market = m.id
WHERE m.venue = :venue AND m.learned_at <= :now AND NOT r.placeholder AND r.end_date BETWEEN :since AND :until
  AND (m.event_id <> '' OR lower(m.url) LIKE '%/' || lower(m.key) || '%'
       OR EXISTS (SELECT 1 FROM market_read d WHERE d.market = m.id))
  AND EXISTS (SELECT 1 FROM market_subject s WHERE s.market = m.id)
  AND coalesce((SELECT status FROM rung_state x WHERE x.rung = r.id ORDER BY x.learned_at DESC LIMIT 1), 'open') = 'open'
GROUP BY m.key
ORDER BY ends, m.key
LIMIT :limit;
