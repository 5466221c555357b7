package io.crossfade.dashboard;

import io.crossfade.engine.Figures;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.MigrationEvent.RowDiffers;
import io.crossfade.engine.MigrationEvent.VerdictReached;
import io.crossfade.engine.Recorded;
import io.crossfade.server.hosting.Migrations;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What the last comparisons have found, by table, and the newest rows that differ.
public record Drift(List<Table> tables, List<Row> rows) {
  private static final int VERDICTS = 1_000;
  private static final int ROWS = 8;

  static final Drift NONE = new Drift(List.of(), List.of());

  public Drift {
    tables = List.copyOf(tables);
    rows = List.copyOf(rows);
  }

  /// @param compared how many rows
  public record Table(String name, String compared, long drift, long unsettled, String time) {
    public boolean isClean() {
      return drift == 0 && unsettled == 0;
    }
  }

  /// @param columns that differ; for people where there are none
  public record Row(
      long number, String time, String table, String key, String kind, String columns) {
    static Stream<Row> of(Recorded recorded) {
      if (!(recorded.event() instanceof RowDiffers row)) {
        return Stream.empty();
      }
      String side = row.side().name().toLowerCase(java.util.Locale.ROOT);
      return Stream.of(
          new Row(
              recorded.seq(),
              EventRow.of(recorded).time(),
              row.table().toString(),
              row.key().toString(),
              switch (row.kind()) {
                case MISSING -> "is missing on the " + side;
                case SURPLUS -> "is on the %s only".formatted(side);
                case CHANGED -> "differs on the " + side;
              },
              row.columns().isEmpty() ? "the whole row" : String.join(", ", row.columns())));
    }
  }

  /// Whether it is no longer so after this.
  static boolean isChangedBy(MigrationEvent event) {
    return event instanceof VerdictReached || event instanceof RowDiffers;
  }

  static Drift of(Migrations migrations, String migration) {
    Map<String, Table> tables = new TreeMap<>();
    for (Recorded recorded :
        migrations.before(migration, VerdictReached.class, Long.MAX_VALUE, VERDICTS)) {
      if (recorded.event() instanceof VerdictReached verdict) {
        tables.putIfAbsent(verdict.table().toString(), table(verdict, recorded));
      }
    }
    List<Table> worstFirst =
        tables.values().stream()
            .sorted(Comparator.comparing(Table::isClean).thenComparing(Table::name))
            .toList();
    return new Drift(worstFirst, rows(migrations, migration, Long.MAX_VALUE, ROWS));
  }

  static List<Row> rows(Migrations migrations, String migration, long before, int most) {
    return migrations.before(migration, RowDiffers.class, before, most).stream()
        .flatMap(Row::of)
        .toList();
  }

  /// Rows that differ by the last comparison of each table.
  public long differing() {
    return tables.stream().mapToLong(Table::drift).sum();
  }

  private static Table table(VerdictReached verdict, Recorded recorded) {
    return new Table(
        verdict.table().toString(),
        Figures.count(verdict.rows()),
        verdict.drift(),
        verdict.unsettled(),
        EventRow.of(recorded).time());
  }
}
