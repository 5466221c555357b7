package io.crossfade.contract;

import static io.crossfade.contract.WorkspaceContract.assertSuperseded;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Sequences;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers that the target gives after the switch are beyond all that the source gave. */
public interface SequencesContract extends ContractScene {

  default Table numbered() {
    sql(
        Side.SOURCE,
        "CREATE TABLE t (id bigint " + identity() + " PRIMARY KEY, v text)",
        "INSERT INTO t (v) VALUES ('a'), ('b'), ('c')");
    Table table = table(Side.SOURCE, "t");
    target().catalog().create(List.of(table));
    target().workspace().take(LEASE);
    return table;
  }

  /** As people write it after they have brought rows in. */
  default String restart(String table, String column, long next) {
    return "ALTER TABLE %s ALTER COLUMN %s RESTART WITH %d".formatted(table, column, next);
  }

  @Test
  default void sequencesLeapAndNeverGoBack() {
    Table table = numbered();
    List<Sequences.Last> lasts = source().sequences().read(List.of(table));
    assertThat(lasts).containsExactly(new Sequences.Last(table.name(), "id", 3));

    target().sequences().leap(LEASE, lasts, 1000);
    sql(Side.TARGET, "INSERT INTO t (v) VALUES ('d')");
    target().sequences().leap(LEASE, lasts, 5);
    sql(Side.TARGET, "INSERT INTO t (v) VALUES ('e')");

    assertThat(query(Side.TARGET, "SELECT id FROM t ORDER BY id")).containsExactly("1004", "1005");
  }

  /** Whoever copies rows with their numbers into a table says afterwards where to go on. */
  @Test
  default void numberThatIsSetToComeNextIsLeaptOver() {
    Table table = numbered();
    sql(Side.SOURCE, restart("t", "id", 8000));

    target().sequences().leap(LEASE, source().sequences().read(List.of(table)), 10);

    sql(Side.TARGET, "INSERT INTO t (v) VALUES ('d')");
    assertThat(query(Side.TARGET, "SELECT count(*) FROM t WHERE id >= 8010")).containsExactly("1");
  }

  @Test
  default void leapDoesNotGoBackBehindANumberThatIsSetToComeNext() {
    Table table = numbered();
    sql(Side.TARGET, restart("t", "id", 50000));

    target().sequences().leap(LEASE, source().sequences().read(List.of(table)), 10);

    sql(Side.TARGET, "INSERT INTO t (v) VALUES ('d')");
    assertThat(query(Side.TARGET, "SELECT count(*) FROM t WHERE id >= 50000")).containsExactly("1");
  }

  @Test
  default void theHighestNumbersAreThoseInTheRows() {
    Table table = numbered();
    sql(
        Side.SOURCE,
        "CREATE TABLE empty (id bigint " + identity() + " PRIMARY KEY)",
        "INSERT INTO t (id, v) VALUES (7000, 'numbered by the other side')");
    List<Table> tables = List.of(table, table(Side.SOURCE, "empty"));
    source().workspace().take(LEASE);

    List<Sequences.Last> highest = source().sequences().highest(tables, Duration.ofMinutes(1));
    assertThat(highest).containsExactly(new Sequences.Last(table.name(), "id", 7000));

    source().sequences().leap(LEASE, highest, 10);
    sql(Side.SOURCE, "INSERT INTO t (v) VALUES ('d')");
    assertThat(query(Side.SOURCE, "SELECT max(id) FROM t")).containsExactly("7011");
  }

  @Test
  default void olderLeaseMovesNoSequence() {
    Table table = numbered();
    List<Sequences.Last> lasts = source().sequences().read(List.of(table));
    target().workspace().take(NEWER);

    assertSuperseded(() -> target().sequences().leap(LEASE, lasts, 1000));

    sql(Side.TARGET, "INSERT INTO t (v) VALUES ('d')");
    assertThat(query(Side.TARGET, "SELECT id FROM t")).containsExactly("1");
  }
}
