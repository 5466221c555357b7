package io.crossfade.postgresql.objects;

import java.util.Map;

/**
 * Queries that find one object by the name that the catalog gave it: they take it, and give its
 * address.
 */
final class Lookups {
  private static final String RELATION = "SELECT 'pg_class'::regclass, to_regclass(?)";

  private static final String ROUTINE = "SELECT 'pg_proc'::regclass, to_regprocedure(?)";

  private static final Map<String, String> OF_KIND =
      Map.ofEntries(
          Map.entry("table", RELATION),
          Map.entry("view", RELATION),
          Map.entry("materialized view", RELATION),
          Map.entry("index", RELATION),
          Map.entry("sequence", RELATION),
          Map.entry("function", ROUTINE),
          Map.entry("procedure", ROUTINE),
          Map.entry("aggregate", ROUTINE),
          Map.entry("domain", "SELECT 'pg_type'::regclass, to_regtype(?)"),
          Map.entry(
              "type",
              "SELECT CASE typrelid WHEN 0 THEN 'pg_type'::regclass ELSE 'pg_class'::regclass END,"
                  + " CASE typrelid WHEN 0 THEN oid ELSE typrelid END FROM pg_type WHERE oid = to_regtype(?)"),
          Map.entry("collation", "SELECT 'pg_collation'::regclass, to_regcollation(?)"),
          Map.entry("schema", "SELECT 'pg_namespace'::regclass, to_regnamespace(?)"),
          Map.entry(
              "extension",
              "SELECT 'pg_extension'::regclass, oid FROM pg_extension WHERE quote_ident(extname) = ?"),
          Map.entry(
              "trigger",
              "SELECT 'pg_trigger'::regclass, oid FROM pg_trigger WHERE NOT tgisinternal AND format('%I on %s', tgname, tgrelid::regclass) = ?"),
          Map.entry(
              "rule",
              "SELECT 'pg_rewrite'::regclass, oid FROM pg_rewrite WHERE format('%I on %s', rulename, ev_class::regclass) = ?"),
          Map.entry(
              "policy",
              "SELECT 'pg_policy'::regclass, oid FROM pg_policy WHERE format('%I on %s', polname, polrelid::regclass) = ?"),
          Map.entry(
              "statistics",
              "SELECT 'pg_statistic_ext'::regclass, oid FROM pg_statistic_ext WHERE format('%s.%I', stxnamespace::regnamespace, stxname) = ?"));

  private Lookups() {}

  static String of(String kind) {
    String lookup = OF_KIND.get(kind);
    if (lookup == null) {
      throw new IllegalArgumentException("nothing is known of the kind " + kind);
    }
    return lookup;
  }
}
