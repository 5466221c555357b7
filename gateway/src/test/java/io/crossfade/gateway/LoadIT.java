package io.crossfade.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.gateway.settings.Limits;
import io.crossfade.servers.SharedPostgres;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/// Memory stays bounded, whatever an end does not do.
class LoadIT {
  private static final long MEBIBYTE = 1024 * 1024;
  private static final int ROWS = 100_000;

  /// 300 MB are asked for and not read: the database waits, nothing is piled up here.
  @Test
  void whoDoesNotReadIsNotReadFor() throws Exception {
    String database = SharedPostgres.newDatabase(18);
    try (Rig rig = Rig.before(database);
        Wire stalled = Wire.ready(rig.port());
        Connection direct = DriverManager.getConnection(database)) {
      long before = bufferedBytes();
      stalled.send(
          'Q', "COPY (SELECT repeat('z', 1000) FROM generate_series(1, 300000)) TO STDOUT\0");
      awaitRest(() -> copied(direct));
      assertThat(bufferedBytes() - before).isLessThan(2 * MEBIBYTE);
      long received = 0;
      for (Wire.Frame frame = stalled.read(); frame.type() != 'Z'; frame = stalled.read()) {
        received += frame.type() == 'd' ? frame.body().length : 0;
      }
      assertThat(received).isEqualTo(300_000L * 1001);
      assertThat(bufferedBytes() - before).isLessThan(2 * MEBIBYTE);
    }
  }

  /// The other way: the database does not read, so the client is not read either.
  @Test
  void whatTheDatabaseDoesNotTakeIsNotTakenFromTheClient() throws Exception {
    String database = SharedPostgres.newDatabase(18);
    try (Rig rig = Rig.before(database);
        Wire busy = Wire.ready(rig.port());
        Connection locker = DriverManager.getConnection(database)) {
      Rig.run(locker, "CREATE TABLE taken (note text)");
      locker.setAutoCommit(false);
      Rig.run(locker, "LOCK TABLE taken");
      long before = bufferedBytes();
      busy.send('Q', "COPY taken FROM STDIN\0");
      busy.out.flush();
      AtomicLong sent = new AtomicLong();
      Thread sender = Thread.ofVirtual().start(() -> sendRows(busy, sent));
      awaitRest(sent::get);
      assertThat(sent.get()).isLessThan(ROWS);
      assertThat(bufferedBytes() - before).isLessThan(2 * MEBIBYTE);
      locker.commit();
      busy.await('Z');
      sender.join();
      assertThat(Rig.ask(locker, "SELECT count(*) FROM taken")).isEqualTo("" + ROWS);
    }
  }

  /// Against a database that only says hello, for a real one has a process for each.
  @Test
  void manyIdleSessionsCostLittle() throws Exception {
    int many = 2000;
    Limits limits = new Limits(many, Duration.ofSeconds(30), Duration.ofSeconds(5));
    List<Wire> sessions = new ArrayList<>();
    try (GreetingServer server = new GreetingServer();
        Rig rig = Rig.before(server.url(), server.url(), Rig.Options.USUAL.with(limits))) {
      long before = bufferedBytes();
      for (int i = 0; i < many; i++) {
        sessions.add(Wire.ready(rig.port()));
      }
      assertThat(rig.gateway.sessions()).isEqualTo(many);
      assertThat(bufferedBytes() - before).isLessThan(16 * MEBIBYTE);
      for (Wire session : sessions) {
        session.close();
      }
      Rig.await("all have left", () -> rig.gateway.sessions() == 0);
    }
  }

  private static void sendRows(Wire to, AtomicLong sent) {
    String row = "w".repeat(999) + "\n";
    try {
      for (int i = 0; i < ROWS; i++) {
        to.send('d', row);
        sent.incrementAndGet();
      }
      to.send('c', "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits until something has begun, and then does not go on for a third of a second.
  private static void awaitRest(LongSupplier progress) {
    long quiet = Duration.ofMillis(300).toNanos();
    AtomicLong last = new AtomicLong();
    AtomicLong since = new AtomicLong(System.nanoTime());
    Rig.await(
        "it rests",
        () -> {
          long now = progress.getAsLong();
          if (last.getAndSet(now) != now) {
            since.set(System.nanoTime());
          }
          return now > 0 && System.nanoTime() - since.get() > quiet;
        });
  }

  /// Bytes that the database has made of its COPY.
  private static long copied(Connection direct) {
    try {
      return Long.parseLong(
          Rig.ask(direct, "SELECT coalesce(sum(bytes_processed), 0) FROM pg_stat_progress_copy"));
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static long bufferedBytes() {
    return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory();
  }
}
