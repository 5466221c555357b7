package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Connectors;
import io.crossfade.connector.Database;
import io.crossfade.connector.Endpoint;
import io.crossfade.engine.manifest.Manifest;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Secret;
import io.crossfade.model.Side;
import io.crossfade.mysqlservers.MySqlVersion;
import io.crossfade.servers.Rights;
import io.crossfade.servers.SharedPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server dies, and a replica of another name takes its place under its address.
@Timeout(150)
class MySqlFailoverIT {
  private static final String NAME = "failed_over";

  @TempDir Path directory;

  @Test
  void fromAReplicaOfTheSourceAllIsCopiedAnew() throws Exception {
    copiesAnewFrom(MySqlVersion.MYSQL_8_0);
  }

  @Tag("long")
  @Test
  void fromOneThatEachCommitWaitedForToo() throws Exception {
    copiesAnewFrom(MySqlVersion.MARIADB_11_4);
  }

  /// Nothing is followed from there: where our position would be in its log, nobody knows.
  private void copiesAnewFrom(MySqlVersion version) throws Exception {
    try (ReplicatedMySql servers = ReplicatedMySql.start(version, directory)) {
      Bank bank =
          new Bank(new TwoDatabases(servers.url(), SharedPostgres.newDatabase(18))).opened();
      try (BankMove move = bank.move(manifest(bank), directory)) {
        try (BankClient client = bank.client(1)) {
          move.migration().run();
          client.awaitWritten(50);
        }
        assertIsNotTakenForPromoted(servers.urlOfReplica());
        servers.cutReplicaOff();
        bank.databases().sql(Side.SOURCE, "INSERT INTO drafts VALUES (-7000, 'never got')");
        Await.that(() -> drafts(bank, Side.TARGET, "id = -7000") == 1);

        servers.failOver();
        CarriedOn.assertEnds(move.migration()::awaitEnd, ErrorCode.SOURCE_REPLACED);
      }
      try (BankMove anew = carriedOn(bank)) {
        assertThat(drafts(bank, Side.TARGET, "id = -7000")).isZero();
        try (BankClient client = bank.client(2)) {
          client.awaitWritten(20);
          assertThat(anew.migration().cutover().decision()).isEqualTo(Decision.FLIP);
          client.awaitWritten(50);
        }
        assertThat(anew.migration().verify(false).clean()).isTrue();
        bank.assertKept();

        servers.leadBack();
        CarriedOn.assertEnds(anew.migration()::awaitEnd, ErrorCode.SOURCE_REPLACED);
      }
      try (BankMove back = bank.move(manifest(bank), directory)) {
        assertThatThrownBy(back.migration()::run)
            .isInstanceOfSatisfying(
                CrossfadeException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_REPLACED))
            .hasMessageContaining("is not the server that it was")
            .hasMessageNotContaining("crossfade abort");
      }
    }
  }

  /// Though it may be written: an address that leads there by mistake must change nothing.
  private static void assertIsNotTakenForPromoted(String replica) {
    try (Database database = Connectors.open(new Endpoint(replica, Rights.ROLE, new Secret("")))) {
      assertThatThrownBy(database::identity).hasMessageContaining("follows its primary");
    }
  }

  /// What it has not got is in the source's log, from where it stands.
  @Test
  void onAReplicaOfTheTargetItGoesOnFromWhatThatHas() throws Exception {
    try (ReplicatedMySql servers = ReplicatedMySql.start(MySqlVersion.MYSQL_8_0, directory)) {
      Bank bank = toReplicated(servers);
      try (BankMove move = bank.move(manifest(bank), directory);
          BankClient client = bank.client(1)) {
        move.migration().run();
        client.awaitWritten(20);
        servers.cutReplicaOff();
        bank.databases().sql(Side.SOURCE, "INSERT INTO drafts VALUES (-7000, 'not there yet')");
        Await.that(() -> drafts(bank, Side.TARGET, "id = -7000") == 1);
        client.awaitWritten(20);

        servers.failOver();
        CarriedOn.assertEnds(move.migration()::awaitEnd, ErrorCode.TARGET_REPLACED);
      }
      try (BankMove again = carriedOn(bank);
          BankClient client = bank.client(2)) {
        assertThat(again.migration().cutover().decision()).isEqualTo(Decision.FLIP);
        client.awaitWritten(20);
        client.close();
        assertThat(again.migration().verify(false).clean()).isTrue();
        bank.assertKept();
        assertThat(drafts(bank, Side.TARGET, "id = -7000")).isEqualTo(1);
      }
    }
  }

  @Tag("long")
  @Test
  void afterACutoverItGoesOnServingAndPeopleAreToldWhatTheSourceMayHaveBeyondIt() throws Exception {
    try (ReplicatedMySql servers = ReplicatedMySql.start(MySqlVersion.MARIADB_11_4, directory)) {
      Bank bank = toReplicated(servers);
      try (BankMove move = bank.move(manifest(bank), directory)) {
        move.migration().run();
        assertThat(move.migration().cutover().decision()).isEqualTo(Decision.FLIP);
        servers.cutReplicaOff();
        bank.databases()
            .sql(Side.TARGET, "INSERT INTO drafts VALUES (-7000, 'only on the source')");
        Await.that(() -> drafts(bank, Side.SOURCE, "id = -7000") == 1);
        servers.failOver();
        CarriedOn.assertEnds(move.migration()::awaitEnd, ErrorCode.TARGET_REPLACED);
      }
      try (BankMove again = carriedOn(bank)) {
        assertThat(again.journal().state().phase()).isEqualTo(Phase.CUT_OVER);
        assertThat(again.migration().status().outlook().lastError())
            .contains("the TARGET was failed over", "no way back without loss");
        bank.databases().sql(Side.TARGET, "INSERT INTO drafts VALUES (-7001, 'still served')");
        assertThatThrownBy(() -> again.migration().rollback(false))
            .hasMessageContaining("rollback --accept-loss");
        assertThat(drafts(bank, Side.SOURCE, "id = -7000")).isEqualTo(1);
        assertThat(again.migration().cleanup().phase()).isEqualTo(Phase.CLEANED);
      }
    }
  }

  private static Bank toReplicated(ReplicatedMySql servers) throws SQLException {
    return new Bank(new TwoDatabases(SharedPostgres.newDatabase(18), servers.url())).opened();
  }

  private static Manifest manifest(Bank bank) throws SQLException {
    return bank.manifest(NAME, "cutover: {deadline: 20s, firstTry: 4s}\n");
  }

  private BankMove carriedOn(Bank bank) throws SQLException {
    BankMove move = bank.move(manifest(bank), directory);
    try {
      move.migration().run();
      return move;
    } catch (CrossfadeException e) {
      move.close();
      throw e;
    }
  }

  private static long drafts(Bank bank, Side side, String where) {
    try {
      return Long.parseLong(
          bank.databases().one(side, "SELECT count(*) FROM drafts WHERE " + where));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
