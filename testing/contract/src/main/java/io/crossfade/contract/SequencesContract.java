package io.crossfade.contract;

import static io.crossfade.contract.WorkspaceContract.assertSuperseded;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Sequences;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
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
