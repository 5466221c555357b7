package io.crossfade.postgresql;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every type that is carried, with values at its edges: the one place to add a type or a value, and
 * what the table of types in docs/support.md says. Values are SQL expressions; neighbours differ as
 * little as the type allows, for each step from one to the next has to show in a comparison.
 */
final class EdgeValues {
  /** More than a page, and hard to compress: the server lays it beside the row. */
  private static final String LARGE =
      "(SELECT string_agg(md5(n::text), '') FROM generate_series(1, 300) AS n)";

  private static final String LARGER =
      "(SELECT string_agg(md5(n::text), '') FROM generate_series(1, 301) AS n)";

  /** Types that cut a table into chunks, with keys over the number {@code n} from 1 to 1,000. */
  static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("smallint", "n - 500"),
          Map.entry("int", "n * 2000000 - 1000000000"),
          Map.entry("bigint", "(n - 500) * 9000000000000000"),
          Map.entry("uuid", "md5(n::text)::uuid"),
          Map.entry(
              "bytea",
              "decode(substr(md5(n::text), 1, 2 + 2 * (n % 14)) || lpad(to_hex(n), 4, '0'), 'hex')"),
          Map.entry("text", "CASE WHEN n % 2 = 0 THEN chr(128512) ELSE chr(60000) END || n"),
          Map.entry("varchar(60)", "n || 'é'' \\'"),
          Map.entry(
              "numeric",
              "CASE n WHEN 1 THEN 'NaN' WHEN 2 THEN 'Infinity' WHEN 3 THEN '-Infinity'"
                  + " ELSE (n - 500 || '.' || repeat('0', n % 4))::numeric * 10::numeric ^ (n % 9) END"),
          Map.entry("numeric(12,2)", "(n - 500) / 8.0"),
          Map.entry(
              "date",
              "CASE n WHEN 1 THEN 'infinity' WHEN 2 THEN '-infinity'"
                  + " ELSE '0001-01-01'::date + (n - 500) * 3000 END"),
          Map.entry(
              "timestamp",
              "CASE n WHEN 1 THEN 'infinity' WHEN 2 THEN '-infinity'"
                  + " ELSE '0001-01-01'::timestamp + (n - 500) * '1500 days 1.25 seconds'::interval END"),
          Map.entry(
              "timestamptz",
              "CASE n WHEN 1 THEN 'infinity' WHEN 2 THEN '-infinity'"
                  + " ELSE '9990-01-01'::timestamptz + (n - 500) * '1.00125 days'::interval END"),
          Map.entry("timestamp(3)", "'2024-01-01'::timestamp + n * '0.01 seconds'::interval"));

  private final Map<String, List<String>> types = new LinkedHashMap<>();

  private EdgeValues() {}

  /** What {@link #types} needs: made once for each database, with other numbers in each. */
  static String[] made(boolean other) {
    String first = other ? "CREATE TYPE kinds.unused AS ENUM ('x')" : "SELECT";
    return new String[] {
      "CREATE SCHEMA kinds",
      first,
      "CREATE EXTENSION hstore SCHEMA kinds",
      "CREATE EXTENSION citext SCHEMA kinds",
      "CREATE TYPE kinds.mood AS ENUM ('good', 'so so', 'süß \"x\"')",
      "CREATE TYPE kinds.\"Odd\"\"1.%\" AS ENUM ('a', 'b')",
      "CREATE TYPE kinds.address AS (street text, number int, mood kinds.mood)",
      "CREATE TYPE kinds.person AS (name char(5), homes kinds.address[], born date)",
      "CREATE DOMAIN kinds.positive AS int CHECK (value > 0)",
      "CREATE DOMAIN kinds.small AS kinds.positive CHECK (value < 1000)",
      "CREATE DOMAIN kinds.required AS text DEFAULT 'none' NOT NULL",
      "CREATE DOMAIN kinds.few AS numeric[] CHECK (cardinality(value) < 5)",
      "CREATE TYPE kinds.span AS RANGE (subtype = numeric)"
    };
  }

  /**
   * @param oldestVersion of the two servers: intervals without end came with 17
   */
  static Map<String, List<String>> types(int oldestVersion) {
    EdgeValues values = new EdgeValues();
    values.numbers();
    values.texts();
    values.times(oldestVersion);
    values.documents();
    values.networksAndBits();
    values.shapes();
    values.arraysAndRanges();
    values.made();
    values.numbersOfTheServer();
    return values.types;
  }

  private void type(String type, String... values) {
    types.put(type, List.of(values));
  }

  private void numbers() {
    type("smallint", "-32768", "0", "1", "32767");
    type("integer", "-2147483648", "0", "2147483647");
    type("bigint", "-9223372036854775808", "9223372036854775806", "9223372036854775807");
    type(
        "numeric",
        "1",
        "1.0",
        "1.00",
        "0",
        "0.00",
        "'NaN'",
        "'Infinity'",
        "'-Infinity'",
        "1e131071",
        "0.1 ^ 16000",
        "'-0.000'");
    type("numeric(12,2)", "1", "-0.01", "9999999999.99");
    type("numeric(3,-2)", "12345", "-99900");
    type(
        "real",
        "'-0'",
        "0",
        "0.1",
        "'NaN'",
        "'Infinity'",
        "'-Infinity'",
        "'1e-45'",
        "'3.4028235e38'",
        "16777217");
    type(
        "double precision",
        "'-0'",
        "0",
        "0.1",
        "0.1::float8 + 0.2",
        "0.3",
        "'NaN'",
        "'-Infinity'",
        "'5e-324'",
        "'1.7976931348623157e308'");
    type("money", "'-92233720368547758.08'", "12.34", "12.35", "'92233720368547758.07'");
    type("boolean", "true", "false");
  }

  private void texts() {
    type(
        "text",
        "''",
        "' '",
        "'NULL'",
        "E'\\\\N'",
        "E'\\\\.'",
        "E'tab\\t nl\\n cr\\r q\" {,}\\b\\f\\v\\\\'",
        "'ü€😀'",
        "U&'\\0001\\FFFD\\FFFF\\+010000\\+10FFFF'",
        "E'e\\u0301'",
        "'é'",
        LARGE,
        LARGER);
    type("varchar(5)", "'a'", "'a '", "'12345'", "' '", "'😀😀😀😀😀'");
    type("char(5)", "'a'", "'b'", "'12345'", "''");
    type("bpchar", "'a'", "'a '", "''");
    type("\"char\"", "'a'", "''", "'\\303'");
    type("name", "'a'", "repeat('ü', 31)");
    type("bytea", "''", "'\\x00'", "'\\x00ff'", "'\\x5c27'", LARGE + "::bytea", LARGER + "::bytea");
    type("kinds.citext", "'a'", "'A'");
  }

  private void times(int oldestVersion) {
    type(
        "date",
        "'2024-02-29'",
        "'infinity'",
        "'-infinity'",
        "'4714-11-24 BC'",
        "'0001-12-31 BC'",
        "'0001-01-01'",
        "'5874897-12-31'");
    type("time", "'00:00'", "'23:59:59.999999'", "'24:00'");
    type("time(0)", "'00:00'", "'23:59:58.6'");
    type("timetz", "'12:00+02'", "'12:00+03'", "'24:00-15:59:59'", "'00:00+15:59:59'");
    type(
        "timestamp",
        "'2024-02-29 12:34:56.123456'",
        "'2024-02-29 12:34:56.123457'",
        "'-infinity'",
        "'infinity'",
        "'4714-11-24 BC'",
        "'294276-12-31 23:59:59.999999'");
    type(
        "timestamptz",
        "'2024-02-29 12:34:56.1+02'",
        "'2024-10-27 01:30:00+00'",
        "'infinity'",
        "'-infinity'",
        "'4714-11-24 00:00:00+00 BC'",
        "'294276-12-31 23:59:59.999999+00'");
    type("timestamp(3)", "'2024-02-29 12:34:56.1236'", "'2024-02-29 12:34:56.1226'");
    type(
        "interval",
        "'1 day'",
        "'24 hours'",
        "'1 mon -1 days'",
        "'30 days'",
        "'1 mon'",
        "'-1 mon +2 days -03:04:05.678'",
        "'-178000000 years'",
        "'00:00:00.000001'",
        oldestVersion < 17 ? "'0'" : "'infinity'");
    type("interval day to second(3)", "'1 day 00:00:01.2346'", "'0'");
  }

  private void documents() {
    type(
        "json",
        "'{\"b\": 1,  \"a\": null}'",
        "'{\"b\": 1, \"a\": null}'",
        "'{\"a\": 1, \"a\": 2}'",
        "'{\"a\": 2, \"a\": 1}'",
        "'\"\\u20ac\"'",
        "'\"€\"'",
        "' null'",
        "'1e1'",
        "to_json(" + LARGE + ")");
    type(
        "jsonb",
        "'{\"b\": 1.0, \"a\": [1, {}]}'",
        "'{\"b\": 1.00, \"a\": [1, {}]}'",
        "'null'",
        "'\"\"'",
        "to_jsonb(" + LARGE + ")");
    type("jsonpath", "'$.a[*] ? (@ > 1)'", "'strict $.a'");
    type(
        "xml",
        "'<a b=\"c\">d</a>'",
        "'<a b=''c''>d</a>'",
        "'text <b/>'",
        "''",
        "'<?xml version=\"1.0\"?><a/>'",
        "'<?xml version=\"1.0\" standalone=\"yes\"?><a/>'",
        "'<!DOCTYPE a [<!ELEMENT a ANY>]><a/>'");
    type("tsvector", "'a:1 b'", "'a:1A b'", "$$'a b':1,3C 'c''d'$$", "''");
    type("tsquery", "$$'a' & !'b c':*AB <2> d$$", "'a | b'", "''");
    type("kinds.hstore", "'\"a\"=>NULL, \"b c\"=>\"d\\\"e\"'", "'\"a\"=>\"NULL\"'", "''");
  }

  private void networksAndBits() {
    type("inet", "'10.0.0.1'", "'10.0.0.1/8'", "'::1'", "'::ffff:10.0.0.1'");
    type("cidr", "'10.0.0.0/8'", "'10.0.0.0/9'", "'::/0'");
    type("macaddr", "'08:00:2b:01:02:03'", "'08:00:2b:01:02:04'");
    type("macaddr8", "'08:00:2b:01:02:03:04:05'", "'ff:ff:ff:ff:ff:ff:ff:ff'");
    type("bit(3)", "B'101'", "B'100'");
    type("bit varying", "B''", "B'1'", "B'10'");
    type("varbit(5)", "B'1'", "B'10101'");
    type(
        "uuid", "'00000000-0000-0000-0000-000000000001'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'");
  }

  private void shapes() {
    type("point", "'(0.1,-0)'", "'(0.1,0)'", "'(NaN,Infinity)'");
    type("line", "'{1,2,3}'", "'{1,2,-3}'");
    type("lseg", "'[(0,0),(1,1)]'", "'[(1,1),(0,0)]'");
    type("box", "'(1,1),(0,0)'", "'(1,1),(-0,0)'");
    type("path", "'[(0,0),(1,1)]'", "'((0,0),(1,1))'");
    type("polygon", "'((0,0),(1,1),(1,0))'", "'((0,0),(1,0),(1,1))'");
    type("circle", "'<(0,-0),1e-300>'", "'<(0,0),1e-300>'");
  }

  private void arraysAndRanges() {
    type("int[]", "'{}'", "'{1,NULL,3}'", "'[2:4]={1,NULL,3}'", "'{{1},{2}}'", "'{{{1,2}}}'");
    type("text[]", "ARRAY['a,b', 'q\"', E'\\\\', '', NULL, 'NULL']", "'{NULL}'", "'{\"NULL\"}'");
    type("numeric(5,2)[]", "'{1,NaN}'", "'{1}'");
    type("bytea[]", "ARRAY['\\x00'::bytea]", "ARRAY[''::bytea]");
    type("timestamptz[]", "'{infinity,\"2024-01-01 00:00+01\"}'", "'{}'");
    type("interval[]", "'{1 day}'", "'{24:00}'");
    type("int4range", "'[1,5)'", "'[1,6)'", "'empty'", "'(,)'");
    type("numrange", "'[1.0,2]'", "'[1.00,2]'", "'(1.0,2]'");
    type("tsrange", "'[2024-01-01,infinity]'", "'[2024-01-01,)'");
    type("tstzrange[]", "'{\"[2024-01-01 00:00+02,)\"}'", "'{empty}'");
    type("daterange", "'[2024-01-01,2024-01-02)'", "'[0044-03-15 BC,]'");
    type("int8multirange", "'{[1,2),[5,9)}'", "'{}'", "'{(,)}'");
    type("nummultirange", "'{[1.0,2]}'", "'{[1.00,2]}'");
  }

  private void made() {
    type("kinds.mood", "'good'", "'so so'", "'süß \"x\"'");
    type("kinds.\"Odd\"\"1.%\"", "'a'", "'b'");
    type("kinds.mood[]", "'{so so,good}'", "'{NULL}'", "'[0:0]={good}'");
    type(
        "kinds.address",
        "ROW('a \"b\", c', 1, 'so so')",
        "ROW('', NULL, NULL)",
        "ROW(NULL, NULL, NULL)");
    type("kinds.address[]", "ARRAY[ROW('s (x)', 1, 'good')::kinds.address, NULL]", "'{}'");
    type(
        "kinds.person",
        "ROW('ab', ARRAY[ROW('q''\"\\', 1, 'so so')::kinds.address], 'infinity')",
        "ROW('abc', '{}', NULL)");
    type("kinds.positive", "1", "2147483647");
    type("kinds.positive[]", "'{1,NULL}'", "'{2}'");
    type("kinds.small", "1", "999");
    type("kinds.required NOT NULL", "''", "'none'", LARGE);
    type("kinds.few", "'{1.0,1.00}'", "'{1.0,1.0}'");
    type("kinds.span", "'[1.0,2)'", "'[1.00,2)'", "'empty'");
    type("kinds.span[]", "'{\"[1,2)\"}'", "'{}'");
    type("kinds.span_multirange", "'{[1.0,2)}'", "'{}'");
    type("kinds.hstore[]", "ARRAY['a=>1'::kinds.hstore]", "'{}'");
    type("kinds.citext[]", "'{a}'", "'{A}'");
  }

  private void numbersOfTheServer() {
    type("oid", "0", "4294967295");
    type("xid8", "'0'", "'18446744073709551615'");
    type("pg_lsn", "'0/0'", "'16/B374D848'", "'FFFFFFFF/FFFFFFFF'");
    type("pg_snapshot", "'10:20:10,14'", "'10:20:10'");
    type("txid_snapshot", "'10:20:10,14'", "'10:20:'");
    type("regclass", "'pg_class'", "'pg_type'");
    type("regtype", "'integer'", "'kinds.mood'");
    type("regproc[]", "'{now}'", "'{}'");
    type("aclitem", "'postgres=r/postgres'", "'=r/postgres'");
    type("tid", "'(0,1)'", "'(0,2)'");
    type("oidvector", "'1 2'", "'1'");
  }
}
