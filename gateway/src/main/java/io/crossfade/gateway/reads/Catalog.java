package io.crossfade.gateway.reads;

import io.crossfade.model.TableName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What both databases say of the names in a statement. Of a name only that is said which holds for
/// everything of that name, in each schema of both: nobody here follows a search path.
///
/// @param functions that read at most, under each of their overloads
/// @param noFunctions names of the other functions
/// @param attributes of the other functions those that can also be called as if they were a column
/// @param tables whose rows are on both sides
/// @param noTables names of other relations of users: views, foreign tables, tables that are not
///   moved or whose rows are not everybody's
/// @param types numbers of PostgreSQL's own types, which are the same everywhere
/// @param sound whether no operator, cast, type or domain of either database is made of a function
///   that may do more than read: they are called without being named
public record Catalog(
    Set<String> functions,
    Set<String> noFunctions,
    Set<String> attributes,
    Set<TableName> tables,
    Set<String> noTables,
    Map<String, String> types,
    boolean sound) {
  /// Of PostgreSQL's own functions that depend on more than their arguments, those that depend on
  /// settings and the time only.
  private static final String STABLE =
      """
      now statement_timestamp transaction_timestamp age date_part date_trunc extract timezone to_char
      to_timestamp to_date to_number concat concat_ws format array_to_string quote_literal to_json to_jsonb
      row_to_json array_to_json json_build_array json_build_object jsonb_build_array jsonb_build_object
      json_agg jsonb_agg json_object_agg jsonb_object_agg to_tsvector to_tsquery plainto_tsquery
      phraseto_tsquery websearch_to_tsquery ts_headline make_timestamptz generate_series date timestamptz
      timestamp time timetz\
      """;

  /// Rows of three columns: what, name, and what else belongs to it.
  public static final String QUESTION =
      """
      WITH function AS (
        SELECT p.oid, p.proname, p.proargtypes, p.pronargs,
               (p.provolatile = 'i'
                OR p.provolatile = 's' AND (p.pronamespace <> 'pg_catalog'::pg_catalog.regnamespace
                   OR p.proname = ANY (pg_catalog.string_to_array('%s', ' '))))
               AND NOT EXISTS (SELECT FROM pg_catalog.pg_aggregate a JOIN pg_catalog.pg_proc part
                 ON part.oid IN (a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn)
                 WHERE a.aggfnoid = p.oid AND part.provolatile = 'v') AS reads
          FROM pg_catalog.pg_proc p)
      SELECT CASE WHEN pg_catalog.bool_and(reads) THEN 'function' ELSE 'no function' END, proname::text, ''
        FROM function GROUP BY proname
      UNION ALL SELECT 'attribute', f.proname::text, '' FROM function f JOIN pg_catalog.pg_type t ON t.oid = f.proargtypes[0]
       WHERE NOT f.reads AND f.oid >= 16384 AND t.typtype IN ('c', 'p', 'd')
      UNION ALL SELECT CASE WHEN c.relkind IN ('r', 'p') AND NOT c.relrowsecurity AND c.relpersistence <> 't'
         AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class part ON part.oid = i.inhrelid
                          WHERE i.inhparent = c.oid AND part.relkind = 'f')
         THEN 'table' ELSE 'no table' END, c.relname::text, n.nspname::text
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'crossfade')
         AND n.nspname NOT LIKE 'pg\\_t%%'
      UNION ALL SELECT 'type', pg_catalog.format_type(oid, NULL), oid::text FROM pg_catalog.pg_type
       WHERE oid < 10000 AND typtype IN ('b', 'r', 'm')
      UNION ALL SELECT 'unsound', called.proname::text, '' FROM pg_catalog.pg_proc called
       WHERE called.provolatile = 'v' AND called.oid >= 16384
         AND (EXISTS (SELECT FROM pg_catalog.pg_operator WHERE oprcode = called.oid)
           OR EXISTS (SELECT FROM pg_catalog.pg_cast WHERE castfunc = called.oid)
           OR EXISTS (SELECT FROM pg_catalog.pg_type WHERE called.oid IN (typinput, typoutput, typreceive, typsend))
           OR EXISTS (SELECT FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_constraint c ON c.oid = d.objid
               WHERE d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND c.contypid <> 0 AND d.refobjid = called.oid))
      """
          .formatted(String.join(" ", STABLE.split("\\s+")));

  /// Nothing is known yet, so no statement is one that only reads.
  public static final Catalog NONE =
      new Catalog(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Map.of(), false);

  /// @param moved whether a table is on both sides with the same rows
  public static Catalog of(
      List<List<String>> source, List<List<String>> target, Predicate<TableName> moved) {
    Catalog one = of(source, moved);
    Catalog other = of(target, moved);
    Set<String> noFunctions = union(one.noFunctions, other.noFunctions);
    Set<TableName> tables = common(one.tables, other.tables);
    Set<String> noTables = union(one.noTables, other.noTables);
    // A table that only one of the two has is none either.
    union(one.tables, other.tables).stream()
        .filter(table -> !tables.contains(table))
        .forEach(table -> noTables.add(table.name()));
    return new Catalog(
        common(one.functions, other.functions),
        noFunctions,
        union(one.attributes, other.attributes),
        tables,
        noTables,
        one.types,
        one.sound && other.sound);
  }

  private static Catalog of(List<List<String>> rows, Predicate<TableName> moved) {
    Map<String, Set<String>> names =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    List::getFirst, Collectors.mapping(row -> row.get(1), Collectors.toSet())));
    Set<TableName> tables = new HashSet<>();
    Set<String> noTables = new HashSet<>(names.getOrDefault("no table", Set.of()));
    Map<String, String> types = new HashMap<>();
    for (List<String> row : rows) {
      switch (row.getFirst()) {
        case "table" -> {
          TableName table = new TableName(row.get(2), row.get(1));
          if (moved.test(table)) {
            tables.add(table);
          } else {
            noTables.add(table.name());
          }
        }
        case "type" -> types.put(row.get(1), row.get(2));
        default -> {
          // Only its name says something.
        }
      }
    }
    return new Catalog(
        names.getOrDefault("function", Set.of()),
        names.getOrDefault("no function", Set.of()),
        names.getOrDefault("attribute", Set.of()),
        tables,
        noTables,
        types,
        !names.containsKey("unsound"));
  }

  /// Whether every table of this name is one whose rows are on both sides.
  boolean isMoved(String name) {
    return !noTables.contains(name) && tables.stream().anyMatch(table -> table.name().equals(name));
  }

  private static <T> Set<T> common(Set<T> one, Set<T> other) {
    Set<T> both = new HashSet<>(one);
    both.retainAll(other);
    return both;
  }

  private static <T> Set<T> union(Set<T> one, Set<T> other) {
    Set<T> all = new HashSet<>(one);
    all.addAll(other);
    return all;
  }
}
