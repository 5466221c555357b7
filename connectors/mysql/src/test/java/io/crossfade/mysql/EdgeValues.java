package io.crossfade.mysql;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every type that is carried, with values at its edges: the one place to add a type or a value, and
 * what the table of types in docs/mysql.md says. Values are SQL expressions, in which a backslash
 * is one; neighbours differ as little as the type allows, for each step from one to the next has to
 * show in a comparison.
 */
public final class EdgeValues {
  private static final String LARGE = "REPEAT(MD5('large'), 400)";
  private static final String LARGER = "CONCAT(REPEAT(MD5('large'), 400), 'r')";

  /** Tab, line ends, NUL, quotes, backslashes, and what looks like a NULL in a file. */
  private static final String ODD = "CONVERT(X'0009620A630D64005C5C4E27225C6E1A' USING utf8mb4)";

  /** Types that cut a table into chunks, with keys over the number {@code n} from 1 to 1,000. */
  static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("smallint", "n - 500"),
          Map.entry("int", "n * 2000000 - 1000000000"),
          Map.entry("int unsigned", "n * 4000000"),
          Map.entry("bigint", "(n - 500) * 9000000000000000"),
          Map.entry("bigint unsigned", "18446744073709551615 - n * 9000000000000000"),
          Map.entry("decimal(12,2)", "(n - 500) / 8.0"),
          Map.entry("varbinary(40)", "UNHEX(CONCAT(MD5(n), LPAD(HEX(n), 4, '0')))"),
          Map.entry("binary(16)", "UNHEX(MD5(n))"),
          Map.entry("varchar(60) COLLATE utf8mb4_bin", "CONCAT(n, 'é'' \\')"));

  private final Map<String, List<String>> types = new LinkedHashMap<>();

  private EdgeValues() {}

  public static Map<String, List<String>> types(boolean mariaDb) {
    EdgeValues values = new EdgeValues();
    values.integers();
    values.numbers();
    values.texts();
    values.bytes();
    values.times();
    if (mariaDb) {
      values.ofMariaDb();
    } else {
      values.ofMySql();
    }
    return values.types;
  }

  /** And what the log tells as a query does, though no text gives it back as it was. */
  public static Map<String, List<String>> logged(boolean mariaDb) {
    Map<String, List<String>> types = types(mariaDb);
    if (!mariaDb) {
      types.put(
          "json NULL", List.of("JSON_ARRAY(CAST(1.50 AS DECIMAL(5,2)))", "'[1e-15, 1.5e-300]'"));
    }
    return types;
  }

  private void type(String type, String... values) {
    types.put(type, List.of(values));
  }

  private void integers() {
    type("tinyint", "-128", "0", "127");
    type("tinyint unsigned", "0", "128", "255");
    type("tinyint(1)", "0", "1");
    type("smallint", "-32768", "0", "32767");
    type("smallint unsigned", "0", "32768", "65535");
    type("mediumint", "-8388608", "0", "8388607");
    type("mediumint unsigned", "0", "8388608", "16777215");
    type("int", "-2147483648", "0", "2147483647");
    type("int unsigned", "0", "2147483648", "4294967295");
    type("bigint", "-9223372036854775808", "9223372036854775806", "9223372036854775807");
    type("bigint unsigned", "0", "9223372036854775808", "18446744073709551615");
    type("bit(1)", "0", "1");
    type("bit(5)", "b'10101'", "b'00101'");
    type("bit(64)", "b'1'", "18446744073709551615", "9223372036854775808");
    type("year", "0", "1901", "2155");
  }

  private void numbers() {
    type("decimal(12,2)", "1", "-0.01", "9999999999.99");
    type("decimal(10,0)", "1", "-9999999999");
    type(
        "decimal(65,30)",
        "0.000000000000000000000000000001",
        "-99999999999999999999999999999999999.999999999999999999999999999999",
        "99999999999999999999999999999999999.999999999999999999999999999999");
    type("decimal(5,2) unsigned", "0", "999.99");
    type("float", "0", "0.1", "16777216", "3.4028234e38", "1.2e-38", "-1");
    type("double", "0", "0.1", "0.1e0 + 0.2e0", "0.3", "1.7976931348623157e308", "2.3e-308", "-1");
  }

  private void texts() {
    type("varchar(5)", "''", "'a'", "'a '", "'12345'", "'😀😀😀😀😀'");
    type("varchar(40)", "'NULL'", "'\\N'", "'\\.'", ODD, "'é'", "'e'");
    type("varchar(5) CHARACTER SET latin1", "'é€'", "'e'");
    type("varchar(5) CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci", "'ü€'", "'U€'");
    type("varchar(5) COLLATE utf8mb4_general_ci", "'a'", "'A'", "'ä'");
    type("char(5)", "'a'", "'b'", "'12345'", "''");
    type("tinytext", "''", "'a'");
    type("text", "''", ODD, LARGE, LARGER);
    type("mediumtext", "'a'", LARGE);
    type("longtext", "'a'", LARGE);
    type("enum('good', 'so so', 'sü \"x\", y')", "'good'", "'so so'", "'sü \"x\", y'");
    type("set('a', 'b', 'c d')", "''", "'a'", "'a,b'", "'a,b,c d'");
  }

  private void bytes() {
    type("binary(3)", "X'000000'", "X'010000'", "X'0100FF'");
    type("varbinary(5)", "X''", "X'00'", "X'0000'", "X'5C2709'");
    type("tinyblob", "X''", "X'00'");
    type("blob", "X'00'", LARGE, LARGER);
    type("mediumblob", "X'FF'", LARGE);
    type("longblob", "X''", LARGE);
  }

  private void times() {
    type("date", "'2024-02-29'", "'0000-00-00'", "'2024-00-00'", "'1000-01-01'", "'9999-12-31'");
    type("time", "'00:00:00'", "'-838:59:59'", "'838:59:59'", "'-00:00:01'");
    type("time(6)", "'00:00:00.000001'", "'-00:00:00.000001'", "'12:34:56.120000'");
    type("time(2)", "'-12:34:56.12'", "'-12:34:56.13'");
    type("datetime", "'2024-02-29 12:34:56'", "'0000-00-00 00:00:00'", "'9999-12-31 23:59:59'");
    type(
        "datetime(6)",
        "'2024-02-29 12:34:56.123456'",
        "'2024-02-29 12:34:56.123457'",
        "'2024-02-29 12:34:56'");
    type("datetime(3)", "'1000-01-01 00:00:00.1'", "'1000-01-01 00:00:00.101'");
    type(
        "timestamp NULL",
        "'1970-01-01 00:00:01'",
        "'2038-01-19 03:14:07'",
        "'2024-10-27 01:30:00'");
    type("timestamp(6) NULL", "'2024-02-29 12:34:56.123456'", "'2024-02-29 12:34:56.12345'");
    type("timestamp(3) NULL", "'2024-02-29 12:34:56'", "'2024-02-29 12:34:56.001'");
  }

  private void ofMariaDb() {
    type("json", "'{\"b\": 1,  \"a\": null}'", "'{\"b\": 1, \"a\": null}'", "'[1.0,\"€\"]'");
    type(
        "uuid",
        "'00000000-0000-0000-0000-000000000001'",
        "'ffffffff-ffff-ffff-ffff-ffffffffffff'",
        "'a1b2c3d4-e5f6-11ee-9234-0123456789ab'",
        "'a1b2c3d4-e5f6-4123-9234-0123456789ab'",
        "'a1b2c3d4-e5f6-7123-9234-012345678900'");
    type("inet4", "'0.0.0.0'", "'255.255.255.255'");
    type(
        "inet6",
        "'::'",
        "'::1'",
        "'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'",
        "'1:0:2:3:4:5:6:7'",
        "'1:0:0:2:0:0:0:3'",
        "'1:0:0:2:0:0:3:4'",
        "'::ffff:1.2.3.4'",
        "'::1.2.3.4'",
        "'2001:db8::'",
        "'1:2:3:4:5:6:7:0'");
  }

  private void ofMySql() {
    type(
        "json",
        "'{\"b\": 1, \"a\": null}'",
        "'{\"b\": 1.5, \"a\": [1, {}, \"€\", true]}'",
        "'18446744073709551615'",
        "'1e300'",
        "'null'",
        "'\"q\"'",
        "'[1.0, -0.0, 1e15, 1e16, 123456789012345678, 0.0001, 1e-14, 100.25]'",
        "JSON_ARRAY(CAST('2024-02-29' AS DATE), CAST('-12:34:56.7' AS TIME(6)))",
        "JSON_ARRAY(CAST('2024-02-29 12:34:56.123' AS DATETIME(6)), X'00ff', b'101', 32767, 65535, -2147483649)",
        "JSON_OBJECT('bb', '\u0001\b\f\n\r\t\\\"', 'a', JSON_ARRAY(), 'ccc', JSON_OBJECT(), '', 4294967295)",
        "JSON_OBJECT('long', REPEAT('x', 70000), 'n', 70000, 'l', JSON_ARRAY(1, 70000, -70000, NULL))");
  }
}
