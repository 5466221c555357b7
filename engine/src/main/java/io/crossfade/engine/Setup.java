package io.crossfade.engine;

import io.crossfade.connector.Database;
import io.crossfade.connector.Lease;
import io.crossfade.engine.mapping.MappingPlan;
import io.crossfade.model.Direction;
import io.crossfade.model.Mapping;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.transfer.WorkRunner;
import io.crossfade.transfer.Workplace;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;

/// What a migration works with, from start to end of a process. Nothing in it changes.
///
/// @param lease in whose name this process writes
/// @param threads for whatever runs beside; virtual threads in production
/// @param streams a thread for each stream; a platform's in production
/// @param giver who has given the manifest, as `user@host` or by the name of the account
/// @param followsLogs whether the databases keep their logs for us; if not, the application writes
///   both sides
public record Setup(
    Lease lease,
    MappingPlan mappings,
    Workplace workplace,
    WorkRunner runner,
    ExecutorService threads,
    ThreadFactory streams,
    String giver,
    boolean followsLogs) {

  /// From here on no older process writes in either database.
  public void takeLeases() {
    for (Side side : Side.values()) {
      database(side).workspace().take(lease);
    }
  }

  public Database database(Side side) {
    return workplace.database(side);
  }

  /// Whether a stream runs from the target back to the source.
  public boolean hasWayBack() {
    return mappings.hasWayBack();
  }

  public Mapping mapping(Direction direction) {
    return direction == Direction.FORWARD ? mappings.forward() : mappings.reverse();
  }

  /// The tables in scope, as they are called on that side.
  public List<Table> tables(Side side) {
    return side == Side.SOURCE ? mappings.sourceTables() : mappings.targetTables();
  }

  public List<TableName> tableNames(Side side) {
    return tables(side).stream().map(Table::name).toList();
  }
}
