package io.crossfade.contract;

import static io.crossfade.contract.WorkspaceContract.assertSuperseded;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Sequences;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Numbers that the target gives after the switch are beyond all that the source gave. */
public interface SequencesContract extends ContractScene {

  default Table numbered() {
    create(Side.SOURCE, "t", "id", "id bigint numbered, v text");
    List.of("a", "b", "c").forEach(v -> insertNumbered(Side.SOURCE, v));
    Table table = table(Side.SOURCE, "t");
    target().workspace().take(LEASE);
    target().catalog().create(LEASE, List.of(table));
    return table;
  }

  default void insertNumbered(Side side, String value) {
    at(side, a -> a.insert("t", Map.of("v", value)));
  }

  default long highest(Side side) {
    return content(side, "t", "id").stream().mapToLong(Long::parseLong).max().orElseThrow();
  }

  @Test
  default void sequencesLeapAndNeverGoBack() {
    Table table = numbered();
    List<Sequences.Last> lasts = source().sequences().read(List.of(table));
    assertThat(lasts).containsExactly(new Sequences.Last(table.name(), "id", 3));

    target().sequences().leap(LEASE, lasts, 1000);
    insertNumbered(Side.TARGET, "d");
    target().sequences().leap(LEASE, lasts, 5);
    insertNumbered(Side.TARGET, "e");

    assertThat(content(Side.TARGET, "t", "id")).containsExactly("1004", "1005");
  }

  /** Whoever copies rows with their numbers into a table says afterwards where to go on. */
  @Test
  default void numberThatIsSetToComeNextIsLeaptOver() {
    Table table = numbered();
    at(Side.SOURCE, a -> a.restart("t", "id", 8000));

    target().sequences().leap(LEASE, source().sequences().read(List.of(table)), 10);

    insertNumbered(Side.TARGET, "d");
    assertThat(highest(Side.TARGET)).isGreaterThanOrEqualTo(8010);
  }

  @Test
  default void leapDoesNotGoBackBehindANumberThatIsSetToComeNext() {
    Table table = numbered();
    at(Side.TARGET, a -> a.restart("t", "id", 50000));

    target().sequences().leap(LEASE, source().sequences().read(List.of(table)), 10);

    insertNumbered(Side.TARGET, "d");
    assertThat(highest(Side.TARGET)).isGreaterThanOrEqualTo(50000);
  }

  @Test
  default void theHighestNumbersAreThoseInTheRows() {
    Table table = numbered();
    create(Side.SOURCE, "unused", "id", "id bigint numbered");
    insert(Side.SOURCE, "t", "7000", "numbered by the other side");
    List<Table> tables = List.of(table, table(Side.SOURCE, "unused"));
    source().workspace().take(LEASE);

    List<Sequences.Last> highest = source().sequences().highest(tables, Duration.ofMinutes(1));
    assertThat(highest).containsExactly(new Sequences.Last(table.name(), "id", 7000));

    source().sequences().leap(LEASE, highest, 10);
    insertNumbered(Side.SOURCE, "d");
    assertThat(highest(Side.SOURCE)).isEqualTo(7011);
  }

  @Test
  default void olderLeaseMovesNoSequence() {
    Table table = numbered();
    List<Sequences.Last> lasts = source().sequences().read(List.of(table));
    target().workspace().take(NEWER);

    assertSuperseded(() -> target().sequences().leap(LEASE, lasts, 1000));

    insertNumbered(Side.TARGET, "d");
    assertThat(content(Side.TARGET, "t", "id")).containsExactly("1");
  }
}
