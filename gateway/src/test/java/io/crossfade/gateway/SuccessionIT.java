package io.crossfade.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crossfade.servers.SharedPostgres;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gateway takes the place of another one, and nobody notices who connects or has begun
/// something.
class SuccessionIT {
  private static final int CLIENTS = 4;
  private static final int RESTARTS = 5;

  @TempDir private Path directory;

  @BeforeEach
  void onlyWhereSocketsCanBeHandedOver() {
    assumeTrue(Epoll.isAvailable(), "needs Linux");
  }

  @Test
  void nobodyWhoConnectsIsLost() throws Exception {
    String database = SharedPostgres.newDatabase(18);
    Rig rig = successor(database, 0);
    int port = rig.port();
    AtomicBoolean enough = new AtomicBoolean();
    AtomicInteger connected = new AtomicInteger();
    ConcurrentLinkedQueue<Exception> failures = new ConcurrentLinkedQueue<>();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(Thread.ofVirtual().start(() -> connect(port, enough, connected, failures)));
    }
    for (int restart = 0; restart < RESTARTS; restart++) {
      int before = connected.get();
      Rig.await("clients come", () -> connected.get() > before + 2 * CLIENTS);
      Rig next = successor(database, port);
      rig.gateway.awaitSuccessor();
      assertThat(rig.gateway.drain(Duration.ofSeconds(5), Duration.ofSeconds(10))).isTrue();
      rig.close();
      rig = next;
    }
    enough.set(true);
    for (Thread client : clients) {
      client.join();
    }
    rig.close();
    assertThat(failures).isEmpty();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void whoHasBegunEndsHisTransaction() throws Exception {
    String database = SharedPostgres.newDatabase(18);
    try (Rig old = successor(database, 0);
        Connection busy = old.connect();
        Connection idle = old.connect()) {
      Rig.run(idle, "CREATE TABLE kept (id int)");
      busy.setAutoCommit(false);
      Rig.run(busy, "INSERT INTO kept VALUES (1)");
      try (Rig next = successor(database, old.port())) {
        old.gateway.awaitSuccessor();
        Thread drain = drain(old, Duration.ZERO);
        Rig.await("the idle one has gone", () -> old.gateway.sessions() == 1);
        assertThatThrownBy(() -> Rig.run(idle, "SELECT 1"))
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57P01"));
        Rig.run(busy, "INSERT INTO kept VALUES (2)");
        busy.commit();
        drain.join();
        assertThat(old.gateway.sessions()).isZero();
        try (Connection again = next.connect()) {
          assertThat(Rig.ask(again, "SELECT count(*) FROM kept")).isEqualTo("2");
        }
      }
    }
  }

  @Test
  void whoIsAboutToLogInIsLetIn() throws Exception {
    String database = SharedPostgres.newDatabase(18);
    try (Rig old = successor(database, 0);
        Wire slow = new Wire(old.port())) {
      slow.startup(80877103, "");
      assertThat(slow.in.read()).as("TLS").isEqualTo('N');
      try (Rig next = successor(database, old.port())) {
        old.gateway.awaitSuccessor();
        assertThat(old.gateway.drain(Duration.ZERO, Duration.ofMillis(200))).isFalse();
        slow.startup(3 << 16, "user\0postgres\0database\0shop\0\0");
        slow.await('Z');
        assertThat(next.gateway.sessions()).isZero();
        assertThat(old.gateway.drain(Duration.ZERO, Duration.ofSeconds(10))).isTrue();
        assertThat(slow.await('E').state()).isEqualTo("57P01");
      }
    }
  }

