package io.crossfade.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.Lease;
import io.crossfade.connector.StreamState;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Position;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Leases, streams and chunks. */
public interface WorkspaceContract extends ContractScene {
  List<KeyRange> THREE =
      List.of(
          new KeyRange(null, Key.of("10")),
          new KeyRange(Key.of("10"), Key.of("it's \\ \"20\"")),
          new KeyRange(Key.of("it's \\ \"20\""), null));

  static void assertSuperseded(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SUPERSEDED));
  }

  @Test
  default void olderLeaseIsRefusedOnceANewerOneWasHere() {
    target().workspace().take(LEASE);
    target().workspace().take(LEASE);
    target().workspace().take(NEWER);

    TableName table = new TableName(schema(), "t");
    StreamState start = new StreamState("0/1", source().identity());
    assertSuperseded(() -> target().workspace().take(LEASE));
    assertSuperseded(() -> target().workspace().begin(LEASE, Direction.FORWARD, start));
    assertSuperseded(() -> target().workspace().rebase(LEASE, Direction.FORWARD, start));
    assertSuperseded(() -> target().workspace().plan(LEASE, table, THREE));
    assertSuperseded(() -> target().workspace().open(LEASE));
    assertSuperseded(() -> target().workspace().reopen(LEASE));
    assertThat(target().workspace().chunks("contract")).isEmpty();
    assertThat(target().workspace().stream("contract", Direction.FORWARD)).isEmpty();
  }

  @Test
  default void leaseOfAnotherStoreIsRefusedWhateverItsNumber() {
    target().workspace().take(LEASE);
    for (long number : List.of(1L, 2L)) {
      assertThatThrownBy(() ->
              target().workspace().take(new Lease(LEASE.migration(), "another store", number)))
          .isInstanceOfSatisfying(
              CrossfadeException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.MIGRATION_ELSEWHERE));
    }
    target().workspace().take(LEASE);
  }

  @Test
  default void nothingIsThereBeforeTheFirstLeaseAndAfterRemoval() {
    assertThat(target().workspace().chunks("contract")).isEmpty();
    assertThat(target().workspace().stream("contract", Direction.FORWARD)).isEmpty();
    assertThat(target().fence().isRaised("contract")).isFalse();
    assertThat(target().workspace().knows("contract")).isFalse();
    target().workspace().remove("contract");

    takeAndBegin();
    assertThat(target().workspace().knows("contract")).isTrue();
    assertThat(target().workspace().lease("contract")).contains(LEASE);
    target().workspace().take(NEWER);
    assertThat(target().workspace().lease("contract")).contains(NEWER);
    target().workspace().take(new Lease("other", "store", 7));
    target().workspace().remove("contract");
    target().workspace().remove("contract");
    assertThat(target().workspace().knows("contract")).isFalse();
    assertThat(target().workspace().stream("contract", Direction.FORWARD)).isEmpty();
    assertSuperseded(() -> target().workspace().take(new Lease("other", "store", 6)));

    target().workspace().remove("other");
    target().workspace().take(new Lease("other", "store", 6));
  }

  @Test
  default void streamBeginsOnceAndCanBeMoved() {
    target().workspace().take(LEASE);
    StreamState first = new StreamState(nextPosition().encode(), source().identity());
    Position later = nextPosition();

    target().workspace().begin(LEASE, Direction.FORWARD, first);
    target()
        .workspace()
        .begin(LEASE, Direction.FORWARD, new StreamState(later.encode(), target().identity()));
    assertThat(target().workspace().stream("contract", Direction.FORWARD)).contains(first);

    StreamState elsewhere = new StreamState(later.encode(), target().identity());
    target().workspace().rebase(LEASE, Direction.FORWARD, elsewhere);
    assertThat(applied()).isEqualTo(later);
    assertThat(target().workspace().stream("contract", Direction.FORWARD)).contains(elsewhere);
    assertThat(target().workspace().stream("contract", Direction.REVERSE)).isEmpty();
  }

  @Test
  default void chunksAreKeptAsTheyWerePlanned() {
    TableName table = new TableName(schema(), "t");
    target().workspace().take(LEASE);

    target().workspace().plan(LEASE, table, THREE);
    target().workspace().plan(LEASE, table, List.of(KeyRange.ALL));

    List<Chunk> chunks = target().workspace().chunks("contract");
    assertThat(chunks).extracting(Chunk::range).isEqualTo(THREE);
    assertThat(chunks).extracting(chunk -> chunk.id().number()).containsExactly(0, 1, 2);
    assertThat(chunks).extracting(Chunk::state).containsOnly(Chunk.State.WAITING);
  }

  @Test
  default void largestTableIsOpenedFirstAndEachChunkOnce() {
    target().workspace().take(LEASE);
    TableName small = new TableName(schema(), "a");
    TableName large = new TableName(schema(), "b");
    target().workspace().plan(LEASE, small, List.of(KeyRange.ALL));
    target().workspace().plan(LEASE, large, THREE);

    for (int number = 0; number < 3; number++) {
      Chunk chunk = target().workspace().open(LEASE).orElseThrow();
      assertThat(chunk.id().table()).isEqualTo(large);
      assertThat(chunk.id().number()).isEqualTo(number);
      assertThat(chunk.state()).isEqualTo(Chunk.State.COPYING);
      assertThat(chunk.attempt()).isEqualTo(1);
    }
    assertThat(target().workspace().open(LEASE).orElseThrow().id().table()).isEqualTo(small);
    assertThat(target().workspace().open(LEASE)).isEmpty();
  }

  @Test
  default void chunkThatIsGivenBackCanBeOpenedAgain() {
    target().workspace().take(LEASE);
    target().workspace().plan(LEASE, new TableName(schema(), "t"), List.of(KeyRange.ALL));
    Chunk first = target().workspace().open(LEASE).orElseThrow();

    target().workspace().reopen(LEASE);
    assertThat(target().workspace().open(LEASE)).as("a living attempt is left alone").isEmpty();

    target().workspace().reopen(LEASE, first);
    Chunk second = target().workspace().open(LEASE).orElseThrow();
    assertThat(second.attempt()).isEqualTo(2);
    target().workspace().reopen(LEASE, first);
    assertThat(target().workspace().open(LEASE)).as("the attempt is another one").isEmpty();

    target().workspace().take(NEWER);
    target().workspace().reopen(NEWER);
    assertThat(target().workspace().open(NEWER).orElseThrow().attempt()).isEqualTo(3);
  }

  @Test
  default void applicationLearnsWhenItsWritesHaveArrived() {
    takeAndBegin();
    var freshness = target().workspace().freshness("contract", Direction.FORWARD);
    create(Side.SOURCE, "item", "id", ITEM);
    insertItems(Side.SOURCE, "1");
    try (ApplicationSession writes = application(Side.SOURCE);
        ApplicationSession reads = application(Side.TARGET)) {
      String written = writes.position(freshness);
      assertThat(reads.isReached(freshness, written)).isFalse();

      StreamState later = new StreamState(nextPosition().encode(), source().identity());
      target().workspace().rebase(LEASE, Direction.FORWARD, later);

      assertThat(reads.isReached(freshness, written)).isTrue();
    }
  }
}
