package io.crossfade.dashboard;

import io.crossfade.engine.Control.TableChunks;
import io.crossfade.engine.Figures;
import io.crossfade.engine.Status;
import java.util.Comparator;
import java.util.List;

/// The chunks of each table as a heat map. Only so many tables: those with the most left to do.
///
/// @param more tables that are not shown
/// @param summary for people
public record Heat(List<Row> rows, int more, String summary) {
  private static final int MOST = 24;
  private static final int SHADES = 5;
  private static final int ALL = 100;

  public Heat {
    rows = List.copyOf(rows);
  }

  /// @param cells each a shade, from 0 for nothing to 5 for all
  public record Row(String table, int chunks, int done, List<Integer> cells) {
    public Row {
      cells = List.copyOf(cells);
    }

    public boolean isDone() {
      return done == chunks;
    }
  }

  static Heat of(List<TableChunks> tables, Status.Copying copy) {
    List<Row> rows =
        tables.stream()
            .sorted(Comparator.comparingInt(table -> table.done() - table.chunks()))
            .limit(MOST)
            .sorted(Comparator.comparing(TableChunks::table)) // so that rows stay where they are
            .map(Heat::row)
            .toList();
    return new Heat(rows, Math.max(0, tables.size() - MOST), summary(copy));
  }

  private static String summary(Status.Copying copy) {
    if (copy.totalChunks() == 0) {
      return "Nothing is copied yet.";
    }
    return copy.chunks() >= copy.totalChunks()
        ? "All %s chunks are copied.".formatted(Figures.count(copy.totalChunks()))
        : "%s of %s chunks are copied."
            .formatted(Figures.count(copy.chunks()), Figures.count(copy.totalChunks()));
  }

  private static Row row(TableChunks table) {
    List<Integer> shades =
        table.cells().stream()
            .map(percent -> (percent * SHADES + ALL - 1) / ALL)
            .map(shade -> Math.clamp(shade, 0, SHADES))
            .toList();
    return new Row(table.table().toString(), table.chunks(), table.done(), shades);
  }
}
