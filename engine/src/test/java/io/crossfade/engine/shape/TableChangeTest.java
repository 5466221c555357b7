package io.crossfade.engine.shape;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Shape;
import io.crossfade.model.Column;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TableChangeTest {
  private static final TableName NAME = new TableName("public", "or.ders");
  private static final Column ID = new Column("id", "bigint", false, null, true, false);
  private static final Column NOTE = new Column("note", "text", true, "'a'::text", false, false);
  private static final Table TABLE = table(List.of("id"), ID, NOTE);
  private static final KnownTable KNOWN =
      KnownTable.of(TABLE, new Shape(NAME, "as it was", "1 2 ", "file 1", Map.of()));

  @Test
  void aKnownTableIsReadAsItWasWritten() {
    assertThat(KnownTable.parse(KNOWN.due(Due.COPY).text())).isEqualTo(KNOWN.due(Due.COPY));
    assertThat(KNOWN.withoutDefaults().text()).doesNotContain("'a'");
    assertThat(KnownTable.isFact(KnownTable.fact(NAME))).isTrue();
  }

  @Test
  void addedColumnsDefaultsAndEmptinessCanBeFollowed() {
    TableChange change =
        to(
            "1 2 3 ",
            table(
                List.of("id"),
                ID,
                new Column("note", "text", false, null, false, false),
                column("more", "int")));
    assertThat(change.adjustable()).isTrue();
    assertThat(change.what())
        .containsExactly(
            "column note must have a value now (on the target make it so after the cutover)",
            "the default of column note is none now",
            "column more int was added");
  }

  @Test
  void allElseStops() {
    stops("it is gone", "", null);
    stops("column note is gone", "1 ", table(List.of("id"), ID));
    stops("column note is gone", "1 3 ", table(List.of("id"), ID, column("other", "text")));
    stops("note is int now, it was text", "1 2 ", table(List.of("id"), ID, column("note", "int")));
    stops(
        "made by the server in another way",
        "1 2 ",
        table(List.of("id"), ID, new Column("note", "text", true, null, false, true)));
    stops("primary key is [note] now", "1 2 ", table(List.of("note"), ID, NOTE));
    stops("dropped and made anew", "1 3 ", TABLE);
    stops("(it is refused)", "1 2 3 ", table(List.of("id"), ID, NOTE, column("refused", "int")));
  }

  private static void stops(String what, String numbers, @Nullable Table now) {
    TableChange change = to(numbers, now);
    assertThat(change.adjustable()).as(what).isFalse();
    assertThat(change.toString()).contains(what);
  }

  private static TableChange to(String numbers, @Nullable Table now) {
    Shape shape = now == null ? null : new Shape(NAME, "as it is", numbers, "file 1", Map.of());
    return TableChange.between(KNOWN, now, shape, TableChangeTest::whyNotAdded);
  }

  private static Optional<String> whyNotAdded(Column column) {
    return column.name().equals("refused") ? Optional.of("it is refused") : Optional.empty();
  }

  private static Column column(String name, String type) {
    return new Column(name, type, true, null, false, false);
  }

  private static Table table(List<String> key, Column... columns) {
    return new Table(NAME, List.of(columns), key, List.of(), List.of(), 0);
  }
}
