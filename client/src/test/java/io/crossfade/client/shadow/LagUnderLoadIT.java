package io.crossfade.client.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.crossfade.client.FixedRouteSource;
import io.crossfade.client.Freshness;
import io.crossfade.client.Router;
import io.crossfade.client.SideGuard;
import io.crossfade.client.SideRead;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.model.Writes;
import io.crossfade.servers.SharedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two real databases, of which the second gets each change 300 ms late, while rows are written all
 * the time: whatever differs is lag, but for the one row that really differs.
 */
@Timeout(90)
class LagUnderLoadIT {
  private static final Duration DELAY = Duration.ofMillis(300);
  private static final int KEYS = 40;
  private static final int WRONG = 7;

  private final HikariDataSource source = pool(16);
  private final HikariDataSource target = pool(18);
  private final Freshness freshness =
      new Freshness(
          "SELECT max(number)::text FROM change", "SELECT max(number) >= ?::bigint FROM change");

  /** Under which the application reads the source, or the target. */
  private final FixedRouteSource routes = new FixedRouteSource(route(Side.SOURCE, 1));

  private final Router router = new Router(routes);
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicReference<@Nullable Exception> failed = new AtomicReference<>();
  private final Thread writer = new Thread(this::write, "writer");

  private static Route route(Side reads, long epoch) {
    return new Route("shop", epoch, Writes.SOURCE, reads, 100, 100, false);
  }

  private static HikariDataSource pool(int majorVersion) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(SharedPostgres.newDatabase(majorVersion));
    config.setMaximumPoolSize(8);
    config.setMinimumIdle(1);
    return new HikariDataSource(config);
  }

  @BeforeEach
  void start() throws SQLException {
    for (Side side : Side.values()) {
      execute(
          side,
          "CREATE TABLE stock (id int PRIMARY KEY, amount int); CREATE TABLE change (number"
              + " bigint);INSERT INTO stock SELECT i, 0 FROM generate_series(0, "
              + KEYS
              + ") i; INSERT INTO change VALUES (0)");
    }
    execute(Side.TARGET, "UPDATE stock SET amount = -1 WHERE id = " + WRONG);
    routes.set(route(Side.SOURCE, 1), freshness);
    writer.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    ended.set(true);
    writer.join();
    router.close();
    source.close();
    target.close();
  }

  @Test
  void lagIsNeverAMismatchAndDriftIsOne() throws Exception {
    Laboratory laboratory = read(Side.SOURCE, new PositionArrivals(router, source, target));
    assertJudged(laboratory);
  }

  @Test
  void norWhereTheSideIsReadThatFollows() throws Exception {
    Laboratory laboratory = read(Side.TARGET, new PositionArrivals(router, source, target));
    assertJudged(laboratory);
  }

  private void assertJudged(Laboratory laboratory) {
    assertThat(failed.get()).isNull();
    Outcomes outcomes = laboratory.outcomes();
    assertThat(laboratory.mismatches().samples("stock.amount", "another value"))
        .as("only the row that really differs")
        .isNotEmpty()
        .allMatch(sample -> sample.key().equals(String.valueOf(WRONG)));
    assertThat(laboratory.mismatches().groups()).hasSize(1);
    assertThat(outcomes.of(Outcome.LAG)).as("lag was there").isGreaterThan(50);
    assertThat(outcomes.of(Outcome.FAILED) + outcomes.of(Outcome.TIMEOUT)).isZero();
  }

  private Laboratory read(Side side, Arrivals arrivals) throws Exception {
    routes.set(route(side, 2), freshness);
    Await.until(() -> router.route().epoch() == 2);
    Settling settling = new Settling(2, 5, Duration.ofMillis(50), Duration.ofSeconds(20));
    ShadowLimits limits = new ShadowLimits(3, 500, 500, Duration.ofSeconds(10), settling);
    Laboratory laboratory = new Laboratory(limits, Redaction.NO_VALUES.showingKeys());
    try (laboratory) {
      ShadowReader reader =
          new ShadowReader(router, SideGuard.NONE, laboratory, Comparison.EXACT, arrivals);
      for (int i = 0; i < 400; i++) {
        int id = i % KEYS;
        SideRead<Integer, SQLException> read = from -> amount(from, id);
        reader.read("stock.amount", String.valueOf(id), read);
      }
      Await.until(() -> laboratory.outcomes().all() == 400);
    }
    return laboratory;
  }

  /** Writes the source all the time, and the target the same, later. */
  private void write() {
    record Change(long at, int number, int id, int amount) {}
    Deque<Change> late = new ArrayDeque<>();
    Random random = new Random(6);
    int number = 0;
    try {
      while (!ended.get() || !late.isEmpty()) {
        int id = random.nextInt(KEYS);
        if (id != WRONG && !ended.get()) {
          Change change = new Change(System.nanoTime(), ++number, id, random.nextInt(1_000_000));
          apply(Side.SOURCE, change.number(), change.id(), change.amount());
          late.add(change);
        }
        while (!late.isEmpty() && System.nanoTime() - late.getFirst().at() > DELAY.toNanos()) {
          Change change = late.removeFirst();
          apply(Side.TARGET, change.number(), change.id(), change.amount());
        }
      }
    } catch (SQLException e) {
      failed.set(e);
    }
  }

  private void apply(Side side, int number, int id, int amount) throws SQLException {
    execute(
        side,
        "UPDATE stock SET amount = "
            + amount
            + " WHERE id = "
            + id
            + "; UPDATE change SET number = "
            + number);
  }

  private void execute(Side side, String sql) throws SQLException {
    try (Connection connection = pool(side).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private int amount(Side side, int id) throws SQLException {
    try (Connection connection = pool(side).getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT amount FROM stock WHERE id = " + id)) {
      row.next();
      return row.getInt(1);
    }
  }

  private HikariDataSource pool(Side side) {
    return side == Side.SOURCE ? source : target;
  }
}
