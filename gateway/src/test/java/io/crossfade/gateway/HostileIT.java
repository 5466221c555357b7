package io.crossfade.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.crossfade.gateway.settings.Limits;
import io.crossfade.servers.SharedPostgres;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that break the protocol hurt nobody but themselves.
class HostileIT {
  private static final int VERSION = 3 << 16;
  private static Rig rig;

  @BeforeAll
  static void start() {
    String database = SharedPostgres.newDatabase(18);
    Limits limits = new Limits(200, Duration.ofSeconds(1), Duration.ofSeconds(1));
    rig = Rig.before(database, database, Rig.Options.USUAL.with(limits));
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 4, 7, 10_001, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void aFirstPacketOfNoLengthThereIsEndsTheConnection(int length) throws IOException {
    try (Wire wire = new Wire(rig.port())) {
      wire.out.writeInt(length);
      assertThat(wire.ends()).isTrue();
    }
  }

  @Test
  void anotherProtocolIsNotAnswered() throws IOException {
    try (Wire wire = new Wire(rig.port())) {
      wire.out.write("GET / HTTP/1.1\r\nHost: shop\r\n\r\n".getBytes(US_ASCII));
      assertThat(wire.in.read()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "131072, 'user\0a\0\0', 0A000",
    "262144, 'user\0a\0\0', 0A000",
    "196608, 'user\0\0\0', 28000",
    "196608, '\0', 28000",
    "196608, 'user\0a\0database\0shop\0replication\0database\0\0', 0A000",
    "196608, 'user\0postgres', 08P01",
    "196608, 'user\0postgres\0', 08P01",
    "196608, 'user\0postgres\0\0more', 08P01"
  })
  void startupsThatCannotBeAreRefusedByName(int code, String body, String state)
      throws IOException {
    try (Wire wire = new Wire(rig.port())) {
      wire.startup(code, body);
      assertThat(wire.await('E').state()).isEqualTo(state);
      assertThat(wire.ends()).isTrue();
    }
  }

  @Test
  void encryptionIsDeclinedAndThenThePlainStartupIsTaken() throws IOException {
    try (Wire wire = new Wire(rig.port())) {
      wire.startup((1234 << 16) | 5680, "");
      assertThat(wire.in.read()).isEqualTo('N');
      wire.startup((1234 << 16) | 5679, "");
      assertThat(wire.in.read()).isEqualTo('N');
      wire.startup(VERSION, "user\0postgres\0database\0shop\0\0");
      wire.await('Z');
    }
  }

  /// Somebody in between could put a plain command there, to be taken for the client's.
  @Test
  void nothingMayStandBehindAWishForEncryption() throws IOException {
    try (Wire wire = new Wire(rig.port())) {
      byte[] both = {0, 0, 0, 8, 4, (byte) 210, 22, 47, 'Q', 0, 0, 0, 4};
      wire.out.write(both);
      assertThat(wire.read().state()).isEqualTo("08P01");
      assertThat(wire.ends()).isTrue();
    }
  }

  @Test
  void aNewerMinorVersionIsTalkedDown() throws IOException {
    try (Wire wire = new Wire(rig.port())) {
      wire.startup(VERSION + 2, "user\0postgres\0database\0shop\0_pq_.wish\0x\0\0");
      Wire.Frame answer = wire.await('v');
      assertThat(answer.text()).contains("_pq_.wish").startsWith("\0\3\0\0\0\0\0\1");
      wire.await('Z');
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 3, Integer.MAX_VALUE})
  void aLengthThatNoFrameHasEndsTheSession(int length) throws IOException {
    try (Wire wire = Wire.ready(rig.port())) {
      wire.out.writeByte('Q');
      wire.out.writeInt(length);
      assertThat(wire.await('E').state()).isEqualTo("08P01");
      assertThat(wire.ends()).isTrue();
    }
  }

  /// The database knows best what to say to it.
  @Test
  void aTypeThatNobodyKnowsIsTheDatabasesToRefuse() throws IOException {
    try (Wire wire = Wire.ready(rig.port())) {
      wire.send('\u00ff', "?");
      assertThat(wire.await('E').state()).isEqualTo("08P01");
      assertThat(wire.ends()).isTrue();
    }
  }

  @Test
  void whoSaysNothingIsNotWaitedForForever() throws IOException {
    try (Wire wire = new Wire(rig.port())) {
      wire.out.writeInt(100);
      assertThat(wire.ends()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 4_294_967_297L})
  void aCancelKeyThatNobodyHasDoesNothing(long key) throws IOException {
    try (Wire wire = new Wire(rig.port())) {
      wire.out.writeInt(16);
      wire.out.writeInt((1234 << 16) | 5678);
      wire.out.writeLong(key);
      assertThat(wire.ends()).isTrue();
    }
  }

  /// Two seconds of noise, before and after the login, always the same: whatever it is, the next
  /// client is served, no session is left and no buffer.
  @Test
  void noiseHurtsNobody() throws Exception {
    Random random = new Random(20261123);
    long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    int rounds = 0;
    while (System.nanoTime() < end) {
      rounds++;
      try (Wire wire = random.nextBoolean() ? Wire.ready(rig.port()) : new Wire(rig.port())) {
        noise(wire, random);
      } catch (SocketException e) {
        // It was hung up on.
        continue;
      }
    }
    assertThat(rounds).isGreaterThan(20);
    assertThatCode(HostileIT::served).doesNotThrowAnyException();
    Rig.await("no session is left", () -> rig.gateway.sessions() == 0);
    rig.awaitNothingInFlight();
  }

  private static void noise(Wire wire, Random random) throws IOException {
    wire.socket.setSoTimeout(20);
    for (int i = random.nextInt(6); i >= 0; i--) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      if (random.nextBoolean()) {
        wire.out.writeByte("QPBEDSCHXdcfp".charAt(random.nextInt(13)));
        wire.out.writeInt(random.nextInt(4) == 0 ? random.nextInt() : bytes.length + 4);
      }
      wire.out.write(bytes);
    }
    try {
      wire.in.read(new byte[4096]);
    } catch (SocketTimeoutException e) {
      // It waits for the rest of a frame, which does not come.
      return;
    }
  }

  private static void served() throws SQLException {
    try (Connection connection = rig.connect()) {
      assertThat(Rig.ask(connection, "SELECT 1")).isEqualTo("1");
    }
  }
}
