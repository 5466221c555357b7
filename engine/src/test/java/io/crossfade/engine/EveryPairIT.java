package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.mysqlservers.MySqlVersion;
import io.crossfade.mysqlservers.SharedMySql;
import io.crossfade.servers.SharedPostgres;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whichever two of the databases: there, back, and there again under load, and nothing is lost.
@Timeout(120)
class EveryPairIT {
  @TempDir Path directory;

  private static String newDatabase(String server) {
    return server.equals("POSTGRESQL")
        ? SharedPostgres.newDatabase(18)
        : SharedMySql.newDatabase(MySqlVersion.valueOf(server));
  }

  @ParameterizedTest
  @Tag("long")
  @CsvSource({"MYSQL_8_0, MYSQL_8_0", "MARIADB_11_4, MYSQL_8_0", "MARIADB_11_4, MARIADB_11_4"})
  void withoutPostgreSqlToo(String source, String target) throws Exception {
    movesGoesBackAndMovesAgain(source, target);
  }

  @ParameterizedTest
  @CsvSource({"MYSQL_8_0, POSTGRESQL", "POSTGRESQL, MYSQL_8_0"})
  void movesGoesBackAndMovesAgain(String source, String target) throws Exception {
    Bank bank = new Bank(new TwoDatabases(newDatabase(source), newDatabase(target))).opened();
    String name = "pair_" + source.toLowerCase(Locale.ROOT) + "_" + target.toLowerCase(Locale.ROOT);
    String rest = "copy: {chunkRows: 100}\ncutover: {deadline: 20s, firstTry: 2s}\n";
    try (BankMove move = bank.move(bank.manifest(name, rest), directory)) {
      try (BankClient first = bank.client(1);
          BankClient second = bank.client(2)) {
        move.migration().run();
        assertThat(move.migration().status().compare().drift()).isZero();

        assertThat(move.migration().cutover().decision()).isEqualTo(Decision.FLIP);
        first.awaitWritten(50);
        assertThat(move.migration().rollback(false).decision()).isEqualTo(Decision.FLIP);
        second.awaitWritten(50);
        assertThat(move.migration().cutover().decision()).isEqualTo(Decision.FLIP);
        first.awaitWritten(50);
      }
      assertThat(move.migration().verify(false).clean()).isTrue();
      bank.assertKept();
      move.migration().cleanup();
    }
  }
}
