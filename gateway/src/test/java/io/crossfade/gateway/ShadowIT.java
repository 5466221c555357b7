package io.crossfade.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.client.shadow.Outcome;
import io.crossfade.model.MismatchGroup;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reads that are compared off the way.
class ShadowIT extends TwoSides {
  private static final String READ = "SELECT id, side FROM item WHERE id < 0";

  @BeforeEach
  void sameRows() throws SQLException {
    at(target, "UPDATE item SET side = 'source'");
    follow(rig.router.route().shadowing(100));
  }

  @ParameterizedTest
  @ValueSource(strings = {"preferQueryMode=simple", "prepareThreshold=0", "prepareThreshold=-1"})
  void theSameRowsInAnotherOrderAreEqual(String mode) throws Exception {
    at(target, "UPDATE item SET price = NULL WHERE id = -1");
    try (Connection session = rig.connect(mode);
        PreparedStatement read =
            session.prepareStatement("SELECT id, side FROM item WHERE id < ?")) {
      Rig.await("some are compared", () -> compares(read, Outcome.EQUAL, 5));
      assertThat(mismatches()).isEmpty();
      assertThat(outcomes(Outcome.FAILED)).isZero();
      assertThat(outcomes(Outcome.INCOMPARABLE)).isZero();
    }
  }

  @Test
  void aMismatchIsToldWithItsStatementAndWithoutValues() throws Exception {
    at(target, "UPDATE item SET price = 1.005, side = 'secret' WHERE id = -2");
    at(source, "UPDATE item SET price = 1.01 WHERE id = -2");
    try (Connection session = rig.connect();
        PreparedStatement read =
            session.prepareStatement(
                "SELECT id, price, side FROM item WHERE id = ? AND 'hidden' <> ''")) {
      Rig.await("it is found", () -> compares(read, Outcome.MISMATCH, 1));
    }
    List<MismatchGroup> groups = mismatches();
    assertThat(groups)
        .extracting(MismatchGroup::experiment)
        .containsOnly("SELECT id, price, side FROM item WHERE id = 0 AND ? <> ?");
    assertThat(groups)
        .extracting(MismatchGroup::cause)
        .containsExactlyInAnyOrder("[].price: rounded", "[].side: another value");
    assertThat(groups.toString()).doesNotContain("secret", "hidden", "1.005");
  }

  @Test
  void whatFailsOnOneSideIsToldByItsState() throws Exception {
    at(target, "ALTER TABLE item RENAME COLUMN side TO other");
    try (Connection session = rig.connect("preferQueryMode=simple")) {
      Rig.await(
          "it is found",
          () -> {
            quietly(session, READ);
            return outcomes(Outcome.FAILED) > 0;
          });
    }
    assertThat(mismatches())
        .extracting(MismatchGroup::cause)
        .containsExactly("primary answers, candidate fails with StatementFailed 42703");
  }

  @Test
  void lagIsNoMismatch() throws Exception {
    at(target, "UPDATE item SET side = 'before'");
    lag();
    try (Connection session = rig.connect("preferQueryMode=simple")) {
      Rig.await(
          "it is asked on the target",
          () -> {
            quietly(session, READ);
            return Moves.number(
                    target,
                    // not what this asks itself
                    "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%EXISTS (SELECT '"
                        + " || 'FROM far%'")
                > 0;
          });
      assertThat(mismatches()).isEmpty();
      at(target, "UPDATE item SET side = 'source'");
      arrive();
      Rig.await("it was lag", () -> outcomes(Outcome.LAG) > 0);
    }
    assertThat(mismatches()).isEmpty();
    assertThat(outcomes(Outcome.MISMATCH)).isZero();
  }

  @Test
  void whatHasAnOrderIsComparedInIt() throws Exception {
    at(target, "UPDATE item SET price = 1 - id");
    at(source, "UPDATE item SET price = 1 + id");
    try (Connection session = rig.connect("preferQueryMode=simple")) {
      Rig.await(
          "the same without order",
          () -> {
            quietly(session, "SELECT id FROM item");
            return outcomes(Outcome.EQUAL) > 0;
          });
      Rig.await(
          "another order",
          () -> {
            quietly(session, "SELECT id FROM item ORDER BY price");
            return outcomes(Outcome.MISMATCH) > 0;
          });
    }
    assertThat(mismatches())
        .extracting(MismatchGroup::experiment)
        .containsOnly("SELECT id FROM item ORDER BY price");
  }

  /// A statement that may do more than read would do it twice.
  @Test
  void whatIsNoReadIsNotAskedTwice() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    try (Connection session = rig.connect("preferQueryMode=simple")) {
      for (int i = 0; i < 5; i++) {
        Rig.ask(session, "SELECT nextval('counter') FROM item");
        Rig.ask(session, "SELECT writes() FROM item WHERE id = -1");
        Rig.ask(session, "SELECT random() FROM item");
        Rig.ask(session, "SELECT now() FROM item");
      }
      Rig.await(
          "a read is compared",
          () -> {
            reads.incrementAndGet();
            quietly(session, READ);
            return rig.gateway.laboratory().outcomes().all() > 0;
          });
    }
    assertThat(rig.gateway.laboratory().outcomes().all()).isLessThanOrEqualTo(reads.get());
    assertThat(Moves.number(target, "SELECT count(*) FROM item")).isEqualTo(2);
    assertThat(Moves.number(source, "SELECT last_value FROM counter")).isEqualTo(25);
  }

  /// Of a large answer a checksum is compared; it need not fit into memory.
  @Test
  void aLargeAnswerIsComparedByItsChecksum() throws Exception {
    String rows = "INSERT INTO item SELECT i, repeat('x', 1000) FROM generate_series(1, 2000) AS i";
    at(source, rows);
    at(target, rows + " ORDER BY i DESC");
    try (Connection session = rig.connect("preferQueryMode=simple")) {
      Rig.await(
          "it is compared",
          () -> {
            quietly(session, "SELECT side, id FROM item");
            return outcomes(Outcome.EQUAL) > 0;
          });
      at(target, "UPDATE item SET side = 'y' || substr(side, 2) WHERE id = 1900");
      Rig.await(
          "one row differs",
          () -> {
            quietly(session, "SELECT side, id FROM item");
            return outcomes(Outcome.MISMATCH) > 0;
          });
    }
    assertThat(mismatches())
        .extracting(MismatchGroup::cause)
        .containsExactly("checksum of all rows: another value");
  }

  private boolean compares(PreparedStatement read, Outcome outcome, int times) {
    try {
      read.setInt(1, outcome == Outcome.EQUAL ? 0 : -2);
      try (ResultSet rows = read.executeQuery()) {
        rows.next();
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return outcomes(outcome) >= times;
  }

  private List<MismatchGroup> mismatches() {
    return rig.gateway.laboratory().mismatches().groups();
  }
}
