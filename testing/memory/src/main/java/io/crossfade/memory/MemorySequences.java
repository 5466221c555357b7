package io.crossfade.memory;

import io.crossfade.connector.Lease;
import io.crossfade.connector.Sequences;
import io.crossfade.model.Column;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/** The numbers of columns; they count upwards only. */
final class MemorySequences implements Sequences {
  private final Connections connections;
  private final MemoryServer server;

  MemorySequences(Connections connections) {
    this.connections = connections;
    this.server = connections.server();
  }

  @Override
  public List<Last> read(List<Table> tables) {
    return connections.ask(
        "sequences",
        "read the sequences",
        t -> {
          List<Last> lasts = new ArrayList<>();
          for (Table table : tables) {
            table.columns().stream()
                .filter(Column::identity)
                .map(Column::name)
                .forEach(c -> lasts.add(new Last(table.name(), c, sequence(table, c).value())));
          }
          return lasts;
        });
  }

  private NumberSequence sequence(Table table, String column) {
    return server.table(table.name()).sequence(column);
  }

  @Override
  public List<Last> highest(List<Table> tables, Duration patience) {
    return connections.ask(
        "sequences",
        "read the highest numbers",
        t -> {
          List<Last> lasts = new ArrayList<>();
          for (Table table : tables) {
            for (Column column : table.columns()) {
              highest(t, table, column)
                  .ifPresent(n -> lasts.add(new Last(table.name(), column.name(), n)));
            }
          }
          return lasts;
        });
  }

  private OptionalLong highest(Transaction t, Table table, Column column) {
    if (!column.identity()) {
      return OptionalLong.empty();
    }
    List<Row> rows = new ArrayList<>();
    server.table(table.name()).rows().forEach(t, (key, row) -> rows.add(row));
    return rows.stream()
        .map(row -> row.value(table.indexOf(column.name())))
        .filter(Objects::nonNull)
        .mapToLong(Long::parseLong)
        .max();
  }

  @Override
  public void leap(Lease lease, List<Last> lasts, long gap) {
    connections.change(
        lease.migration() + "/sequences",
        "move the sequences",
        t -> {
          server.transactions().number(t);
          server.workspace().require(t, lease);
          lasts.forEach(
              last -> server.table(last.table()).sequence(last.column()).leap(last.value() + gap));
          return true;
        });
  }
}
