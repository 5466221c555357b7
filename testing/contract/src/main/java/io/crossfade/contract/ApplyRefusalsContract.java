package io.crossfade.contract;

import static io.crossfade.contract.ApplyContract.absent;
import static io.crossfade.contract.WorkspaceContract.assertSuperseded;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Applied;
import io.crossfade.connector.Applier;
import io.crossfade.connector.Batch;
import io.crossfade.connector.Chunk;
import io.crossfade.connector.ChunkId;
import io.crossfade.connector.Write;
import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Position;
import io.crossfade.model.Row;
import io.crossfade.model.Side;
import io.crossfade.model.TableMapping;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A batch is written once, as a whole, by the one whose turn it is; or not at all. */
public interface ApplyRefusalsContract extends ContractScene {

  default Write one(TableMapping mapping, String id) {
    return new Write.Upsert(mapping, List.of(Row.of(id, "x", "1.00", null)));
  }

  default List<String> ids() {
    return content(Side.TARGET, "item", "id");
  }

  @Test
  default void positionMovesWithTheRowsAndOnlyOnce() {
    TableMapping mapping = items();
    Position start = applied();
    Position end = nextPosition();
    Batch batch = new Batch(start, end, List.of(one(mapping, "1")), Set.of());

    try (Applier applier = applier(LEASE, mapping)) {
      assertThat(applier.apply(batch)).isInstanceOf(Applied.Done.class);
      assertThat(applied()).isEqualTo(end);
      at(Side.TARGET, a -> a.deleteAll("item"));

      assertSuperseded(() -> applier.apply(batch));
      assertThat(ids()).isEmpty();

      Batch next = new Batch(end, nextPosition(), List.of(one(mapping, "2")), Set.of());
      assertThat(applier.apply(next)).isInstanceOf(Applied.Done.class);
    }
    assertThat(ids()).containsExactly("2");
  }

  @Test
  default void olderLeaseAppliesNothing() {
    TableMapping mapping = items();
    Position start = applied();
    Batch batch = new Batch(start, nextPosition(), List.of(one(mapping, "1")), Set.of());

    try (Applier applier = applier(LEASE, mapping)) {
      target().workspace().take(NEWER);
      assertSuperseded(() -> applier.apply(batch));
    }

    assertThat(ids()).isEmpty();
    assertThat(applied()).isEqualTo(start);
  }

  @Test
  default void rowsToBePatchedThatAreNotThereAreNamed() {
    TableMapping mapping = items();
    insert(Side.TARGET, "item", "1", "a", "1", "kept");
    Position start = applied();
    String[] there = {"1", "b", "2.00", null};
    String[] missing = {"8", "b", "2.00", null};
    Write patch =
        new Write.Patch(
            mapping,
            absent(3),
            List.of(Row.partial(there, absent(3)), Row.partial(missing, absent(3))));

    Applied applied =
        apply(mapping, one(mapping, "5"), patch, new Write.Delete(mapping, List.of(Key.of("1"))));

    assertThat(applied)
        .isEqualTo(new Applied.RowsMissing(mapping.to().name(), List.of(Key.of("8"))));
    assertThat(content(Side.TARGET, "item")).containsExactly("1|a|1.00|kept");
    assertThat(applied()).isEqualTo(start);
  }

  @Test
  default void rowToBeMovedThatIsNotThereIsNamedByItsNewKey() {
    TableMapping mapping = items();

    Applied applied =
        apply(mapping, new Write.Move(mapping, Key.of("1"), Row.of("2", "b", "2.00", null)));

    assertThat(applied)
        .isEqualTo(new Applied.RowsMissing(mapping.to().name(), List.of(Key.of("2"))));
  }

