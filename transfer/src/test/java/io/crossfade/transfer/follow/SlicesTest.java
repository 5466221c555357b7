package io.crossfade.transfer.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.Change;
import io.crossfade.model.Column;
import io.crossfade.model.Key;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each mapping takes of a table that several share what begins with its values. */
class SlicesTest {
  private static final TableName NAME = new TableName("shop", "orders");

  private static final Table ORDERS =
      new Table(
          NAME,
          List.of(
              new Column("id", "bigint", false, null, false, false),
              new Column("region", "text", false, null, false, false)),
          List.of("region", "id"),
          List.of(),
          List.of(),
          0);

  private static final TableMapping EU =
      new TableMapping(
          ORDERS, ORDERS, TableMapping.identity(ORDERS).columns(), Map.of(), Key.of("eu"));

  private static Change update(String from, String to) {
    return new Change.Update(NAME, Key.of(from, "1"), Key.of(to, "1"), Row.of("1", to));
  }

  @Test
  void takesWhatIsItsOwn() {
    Change insert = new Change.Insert(NAME, Row.of("1", "eu"));
    assertThat(Slices.of(EU, insert)).contains(insert);
    assertThat(Slices.of(EU, new Change.Delete(NAME, Key.of("eu", "1"))))
        .contains(new Change.Delete(NAME, Key.of("1")));
    assertThat(Slices.of(EU, update("eu", "eu")))
        .contains(new Change.Update(NAME, Key.of("1"), Key.of("1"), Row.of("1", "eu")));
    assertThat(
            Slices.of(EU, new Change.Unreadable(NAME, List.of(Key.of("us", "1"), Key.of("eu", "2")))))
        .contains(new Change.Unreadable(NAME, List.of(Key.of("2"))));
    Change truncate = new Change.Truncate(List.of(NAME));
    assertThat(Slices.of(EU, truncate)).contains(truncate);
  }

  @Test
  void leavesWhatIsNot() {
    assertThat(Slices.of(EU, new Change.Insert(NAME, Row.of("1", "us")))).isEmpty();
    assertThat(Slices.of(EU, new Change.Delete(NAME, Key.of("us", "1")))).isEmpty();
    assertThat(Slices.of(EU, update("us", "us"))).isEmpty();
    assertThat(Slices.of(EU, new Change.Unreadable(NAME, List.of(Key.of("us", "1"))))).isEmpty();
  }

  @Test
  void aRowThatMovesLeavesOneAndComesToAnother() {
    assertThat(Slices.of(EU, update("eu", "us"))).contains(new Change.Delete(NAME, Key.of("1")));
    assertThat(Slices.of(EU, update("us", "eu")))
        .contains(new Change.Update(NAME, Key.of("1"), Key.of("1"), Row.of("1", "eu")));
  }
}
