package io.crossfade.contract;

import static io.crossfade.contract.WorkspaceContract.assertSuperseded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.ChunkWrite;
import io.crossfade.connector.Snapshot;
import io.crossfade.connector.Write;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Row;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A chunk is in the target with its DONE and its boundary, or not at all. */
public interface CopyContract extends ContractScene {
  List<@Nullable String[]> THREE_ITEMS =
      List.of(
          new @Nullable String[] {"1", "a", "1.50", null},
          new @Nullable String[] {"2", "tab\tline\nback\\N", "0", ""},
          new @Nullable String[] {"3", null, "-7", "ü€😀"});

  @Test
  default void framesAndRowsArriveAlike() {
    TableMapping mapping = items();
    at(Side.SOURCE, a -> a.insert("item", THREE_ITEMS));
    assertThat(target().writer().understands(format(mapping), mapping)).isTrue();

    assertThat(copy(mapping, 2, true)).isEqualTo(3);
    assertThat(content(Side.TARGET, "item")).isEqualTo(content(Side.SOURCE, "item"));
    Chunk done = target().workspace().chunks("contract").get(0);
    assertThat(done.state()).isEqualTo(Chunk.State.DONE);
    assertThat(done.boundary()).isNotNull();
    assertThat(done.retireAfter()).isNotNull();

    target().workspace().remove("contract");
    at(Side.TARGET, a -> a.deleteAll("item"));
    takeAndBegin();
    assertThat(copy(mapping, 2, false)).isEqualTo(3);
    assertThat(content(Side.TARGET, "item")).isEqualTo(content(Side.SOURCE, "item"));
  }

  @Test
  default void mappingIsCarriedOutOnTheWay() {
    create(Side.SOURCE, "item", "id", ITEM);
    at(Side.SOURCE, a -> a.insert("item", THREE_ITEMS));
    String thing = "id bigint, title varchar(40), price text, origin text, grade int";
    create(Side.TARGET, "thing", "id", thing);
    takeAndBegin();
    TableMapping mapping = toThings();

    assertThat(target().writer().understands(format(mapping), mapping)).isFalse();
    copy(mapping, 100, false);

    assertThat(content(Side.TARGET, "thing", "id", "price", "origin", "grade"))
        .containsExactly("1|1.50|it's|5", "2|0.00|it's|5", "3|-7.00|it's|5");
  }

  @Test
  default void valueThatCannotBeCastIsRefusedAndNotShown() {
    create(Side.SOURCE, "item", "id", ITEM);
    insert(Side.SOURCE, "item", "1", "bob@home", null, null);
    create(Side.TARGET, "thing", "id", "id bigint, grade int");
    Table from = table(Side.SOURCE, "item");
    Table to = table(Side.TARGET, "thing");
    TableMapping mapping =
        new TableMapping(
            from,
            to,
            List.of(new ColumnMapping.Copied("id", "id"), cast(from, "name", to, "grade")));

    assertRefusedUnseen(s -> s.rows(mapping, KeyRange.ALL, row -> {}), "bob@home");
    assertRefusedUnseen(
        s -> s.frames(mapping, KeyRange.ALL, format(mapping), (bytes, offset, length) -> {}),
        "bob@home");
    assertRefusedUnseen(s -> s.digest(mapping, KeyRange.ALL, 1), "bob@home");
  }

