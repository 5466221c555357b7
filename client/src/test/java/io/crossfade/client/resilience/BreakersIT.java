package io.crossfade.client.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.crossfade.client.Decision;
import io.crossfade.client.FixedRouteSource;
import io.crossfade.client.RoutedReads;
import io.crossfade.client.Router;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.model.Writes;
import io.crossfade.servers.EmbeddedPostgres;
import io.crossfade.servers.SharedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Half of the reads go to a target that is in trouble; no reader is to notice. */
@Timeout(90)
class BreakersIT {
  private static final Duration TIMEOUT = Duration.ofMillis(100);
  private static final int READS = 400;

  private final HikariDataSource source = pool(SharedPostgres.newDatabase(16));
  private final Router router =
      new Router(
          new FixedRouteSource(new Route("shop", 1, Writes.SOURCE, Side.TARGET, 50, 0, false)));
  private final Breakers breakers =
      new Breakers(
          new GuardLimits(TIMEOUT, 4, 10, 50, Duration.ofMillis(200), Duration.ofSeconds(60)));
  private final RoutedReads reads = new RoutedReads(router, breakers);
  private final AtomicInteger askedTarget = new AtomicInteger();

  @TempDir private Path directory;

  private static HikariDataSource pool(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(8);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(1_000);
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  @AfterEach
  void stop() {
    breakers.close();
    router.close();
    source.close();
  }

  @Test
  void aTargetThatDiesFailsNoRead() throws Exception {
    EmbeddedPostgres server = EmbeddedPostgres.start(16, directory.resolve("data"), false);
    try (HikariDataSource target = pool(server.jdbcUrl("postgres"))) {
      readAll(target, "SELECT 1");
      assertThat(fallbacks()).as("all is well").isZero();
      assertThat(askedTarget.get()).isBetween(READS / 4, READS * 3 / 4);
      server.kill();
      Duration took = readAll(target, "SELECT 1");
      assertThat(fallbacks()).isGreaterThan(READS / 4);
      assertThat(router.decisions().of(Side.SOURCE, Decision.BREAKER))
          .as("most were not even tried")
          .isGreaterThan(fallbacks() * 3 / 4);
      assertThat(took).as("bounded by the few that were tried").isLessThan(Duration.ofSeconds(10));
    } finally {
      server.close();
    }
  }

  @Test
  void aTargetThatIsSlowCostsEachReadTheTimeoutAtMost() throws Exception {
    try (HikariDataSource target = pool(SharedPostgres.newDatabase(18))) {
      Duration slowest = slowest(target, "SELECT 1 FROM pg_sleep(2)");
      assertThat(slowest).isBetween(TIMEOUT, TIMEOUT.plusMillis(900));
      assertThat(fallbacks()).isGreaterThan(READS / 4);
      assertThat(askedTarget.get()).as("and few pay it").isLessThan(30);
    }
  }

  /** For 50 ms it answers, for 50 ms it does not. */
  @Test
  void aTargetThatComesAndGoesIsLeftAloneMoreAndMore() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    breakers
        .breaker(Side.TARGET)
        .getEventPublisher()
        .onStateTransition(change -> {
          if (change.getStateTransition().getToState().name().equals("OPEN")) {
            opened.incrementAndGet();
          }
        });
    try (HikariDataSource target = pool(SharedPostgres.newDatabase(18))) {
      long end = System.nanoTime() + Duration.ofSeconds(4).toNanos();
      for (int i = 0; System.nanoTime() < end; i++) {
        String query = System.currentTimeMillis() / 50 % 2 == 0 ? "SELECT 1" : "SELECT 1 / 0";
        assertThat(read(target, "key " + i, query)).isEqualTo(1);
      }
    }
    // At 200 ms each it would open some 16 times.
    assertThat(opened).hasValueBetween(1, 6);
  }

  @Test
  void theWrittenSidesFailureIsTheReadersOwn() {
    source.close();
    assertThatThrownBy(() -> read(source, "anybody", "SELECT 1")).isInstanceOf(SQLException.class);
  }

  private long fallbacks() {
    return router.decisions().of(Side.SOURCE, Decision.BREAKER)
        + router.decisions().of(Side.SOURCE, Decision.FALLBACK);
  }

  private Duration readAll(HikariDataSource target, String query) throws SQLException {
    long since = System.nanoTime();
    slowest(target, query);
    return Duration.ofNanos(System.nanoTime() - since);
  }

  private Duration slowest(HikariDataSource target, String query) throws SQLException {
    long slowest = 0;
    for (int i = 0; i < READS; i++) {
      long since = System.nanoTime();
      assertThat(read(target, "key " + i, query)).isEqualTo(1);
      slowest = Math.max(slowest, System.nanoTime() - since);
    }
    return Duration.ofNanos(slowest);
  }

  /** The target is asked what is in trouble, the source always the same. */
  private int read(HikariDataSource target, String key, String query) throws SQLException {
    return reads.<Integer, SQLException>read(
        key,
        side -> {
          if (side == Side.SOURCE) {
            return one(source, "SELECT 1");
          }
          askedTarget.incrementAndGet();
          return one(target, query);
        });
  }

  private static int one(HikariDataSource pool, String query) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getInt(1);
    }
  }
}
