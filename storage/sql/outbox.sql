-- name: insert
-- Insert a message; a known key is skipped unless its message was withdrawn.
INSERT INTO outbox
    (key, tenant, person, platform, place, kind, urgency, body, subscription, edits, covers, told, items, parts, state,
     not_before, deadline, next_at, queued_at)
VALUES (:key, :tenant, :person, :platform, :place, :kind, :urgency, :body, :subscription, :edits, :covers, :told, :items, :parts,
    'ready', :not_before, :deadline, :next_at, :now)
ON CONFLICT (key) DO UPDATE SET body = excluded.body, covers = excluded.covers, told = excluded.told, items = excluded.items,
    parts = excluded.parts, state = 'ready', not_before = excluded.not_before, deadline = excluded.deadline, next_at = excluded.next_at, attempt = 0, doubts = 0,
    first_attempt_at = NULL, fence = fence + 1, handle = '', message = '', error = '', queued_at = excluded.queued_at,
    settled_at = NULL
WHERE state = 'withdrawn';

-- name: due
-- Due open messages, urgent ones first, except in places where another is being sent.
-- A row that a dead process was sending is due once its lease expires.
SELECT o.* FROM outbox o
WHERE o.state IN ('ready', 'sending', 'ambiguous') AND o.platform = :platform AND o.urgency = :urgency
    AND o.next_at <= :now
    AND NOT EXISTS (
        SELECT 1 FROM outbox s WHERE s.place = o.place AND s.state = 'sending' AND s.next_at > :now AND s.id <> o.id)
ORDER BY o.next_at, o.id LIMIT :limit;

-- name: take
-- Claim a row: this owner is sending it until the lease ends.
UPDATE outbox SET state = 'sending', sender = :owner, next_at = :until, fence = fence + 1, attempt = attempt + 1,
    first_attempt_at = coalesce(first_attempt_at, :now)
WHERE id = :id;

-- name: miss
-- Mark as missed: its deadline passed before anything was sent.
UPDATE outbox SET state = 'missed', settled_at = :now, error = 'its time was over before it could be posted',
    fence = fence + 1
WHERE id = :id;

-- name: settle
-- Store the result of a claimed message, unless it has been claimed again since.
UPDATE outbox SET state = :state, next_at = :next_at, error = :error, message = :message,
    doubts = :doubts, attempt = :attempt, settled_at = :settled_at, first_attempt_at = :first_attempt_at
WHERE id = :id AND fence = :fence AND state = 'sending';

-- name: covered
-- Advance a digest after posting: the next one begins where it ended.
UPDATE subscriptions SET covered = max(covered, :covers), told = max(told, :told) WHERE kind = 'digest'
    AND tenant || '|DG-' || CASE WHEN number < 10 THEN '0' ELSE '' END || number = :subscription;

-- name: forward
-- Make messages queued by a clock that was ahead due now, keeping their lifetime.
UPDATE outbox SET deadline = :now + (deadline - not_before), not_before = :now, next_at = :now, queued_at = :now
WHERE state IN ('ready', 'ambiguous') AND kind <> 'digest' AND next_at > :late;

-- name: unqueue
-- Withdraw digests queued by a clock that was ahead: the next run covers their content.
UPDATE outbox SET state = 'withdrawn', settled_at = :now, fence = fence + 1, error = 'queued by a clock that was ahead'
WHERE state = 'ready' AND kind = 'digest' AND queued_at > :now;

-- name: settled_by_now
-- Reset to now what a clock that was ahead settled.
UPDATE outbox SET settled_at = :now WHERE settled_at > :now;

-- name: posted_by_now
-- The same for cards, so that changes from now on correct them.
UPDATE cards SET posted_at = :now WHERE posted_at > :now;

-- name: sending
-- The owners that are sending.
SELECT DISTINCT sender FROM outbox WHERE state = 'sending';

