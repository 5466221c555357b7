package io.crossfade.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Applied;
import io.crossfade.connector.Write;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Row;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each kind of write does what it says. */
public interface ApplyContract extends ContractScene {
  static BitSet absent(int... columns) {
    BitSet absent = new BitSet();
    for (int column : columns) {
      absent.set(column);
    }
    return absent;
  }

  @Test
  default void upsertInsertsAndSets() {
    TableMapping mapping = items();
    insert(Side.TARGET, "item", "1", "old", "1", "old");

    Applied applied =
        apply(
            mapping,
            new Write.Upsert(
                mapping,
                List.of(
                    Row.of("1", "new", "2.50", null), Row.of("2", "{\"a\\\", b}", "0.00", ""))));

    assertThat(applied).isEqualTo(new Applied.Done(2));
    assertThat(content(Side.TARGET, "item"))
        .containsExactly("1|new|2.50|null", "2|{\"a\\\", b}|0.00|");
  }

  @Test
  default void insertWritesManyNewRows() {
    TableMapping mapping = items();
    List<Row> rows = new ArrayList<>();
    rows.add(Row.of("0", "tab\t, \\N, \r\n", "2.50", ""));
    for (int i = 1; i < 300; i++) {
      rows.add(Row.of("" + i, "n" + i, "1.00", null));
    }

    Applied applied =
        apply(
            mapping,
            new Write.Upsert(mapping, List.of(Row.of("300", "before", "1.00", null))),
            new Write.Insert(mapping, rows),
            new Write.Delete(mapping, List.of(Key.of("7"))));

    assertThat(applied).isEqualTo(new Applied.Done(302));
    assertThat(content(Side.TARGET, "item"))
        .hasSize(300)
        .contains("0|tab\t, \\N, \r\n|2.50|", "299|n299|1.00|null", "300|before|1.00|null")
        .doesNotContain("7|n7|1.00|null");
  }

  @Test
  default void insertOfARowThatIsThereIsAConflictAndWritesNothing() {
    TableMapping mapping = items();
    insert(Side.TARGET, "item", "150", "there", "1", null);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      rows.add(Row.of("" + i, "new", "1.00", null));
    }

