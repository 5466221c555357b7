package io.crossfade.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All reads go to the target, which gets the source's rows only when a test copies them. */
class ReadYourWritesIT {
  /** Here the highest number of a note is the position. */
  private static final Freshness FRESHNESS =
      new Freshness(
          "SELECT coalesce(max(id), 0)::text FROM note",
          "SELECT coalesce(max(id), 0) >= ?::bigint FROM note");

  private TwoSides sides;

  @BeforeEach
  void start() throws Exception {
    sides = new TwoSides();
    Route route = Route.initial("shop").reading(Side.TARGET, 100);
    sides.routes.set(route, FRESHNESS);
    sides.follow(route.release());
    sides.routes.set(route.release(), FRESHNESS);
  }

  @AfterEach
  void stop() {
    sides.close();
  }

  @Test
  void aReaderWhoHasWrittenNothingReadsTheOtherSide() throws SQLException {
    assertThat(read("somebody")).isEqualTo(Side.TARGET);
  }

  @Test
  void aWriterReadsTheWrittenSideUntilHisWriteHasArrived() throws SQLException {
    write("alice", 7);
    assertThat(read("alice")).isEqualTo(Side.SOURCE);
    assertThat(read("bob")).isEqualTo(Side.TARGET);
    assertThat(sides.router.decisions().of(Side.SOURCE, Decision.OWN_WRITE)).isEqualTo(1);
    write("bob", 9);
    copy(7);
    assertThat(read("alice"))
        .as("her own position was asked for before bob wrote")
        .isEqualTo(Side.TARGET);
    assertThat(read("bob")).isEqualTo(Side.SOURCE);
    copy(9);
    assertThat(read("bob")).isEqualTo(Side.TARGET);
  }

  @Test
  void whatHasArrivedIsNotAskedForAgain() throws Exception {
    write("alice", 7);
    copy(7);
    assertThat(read("alice")).isEqualTo(Side.TARGET);
    sides.routes.set(sides.router.route(), new Freshness("no SQL", "at all"));
    assertThat(read("alice")).isEqualTo(Side.TARGET);
    assertThat(read("bob")).isEqualTo(Side.TARGET);
  }

  @Test
  void whoeverCannotAskReadsTheWrittenSide() throws Exception {
    sides.routes.set(sides.router.route(), null);
    write("alice", 7);
    copy(7);
    assertThat(read("alice")).isEqualTo(Side.SOURCE);
  }

  @Test
  void aRollbackIsNoWrite() throws SQLException {
    try (Connection connection = sides.dataSource.withKey("alice").getConnection()) {
      connection.setAutoCommit(false);
      insert(connection, 1);
      connection.rollback();
    }
    assertThat(read("alice")).isEqualTo(Side.TARGET);
  }

  @Test
  void anAutoCommittedWriteCountsAsWell() throws SQLException {
    try (Connection connection = sides.dataSource.withKey("alice").getConnection()) {
      insert(connection, 7);
    }
    assertThat(read("alice")).isEqualTo(Side.SOURCE);
  }

  @Test
  void aConnectionWithoutAKeyReadsWhatItWrote() throws SQLException {
    try (CrossfadeConnection connection = sides.dataSource.getConnection()) {
      connection.setAutoCommit(false);
      insert(connection, 7);
      connection.commit();
      connection.setReadOnly(true);
      assertThat(connection.side()).isEqualTo(Side.SOURCE);
      connection.commit();
      copy(7);
      assertThat(connection.side()).isEqualTo(Side.TARGET);
    }
    try (CrossfadeConnection other = sides.dataSource.getConnection()) {
      other.setAutoCommit(false);
      other.setReadOnly(true);
      assertThat(other.side()).isEqualTo(Side.TARGET);
    }
  }

  @Test
  void leavesNoConnectionBehind() throws SQLException {
    write("alice", 7);
    read("alice");
    assertThat(sides.taken(Side.SOURCE)).isZero();
    assertThat(sides.taken(Side.TARGET)).isZero();
  }

  private Side read(String key) throws SQLException {
    try (CrossfadeConnection connection = sides.dataSource.withKey(key).getConnection()) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      return connection.side();
    }
  }

  private void write(String key, long id) throws SQLException {
    try (Connection connection = sides.dataSource.withKey(key).getConnection()) {
      connection.setAutoCommit(false);
      insert(connection, id);
      connection.commit();
    }
  }

  private static void insert(Connection connection, long id) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO note VALUES (?, 'mine')")) {
      insert.setLong(1, id);
      insert.executeUpdate();
    }
  }

  private void copy(long id) throws SQLException {
    sides.execute(Side.TARGET, "INSERT INTO note VALUES (" + id + ", 'mine')");
  }
}
