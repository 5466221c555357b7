package io.crossfade.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.ChangeStream;
import io.crossfade.model.Direction;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Mark;
import io.crossfade.model.Position;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The small steps of tests with streams. */
public interface StreamScene extends ContractScene {
  Duration STREAM_PATIENCE = Duration.ofSeconds(30);

  /** Where a stream of the tables can begin. */
  default Position retain(Side side, Direction direction, Table... tables) {
    var log = database(side).log();
    log.retain(migration(), direction, List.of(tables), STREAM_PATIENCE);
    return log.retainedFrom(migration(), direction).orElseThrow();
  }

  /** What replication makes may belong to the whole server: so the name is the test's own. */
  default String migration() {
    return "contract_" + Integer.toHexString(System.identityHashCode(this));
  }

  default ChangeStream stream(Side side, Direction direction, Position from, Table... tables) {
    Mark echo = new Mark(LEASE.migration(), direction.opposite());
    return database(side).log().open(migration(), direction, from, List.of(tables), echo);
  }

  /** All transactions up to a marker written now. */
  default List<LoggedTransaction> all(Side side, ChangeStream stream) {
    Position marker = database(side).log().marker(migration());
    long deadline = System.nanoTime() + STREAM_PATIENCE.toNanos();
    List<LoggedTransaction> transactions = new ArrayList<>();
    while (!stream.readThrough().isAtLeast(marker)) {
      assertThat(System.nanoTime()).as("stream reaches its marker").isLessThan(deadline);
      LoggedTransaction next = stream.next(Duration.ofMillis(100));
      if (next != null) {
        transactions.add(next);
      }
    }
    return transactions;
  }

  default List<LoggedTransaction> withChanges(Side side, ChangeStream stream) {
    return all(side, stream).stream().filter(t -> !t.changes().isEmpty()).toList();
  }
}
