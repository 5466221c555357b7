package io.crossfade.transfer.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Write;
import io.crossfade.model.Column;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompactorTest {
  /** A column that only the written side has. */
  private enum Own {
    /** The mapping gives it the same value in every row. */
    CONSTANT,
    /** The mapping gives it a value in new rows. */
    WHEN_MISSING,
    /** The mapping does not know it. */
    UNSAID
  }

  private static final TableMapping PLAIN = mapping(Own.CONSTANT);

  @Test
  void onlyTheLastStateOfARowIsWritten() {
    List<Write> writes =
        Compactor.compact(
            List.of(put("1", "a"), put("1", "b"), put("2", "c"), put("1", "d")), new Mappers());

    assertThat(writes)
        .containsExactly(
            new Write.Upsert(
                PLAIN,
                List.of(Row.of("1", "d", "x", "default"), Row.of("2", "c", "x", "default"))));
  }

  @Test
  void aRowThatCameAgainAfterItsDeleteIsNotTheOldOne() {
    List<Write> writes =
        Compactor.compact(
            List.of(new Effect.Remove(PLAIN, Key.of("1")), put("1", "new")), new Mappers());

    assertThat(writes)
        .containsExactly(
            new Write.Delete(PLAIN, List.of(Key.of("1"))),
            new Write.Upsert(PLAIN, List.of(Row.of("1", "new", "x", "default"))));
  }

  @Test
  void aRowThatIsNewStaysSoWhateverItsLaterValues() {
    List<Effect> effects = List.of(isNew("1", "a"), put("2", "b"), put("1", "c"));

    assertThat(Compactor.compact(effects, new Mappers()))
        .containsExactly(
            new Write.Upsert(PLAIN, List.of(Row.of("2", "b", "x", "default"))),
            new Write.Insert(PLAIN, List.of(Row.of("1", "c", "x", "default"))));
  }

  @Test
  void nobodyTrustsThatARowIsNewOnceABatchWasRefused() {
    assertThat(Compactor.inOrder(List.of(isNew("1", "a")), new Mappers()))
        .containsExactly(new Write.Upsert(PLAIN, List.of(Row.of("1", "a", "x", "default"))));
  }

  @Test
  void anAbsentValueIsTakenFromTheSameBatch() {
    List<Write> writes =
        Compactor.compact(
            List.of(put("1", "a"), new Effect.Put(PLAIN, Key.of("1"), partial("1", "b"))),
            new Mappers());

    assertThat(writes)
        .containsExactly(new Write.Upsert(PLAIN, List.of(Row.of("1", "b", "x", "default"))));
  }

  @Test
  void anAbsentValueThatIsNotInTheBatchIsLeftAlone() {
    List<Write> writes =
        Compactor.compact(
            List.of(new Effect.Put(PLAIN, Key.of("1"), partial("1", "b"))), new Mappers());

    assertThat(writes)
        .singleElement()
        .isInstanceOfSatisfying(
            Write.Patch.class, patch -> assertThat(patch.absent().get(2)).isTrue());
  }

  @ParameterizedTest
  @EnumSource(names = {"WHEN_MISSING", "UNSAID"})
  void aRowTakesItsOwnColumnAlongToItsNewKey(Own own) {
    TableMapping mapping = mapping(own);
    WrittenRows rows = begun(mapping);
    Effect move = new Effect.Move(mapping, Key.of("5"), Key.of("50"), Row.of("50", "v", "x"));

    rows.apply(Compactor.compact(List.of(move), new Mappers()));

    assertThat(rows.content())
        .doesNotContainKey("5")
        .containsEntry("50", List.of("50", "v", "x", "own5"));
  }

  @Test
  void aRowWithoutOneIsWrittenAnewWithTheOthers() {
    Effect move = new Effect.Move(PLAIN, Key.of("5"), Key.of("50"), Row.of("50", "v", "x"));

    assertThat(Compactor.compact(List.of(move, put("6", "b")), new Mappers()))
        .containsExactly(
            new Write.Delete(PLAIN, List.of(Key.of("5"))),
            new Write.Upsert(
                PLAIN,
                List.of(Row.of("50", "v", "x", "default"), Row.of("6", "b", "x", "default"))));
  }

  @ParameterizedTest
  @EnumSource
  void compactingNeverChangesTheResult(Own own) {
    TableMapping mapping = mapping(own);
    for (int seed = 0; seed < 2_000; seed++) {
      List<Effect> effects = history(new Random(seed), mapping);
      WrittenRows inOrder = begun(mapping);
      WrittenRows compacted = begun(mapping);

      inOrder.apply(Compactor.inOrder(effects, new Mappers()));
      compacted.apply(Compactor.compact(effects, new Mappers()));

      assertThat(inOrder.missed()).as("seed %d", seed).isFalse();
      assertThat(compacted.missed()).as("seed %d", seed).isFalse();
      assertThat(compacted.content()).as("seed %d: %s", seed, effects).isEqualTo(inOrder.content());
    }
  }

  /** Ten rows that both sides know, annotated by the written side. */
  private static WrittenRows begun(TableMapping mapping) {
    WrittenRows rows = new WrittenRows();
    rows.apply(
        Compactor.compact(
            Stream.iterate(0, i -> i + 1)
                .limit(10)
                .map(i -> put(mapping, "" + i, "begun"))
                .toList(),
            new Mappers()));
    if (!mapping.equals(PLAIN)) {
      for (int i = 0; i < 10; i++) {
        rows.annotate("" + i, "own" + i);
      }
    }
    return rows;
  }

  /** Changes that a database could have made, one after the other, to those ten rows. */
  private static List<Effect> history(Random random, TableMapping mapping) {
    TreeSet<String> present = new TreeSet<>();
    for (int i = 0; i < 10; i++) {
      present.add("" + i);
    }
    List<Effect> effects = new ArrayList<>();
    for (int step = 0; step < 30; step++) {
      String key = "" + random.nextInt(12);
      String other = "" + random.nextInt(12);
      String value = "v" + step;
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> {
          boolean isNew = present.add(key);
          effects.add(new Effect.Put(mapping, Key.of(key), Row.of(key, value, "x"), isNew));
        }
        case 3, 4 -> {
          if (present.contains(key)) {
            effects.add(new Effect.Put(mapping, Key.of(key), partial(key, value)));
          }
        }
        case 5, 6 -> {
          if (present.remove(key)) {
            effects.add(new Effect.Remove(mapping, Key.of(key)));
          }
        }
        case 7, 8 -> {
          if (present.contains(key) && !present.contains(other)) {
            Row row = random.nextBoolean() ? Row.of(other, value, "x") : partial(other, value);
            effects.add(new Effect.Move(mapping, Key.of(key), Key.of(other), row));
            present.remove(key);
            present.add(other);
          }
        }
        default -> {
          if (random.nextInt(5) == 0) {
            effects.add(new Effect.Clear(mapping, KeyRange.ALL));
            present.clear();
          }
        }
      }
    }
    return effects;
  }

  private static Effect isNew(String key, String value) {
    return new Effect.Put(PLAIN, Key.of(key), Row.of(key, value, "x"), true);
  }

  private static Effect put(String key, String value) {
    return put(PLAIN, key, value);
  }

  private static Effect put(TableMapping mapping, String key, String value) {
    return new Effect.Put(mapping, Key.of(key), Row.of(key, value, "x"));
  }

  private static Row partial(String key, String value) {
    BitSet absent = new BitSet();
    absent.set(2);
    return Row.partial(new String[] {key, value, null}, absent);
  }

  private static TableMapping mapping(Own own) {
    Table from = table("from", "id", "v", "large");
    List<ColumnMapping> columns = new ArrayList<>();
    for (String column : from.columnNames()) {
      columns.add(new ColumnMapping.Copied(column, column));
    }
    switch (own) {
      case CONSTANT -> columns.add(new ColumnMapping.Constant("own", "default"));
      case WHEN_MISSING -> columns.add(new ColumnMapping.WhenMissing("own", "default"));
      case UNSAID -> {}
    }
    return new TableMapping(from, table("to", "id", "v", "large", "own"), columns);
  }

  private static Table table(String name, String... columns) {
    return new Table(
        new TableName("public", name),
        Stream.of(columns).map(c -> new Column(c, "text", true, null, false, false)).toList(),
        List.of("id"),
        List.of(),
        List.of(),
        0);
  }
}
