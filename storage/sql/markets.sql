-- name: of_subjects
-- The numbers of the markets of some subjects (a JSON array of slugs), each with the first of them it is about: what
-- discovery and the public ledger say, and what this tenant mapped by hand.
SELECT s.market, s.subject, min(asked.key) FROM json_each(:slugs) asked JOIN market_subject s ON s.subject = asked.value
WHERE s.tenant IN ('', :tenant) AND s.learned_at <= :as_of
GROUP BY s.market;

-- name: of_topic
-- The numbers of the markets of some subjects (a JSON array of slugs), each with the first of them it is about, then,
-- without a subject, of those that no subject claims and that name one of some others, the newest first.
SELECT market, subject, 0 AS learned_at FROM (
  SELECT s.market AS market, s.subject AS subject,
         row_number() OVER (PARTITION BY s.market ORDER BY asked.key) AS place
  FROM json_each(:slugs) asked JOIN market_subject s ON s.subject = asked.value
  WHERE s.tenant IN ('', :tenant) AND s.learned_at <= :as_of
) AS own WHERE place = 1
UNION ALL
SELECT market, NULL AS subject, learned_at FROM (
  SELECT c.market AS market, max(c.learned_at) AS learned_at
  FROM json_each(:names) asked JOIN market_candidate c ON c.subject = asked.value
  WHERE c.learned_at <= :as_of AND NOT EXISTS (
    SELECT 1 FROM market_subject s
    WHERE s.market = c.market AND s.tenant IN ('', :tenant) AND s.learned_at <= :as_of)
  GROUP BY c.market ORDER BY max(c.learned_at) DESC, c.market DESC LIMIT :limit
) AS candidates
ORDER BY learned_at DESC, market DESC;

-- name: markets
-- Some markets (a JSON array of numbers) in the words of that moment, what each is about, and how its last reading
-- went.
SELECT m.id, m.venue, m.key, m.currency, m.neg_risk, m.so_at, m.source,
       (SELECT group_concat(subject, ' ') FROM market_candidate c WHERE c.market = m.id AND c.learned_at <= :as_of)
         AS named,
       EXISTS (SELECT 1 FROM market_subject s WHERE s.market = m.id)
         OR EXISTS (SELECT 1 FROM market_watch w WHERE w.market = m.id AND w.ended_at IS NULL)
         OR EXISTS (SELECT 1 FROM market_link l WHERE l.market = m.id AND l.state <> 'refused') AS relied,
       (SELECT subject FROM market_subject s
        WHERE s.market = m.id AND s.tenant = :tenant AND s.tenant <> '' AND s.learned_at <= :as_of) AS desk,
       iif(b.until IS NULL, m.slug, b.slug) AS slug, iif(b.until IS NULL, m.title, b.title) AS title,
       iif(b.until IS NULL, m.url, b.url) AS url, iif(b.until IS NULL, m.closes_at, b.closes_at) AS closes_at,
       d.until AS read_until, d.total, d.faults, (
  SELECT subject FROM market_subject s
  WHERE s.market = m.id AND s.tenant IN ('', :tenant) AND s.learned_at <= :as_of
  ORDER BY s.tenant DESC LIMIT 1) AS subject
FROM market m
LEFT JOIN market_before b ON b.market = m.id AND b.until = (
  SELECT min(until) FROM market_before WHERE market = m.id AND until > :as_of)
LEFT JOIN market_read d ON d.market = m.id AND d.since = (
  SELECT max(since) FROM market_read WHERE market = m.id AND since <= :as_of)
WHERE m.id IN (SELECT value FROM json_each(:markets)) AND m.tenant IN ('', :tenant) AND m.learned_at <= :as_of;

-- name: titles
-- The titles of the markets that were read last, in the words of that moment, with what each is about.
SELECT m.id, m.venue, iif(b.until IS NULL, m.title, b.title) AS title, (
  SELECT subject FROM market_subject s
  WHERE s.market = m.id AND s.tenant IN ('', :tenant) AND s.learned_at <= :as_of
  ORDER BY s.tenant DESC LIMIT 1) AS subject
FROM market m
LEFT JOIN market_before b ON b.market = m.id AND b.until = (
  SELECT min(until) FROM market_before WHERE market = m.id AND until > :as_of)