    assertThat(apply(mapping, new Write.Insert(mapping, rows)))
        .isInstanceOf(Applied.Conflict.class);
    assertThat(content(Side.TARGET, "item")).containsExactly("150|there|1.00|null");
  }

  @Test
  default void deleteIgnoresWhatIsNotThere() {
    TableMapping mapping = items();
    insertItems(Side.TARGET, "1", "2", "3");

    Applied applied =
        apply(mapping, new Write.Delete(mapping, List.of(Key.of("1"), Key.of("3"), Key.of("9"))));

    assertThat(applied).isEqualTo(new Applied.Done(2));
    assertThat(content(Side.TARGET, "item", "id")).containsExactly("2");
  }

  @Test
  default void patchLeavesAbsentColumnsAlone() {
    TableMapping mapping = items();
    insert(Side.TARGET, "item", "1", "a", "1", "kept");
    insert(Side.TARGET, "item", "2", "b", "2", "kept");
    String[] values = {"1", null, "5.00", null};

    apply(mapping, new Write.Patch(mapping, absent(3), List.of(Row.partial(values, absent(3)))));

    assertThat(content(Side.TARGET, "item")).containsExactly("1|null|5.00|kept", "2|b|2.00|kept");
  }

  @Test
  default void patchWithoutAnyValueOnlyAsksForTheRow() {
    TableMapping mapping = items();
    insert(Side.TARGET, "item", "1", "a", "1", "kept");
    String[] there = {"1", null, null, null};
    String[] missing = {"2", null, null, null};
    BitSet all = absent(1, 2, 3);
    Row row = Row.partial(there, all);

    assertThat(apply(mapping, new Write.Patch(mapping, all, List.of(row))))
        .isInstanceOf(Applied.Done.class);
    assertThat(
            apply(mapping, new Write.Patch(mapping, all, List.of(row, Row.partial(missing, all)))))
        .isEqualTo(new Applied.RowsMissing(mapping.to().name(), List.of(Key.of("2"))));
    assertThat(content(Side.TARGET, "item")).containsExactly("1|a|1.00|kept");
  }

  @Test
  default void manyWritesGoInSeveralRoundTrips() {
    TableMapping mapping = items();
    List<Write> writes = new ArrayList<>();
    for (int write = 0; write < 40; write++) {
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < 90; i++) {
        rows.add(Row.of(Integer.toString(write * 100 + i), "n" + write, "1.00", null));
      }
      writes.add(new Write.Upsert(mapping, rows));
      writes.add(new Write.Patch(mapping, absent(1, 3), rows.subList(0, 1)));
    }

    assertThat(apply(mapping, writes.toArray(Write[]::new))).isEqualTo(new Applied.Done(3640));
    List<String> names = content(Side.TARGET, "item", "name");
    assertThat(names).hasSize(3600);
    assertThat(Set.copyOf(names)).hasSize(40);
  }

  @Test
  default void moveChangesTheKey() {
    TableMapping mapping = items();
    insert(Side.TARGET, "item", "1", "a", "1", "kept");
    String[] values = {"7", "b", "5.00", null};

    apply(mapping, new Write.Move(mapping, Key.of("1"), Row.partial(values, absent(3))));

    assertThat(content(Side.TARGET, "item")).containsExactly("7|b|5.00|kept");
  }

  @Test
  default void rangeIsDeletedWithoutItsEnd() {
    TableMapping mapping = items();
    insertItems(Side.TARGET, "1", "5", "9", "10", "11");

    apply(mapping, new Write.DeleteRange(mapping, new KeyRange(Key.of("5"), Key.of("10"))));

    assertThat(content(Side.TARGET, "item", "id")).containsExactly("1", "10", "11");
  }

  @Test
  default void aRangeMayLieWithinASliceOfTheKeys() {
    String columns = "region varchar(10), id bigint, v varchar(10)";
    create(Side.SOURCE, "part", "region, id", columns);
    create(Side.TARGET, "part", "region, id", columns);
    takeAndBegin();
    for (String region : List.of("a", "b", "c")) {
      for (String id : List.of("1", "5", "9")) {
        insert(Side.TARGET, "part", region, id, region + id);
      }
    }
    Table part = table(Side.TARGET, "part");
    TableMapping mapping =
        new TableMapping(
            table(Side.SOURCE, "part"), part, TableMapping.identity(part).columns());
    KeyRange fromFive = new KeyRange(Key.of("5"), null).in(Key.of("b"));

    assertThat(rows(Side.TARGET, TableMapping.identity(part), fromFive))
        .containsExactlyInAnyOrder(Row.of("b", "5", "b5"), Row.of("b", "9", "b9"));
    apply(mapping, new Write.DeleteRange(mapping, fromFive));
    assertThat(content(Side.TARGET, "part", "v"))
        .containsExactly("a1", "a5", "a9", "b1", "c1", "c5", "c9");
    apply(mapping, new Write.DeleteRange(mapping, KeyRange.ALL.in(Key.of("a"))));
    assertThat(content(Side.TARGET, "part", "v")).containsExactly("b1", "c1", "c5", "c9");
  }

  @Test
  default void writesHappenInTheirOrder() {
    TableMapping mapping = items();
    insert(Side.TARGET, "item", "1", "a", "1", null);

    apply(
        mapping,
        new Write.Move(mapping, Key.of("1"), Row.of("2", "moved", "1.00", null)),
        new Write.Upsert(mapping, List.of(Row.of("1", "again", "3.00", null))),
        new Write.Delete(mapping, List.of(Key.of("2"))));

    assertThat(content(Side.TARGET, "item")).containsExactly("1|again|3.00|null");
  }

  @Test
  default void whatTheOtherSideDoesNotHaveIsGivenOnceAndThenLeftAlone() {
    create(Side.SOURCE, "t", "id", "id int, v text");
    create(Side.TARGET, "t", "id", "id int, v text, extra text");
    takeAndBegin();
    TableMapping mapping =
        new TableMapping(
            table(Side.SOURCE, "t"),
            table(Side.TARGET, "t"),
            List.of(
                new ColumnMapping.Copied("id", "id"),
                new ColumnMapping.WhenMissing("extra", "given"),
                new ColumnMapping.Copied("v", "v")));

    apply(mapping, new Write.Upsert(mapping, List.of(Row.of("1", "given", "a"))));
    at(Side.TARGET, a -> a.update("t", "1", "extra", "its own"));
    apply(mapping, new Write.Upsert(mapping, List.of(Row.of("1", "given", "b"))));
    apply(mapping, new Write.Patch(mapping, absent(), List.of(Row.of("1", "given", "c"))));
    apply(mapping, new Write.Move(mapping, Key.of("1"), Row.of("2", "given", "d")));

    assertThat(content(Side.TARGET, "t", "id", "v", "extra")).containsExactly("2|d|its own");
  }

  @Test
  default void rowOfAKeyAloneCanBeWritten() {
    TableMapping mapping = onBothSides("pair", "b, a", "a int, b text");

    apply(mapping, new Write.Upsert(mapping, List.of(Row.of("1", "x"), Row.of("2", "y"))));
    apply(mapping, new Write.Upsert(mapping, List.of(Row.of("1", "x"))));
    apply(mapping, new Write.Patch(mapping, absent(), List.of(Row.of("1", "x"))));
    apply(mapping, new Write.Move(mapping, Key.of("y", "2"), Row.of("3", "z")));
    apply(mapping, new Write.Delete(mapping, List.of(Key.of("x", "1"))));

    assertThat(content(Side.TARGET, "pair", "a", "b")).containsExactly("3|z");
  }
}
