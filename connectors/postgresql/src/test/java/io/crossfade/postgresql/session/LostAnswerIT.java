package io.crossfade.postgresql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Endpoint;
import io.crossfade.model.CrossfadeException;
import io.crossfade.postgresql.TestServer;
import io.crossfade.postgresql.Waiting;
import io.crossfade.servers.Network;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A network that loses what is on it and tells nobody. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LostAnswerIT {
  private final Endpoint direct = TestServer.newDatabase(18);
  private final Network network = Network.to(port(direct.url()));
  private final Sessions sessions =
      new Sessions(
          new Endpoint(
              direct.url().replaceFirst(":\\d+/", ":" + network.port() + "/"),
              direct.user(),
              direct.password()));

  @AfterEach
  void close() {
    sessions.close();
    network.close();
  }

  /**
   * The one is over in seconds, and the other, which takes longer than that, is not ended for it.
   */
  @Test
  void anAnswerThatWasLostIsNotWaitedForAndALongStatementIs() throws SQLException {
    CompletableFuture<String> lost = ask("SELECT 'lost' FROM pg_sleep(2)");
    CompletableFuture<String> late = ask("SELECT 'late' FROM pg_sleep(13)");
    await(running("13"));
    await(running("2"));
    network.lose();
    // The server may be done before its answer is on its way.
    Waiting.until("an answer was lost", network::hasLost);
    network.heal();

    assertThatThrownBy(lost::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            CrossfadeException.class, lostAnswer -> assertThat(lostAnswer.mayPass()).isTrue());
    assertThat(late).isNotDone();
    assertThat(late.join()).isEqualTo("late");
  }

  private CompletableFuture<String> ask(String sql) {
    return Waiting.start(() -> sessions.<String>call("t", "ask", c -> TestServer.query(c, sql)));
  }

  private static String running(String seconds) {
    return "EXISTS (SELECT FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%sleep("
        + seconds
        + ")' AND pid <> pg_backend_pid())";
  }

  private void await(String condition) throws SQLException {
    Waiting.until(condition, () -> TestServer.query(direct, "SELECT " + condition).equals("t"));
  }

  private static int port(String url) {
    return Integer.parseInt(url.replaceFirst(".*:(\\d+)/.*", "$1"));
  }
}
