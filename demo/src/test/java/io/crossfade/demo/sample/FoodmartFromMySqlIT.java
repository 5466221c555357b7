package io.crossfade.demo.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crossfade.demo.journey.Journey;
import io.crossfade.engine.Phase;
import io.crossfade.engine.manifest.DatabaseReference;
import io.crossfade.engine.planning.Draft;
import io.crossfade.model.Secret;
import io.crossfade.mysqlservers.EmbeddedMySql;
import io.crossfade.mysqlservers.MySqlVersion;
import io.crossfade.mysqlservers.SharedMySql;
import io.crossfade.servers.SharedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Tables that others have made, on MySQL 8.0, by the manifest that `init` writes: they move to
/// PostgreSQL, back, and there again, while clerks write into many of them.
@Timeout(180)
class FoodmartFromMySqlIT {
  private static final String NAME = "foodmart";
  private static final int ROWS_OF_A_TABLE = 250;

  @TempDir Path directory;

  private String mySql = "";
  private String postgres = "";

  @Test
  void tablesOfOthersMoveAndComeBackWhileTheirRowsChange() throws Exception {
    MySqlVersion version = MySqlVersion.MYSQL_8_0;
    assumeTrue(version.missing().isEmpty(), () -> version.missing().orElse(""));
    EmbeddedMySql server = SharedMySql.of(version);
    mySql = "jdbc:mariadb://127.0.0.1:%d/%s?user=%s".formatted(server.port(), NAME, server.user());
    build(mySql.replace("/" + NAME, "/"));
    postgres = SharedPostgres.newDatabase(18);
    Draft draft =
        Draft.of(
            NAME,
            login(server.jdbcUrl(NAME), server.user()),
            login(postgres.substring(0, postgres.indexOf('?')), "postgres"));

    assertThat(draft.excluded()).isEmpty();
    assertThat(draft.tables()).isEqualTo(37);
    List<String> promised = move(draft.text());

    TableValues values = new TableValues(mySql, postgres + "&currentSchema=" + NAME);
    assertThat(values.differences(NAME)).isEmpty();
    assertThat(values.compared()).isGreaterThan(6_000);
    assertThat(promised).hasSizeGreaterThan(100).doesNotHaveDuplicates();
    assertThat(values.sales()).containsAll(promised).doesNotHaveDuplicates();
  }

  /// Returns the sales whose commits were acknowledged.
  private List<String> move(String manifest) throws Exception {
    Path file = Files.writeString(directory.resolve("foodmart.yaml"), manifest);
    List<Clerk> clerks = new ArrayList<>();
    try (Journey journey = Journey.open(NAME, file, directory.resolve("state"))) {
      for (int number = 1; number <= 2; number++) {
        clerks.add(new Clerk(mySql, postgres + "&currentSchema=" + NAME, number).start());
      }
      journey.begin();
      journey.await(Phase.READS_SHIFTED);
      journey.cutover();
      busy(clerks);
      journey.rollback();
      busy(clerks);
      journey.cutover();
      busy(clerks);
      assertThat(journey.verify(false).clean()).isTrue();
      for (Clerk clerk : clerks) {
        clerk.close();
      }
      assertThat(journey.verify(false).clean()).isTrue();
      assertThat(journey.status().compare().drift()).isZero();
      assertThat(journey.events())
          .noneMatch(recorded -> recorded.event().toString().contains("catalog differs"));
    }
    return clerks.stream().flatMap(clerk -> clerk.sold().stream()).toList();
  }

  private static void busy(List<Clerk> clerks) throws InterruptedException {
    for (Clerk clerk : clerks) {
      clerk.awaitMore(20);
    }
  }

  private static void build(String url) throws SQLException, IOException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("SET unique_checks = 0");
      new Foodmart(ROWS_OF_A_TABLE).build(connection);
      Keys.give(connection, NAME);
    }
  }

  private static Draft.Login login(String url, String user) {
    return new Draft.Login(new DatabaseReference(url, user, null), new Secret(""));
  }
}
