package io.crossfade.mysql.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Database;
import io.crossfade.connector.Identity;
import io.crossfade.connector.Lease;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.mysql.TestDatabase;
import io.crossfade.mysqlservers.MySqlVersion;
import java.sql.SQLException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A replica has the row of the server that it follows. */
@Timeout(60)
class LineageIT {
  private static final String NAME = "lineageit";

  private static void asReplicaOfAnother(TestDatabase on) throws SQLException {
    on.run("UPDATE crossfade.server SET origin = 'first', name = 'another', timeline = 1");
  }

  @ParameterizedTest
  @EnumSource(MySqlVersion.class)
  void whoTakesAnothersPlaceIsNewerAndStaysThat(MySqlVersion version) throws SQLException {
    try (TestDatabase on = TestDatabase.on(version)) {
      on.run("DROP DATABASE IF EXISTS crossfade");
      Database database = on.database();
      Identity before = database.identity();
      database.workspace().take(new Lease(NAME, "store", 1));
      assertThat(database.identity()).isEqualTo(before);

      on.run(
          "CREATE USER reader_of_" + on.name(),
          "GRANT SELECT ON " + on.name() + ".* TO reader_of_" + on.name());
      try (Database read = on.as("reader_of_" + on.name())) {
        assertThat(read.identity()).as("who may only look").isEqualTo(before);
      }
      asReplicaOfAnother(on);
      Identity promoted = database.identity();
      assertThat(promoted.system()).isEqualTo("first");
      assertThat(promoted.timeline()).isGreaterThan(before.timeline());
      assertThat(database.identity()).isEqualTo(promoted);
      database.workspace().take(new Lease(NAME, "store", 2));
      assertThat(database.identity()).isEqualTo(promoted);

      asReplicaOfAnother(on);
      assertThat(database.identity().timeline()).isGreaterThan(promoted.timeline());
      database.workspace().remove(NAME);
      assertThat(database.identity()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @EnumSource(MySqlVersion.class)
  void whoIsNotPromotedYetIsWaitedForAndNotWritten(MySqlVersion version) throws SQLException {
    try (TestDatabase on = TestDatabase.on(version)) {
      on.run("DROP DATABASE IF EXISTS crossfade");
      on.database().workspace().take(new Lease(NAME, "store", 1));
      asReplicaOfAnother(on);
      try {
        on.run("SET GLOBAL read_only = 1");
        assertThatThrownBy(() -> on.database().identity())
            .isInstanceOfSatisfying(
                CrossfadeException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_FAILED))
            .hasMessageContaining("not promoted yet");
      } finally {
        on.run("SET GLOBAL read_only = 0");
      }
      assertThat(on.ask("SELECT name FROM crossfade.server")).containsExactly("another");
      assertThat(on.database().identity().system()).isEqualTo("first");
      on.database().workspace().remove(NAME);
    }
  }
}