WHERE m.tenant IN ('', :tenant) AND m.learned_at <= :as_of
ORDER BY (SELECT max(until) FROM market_read d WHERE d.market = m.id AND d.since <= :as_of) DESC, m.id DESC
LIMIT :limit;

-- name: by_address
-- The number of a market by its address, or by a slug or key in its venue's address, in any case.
SELECT id FROM market
WHERE (rtrim(url, '/') = :url OR (venue = :venue AND (slug = :key COLLATE NOCASE OR key = :key COLLATE NOCASE)))
  AND tenant IN ('', :tenant) AND learned_at <= :as_of
ORDER BY rtrim(url, '/') = :url DESC, id LIMIT 1;

-- name: by_slug
-- The number of a market by slug alone; slugs are long enough to be unique across venues.
SELECT id FROM market WHERE slug = :slug AND tenant IN ('', :tenant) AND learned_at <= :as_of ORDER BY id LIMIT 1;

-- name: number
-- The number of a market by the venue's own key.
SELECT id FROM market WHERE venue = ? AND key = ?;

-- name: search
-- Numbers of markets whose text (title, slug, subject, questions, labels) contains all words; optionally open ones.
SELECT m.id FROM market m
WHERE m.tenant IN ('', :tenant) AND m.learned_at <= :as_of
  AND NOT EXISTS (
    SELECT 1 FROM json_each(:words) w WHERE instr(lower(
      m.title || ' ' || m.slug || ' ' || m.venue || ' '
      || coalesce((SELECT group_concat(subject, ' ') FROM market_subject s
                   WHERE s.market = m.id AND s.tenant IN ('', :tenant) AND s.learned_at <= :as_of), '') || ' '
      || coalesce((SELECT group_concat(question || ' ' || label, ' ') FROM rung r
                   WHERE r.market = m.id AND r.learned_at <= :as_of), '')),
      w.value) = 0)
  AND (NOT :open_only OR EXISTS (
    SELECT 1 FROM rung r WHERE r.market = m.id AND r.learned_at <= :as_of AND coalesce((
      SELECT status FROM rung_state x WHERE x.rung = r.id AND x.learned_at <= :as_of
      ORDER BY x.learned_at DESC LIMIT 1), 'open') = 'open'))
ORDER BY (SELECT max(until) FROM market_read d WHERE d.market = m.id AND d.since <= :as_of) DESC, m.id DESC
LIMIT :limit;

-- name: named
-- The numbers of the markets whose question or options name one of some subjects (a JSON array) and that no subject
-- claims here, the newest first.
SELECT DISTINCT c.market FROM json_each(:slugs) asked JOIN market_candidate c ON c.subject = asked.value
WHERE c.learned_at <= :as_of AND NOT EXISTS (
    SELECT 1 FROM market_subject s
    WHERE s.market = c.market AND s.tenant IN ('', :tenant) AND s.learned_at <= :as_of)
ORDER BY c.learned_at DESC, c.market DESC LIMIT :limit;

-- name: forget_candidate
-- Forget the subjects whose names a market has.
DELETE FROM market_candidate WHERE market = ?;

-- name: add_candidate
-- Record a subject's name as finding a market.
INSERT INTO market_candidate VALUES (?, ?, ?, ?)
ON CONFLICT (subject, market) DO UPDATE SET why = excluded.why;

-- name: candidates
-- Numbers of discovered markets that no subject claims, newest first.
SELECT m.id FROM market m
WHERE m.tenant IN ('', :tenant) AND m.learned_at <= :as_of
  AND NOT EXISTS (
    SELECT 1 FROM market_subject s
    WHERE s.market = m.id AND s.tenant IN ('', :tenant) AND s.learned_at <= :as_of)
ORDER BY m.learned_at DESC, m.id DESC LIMIT :limit;