  @Test
  default void castIsTheSameInACopyAndInAChange() {
    takeAndBegin();
    create(Side.SOURCE, "c", "id", "id int, n numeric(12,4), t text");
    create(Side.TARGET, "c", "id", "id bigint, n int, t numeric(10,1)");
    insert(Side.SOURCE, "c", "1", "2.5", "7.26");
    insert(Side.SOURCE, "c", "2", "3.5", "-1");
    insert(Side.SOURCE, "c", "3", null, null);
    Table from = table(Side.SOURCE, "c");
    Table to = table(Side.TARGET, "c");
    TableMapping mapping =
        new TableMapping(
            from,
            to,
            List.of(
                cast(from, "id", to, "id"), cast(from, "n", to, "n"), cast(from, "t", to, "t")));
    copy(mapping, 100, true);
    List<String> copied = content(Side.TARGET, "c");
    List<Row> asRead =
        new ArrayList<>(rows(Side.SOURCE, TableMapping.identity(from), KeyRange.ALL));

    at(Side.TARGET, a -> a.deleteAll("c"));
    apply(mapping, new Write.Upsert(mapping, asRead));

    assertThat(copied).containsExactly("1|3|7.3", "2|4|-1.0", "3|null|null");
    assertThat(content(Side.TARGET, "c")).isEqualTo(copied);
  }