-- name: doubtful
-- Mark messages that a dead process was sending as ambiguous; they stay before later ones of their place.
UPDATE outbox SET state = 'ambiguous', next_at = min(not_before, :now), fence = fence + 1, error = 'the process was ended while sending'
WHERE state = 'sending' AND sender = :owner;

-- name: next_due
-- When the next open message of some platforms is due: a look into the index for each platform and urgency.
SELECT min(lane.at) AS at FROM (
  SELECT (
    SELECT min(o.next_at) FROM outbox o
    WHERE o.state IN ('ready', 'sending', 'ambiguous')
      AND o.platform = p.value AND o.urgency = u.urgency) AS at
  FROM json_each(:platforms) p CROSS JOIN (SELECT 0 AS urgency UNION ALL SELECT 1 UNION ALL SELECT 2) u) lane;

-- name: totals
-- Message counts by state.
SELECT state, count(*) AS n, min(not_before) AS oldest FROM outbox GROUP BY state;

-- name: by_key
-- The message with a key.
SELECT * FROM outbox WHERE key = :key;

-- name: missed
-- Messages that did not reach some places (a JSON array) since a moment, except corrections of deleted cards.
SELECT * FROM outbox WHERE state IN ('missed', 'dead') AND settled_at > :since AND edits = ''
    AND place IN (SELECT value FROM json_each(:places)) ORDER BY id;

-- name: told
-- The changes that alerts have reported, or are about to report, in some places (a JSON array) since a moment.
SELECT DISTINCT place, items FROM outbox
WHERE kind = 'alert' AND items <> '' AND place IN (SELECT value FROM json_each(:places)) AND queued_at > :since
    AND state NOT IN ('missed', 'dead', 'withdrawn');

-- name: recalled
-- When alerts were queued that were withdrawn for a reason since a moment.
SELECT subscription, queued_at FROM outbox
WHERE settled_at > :since AND state = 'withdrawn' AND kind = 'alert' AND error = :why;

-- name: queued
-- How many messages of some subscriptions (a JSON array) were queued since a moment.
SELECT o.subscription, count(*) AS n FROM json_each(:subscriptions) AS wanted
CROSS JOIN outbox AS o ON o.subscription = wanted.value WHERE o.queued_at > :since GROUP BY o.subscription;

-- name: recent
-- The latest messages of a subscription.
SELECT * FROM outbox WHERE subscription = :subscription ORDER BY id DESC LIMIT :limit;

-- name: forget
-- Delete old settled messages; their cards stay.
DELETE FROM outbox WHERE id IN (
    SELECT id FROM outbox WHERE settled_at < :before LIMIT :limit);

-- name: forget_bodies
-- Delete bodies without a message or card.
DELETE FROM bodies WHERE id IN (
    SELECT b.id FROM bodies b WHERE NOT EXISTS (SELECT 1 FROM outbox o WHERE o.body = b.id)
        AND NOT EXISTS (SELECT 1 FROM cards c WHERE c.body = b.id) LIMIT :limit);

-- name: keep_card
-- Insert a posted card that shows ledger objects.
INSERT OR IGNORE INTO cards (tenant, place, message, key, body, posted_at, asked_by) VALUES (:tenant, :place, :message, :key, :body,
    :posted_at, :asked_by);

-- name: cards
-- Cards that show any of some objects (a JSON array) and were posted since a moment.
SELECT c.*, b.shows FROM cards c JOIN bodies b ON b.id = c.body
WHERE c.posted_at > :since AND c.id IN (
    SELECT card FROM card_objects WHERE object IN (SELECT value FROM json_each(:shown)))
ORDER BY c.id;

-- name: card
-- The card posted in a place under a key.
SELECT c.*, b.shows FROM cards c JOIN bodies b ON b.id = c.body WHERE c.place = :place AND c.key = :key;

-- name: shown
-- The objects shown by live cards.
SELECT DISTINCT o.object FROM card_objects o JOIN cards c ON c.id = o.card WHERE c.posted_at > :since;