-- name: rungs
-- The rungs of some markets (a JSON array of numbers) in the words of that moment, with their state, the book in force
-- now, a day and a week ago, when it was last seen, and the depth of the latest day. Every inner SELECT is one seek.
SELECT r.id, r.market, r.key, r.token, r.so_at,
       iif(b.until IS NULL, r.label, b.label) AS label, iif(b.until IS NULL, r.question, b.question) AS question,
       iif(b.until IS NULL, r.end_date, b.end_date) AS end_date,
       iif(b.until IS NULL, r.placeholder, b.placeholder) AS placeholder,
       x.status, x.resolution, x.so_at AS resolved_at, x.source AS state_source, x.stage, x.payout,
       coalesce(x.told, x.so_at <> x.learned_at) AS told,
       (SELECT text FROM rung_rules t WHERE t.rung = r.id AND t.learned_at <= :as_of
        ORDER BY t.learned_at DESC LIMIT 1) AS rules,
       q.at, q.bid, coalesce(q.bid, 0) + q.ask_over AS ask, coalesce(q.bid, 0) + q.last_over AS last,
       q.last_age, h.until AS read_until,
       d.at AS d_at, d.bid AS d_bid, coalesce(d.bid, 0) + d.ask_over AS d_ask,
       coalesce(d.bid, 0) + d.last_over AS d_last,
       d.last_age AS d_last_age, dh.until AS d_until,
       w.at AS w_at, w.bid AS w_bid, coalesce(w.bid, 0) + w.ask_over AS w_ask,
       coalesce(w.bid, 0) + w.last_over AS w_last,
       w.last_age AS w_last_age, wh.until AS w_until,
       p.volume, p.liquidity
FROM rung r
LEFT JOIN rung_before b ON b.rung = r.id AND b.until = (
  SELECT min(until) FROM rung_before WHERE rung = r.id AND until > :as_of)
LEFT JOIN rung_state x ON x.rung = r.id AND x.learned_at = (
  SELECT max(learned_at) FROM rung_state WHERE rung = r.id AND learned_at <= :as_of)
LEFT JOIN quote q ON q.rung = r.id AND q.at = (SELECT max(at) FROM quote WHERE rung = r.id AND at <= :as_of)
LEFT JOIN still_read h ON h.rung = r.id AND h.since = (
  SELECT max(since) FROM still_read WHERE rung = r.id AND since <= :as_of)
LEFT JOIN quote d ON d.rung = r.id AND d.at = (SELECT max(at) FROM quote WHERE rung = r.id AND at <= :day_ago)
LEFT JOIN still_read dh ON dh.rung = r.id AND dh.since = (
  SELECT max(since) FROM still_read WHERE rung = r.id AND since <= :day_ago)
LEFT JOIN quote w ON w.rung = r.id AND w.at = (SELECT max(at) FROM quote WHERE rung = r.id AND at <= :week_ago)
LEFT JOIN still_read wh ON wh.rung = r.id AND wh.since = (
  SELECT max(since) FROM still_read WHERE rung = r.id AND since <= :week_ago)
LEFT JOIN depth p ON p.rung = r.id AND p.day = (
  SELECT day FROM depth WHERE rung = r.id AND learned_at <= :as_of ORDER BY day DESC LIMIT 1)
WHERE r.market IN (SELECT value FROM json_each(:markets)) AND r.learned_at <= :as_of
ORDER BY r.market, r.id;

-- name: price_reads
-- Second-hand prices of the rungs of some markets.
SELECT e.* FROM price_read e JOIN rung r ON r.id = e.rung
WHERE r.market IN (SELECT value FROM json_each(:markets)) AND e.tenant IN ('', :tenant) AND e.learned_at <= :as_of
ORDER BY e.so_at, e.id;

-- name: rules
-- The rules versions of some markets.
SELECT * FROM market_rules
WHERE market IN (SELECT value FROM json_each(:markets)) AND tenant IN ('', :tenant) AND learned_at <= :as_of
ORDER BY market, learned_at;

-- name: links
-- How markets bear on claims: on some markets (an empty array: all), on one claim, in one state. What the desk decided
-- later was only proposed then.
SELECT * FROM (
  SELECT id, market, claim, relation, note, by, so_at,
         CASE WHEN decided_at > :as_of THEN 'proposed' ELSE state END AS state
  FROM market_link WHERE tenant IN ('', :tenant) AND learned_at <= :as_of)
WHERE (:claim = '' OR claim = :claim) AND (:state = '' OR state = :state)
  AND (:markets = '[]' OR market IN (SELECT value FROM json_each(:markets)))
ORDER BY id;

-- name: quotes_since
-- A rung's books from the one in force at a moment on; the newest if there are too many to draw.
SELECT at, bid, coalesce(bid, 0) + ask_over AS ask, coalesce(bid, 0) + last_over AS last, last_age FROM quote
WHERE rung = :rung AND at <= :as_of
  AND at >= coalesce((SELECT max(at) FROM quote WHERE rung = :rung AND at <= :since), :since)