  default void assertRefusedUnseen(Consumer<Snapshot> reading, String value) {
    try (Snapshot snapshot = source().reader().snapshot(List.of(table(Side.SOURCE, "item")))) {
      assertThatThrownBy(() -> reading.accept(snapshot))
          .isInstanceOfSatisfying(
              CrossfadeException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.TARGET_REFUSED_ROW))
          .hasMessageContaining("thing")
          .hasMessageNotContaining(value);
    }
  }

  default TableMapping toThings() {
    Table from = table(Side.SOURCE, "item");
    Table to = table(Side.TARGET, "thing");
    return new TableMapping(
        from,
        to,
        List.of(
            new ColumnMapping.Copied("id", "id"),
            new ColumnMapping.WhenMissing("grade", "5"),
            new ColumnMapping.Copied("name", "title"),
            cast(from, "price", to, "price"),
            new ColumnMapping.Constant("origin", "it's")));
  }

  @Test
  default void snapshotIsOneMoment() {
    TableMapping mapping = items();
    at(Side.SOURCE, a -> a.insert("item", THREE_ITEMS));
    List<Row> seen = new ArrayList<>();

    try (Snapshot snapshot = source().reader().snapshot(List.of(mapping.from()))) {
      at(Side.SOURCE, a -> a.delete("item", "1"));
      insertItems(Side.SOURCE, "4");
      snapshot.rows(mapping, KeyRange.ALL, seen::add);
      snapshot.rows(mapping, List.of(Key.of("4"), Key.of("1")), seen::add);
    }

    assertThat(seen).extracting(row -> row.value(0)).containsExactlyInAnyOrder("1", "2", "3", "1");
  }

  @Test
  default void connectionIsFitForOthersWhenAReaderFails() {
    TableMapping mapping = items();
    at(Side.SOURCE, a -> a.insert("item", THREE_ITEMS));
    List<Row> seen = new ArrayList<>();

    try (Snapshot snapshot = source().reader().snapshot(List.of(mapping.from()))) {
      assertThatThrownBy(() ->
              snapshot.frames(
                  mapping,
                  KeyRange.ALL,
                  format(mapping),
                  (bytes, offset, length) -> {
                    throw new IllegalStateException("full");
                  }))
          .hasMessage("full");
    }
    try (Snapshot snapshot = source().reader().snapshot(List.of(mapping.from()))) {
      snapshot.rows(mapping, KeyRange.ALL, seen::add);
    }

    assertThat(seen).hasSize(3);
  }

  @Test
  default void nothingIsWrittenWithoutCommit() {
    TableMapping mapping = items();
    Chunk chunk = openOnlyChunk(mapping);

    try (ChunkWrite write = target().writer().chunk(LEASE, chunk, mapping, null)) {
      write.row(Row.of("1", "a", "1.00", null));
    }

    assertThat(content(Side.TARGET, "item")).isEmpty();
    assertThat(target().workspace().chunks("contract").get(0).state())
        .isEqualTo(Chunk.State.COPYING);
  }

  @Test
  default void attemptThatWasReplacedWritesNothing() {
    TableMapping mapping = items();
    at(Side.SOURCE, a -> a.insert("item", THREE_ITEMS));
    Chunk slept = openOnlyChunk(mapping);
    target().workspace().reopen(LEASE, slept);
    Chunk replacement = target().workspace().open(LEASE).orElseThrow();

    assertSuperseded(() -> copy(LEASE, slept, mapping, true));
    assertThat(content(Side.TARGET, "item")).isEmpty();

    copy(LEASE, replacement, mapping, true);
    assertSuperseded(() -> copy(LEASE, replacement, mapping, true));
    assertThat(content(Side.TARGET, "item")).hasSize(3);
  }

  @Test
  default void attemptThatIsReplacedWhileItWritesDoesNotCommit() {
    TableMapping mapping = items();
    Chunk slept = openOnlyChunk(mapping);

    try (Snapshot snapshot = source().reader().snapshot(List.of(mapping.from()));
        ChunkWrite write = target().writer().chunk(LEASE, slept, mapping, null)) {
      write.row(Row.of("1", "a", "1.00", null));
      target().workspace().reopen(LEASE, slept);
      assertThatThrownBy(() -> write.commit(snapshot.boundary(), snapshot.end(), 1))
          .isInstanceOf(CrossfadeException.class);
    }

    assertThat(content(Side.TARGET, "item")).isEmpty();
    assertThat(target().workspace().chunks("contract").get(0).state())
        .isEqualTo(Chunk.State.WAITING);
  }

  @Test
  default void attemptThatHangsDoesNotHoldItsReplacementUp() {
    TableMapping mapping = items();
    at(Side.SOURCE, a -> a.insert("item", THREE_ITEMS));
    Chunk hangs = openOnlyChunk(mapping);

    try (ChunkWrite write = target().writer().chunk(LEASE, hangs, mapping, null)) {
      // Enough that the server has read rows of it, which the replacement's then clash with.
      for (int id = 1; id < 3000; id++) {
        write.row(Row.of(Integer.toString(id), "x".repeat(40), "1.00", "x".repeat(40)));
      }
      target().workspace().take(NEWER);
      target().workspace().reopen(NEWER);
      Chunk replacement = target().workspace().open(NEWER).orElseThrow();
      assertThat(copy(NEWER, replacement, mapping, true)).isEqualTo(3);
    }
  }

  @Test
  default void olderLeaseDoesNotCommitAChunk() {
    TableMapping mapping = items();
    Chunk chunk = openOnlyChunk(mapping);

    try (Snapshot snapshot = source().reader().snapshot(List.of(mapping.from()));
        ChunkWrite write = target().writer().chunk(LEASE, chunk, mapping, null)) {
      write.row(Row.of("1", "a", "1.00", null));
      target().workspace().take(NEWER);
      assertSuperseded(() -> write.commit(snapshot.boundary(), snapshot.end(), 1));
    }

    assertThat(content(Side.TARGET, "item")).isEmpty();
    assertSuperseded(() -> target().writer().chunk(LEASE, chunk, mapping, null));
  }

  @Test
  default void rowThatDoesNotFitIsRefusedByItsTable() {
    TableMapping mapping = items();
    Chunk chunk = openOnlyChunk(mapping);

    try (Snapshot snapshot = source().reader().snapshot(List.of(mapping.from()));
        ChunkWrite write = target().writer().chunk(LEASE, chunk, mapping, null)) {
      write.row(Row.of("1", "x".repeat(41), "1.00", null));
      assertThatThrownBy(() -> write.commit(snapshot.boundary(), snapshot.end(), 1))
          .isInstanceOfSatisfying(
              CrossfadeException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.TARGET_REFUSED_ROW))
          .hasMessageContaining("item")
          .hasMessageNotContaining("xxx");
    }
  }

  default Chunk openOnlyChunk(TableMapping mapping) {
    Table from = mapping.from();
    target().workspace().plan(LEASE, from.name(), List.of(KeyRange.ALL));
    return target().workspace().open(LEASE).orElseThrow();
  }
}
