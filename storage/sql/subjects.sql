-- name: open
-- Insert a subject unless the tenant or the public ledger has that slug.
INSERT INTO subjects (slug, name, vendor, family, note, tenant, learned_at, source, origin, known_up_to)
SELECT :slug, :name, :vendor, '', '', :tenant, :at, :source, :origin, :at
WHERE NOT EXISTS (SELECT 1 FROM subjects WHERE slug = :slug AND tenant IN ('', :tenant));

-- name: name
-- Insert a name of it unless it exists.
INSERT INTO aliases (folded, text, slug, status, so_at, learned_at, tenant, source, why, origin)
SELECT :folded, :text, :slug, 'good', :so, :at, :tenant, :source, '', :origin
WHERE NOT EXISTS (SELECT 1 FROM aliases WHERE folded = :folded AND slug = :slug AND tenant IN ('', :tenant));

-- name: reach
-- Insert a state of it unless it had that one on that surface.
INSERT INTO subject_states (slug, state, surface, so_at, learned_at, tenant, source, origin)
SELECT :slug, :state, :surface, :so, :at, :tenant, :source, :origin
WHERE NOT EXISTS (
  SELECT 1 FROM subject_states WHERE slug = :slug AND state = :state AND surface = :surface AND tenant IN ('', :tenant));

-- name: unname
-- Delete a name that a tenant's desk added.
DELETE FROM aliases WHERE folded = :folded AND slug = :slug AND tenant = :tenant AND origin = 'desk';