ORDER BY at DESC LIMIT 50000;

-- name: crowd
-- How many books of a rung stand in a stretch, counted up to a limit, and when the first of them was read.
SELECT count(*) AS n, min(at) AS first FROM (
  SELECT at FROM quote WHERE rung = :rung AND at <= :as_of
    AND at >= coalesce((SELECT max(at) FROM quote WHERE rung = :rung AND at <= :since), :since)
  ORDER BY at LIMIT :limit) AS books;

-- name: quotes_at
-- A rung's books in force at some moments (a JSON array of seconds), each found by one seek.
SELECT DISTINCT q.at, q.bid, coalesce(q.bid, 0) + q.ask_over AS ask, coalesce(q.bid, 0) + q.last_over AS last,
       q.last_age
FROM json_each(:moments) m JOIN quote q ON q.rung = :rung AND q.at = (
  SELECT max(at) FROM quote WHERE rung = :rung AND at <= CAST(m.value AS INTEGER));

-- name: silences_at
-- The runs of readings after which nobody was reading at some moments (a JSON array of seconds), and when it went on.
SELECT DISTINCT h.since, h.until, (SELECT min(since) FROM still_read n WHERE n.rung = :rung AND n.since > h.until) AS next
FROM json_each(:moments) m JOIN still_read h ON h.rung = :rung AND h.since = (
  SELECT max(since) FROM still_read WHERE rung = :rung AND since <= CAST(m.value AS INTEGER))
WHERE h.until < CAST(m.value AS INTEGER)
ORDER BY h.since;

-- name: past_since
-- A rung's prices from the venue's own history, from the one in force at a moment on; the newest if too many.
SELECT at, price FROM past_price
WHERE rung = :rung AND at <= :as_of
  AND at >= coalesce((SELECT max(at) FROM past_price WHERE rung = :rung AND at <= :since), :since)
ORDER BY at DESC LIMIT 50000;

-- name: silences
-- The reading runs of a rung, to find gaps.
SELECT since, until FROM still_read WHERE rung = :rung AND since <= :as_of AND until >= :since ORDER BY since;

-- name: price_reads_of_rung
-- Prices from public records for a rung's history, from the one in force at a moment on.
SELECT so_at, price FROM price_read
WHERE rung = :rung AND kind = 'read' AND tenant IN ('', :tenant) AND learned_at <= :as_of
  AND so_at >= coalesce((
    SELECT max(so_at) FROM price_read WHERE rung = :rung AND kind = 'read' AND tenant IN ('', :tenant)
      AND learned_at <= :as_of AND so_at <= :since), :since)
ORDER BY so_at;

-- name: past
-- Settled questions with an earlier price: our newest rungs, and those of the public ledger.
SELECT * FROM (
  SELECT p.market AS event, m.venue AS venue, m.currency AS money, m.title AS title, m.url AS url, '' AS topic,
         '' AS release, r.label AS label, r.question AS question, '' AS kind, r.end_date AS ends_at,
         p.came_true AS came_true, p.price AS d1, CAST(NULL AS REAL) AS d7, CAST(NULL AS REAL) AS d30,
         m.url AS source
  FROM past_rung p JOIN rung r ON r.id = p.rung JOIN market m ON m.id = p.market
  WHERE p.learned_at = (SELECT max(learned_at) FROM past_rung q WHERE q.rung = p.rung AND q.learned_at <= :as_of)
  ORDER BY p.rung DESC LIMIT 1000) own
UNION ALL
SELECT -event, venue, money, title, url, topic, release, label, '', kind, ends_at, came_true, d1, d7, d30, source
FROM past_forecasts WHERE settled_at <= :as_of AND coalesce(d1, d7, d30) IS NOT NULL;

-- name: next_past
-- When the next of them settles or has a price.
SELECT min(at) AS at FROM (
  SELECT min(settled_at) AS at FROM past_forecasts WHERE settled_at > :as_of
  UNION ALL SELECT min(learned_at) AS at FROM past_rung WHERE learned_at > :as_of) AS later;

