"""The questions to PostgreSQL's catalogue, each for the current schema and without what an extension owns."""

_HERE = "n.nspname = current_schema()"
_OWN = """NOT EXISTS (SELECT FROM pg_depend e WHERE e.objid = {oid} AND e.deptype = 'e')"""

TABLES = f"""
SELECT c.relname, array_remove(ARRAY[
    CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED' END,
    CASE WHEN c.relkind = 'f' THEN 'FOREIGN' END,
    CASE WHEN c.relkind = 'p' THEN 'PARTITION BY ' || pg_get_partkeydef(c.oid) END,
    CASE WHEN c.relispartition THEN 'PARTITION ' || pg_get_expr(c.relpartbound, c.oid) END,
    (SELECT 'INHERITS ' || string_agg(p.inhparent::regclass::text, ', ' ORDER BY p.inhseqno)
       FROM pg_inherits p WHERE p.inhrelid = c.oid),
    'WITH (' || array_to_string(c.reloptions, ', ') || ')',
    CASE WHEN c.relrowsecurity THEN 'ROW LEVEL SECURITY' END,
    CASE WHEN c.relforcerowsecurity THEN 'FORCE ROW LEVEL SECURITY' END,
    'COMMENT ' || quote_literal(obj_description(c.oid, 'pg_class'))
  ], NULL)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE {_HERE} AND c.relkind IN ('r', 'p', 'f') AND c.relname <> 'alembic_version' AND {_OWN.format(oid="c.oid")}
ORDER BY c.relname COLLATE "C"
"""

COLUMNS = f"""
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid),
       a.attgenerated::text, a.attidentity::text,
       CASE WHEN a.attcollation <> t.typcollation THEN coalesce(l.collname, '') ELSE '' END,
       coalesce(col_description(c.oid, a.attnum), '')
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_collation l ON l.oid = a.attcollation
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE {_HERE} AND c.relkind IN ('r', 'p', 'f') AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY c.relname COLLATE "C", a.attnum
"""

_COLUMN_NAMES = """ARRAY(SELECT a.attname::text FROM unnest({keys}) WITH ORDINALITY AS k(number, place)
       JOIN pg_attribute a ON a.attrelid = {table} AND a.attnum = k.number ORDER BY k.place)"""

CONSTRAINTS = f"""
SELECT c.relname, r.conname, r.contype::text, {_COLUMN_NAMES.format(keys="r.conkey", table="r.conrelid")},
       (SELECT CASE WHEN tn.nspname = current_schema() THEN '' ELSE tn.nspname || '.' END || tc.relname
          FROM pg_class tc JOIN pg_namespace tn ON tn.oid = tc.relnamespace WHERE tc.oid = r.confrelid),
       {_COLUMN_NAMES.format(keys="r.confkey", table="r.confrelid")},
       r.confdeltype::text, r.confupdtype::text, r.confmatchtype::text, pg_get_constraintdef(r.oid, true),
       concat_ws(' ',
         substring(pg_get_constraintdef(r.oid) from '^(?:UNIQUE) (NULLS NOT DISTINCT)'),
         CASE WHEN r.contype IN ('p', 'u') THEN substring(pg_get_constraintdef(r.oid) from '(INCLUDE \\(.*?\\))') END,
         CASE WHEN r.condeferrable THEN 'DEFERRABLE INITIALLY '
              || CASE WHEN r.condeferred THEN 'DEFERRED' ELSE 'IMMEDIATE' END END,
         CASE WHEN NOT r.convalidated THEN 'NOT VALID' END)
FROM pg_constraint r JOIN pg_class c ON c.oid = r.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE {_HERE} AND r.contype NOT IN ('t', 'n')
ORDER BY c.relname COLLATE "C", r.conname COLLATE "C"
"""

INDEXES = f"""
SELECT c.relname, i.relname, x.indisunique, pg_get_indexdef(x.indexrelid), x.indisvalid
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE {_HERE} AND NOT EXISTS (SELECT FROM pg_constraint r WHERE r.conindid = i.oid AND r.contype IN ('p', 'u', 'x'))
ORDER BY c.relname COLLATE "C", i.relname COLLATE "C"
"""

TRIGGERS = f"""
SELECT c.relname, t.tgname, pg_get_triggerdef(t.oid, true)
       || CASE t.tgenabled WHEN 'D' THEN ' (DISABLED)' WHEN 'A' THEN ' (ALWAYS)' WHEN 'R' THEN ' (REPLICA)' ELSE '' END
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE {_HERE} AND NOT t.tgisinternal ORDER BY c.relname COLLATE "C", t.tgname COLLATE "C"
"""

POLICIES = """
SELECT tablename, concat_ws(' ', policyname, permissive, 'FOR', cmd, 'TO', array_to_string(roles, ', '),
       'USING (' || qual || ')', 'WITH CHECK (' || with_check || ')')
FROM pg_policies WHERE schemaname = current_schema()
"""

VIEWS = f"""
SELECT c.relname, c.relkind::text, pg_get_viewdef(c.oid, true)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE {_HERE} AND c.relkind IN ('v', 'm') AND {_OWN.format(oid="c.oid")} ORDER BY c.relname COLLATE "C"
"""

PARTS = {
    "columns": COLUMNS,
    "constraints": CONSTRAINTS,
    "indexes": INDEXES,
    "triggers": TRIGGERS,
    "policies": POLICIES,
}

ITEMS = (
    f"""
SELECT 'enum type', t.typname, (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
                                FROM pg_enum e WHERE e.enumtypid = t.oid)
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE {_HERE} AND t.typtype = 'e' AND {_OWN.format(oid="t.oid")}
""",
    f"""
SELECT 'domain', t.typname, concat_ws(' ', format_type(t.typbasetype, t.typtypmod),
       CASE WHEN t.typnotnull THEN 'NOT NULL' END, 'DEFAULT ' || t.typdefault,
       (SELECT string_agg(r.conname || ' ' || pg_get_constraintdef(r.oid), ' ' ORDER BY r.conname)
          FROM pg_constraint r WHERE r.contypid = t.oid))
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE {_HERE} AND t.typtype = 'd' AND {_OWN.format(oid="t.oid")}
""",
    f"""
SELECT 'sequence', c.relname, concat_ws(' ', format_type(s.seqtypid, NULL), 'START', s.seqstart, 'INCREMENT',
       s.seqincrement, 'MIN', s.seqmin, 'MAX', s.seqmax, CASE WHEN s.seqcycle THEN 'CYCLE' END)
FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE {_HERE} AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('a', 'i', 'e'))
""",
    f"""
SELECT 'function', p.oid::regprocedure::text, pg_get_functiondef(p.oid)
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE {_HERE} AND p.prokind IN ('f', 'p') AND {_OWN.format(oid="p.oid")}
""",
    "SELECT 'extension', extname, extversion FROM pg_extension WHERE extname <> 'plpgsql'",
)
