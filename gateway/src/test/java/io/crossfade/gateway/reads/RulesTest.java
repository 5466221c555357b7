package io.crossfade.gateway.reads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {
  private static final List<List<String>> ROWS =
      List.of(
          List.of("function", "lower", ""),
          List.of("function", "count", ""),
          List.of("function", "now", ""),
          List.of("function", "string_agg", ""),
          List.of("no function", "random", ""),
          List.of("no function", "nextval", ""),
          List.of("no function", "over", ""),
          List.of("attribute", "touch", ""),
          List.of("table", "orders", "public"),
          List.of("table", "items", "public"),
          List.of("table", "kept", "public"),
          List.of("table", "both", "public"),
          List.of("table", "both", "other"),
          List.of("no table", "a_view", "public"));
  private static final Catalog CATALOG =
      Catalog.of(
          ROWS, ROWS, table -> table.schema().equals("public") && !table.name().equals("kept"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM orders",
        "select o.id, lower(name) from public.orders o join items i on i.id = o.id where o.id in (1, 2)",
        "WITH x AS (SELECT id FROM orders) SELECT count(*) FROM x, \"items\"",
        "SELECT id FROM orders UNION ALL (SELECT id FROM items) ORDER BY id LIMIT 10",
        "SELECT id FROM orders WHERE EXISTS (SELECT 1 FROM items WHERE items.id = orders.id)",
        "SELECT CAST(id AS numeric(10, 2)), now() FROM orders WHERE at > CURRENT_DATE - interval '1 day'",
        "SELECT id::text, data ->> 'x' FROM orders WHERE tags @> ARRAY['a'] AND id = ANY ($1)",
        "SELECT id FROM orders WHERE note = 'FOR UPDATE; nextval(1)'",
      })
  void whatOnlyReadsMovedTablesIsARead(String sql) {
    assertThat(read(sql)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id FROM orders FOR UPDATE",
        "SELECT id FROM orders FOR NO KEY UPDATE SKIP LOCKED",
        "SELECT id FROM orders FOR KEY SHARE",
        "SELECT id INTO copied FROM orders",
        "WITH x AS (INSERT INTO items SELECT FROM orders RETURNING id) SELECT * FROM x",
        "WITH x AS (DELETE FROM items RETURNING id) SELECT * FROM x, orders",
        "INSERT INTO items SELECT * FROM orders",
        "EXPLAIN ANALYZE SELECT * FROM orders",
        "SELECT random(), id FROM orders",
        "SELECT \"random\"() FROM orders",
        "SELECT pg_catalog.random() FROM orders",
        "SELECT nextval('s') FROM orders",
        "SELECT nextval/* */('s') FROM orders",
        "SELECT unheard_of(id) FROM orders",
        "SELECT count(*) OVER (ORDER BY id) FROM orders",
        "SELECT orders.touch FROM orders",
        "SELECT * FROM a_view",
        "SELECT * FROM orders, a_view",
        "SELECT * FROM a_view, (WITH a_view AS (SELECT id FROM orders) SELECT * FROM a_view) x",
        "SELECT * FROM kept",
        "SELECT * FROM both",
        "SELECT * FROM other.both",
        "SELECT * FROM public.orders, elsewhere.orders",
        "SELECT * FROM pg_class",
        "SELECT 1",
        "TABLE orders",
        "SELECT current_user, id FROM orders",
        "SELECT * FROM orders TABLESAMPLE SYSTEM (10)",
        "SELEC id FROM orders",
        "SELECT id FROM FROM orders",
      })
  void whatMayDoMoreOrReadElsewhereIsNone(String sql) {
    assertThat(read(sql)).isEmpty();
  }

  /// The server cuts long names off: what stands there is not what is called.
  @Test
  void aNameThatIsTooLongIsNone() {
    assertThat(read("SELECT " + "a".repeat(64) + " FROM orders")).isEmpty();
    assertThat(read("SELECT " + "a".repeat(63) + " FROM orders")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT now(), id FROM orders",
        "SELECT id FROM orders WHERE at < current_timestamp",
        "SELECT id FROM orders LIMIT 10",
        "SELECT id FROM (SELECT id FROM orders LIMIT 10) x ORDER BY id",
        "SELECT DISTINCT ON (id) id, name FROM orders",
        "SELECT string_agg(name, ',') FROM orders",
        "SELECT ctid FROM orders",
      })
  void whatTwoDatabasesMayAnswerDifferentlyIsNotCompared(String sql) {
    assertThat(read(sql).orElseThrow().comparable()).isFalse();
  }

  @Test
  void aReadIsToldWithoutItsValues() {
    Read read =
        read("SELECT id FROM orders WHERE name = 'secret' -- of Ann\n ORDER BY id").orElseThrow();

    assertThat(read.name()).isEqualTo("SELECT id FROM orders WHERE name = ? ORDER BY id");
    assertThat(read.ordered()).isTrue();
    assertThat(read.comparable()).isTrue();
    assertThat(read("SELECT id FROM orders").orElseThrow().ordered()).isFalse();
  }

  /// An operator or a cast calls its function without naming it.
  @Test
  void nothingIsAReadWhereAnOperatorMayWrite() {
    List<List<String>> rows = new java.util.ArrayList<>(ROWS);
    rows.add(List.of("unsound", "writes", ""));

    assertThat(Rules.read(lexed("SELECT * FROM orders"), Catalog.of(ROWS, rows, table -> true)))
        .isEmpty();
  }

  /// What one of the two has not, or has otherwise, is on neither.
  @Test
  void bothDatabasesHaveToAgree() {
    List<List<String>> rows =
        List.of(List.of("function", "count", ""), List.of("table", "items", "public"));
    Catalog catalog = Catalog.of(ROWS, rows, table -> true);

    assertThat(Rules.read(lexed("SELECT count(*) FROM items"), catalog)).isPresent();
    assertThat(Rules.read(lexed("SELECT lower(id) FROM items"), catalog)).isEmpty();
    assertThat(Rules.read(lexed("SELECT * FROM orders"), catalog)).isEmpty();
  }

  private static Optional<Read> read(String sql) {
    return Rules.read(lexed(sql), CATALOG);
  }

  private static Lexed lexed(String sql) {
    return Objects.requireNonNull(Lexed.of(sql));
  }
}