-- name: settled
-- Rungs (a JSON array of numbers) that settled, or had settled, with all prices of the day before.
SELECT r.id AS rung, r.market, x.learned_at,
       CASE WHEN x.status = 'resolved' AND x.resolution IN ('yes', 'no') THEN x.resolution = 'yes' END AS came_true,
       q.at, q.bid, coalesce(q.bid, 0) + q.ask_over AS ask, coalesce(q.bid, 0) + q.last_over AS last, q.last_age,
       e.so_at AS e_at, e.price AS e_price, p.at AS p_at, p.price AS p_price,
       (SELECT price FROM past_rung WHERE rung = r.id ORDER BY learned_at DESC LIMIT 1) AS known
FROM rung r
JOIN rung_state x ON x.rung = r.id AND x.learned_at = (SELECT max(learned_at) FROM rung_state WHERE rung = r.id)
LEFT JOIN quote q ON q.rung = r.id AND q.at = (
  SELECT max(at) FROM quote WHERE rung = r.id AND at <= min(x.so_at, coalesce(r.end_date, x.so_at)) - 86400)
LEFT JOIN price_read e ON e.id = (
  SELECT id FROM price_read WHERE rung = r.id AND kind = 'read' AND tenant = ''
    AND so_at <= min(x.so_at, coalesce(r.end_date, x.so_at)) - 86400 ORDER BY so_at DESC LIMIT 1)
LEFT JOIN past_price p ON p.rung = r.id AND p.at = (
  SELECT max(at) FROM past_price WHERE rung = r.id AND at <= min(x.so_at, coalesce(r.end_date, x.so_at)) - 86400)
WHERE r.id IN (SELECT value FROM json_each(:rungs)) AND NOT r.placeholder
  AND (came_true IS NOT NULL OR known IS NOT NULL);

-- name: add_past_rung
-- A settled rung's last price and outcome.
INSERT OR REPLACE INTO past_rung VALUES (?, ?, ?, ?, ?);

-- name: known_rungs
-- The stored rungs of one market, to write only changes.
SELECT r.id, r.key, r.label, r.question, r.end_date, r.token, r.placeholder, x.status, x.resolution, x.stage,
       x.payout, x.so_at AS state_at,
       (SELECT sha256 FROM rung_rules t WHERE t.rung = r.id AND t.learned_at <= :at
        ORDER BY t.learned_at DESC LIMIT 1) AS rules,
       q.at, q.bid, coalesce(q.bid, 0) + q.ask_over AS ask, coalesce(q.bid, 0) + q.last_over AS last,
       q.last_age, h.since, h.until, p.volume, p.liquidity, p.day
FROM rung r
LEFT JOIN rung_state x ON x.rung = r.id AND x.learned_at = (
  SELECT max(learned_at) FROM rung_state WHERE rung = r.id AND learned_at <= :at)
LEFT JOIN quote q ON q.rung = r.id AND q.at = (SELECT max(at) FROM quote WHERE rung = r.id AND at <= :at)
LEFT JOIN still_read h ON h.rung = r.id AND h.since = (
  SELECT max(since) FROM still_read WHERE rung = r.id AND since <= :at)
LEFT JOIN depth p ON p.rung = r.id AND p.day = (SELECT max(day) FROM depth WHERE rung = r.id)
WHERE r.market = :market;

-- name: watches
-- A person's watches in a tenant.
SELECT * FROM market_watch WHERE tenant = :tenant AND actor = :actor AND ended_at IS NULL ORDER BY id;

-- name: every_watch
-- All watches, by market.
SELECT * FROM market_watch WHERE ended_at IS NULL ORDER BY market, id;

-- name: watched
-- The numbers of watched markets.
SELECT DISTINCT market FROM market_watch WHERE ended_at IS NULL ORDER BY market;

-- name: followed
-- The numbers of the markets that are watched, or about a subject for this tenant.
SELECT market FROM market_watch WHERE ended_at IS NULL
UNION SELECT market FROM market_subject WHERE tenant IN ('', :tenant) AND learned_at <= :as_of
ORDER BY market;

-- name: rung_number
-- A rung's number by the venue's own keys.
SELECT r.id FROM rung r JOIN market m ON m.id = r.market WHERE m.venue = ? AND m.key = ? AND r.key = ?;

-- name: add_past
-- Insert a price from a venue's own history.
INSERT OR IGNORE INTO past_price VALUES (?, ?, ?);

-- name: forget_mappings
-- Forget what a tenant mapped a market to.
DELETE FROM market_subject WHERE market = ? AND tenant = ?;