  @Test
  default void brokenConstraintIsAConflictWithoutValues() {
    TableMapping mapping = items();
    at(Side.TARGET, a -> a.createUniqueIndex("item_name", "item", "name"));
    insert(Side.TARGET, "item", "1", "taken", "1", null);
    Position start = applied();

    Applied applied =
        apply(mapping, new Write.Upsert(mapping, List.of(Row.of("2", "taken", "1.00", null))));

    assertThat(applied).isInstanceOf(Applied.Conflict.class);
    assertThat(((Applied.Conflict) applied).reason()).contains("item_name").doesNotContain("taken");
    assertThat(ids()).containsExactly("1");
    assertThat(applied()).isEqualTo(start);
    assertThat(apply(mapping, one(mapping, "3"))).isInstanceOf(Applied.Done.class);
  }

  default Row tooLong(String id) {
    return Row.of(id, "x".repeat(41), "1.00", null);
  }

  @Test
  default void valueThatDoesNotFitIsRefusedRatherThanCut() {
    TableMapping mapping = items();

    Applied applied =
        apply(
            mapping,
            one(mapping, "2"),
            new Write.Upsert(mapping, List.of(tooLong("1"))),
            one(mapping, "3"));

    assertNamed(applied, mapping, "1");
    assertThat(ids()).isEmpty();
  }

  private static void assertNamed(Applied applied, TableMapping mapping, String id) {
    assertThat(applied)
        .isInstanceOfSatisfying(
            Applied.Conflict.class,
            conflict -> {
              assertThat(conflict.reason()).doesNotContain("xxx");
              assertThat(conflict.refused())
                  .isEqualTo(new Applied.RefusedRow(mapping.to().name(), Key.of(id)));
            });
  }

  /** So many that a connector may have a faster way for them. */
  @Test
  default void oneOfManyNewRowsIsNamedOnceTheyComeOneByOne() {
    TableMapping mapping = items();
    List<Row> rows =
        IntStream.range(1000, 1150)
            .mapToObj(id -> id == 1077 ? tooLong("1077") : Row.of("" + id, "x", "1.00", null))
            .toList();
    Position start = applied();

    Applied together = apply(mapping, one(mapping, "1"), new Write.Insert(mapping, rows));
    assertThat(together).isInstanceOf(Applied.Conflict.class);
    assertThat(((Applied.Conflict) together).refused()).as("nobody else is named").isNull();
    Write[] inOrder =
        rows.stream().map(row -> new Write.Upsert(mapping, List.of(row))).toArray(Write[]::new);
    assertNamed(apply(mapping, inOrder), mapping, "1077");
    assertThat(ids()).isEmpty();
    assertThat(applied()).isEqualTo(start);

    List<Row> mended = rows.stream().filter(row -> !row.equals(tooLong("1077"))).toList();
    assertThat(apply(mapping, new Write.Insert(mapping, mended))).isEqualTo(new Applied.Done(149));
    assertThat(ids()).hasSize(149);
  }

  @Test
  default void batchIsRefusedIfAChunkItDroppedForWasOpened() {
    TableMapping mapping = items();
    target()
        .workspace()
        .plan(
            LEASE,
            mapping.from().name(),
            List.of(new KeyRange(null, Key.of("5")), new KeyRange(Key.of("5"), null)));
    ChunkId first = new ChunkId(mapping.from().name(), 0);
    ChunkId second = new ChunkId(mapping.from().name(), 1);

    assertThat(apply(mapping, Set.of(first, second), one(mapping, "1")))
        .isInstanceOf(Applied.Done.class);
    Chunk opened = target().workspace().open(LEASE).orElseThrow();
    assertThat(opened.id()).isEqualTo(first);
    Position before = applied();

    assertThat(apply(mapping, Set.of(first, second), one(mapping, "2")))
        .isEqualTo(new Applied.ChunksOpened(List.of(first)));
    assertThat(ids()).containsExactly("1");
    assertThat(applied()).isEqualTo(before);

    target().workspace().reopen(LEASE, opened);
    assertThat(apply(mapping, Set.of(first), one(mapping, "2"))).isInstanceOf(Applied.Done.class);
  }
}
