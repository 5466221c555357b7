package io.crossfade.transfer.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.ColumnMapping.Cast;
import io.crossfade.model.ColumnMapping.Constant;
import io.crossfade.model.ColumnMapping.Copied;
import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeysTest {
  private static Table table(String name, List<String> key, String... columns) {
    Table table = Tables.table(name, columns);
    return new Table(table.name(), table.columns(), key, List.of(), List.of(), 0);
  }

  private static final Table FROM =
      table("public.f", List.of("a", "b"), "a integer!", "x text", "b text!");

  private static TableMapping to(List<String> key) {
    return new TableMapping(
        FROM,
        table("public.t", key, "note text", "second text!", "first bigint!"),
        List.of(
            new Constant("note", "c"),
            new Copied("b", "second"),
            new Cast("a", "integer", "first", "bigint")));
  }

  @Test
  void findsTheKeyInAMappedRow() {
    Keys keys = new Keys(to(List.of("first", "second")));
    assertThat(keys.keyOf(Row.of("c", "two", "1"))).isEqualTo(Key.of("1", "two"));
  }

  @Test
  void mapsKeysAndRangesInTheSameOrder() {
    Keys keys = new Keys(to(List.of("first", "second")));
    assertThat(keys.mapKey(Key.of("1", "two"))).isEqualTo(Key.of("1", "two"));
    KeyRange prefix = new KeyRange(Key.of("1"), null);
    assertThat(keys.mapRange(prefix)).isEqualTo(prefix);
  }

  @Test
  void mapsKeysInAnotherOrderButNoRanges() {
    Keys keys = new Keys(to(List.of("second", "first")));
    assertThat(keys.mapKey(Key.of("1", "two"))).isEqualTo(Key.of("two", "1"));
    assertThat(keys.mapRange(KeyRange.ALL)).isEqualTo(KeyRange.ALL);
    assertThatThrownBy(() -> keys.mapRange(new KeyRange(Key.of("1"), null)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void putsASliceBeforeKeysAndRangesThatAreWritten() {
    Keys keys = new Keys(to(List.of("note", "first", "second")));
    assertThat(keys.mapKey(Key.of("1", "two"))).isEqualTo(Key.of("c", "1", "two"));
    assertThat(keys.mapWithin(Key.of("1", "two"))).isEqualTo(Key.of("1", "two"));
    assertThat(keys.keyOf(Row.of("c", "two", "1"))).isEqualTo(Key.of("c", "1", "two"));
    assertThat(keys.mapRange(new KeyRange(Key.of("1"), null)))
        .isEqualTo(new KeyRange(Key.of("c", "1"), null, Key.of("c")));
  }

  @Test
  void takesASliceThatIsReadForGranted() {
    TableMapping back =
        new TableMapping(
            table("public.f", List.of("c", "a", "b"), "c text!", "a integer!", "b text!"),
            table("public.t", List.of("b", "a"), "b text!", "a integer!"),
            List.of(new Copied("a", "a"), new Copied("b", "b")),
            Map.of(),
            Key.of("x"));
    assertThat(new Keys(back).mapKey(Key.of("1", "two"))).isEqualTo(Key.of("two", "1"));
  }

  @Test
  void refusesAKeyThatIsNotMadeOfAKey() {
    assertThatThrownBy(() -> new Keys(to(List.of("first", "note"))))
        .hasMessage("the key column note of public.t is not made of a key column");
  }
}