-- name: add_mapping
-- Map a market to a subject.
INSERT OR IGNORE INTO market_subject VALUES (?, ?, ?, ?, ?, ?, ?);

-- name: add_watch
-- Insert a watch unless an identical one is active.
INSERT OR IGNORE INTO market_watch (tenant, actor, place, market, "when", points, created_at)
VALUES (:tenant, :actor, :place, :market, :when, :points, :at);

-- name: same_watch
-- The active watch with these values.
SELECT id FROM market_watch
WHERE tenant = :tenant AND actor = :actor AND market = :market AND "when" = :when AND points = :points
  AND ended_at IS NULL;

-- name: end_watch
-- End a person's own watch.
UPDATE market_watch SET ended_at = ? WHERE id = ? AND tenant = ? AND actor = ? AND ended_at IS NULL;

-- name: add_link
-- Insert a proposed link unless an identical one exists.
INSERT OR IGNORE INTO market_link
  (tenant, market, claim, relation, note, by, state, so_at, learned_at, decided_by, source)
VALUES (:tenant, :market, :claim, :relation, :note, :by, 'proposed', :at, :at, '', :by);

-- name: same_link
-- The link with these values.
SELECT id FROM market_link
WHERE tenant = :tenant AND market = :market AND claim = :claim AND relation = :relation;

-- name: decide_link
-- Store the desk's decision on a link, unless it is in force already.
UPDATE market_link SET state = ?, decided_by = ?, decided_at = ? WHERE id = ? AND tenant = ? AND state <> ?;

-- name: known_market
-- The stored market, to write only changes.
SELECT id, slug, title, url, closes_at, event_id FROM market WHERE venue = ? AND key = ?;

-- name: renamed_market
-- The market with that number at the venue, whatever its former key.
SELECT id, slug, title, url, closes_at, event_id FROM market WHERE venue = ? AND event_id = ? AND event_id <> '';

-- name: rename_market
-- Update the key, and the venue's number.
UPDATE market SET key = ?, event_id = ? WHERE id = ?;

-- name: add_rung_rules
-- Insert a leg's own rules.
INSERT OR REPLACE INTO rung_rules VALUES (?, ?, ?, ?);

-- name: add_market
-- Upsert a market with its latest texts and the earliest time it was known.
INSERT INTO market
  (tenant, venue, key, slug, title, url, currency, neg_risk, closes_at, so_at, learned_at, source, event_id)
VALUES ('', :venue, :key, :slug, :title, :url, :currency, :neg_risk, :closes, :so, :learned, :source, :event_id)
ON CONFLICT (venue, key) DO UPDATE SET
  title = excluded.title, so_at = min(so_at, excluded.so_at), learned_at = min(learned_at, excluded.learned_at)
RETURNING id;

-- name: keep_market_words
-- Store a market's texts that were valid until a moment.
INSERT OR IGNORE INTO market_before SELECT id, ?, slug, title, url, closes_at FROM market WHERE id = ?;

-- name: change_market
-- Update a market's texts.
UPDATE market SET slug = ?, title = ?, url = ?, closes_at = ? WHERE id = ?;

-- name: latest_rules
-- The hash of the rules as last stored.
SELECT sha256 FROM market_rules WHERE market = ? AND learned_at <= ? ORDER BY learned_at DESC LIMIT 1;

-- name: add_rules
-- Insert a version of the rules.
INSERT OR REPLACE INTO market_rules VALUES (:market, :learned, :so, :sha256, :text, '', :source);

-- name: add_rung
-- Upsert a rung with its latest texts and the earliest time it was known.
INSERT INTO rung (market, key, label, question, end_date, token, placeholder, so_at, learned_at, source)
VALUES (:market, :key, :label, :question, :ends, :token, :placeholder, :so, :learned, :source)
ON CONFLICT (market, key) DO UPDATE SET
  label = excluded.label, question = excluded.question,
  so_at = min(so_at, excluded.so_at), learned_at = min(learned_at, excluded.learned_at)
RETURNING id;

-- name: keep_rung_words
-- Store a rung's texts that were valid until a moment.
INSERT OR IGNORE INTO rung_before SELECT id, ?, label, question, end_date, placeholder FROM rung WHERE id = ?;

-- name: change_rung
-- Update a rung's texts.
UPDATE rung SET label = ?, question = ?, end_date = ?, token = ?, placeholder = ? WHERE id = ?;

