package io.crossfade.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.gateway.session.Transport;
import io.crossfade.gateway.settings.Reads;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A client who does not read what he has asked for, and of whom a read is answered by the other
/// side.
class StalledReadsIT extends TwoSides {
  private static final long MEBIBYTE = 1024 * 1024;
  private static final int FIRST = -3;
  private static final int READS = 20;
  private static final String WRITING =
      "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'ClientWrite' AND datname ="
          + " current_database()";

  /// The gateway's ends of its clients' connections.
  private static final Queue<Channel> CLIENTS = new ConcurrentLinkedQueue<>();

  /// Tells who was taken in.
  public static final class Noting extends NioServerSocketChannel {
    @Override
    protected int doReadMessages(List<Object> taken) throws Exception {
      int before = taken.size();
      int many = super.doReadMessages(taken);
      taken.subList(before, taken.size()).forEach(one -> CLIENTS.add((Channel) one));
      return many;
    }
  }

  /// A client that reads nothing: what is written for him waits, and one byte is enough of it.
  private static final class Stalled extends ChannelOutboundHandlerAdapter {
    private final Channel client;
    private boolean reads;

    private Stalled(Channel client) {
      this.client = client;
    }

    static Stalled of(Channel client) throws InterruptedException {
      Stalled stalled = new Stalled(client);
      WriteBufferWaterMark least = new WriteBufferWaterMark(1, 2);
      client
          .eventLoop()
          .submit(() -> {
            client.config().setWriteBufferWaterMark(least);
            client.pipeline().addFirst(stalled);
          })
          .sync();
      return stalled;
    }

    void readsOn() {
      client
          .eventLoop()
          .execute(() -> {
            reads = true;
            client.flush();
          });
    }

    @Override
    public void flush(ChannelHandlerContext context) {
      if (reads) {
        context.flush();
      }
    }
  }

  @BeforeEach
  void all() throws SQLException {
    at(source, rows("source"));
    at(target, rows("target"));
    rig.close();
    Transport nio = Transport.nio();
    Reads reads = Reads.of(table -> table.name().equals("item"));
    rig =
        Rig.before(
            source,
            target,
            Rig.Options.USUAL
                .with(reads)
                .with(new Transport(nio.io(), nio.socket(), Noting.class, nio.keepAlive())));
    CLIENTS.clear();
    share(100);
  }

  /// 20 MB are asked for behind a read that the target answers: the source waits, nothing is piled
  /// up here.
  @Test
  void whatIsAskedBehindAReadThatStallsIsNotPiledUp() throws Exception {
    try (Wire wire = Wire.ready(rig.port())) {
      awaitTarget(wire);
      long before = buffered();
      Stalled stalled = stallBehindARead(wire);
      wire.send('Q', "SELECT repeat('z', 1000) FROM generate_series(1, 20000)\0");
      Rig.await("the source waits", () -> Moves.number(source, WRITING) == 1);
      assertThat(buffered() - before).isLessThan(2 * MEBIBYTE);
      stalled.readsOn();
      assertThat(rows(wire)).isEqualTo(1);
      assertThat(rows(wire)).isEqualTo(20_000);
    }
  }

  @Test
  void whoStallsIsAnsweredWhereWritesGo() throws Exception {
    try (Wire wire = Wire.ready(rig.port())) {
      awaitTarget(wire);
      Stalled stalled = stallBehindARead(wire);
      wire.send('Q', read(-100) + "\0");
      Rig.await("the source has answered", () -> answered(source, -100));
      stalled.readsOn();
      assertThat(wire.await('D').text()).endsWith("target");
      assertThat(rows(wire)).isZero();
      assertThat(rows(wire)).isZero();
    }
  }

  /// Returns when the target has answered what the client does not read. Any read may be answered
  /// by the source instead, for which the target need only be late: then the next one is tried.
  private Stalled stallBehindARead(Wire wire) throws Exception {
    for (int id = FIRST; id > FIRST - READS; id--) {
      Stalled stalled = Stalled.of(CLIENTS.element());
      int asked = id;
      wire.send('Q', read(asked) + "\0");
      Rig.await("it is answered", () -> answered(target, asked) || answered(source, asked));
      if (answered(target, asked) && !answered(source, asked)) {
        return stalled;
      }
      stalled.readsOn();
      rows(wire);
    }
    throw new AssertionError("the target answers nothing");
  }

  private static boolean answered(String url, int id) {
    return Moves.number(
            url,
            "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle' AND query = '%s' AND datname = current_database()"
                .formatted(read(id)))
        == 1;
  }

  private static String rows(String side) {
    return "INSERT INTO item SELECT %d - number, '%s' FROM generate_series(0, %d) number"
        .formatted(FIRST, side, READS);
  }

  private static String read(int id) {
    return "SELECT side FROM item WHERE id = " + id;
  }

  private static void awaitTarget(Wire wire) {
    Rig.await(
        "the target answers",
        () -> {
          try {
            return Moves.ask(wire, read(-1)).endsWith("target");
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static long rows(Wire wire) throws IOException {
    long rows = 0;
    for (Wire.Frame frame = wire.read(); frame.type() != 'Z'; frame = wire.read()) {
      rows += frame.type() == 'D' ? 1 : 0;
    }
    return rows;
  }

  private static long buffered() {
    return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory();
  }
}
