package io.crossfade.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.ChangeStream;
import io.crossfade.connector.Snapshot;
import io.crossfade.model.Boundary.Inclusion;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Position;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From a position on, the log tells everything, or says that it cannot. */
public interface RetentionContract extends StreamScene {
  @AfterEach
  default void release() {
    source().log().release(migration(), Direction.FORWARD);
  }

  default Table item() {
    create(Side.SOURCE, "item", "id", ITEM);
    return table(Side.SOURCE, "item");
  }

  static void assertFails(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  default void whatRanBeforeHasEndedAndIsSeen() {
    Table item = item();
    try (ApplicationSession early = application(Side.SOURCE)) {
      early.begin();
      early.insert("item", Map.of("id", "1"));
      assertFails(
          ErrorCode.DEADLINE_PASSED,
          () ->
              source()
                  .log()
                  .retain(migration(), Direction.FORWARD, List.of(item), Duration.ofMillis(200)));
      early.commit();
    }

    Position from = retain(Side.SOURCE, Direction.FORWARD, item);

    insertItems(Side.SOURCE, "2");
    try (ChangeStream stream = stream(Side.SOURCE, Direction.FORWARD, from, item);
        Snapshot snapshot = source().reader().snapshot(List.of(item))) {
      List<LoggedTransaction> told = withChanges(Side.SOURCE, stream);
      assertThat(told.get(told.size() - 1).changes().toString()).contains("[2,");
      assertThat(told).extracting(snapshot.boundary()::includes).containsOnly(Inclusion.YES);
    }
    assertThat(content(Side.SOURCE, "item", "id")).containsExactly("1", "2");
  }

  @Test
  default void whatIsKeptIsThereUntilItIsReleased() {
    Table item = item();
    assertThat(source().log().retains(migration(), Direction.FORWARD)).isFalse();
    retain(Side.SOURCE, Direction.FORWARD, item);
    assertThat(source().log().retains(migration(), Direction.FORWARD)).isTrue();
    assertThat(source().log().retains(migration(), Direction.REVERSE)).isFalse();
    source().log().release(migration(), Direction.FORWARD);
    assertThat(source().log().retains(migration(), Direction.FORWARD)).isFalse();
  }

  @Test
  default void retainingTwiceKeepsTheFirst() {
    Table item = item();
    Position from = retain(Side.SOURCE, Direction.FORWARD, item);
    insertItems(Side.SOURCE, "1");

    assertThat(retain(Side.SOURCE, Direction.FORWARD, item)).isEqualTo(from);

    try (ChangeStream stream = stream(Side.SOURCE, Direction.FORWARD, from, item)) {
      assertThat(withChanges(Side.SOURCE, stream)).hasSize(1);
    }
  }

  @Test
  default void whatWasForgottenCannotBeReadAgain() {
    Table item = item();
    Position from = retain(Side.SOURCE, Direction.FORWARD, item);
    insertItems(Side.SOURCE, "1");
    Position later = nextPosition();

    source().log().forget(migration(), Direction.FORWARD, later);

    assertFails(
        ErrorCode.SOURCE_LOG_LOST,
        () -> stream(Side.SOURCE, Direction.FORWARD, from, item).close());
    Position left = source().log().retainedFrom(migration(), Direction.FORWARD).orElseThrow();
    assertThat(left.isAtLeast(later)).isTrue();
    insertItems(Side.SOURCE, "2");
    try (ChangeStream stream = stream(Side.SOURCE, Direction.FORWARD, left, item)) {
      assertThat(withChanges(Side.SOURCE, stream)).hasSize(1);
    }
  }

  @Test
  default void nothingIsReadThatIsNotKept() {
    Table item = item();
    Position from = nextPosition();
    assertThat(source().log().retainedFrom(migration(), Direction.FORWARD)).isEmpty();
    assertFails(
        ErrorCode.SOURCE_LOG_LOST,
        () -> stream(Side.SOURCE, Direction.FORWARD, from, item).close());

    Position kept = retain(Side.SOURCE, Direction.FORWARD, item);
    release();
    release();

    assertFails(
        ErrorCode.SOURCE_LOG_LOST,
        () -> stream(Side.SOURCE, Direction.FORWARD, kept, item).close());
  }

  @Test
  default void whatIsToldBecomesVisible() {
    Table item = item();
    Position from = retain(Side.SOURCE, Direction.FORWARD, item);
    insertItems(Side.SOURCE, "1", "2");

    try (ChangeStream stream = stream(Side.SOURCE, Direction.FORWARD, from, item)) {
      List<LoggedTransaction> told = withChanges(Side.SOURCE, stream);
      source()
          .log()
          .awaitVisible(told.stream().map(LoggedTransaction::id).toList(), STREAM_PATIENCE);
      try (Snapshot snapshot = source().reader().snapshot(List.of(item))) {
        assertThat(told).hasSize(2);
        assertThat(told).extracting(snapshot.boundary()::includes).containsOnly(Inclusion.YES);
      }
    }
  }

  /** One that never was has not ended. */
  @Test
  default void whatDoesNotBecomeVisibleIsNotWaitedForForEver() {
    assertFails(
        ErrorCode.DEADLINE_PASSED,
        () -> source().log().awaitVisible(List.of(1L << 40), Duration.ofMillis(50)));
  }
}