  /// The gateway that is asked to cancel is not the one that gave the key.
  @Test
  void aCancelRequestFindsItsSession() throws Exception {
    String database = SharedPostgres.newDatabase(18);
    try (Rig first = successor(database, 0);
        Connection busy = first.connect();
        Rig second = successor(database, first.port());
        Rig third = successor(database, first.port());
        Statement sleeping = busy.createStatement();
        Connection look = third.connect()) {
      assertThat(third.port()).isEqualTo(second.port());
      Thread cancel =
          Thread.ofVirtual()
              .start(() -> {
                Rig.await("it sleeps", () -> sleeps(look));
                try {
                  sleeping.cancel();
                } catch (SQLException e) {
                  throw new AssertionError(e);
                }
              });
      assertThatThrownBy(() -> sleeping.execute("SELECT pg_sleep(30) AS asleep"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
      cancel.join();
    }
  }

  /// Pools give out what was used a moment ago without looking at it.
  @Test
  void whoWasUsedAMomentAgoStaysForTheGrace() throws Exception {
    try (Rig rig = successor(SharedPostgres.newDatabase(18), 0);
        Connection pooled = rig.connect()) {
      Thread drain = drain(rig, Duration.ofSeconds(20));
      for (int i = 0; i < 24; i++) {
        Rig.run(pooled, "SELECT pg_sleep(0.1)");
      }
      long since = System.nanoTime();
      drain.join();
      assertThat(Duration.ofNanos(System.nanoTime() - since))
          .isBetween(Duration.ofMillis(1_500), Duration.ofSeconds(10));
    }
  }

  @Test
  void whoNeverEndsIsWaitedForUntilTheDeadline() throws Exception {
    try (Rig rig = successor(SharedPostgres.newDatabase(18), 0);
        Connection busy = rig.connect()) {
      busy.setAutoCommit(false);
      Rig.run(busy, "SELECT 1");
      assertThat(rig.gateway.drain(Duration.ZERO, Duration.ofMillis(200))).isFalse();
      assertThat(rig.gateway.sessions()).isOne();
    }
  }

  @Test
  void whoIsNotToReplaceAnybodyLeavesHimAlone() throws Exception {
    String database = SharedPostgres.newDatabase(18);
    try (Rig rig = successor(database, 0)) {
      Rig.Place same = new Rig.Place(rig.port(), directory.resolve("next"), false);
      assertThatThrownBy(() -> Rig.before(database, database, Rig.Options.USUAL.at(same)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Cannot listen");
      try (Rig next = successor(database, rig.port())) {
        assertThat(next.port()).isEqualTo(rig.port());
      }
    }
  }

  /// Left by a process that was killed.
  @Test
  void aPathThatNobodyListensAtIsNoHindrance() throws Exception {
    Files.createFile(directory.resolve("next"));
    try (Rig rig = successor(SharedPostgres.newDatabase(18), 0);
        Connection connection = rig.connect()) {
      assertThat(Rig.ask(connection, "SELECT 1")).isEqualTo("1");
    }
  }

  /// The byte that comes with a socket would arrive.
  @Test
  void whoSpeaksAnotherVersionGetsNothing() throws Exception {
    try (Rig rig = successor(SharedPostgres.newDatabase(18), 0);
        SocketChannel other =
            SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("next")))) {
      other.write(ByteBuffer.wrap(new byte[] {99}));
      assertThat(other.read(ByteBuffer.allocate(1))).as("it was hung up").isEqualTo(-1);
      try (Connection connection = rig.connect()) {
        assertThat(Rig.ask(connection, "SELECT 1")).isEqualTo("1");
      }
    }
  }

  /// One that dies after it has got the socket, or says what nobody knows, changes nothing.
  @Test
  void whoHasTheSocketAndTakesNobodyInChangesNothing() throws Exception {
    try (Rig rig = successor(SharedPostgres.newDatabase(18), 0);
        SocketChannel other =
            SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("next")))) {
      other.write(ByteBuffer.wrap(new byte[] {1}));
      assertThat(other.read(ByteBuffer.allocate(1))).as("it has the socket").isEqualTo(1);
      other.write(ByteBuffer.wrap(new byte[] {'?'}));
      assertThat(other.read(ByteBuffer.allocate(1))).as("it was hung up").isEqualTo(-1);
      try (Connection connection = rig.connect()) {
        assertThat(Rig.ask(connection, "SELECT 1")).isEqualTo("1");
      }
    }
  }

  private Rig successor(String database, int port) {
    return Rig.before(
        database,
        database,
        Rig.Options.USUAL.at(new Rig.Place(port, directory.resolve("next"), true)));
  }

  private static Thread drain(Rig rig, Duration grace) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            rig.gateway.drain(grace, Duration.ofSeconds(30));
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static void connect(
      int port,
      AtomicBoolean enough,
      AtomicInteger connected,
      ConcurrentLinkedQueue<Exception> failures) {
    while (!enough.get()) {
      try (Wire client = Wire.ready(port)) {
        client.send('Q', "SELECT 1\0");
        client.await('Z');
        client.send('X', "");
        connected.incrementAndGet();
      } catch (IOException e) {
        failures.add(e);
      }
    }
  }

  private static boolean sleeps(Connection look) {
    try {
      return "1"
          .equals(
              Rig.ask(
                  look,
                  "SELECT count(*) FROM pg_stat_activity"
                      + " WHERE query LIKE '%AS asleep' AND wait_event = 'PgSleep'"));
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
