package io.crossfade.contract;

import static io.crossfade.contract.WorkspaceContract.assertSuperseded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Applied;
import io.crossfade.connector.Lease;
import io.crossfade.connector.Write;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Row;
import io.crossfade.model.Side;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Nobody writes behind the fence but we, whatever he began before. */
public interface FenceContract extends ContractScene {
  Duration PATIENCE = Duration.ofSeconds(20);

  default void raise(TableMapping mapping) {
    target().fence().raise(LEASE, List.of(mapping.to().name()), PATIENCE);
  }

  default void lift(TableMapping mapping) {
    target().fence().lift(LEASE, List.of(mapping.to().name()));
  }

  default void assertRefused(ApplicationSession session, Consumer<ApplicationSession> write) {
    assertThatThrownBy(() -> write.accept(session))
        .satisfies(e -> assertThat(session.isRefusal(e)).as("%s is a refusal", e).isTrue())
        .hasMessageContaining("contract")
        .hasMessageContaining("item");
  }

  default void assertInsertIsRefused(ApplicationSession session) {
    assertRefused(session, a -> a.insert("item", Map.of("id", "100")));
  }

  @Test
  default void everyKindOfWriteIsRefusedAndReadsGoOn() {
    TableMapping mapping = items();
    insertItems(Side.TARGET, "1");

    raise(mapping);

    assertThat(target().fence().isRaised("contract")).isTrue();
    try (ApplicationSession session = application(Side.TARGET)) {
      assertInsertIsRefused(session);
      assertRefused(session, a -> a.update("item", "1", "name", "x"));
      assertRefused(session, a -> a.delete("item", "1"));
      assertRefused(session, a -> a.deleteAll("item"));
      if (fenceStandsBeforeStatements()) {
        assertRefused(session, a -> a.update("item", "-1", "name", "x"));
        assertRefused(session, a -> a.truncate("item"));
      }
    }
    assertThat(content(Side.TARGET, "item", "id")).containsExactly("1");
  }

  @Test
  default void oursPass() {
    TableMapping mapping = items();
    insertItems(Side.SOURCE, "1");
    raise(mapping);

    copy(mapping, 10, true);
    Applied applied =
        apply(mapping, new Write.Upsert(mapping, List.of(Row.of("2", "x", "1.00", null))));

    assertThat(applied).isInstanceOf(Applied.Done.class);
    assertThat(content(Side.TARGET, "item", "id")).containsExactly("1", "2");
  }

  @Test
  default void writerUnderWayIsWaitedForAndNamed() {
    TableMapping mapping = items();
    try (ApplicationSession writer = application(Side.TARGET)) {
      writer.begin();
      writer.insert("item", Map.of("id", "100"));

      assertThatThrownBy(() ->
              target().fence().raise(LEASE, List.of(mapping.to().name()), Duration.ofMillis(200)))
          .isInstanceOfSatisfying(
              CrossfadeException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_PASSED))
          .hasMessageContaining("process");
      assertThat(target().fence().isRaised("contract")).isFalse();
      insertItems(Side.TARGET, "101");
      writer.commit();
    }

    raise(mapping);
    assertThat(content(Side.TARGET, "item", "id")).containsExactly("100", "101");
  }

  @Test
  default void writerWithAnOlderSnapshotIsRefused() {
    TableMapping mapping = items();
    create(Side.TARGET, "quiet", "id", "id int");
    try (ApplicationSession early = application(Side.TARGET)) {
      early.beginRepeatable();
      early.rows(fenceWaitsForReaders() ? "quiet" : "item");

      raise(mapping);

      assertInsertIsRefused(early);
      early.rollback();
    }
  }

  @Test
  default void preparedFenceRefusesNobodyAndIsRaisedPastReaders() {
    TableMapping mapping = items();
    List<TableName> tables = List.of(mapping.to().name());

    target().fence().prepare(LEASE, tables, PATIENCE);
    target().fence().prepare(LEASE, tables, PATIENCE);

    assertThat(target().fence().isRaised("contract")).isFalse();
    insertItems(Side.TARGET, "1");
    try (ApplicationSession reader = application(Side.TARGET)) {
      reader.beginRepeatable();
      reader.rows("item");

      target().fence().raise(LEASE, tables, Duration.ofMillis(500));

      assertInsertIsRefused(reader);
      reader.rollback();
    }
    assertThat(target().fence().isRaised("contract")).isTrue();
  }

  @Test
  default void liftedFenceLetsEverybodyWriteUntilItIsRaisedAgain() {
    TableMapping mapping = items();
    raise(mapping);

    lift(mapping);
    lift(mapping);

    assertThat(target().fence().isRaised("contract")).isFalse();
    at(
        Side.TARGET,
        a -> {
          a.insert("item", Map.of("id", "100"));
          a.update("item", "100", "name", "x");
          a.delete("item", "100");
        });
    try (ApplicationSession early = application(Side.TARGET)) {
      early.beginRepeatable();
      early.rows("item");

      raise(mapping);

      assertInsertIsRefused(early);
      early.rollback();
    }
    assertThat(target().fence().isRaised("contract")).isTrue();
  }

  @Test
  default void liftingOfAnEarlierMigrationOpensNoFenceOfALaterOne() {
    TableMapping mapping = items();
    target().workspace().take(new Lease("other", LEASE.store(), 1));
    raise(mapping);
    lift(mapping);
    try (ApplicationSession early = application(Side.TARGET)) {
      create(Side.TARGET, "quiet", "id", "id int");
      early.beginRepeatable();
      early.rows("quiet");
      target().workspace().remove("contract");
      target().workspace().take(LEASE);

      raise(mapping);

      assertInsertIsRefused(early);
      early.rollback();
    }
  }

  @Test
  default void olderLeaseNeitherRaisesNorLifts() {
    TableMapping mapping = items();
    target().workspace().take(NEWER);

    assertSuperseded(() -> raise(mapping));
    assertThat(target().fence().isRaised("contract")).isFalse();
    insertItems(Side.TARGET, "100");

    target().fence().raise(NEWER, List.of(mapping.to().name()), PATIENCE);
    assertSuperseded(() -> lift(mapping));
    assertThat(target().fence().isRaised("contract")).isTrue();
    try (ApplicationSession session = application(Side.TARGET)) {
      assertRefused(session, a -> a.delete("item", "100"));
    }
  }

  @Test
  default void nothingOfTheFenceRemainsAfterTheMigration() {
    TableMapping mapping = items();
    raise(mapping);

    target().workspace().remove("contract");

    assertThat(target().fence().isRaised("contract")).isFalse();
    insertItems(Side.TARGET, "100");
    target().fence().lift(LEASE, List.of(mapping.to().name()));
  }
}
