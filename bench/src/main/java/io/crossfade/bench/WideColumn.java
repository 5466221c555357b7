package io.crossfade.bench;

import java.util.List;

/// A column of the wide tables.
///
/// @param fill its value for the number `g`, as SQL
/// @param castTo the type that it has on the target where every column is cast
/// @param computed what it becomes on the target where every column is computed
record WideColumn(String name, String type, String fill, String castTo, Computed computed) {

  /// @param type of what the expression makes of it; the key is never computed
  /// @param sameInSql the expression as SQL, by which the rows are checked
  record Computed(String type, String expression, String sameInSql) {}

  private static WideColumn of(
      String name, String type, String fill, String castTo, Computed computed) {
    return new WideColumn(name, type, fill, castTo, computed);
  }

  /// The types of an ordinary application. Types are spelled as the catalog does.
  static final List<WideColumn> ALL =
      List.of(
          of("id", "integer", "g", "bigint", new Computed("bigint", "id", "id::bigint")),
          of(
              "account",
              "integer",
              "hashint4(g) & 1048575",
              "bigint",
              new Computed("bigint", "account + 1", "account + 1")),
          of(
              "kind",
              "smallint",
              "g % 7",
              "integer",
              new Computed("integer", "kind * 2", "kind * 2")),
          of(
              "name",
              "character varying(60)",
              "'Name ' || left(md5(g::text), 20)",
              "text",
              new Computed("text", "name.upperAscii()", "upper(name)")),
          of(
              "email",
              "text",
              "left(md5('e' || g), 16) || '@example.com'",
              "character varying(100)",
              new Computed("text", "email + '.invalid'", "email || '.invalid'")),
          of(
              "amount",
              "numeric(12,2)",
              "(hashint4extended(g, 1) & 16777215) / 100.0",
              "numeric(14,4)",
              new Computed("numeric(14,2)", "amount * 2", "amount * 2")),
          of(
              "ratio",
              "double precision",
              "(hashint4extended(g, 2) & 1048575) / 1024.0",
              "numeric",
              new Computed("double precision", "ratio * 0.5", "ratio * 0.5")),
          of(
              "active",
              "boolean",
              "g % 3 = 0",
              "integer",
              new Computed("boolean", "!active", "NOT active")),
          of(
              "born",
              "date",
              "date '1970-01-01' + g % 20000",
              "timestamp without time zone",
              new Computed("date", "born + duration('24h')", "born + 1")),
          of(
              "created",
              "timestamp without time zone",
              "timestamp '2020-01-01' + g * interval '61.000123 seconds'",
              "timestamp with time zone",
              new Computed(
                  "timestamp without time zone",
                  "created + duration('1h')",
                  "created + interval '1 hour'")),
          of(
              "changed",
              "timestamp with time zone",
              "timestamptz '2021-01-01 00:00:00Z' + g * interval '7.5 seconds'",
              "timestamp without time zone",
              new Computed(
                  "timestamp with time zone",
                  "changed + duration('1h')",
                  "changed + interval '1 hour'")),
          of(
              "token",
              "uuid",
              "md5('t' || g)::uuid",
              "text",
              new Computed("text", "'t-' + token", "'t-' || token::text")),
          of(
              "note",
              "text",
              "left(repeat(md5('n' || g) || ' ', 5), 90 + g % 40)",
              "character varying(400)",
              new Computed("text", "note + '.'", "note || '.'")),
          of(
              "tags",
              "jsonb",
              "jsonb_build_object('n', g % 100, 'tag', left(md5('j' || g), 8))",
              "json",
              new Computed("text", "tags + ' '", "tags::text || ' '")));
}
