package io.crossfade.transfer.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.Column;
import io.crossfade.model.Direction;
import io.crossfade.model.Key;
import io.crossfade.model.Position;
import io.crossfade.model.RowDifference;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** One row is read in turns: on the authoritative side, on the other side, and there again. */
class SettlingTest {
  private static final Key KEY = Key.of("7");
  private static final TableName NAME = new TableName("public", "doors");
  private static final TableMapping DOORS =
      TableMapping.identity(
          new Table(
              NAME,
              List.of(column("id"), column("state")),
              List.of("id"),
              List.of(),
              List.of(),
              0));

  private final TouchedKeys touched = new TouchedKeys(100);
  private final Queue<String> states = new ArrayDeque<>();

  @Test
  void aRowThatIsAgainWhatItWasHasNotStoodStill() {
    states.addAll(List.of("open", "shut", "open", "open", "shut", "open"));
    states.addAll(List.of("open", "open", "open"));
    assertThat(settle(true)).isEqualTo(new Settling.Settled(List.of(), List.of()));
    assertThat(states).isEmpty();
  }

  @Test
  void aRowThatStoodStillAndDiffersTwiceIsDrift() {
    touched.add(DOORS, KEY);
    states.addAll(List.of("open", "shut", "open", "open", "shut", "open"));
    assertThat(settle(false).drift())
        .containsExactly(
            new RowDifference(NAME, KEY, RowDifference.Kind.CHANGED, List.of("state")));
  }

  @Test
  void aRowThatNeverStandsStillIsUnsettled() {
    for (int look = 0; look < 40; look++) {
      states.addAll(List.of("open", "shut", "open"));
    }
    assertThat(settle(true)).isEqualTo(new Settling.Settled(List.of(), List.of(KEY)));
  }

  /**
   * @param moving whether the stream tells of the row each time that it is waited for
   */
  private Settling.Settled settle(boolean moving) {
    OneRow row = new OneRow(states);
    return new Settling(row, new Stream(moving), row.timing(), Direction.FORWARD)
        .settle(DOORS, List.of(KEY));
  }

  private static Column column(String name) {
    return new Column(name, "text", false, null, false, false);
  }

  private final class Stream implements Sync {
    private final boolean moving;

    Stream(boolean moving) {
      this.moving = moving;
    }

    @Override
    public Position catchUp() {
      if (moving) {
        touched.add(DOORS, KEY);
      }
      return new Here();
    }

    @Override
    public TouchedKeys.Look look(TableMapping table, Collection<Key> keys) {
      return touched.look(table, keys);
    }
  }

  private record Here() implements Position {
    @Override
    public int compareTo(Position other) {
      return 0;
    }

    @Override
    public String encode() {
      return "here";
    }
  }
}