-- name: add_state
-- Store a rung's outcome.
INSERT OR REPLACE INTO rung_state (rung, learned_at, so_at, status, resolution, source, stage, payout, told)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: add_quotes
-- Insert changed books, given as JSON rows of the table.
INSERT OR IGNORE INTO quote
SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5 FROM json_each(?);

-- name: begin_run
-- Start a new reading run of a rung.
INSERT OR IGNORE INTO still_read VALUES (?, ?, ?);

-- name: lengthen_runs
-- Extend unchanged books of one since to one until: a JSON list of rungs.
UPDATE still_read SET until = ? WHERE since = ? AND rung IN (SELECT value FROM json_each(?));

-- name: add_depth
-- Store a day's volume and liquidity, the latest of the day.
INSERT OR REPLACE INTO depth VALUES (?, ?, ?, ?, ?);

-- name: last_market_read
-- The result of a market's last reading.
SELECT since, until, total, faults FROM market_read WHERE market = ? AND since <= ? ORDER BY since DESC LIMIT 1;

-- name: lengthen_market_reads
-- Extend unchanged results of one since to one until: a JSON list of markets.
UPDATE market_read SET until = max(until, ?) WHERE since = ? AND market IN (SELECT value FROM json_each(?));

-- name: begin_market_read
-- Store a changed result, or one after a gap.
INSERT OR REPLACE INTO market_read VALUES (?, ?, ?, ?, ?);

-- name: forget_ledger_mappings
-- Delete the mappings of an earlier edition of the public ledger.
DELETE FROM market_subject WHERE tenant = '' AND by = 'ledger';

-- name: forget_ledger_readings
-- Delete the prices of an earlier edition.
DELETE FROM price_read WHERE tenant = '';

-- name: forget_ledger_rules
-- Delete the rules of an earlier edition.
DELETE FROM market_rules WHERE market = ? AND tenant = '' AND source LIKE 'ledger:%';

-- name: add_reading
-- Insert a recorded price.
INSERT INTO price_read (rung, tenant, so_at, learned_at, until, price, kind, teller, source, note)
VALUES (:rung, '', :so, :learned, :until, :price, :kind, :teller, :source, :note);

-- name: mark_ledger
-- The moments at which something became known about a market of the public ledger.
SELECT '' AS tenant, 'market' AS kind, CAST(:market AS TEXT) AS ref, learned_at AS at FROM market WHERE id = :market
UNION SELECT '', 'market', CAST(:market AS TEXT), max(p.learned_at, p.so_at)
FROM price_read p JOIN rung r ON r.id = p.rung WHERE r.market = :market
UNION SELECT '', 'market', CAST(:market AS TEXT), x.learned_at
FROM rung_state x JOIN rung r ON r.id = x.rung WHERE r.market = :market
UNION SELECT '', 'market', CAST(:market AS TEXT), learned_at FROM market_rules WHERE market = :market;

-- name: unpriced
-- The public ledger's settled questions without a known price.
SELECT -event AS event, venue, money, title, url, topic, release, label, '' AS question, kind, ends_at, came_true,
       d1, d7, d30, source
FROM past_forecasts WHERE settled_at <= :as_of AND coalesce(d1, d7, d30) IS NULL;

-- name: settled_on
-- Map event addresses (a JSON array) to the model each settled on.
SELECT DISTINCT url, release FROM past_forecasts
WHERE url IN (SELECT value FROM json_each(:urls)) AND release <> '' AND settled_at <= :as_of;

-- name: add_past_forecast
-- Insert a settled question.
INSERT INTO past_forecasts (
  venue, money, event, title, url, topic, release, label, kind, ends_at, settled_at, came_true, d1, d7, d30, source)
VALUES (
  :venue, :money, :event, :title, :url, :topic, :release, :label, :kind, :ends_at, :settled_at, :came_true,
  :d1, :d7, :d30, :source);

-- name: published_records
-- Bins published by others by a moment.
SELECT * FROM published_records WHERE learned_at <= :as_of ORDER BY number;

-- name: add_published_record
-- Insert a published bin.
INSERT INTO published_records (what, kind, hours, low, high, n, hits, mean, publisher, learned_at, source)
VALUES (:what, :kind, :hours, :low, :high, :n, :hits, :mean, :publisher, :learned_at, :source);
