package io.crossfade.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.Side;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The prepared statement without a name goes along, though no database lists it.
class UnnamedMoveIT extends Moves {
  /// As Go's lib/pq does it: prepared in one round trip, run in the next, and once more.
  @Test
  void aStatementWithoutANameMayBePreparedHereAndRunThere() throws Exception {
    try (Wire wire = Wire.ready(rig.port())) {
      wire.send('P', "\0SELECT $1::int + 1\0\0\1\0\0\0\27");
      wire.send('D', "S\0");
      wire.send('S', "");
      wire.await('Z');
      for (Side side : List.of(Side.TARGET, Side.SOURCE)) {
        flip(side);
        wire.send('B', "\0\0\0\0\0\1\0\0\0\00241\0\0");
        wire.send('E', "\0\0\0\0\0");
        wire.send('S', "");
        assertThat(wire.await('D').text()).endsWith("42");
        wire.await('Z');
      }
      wire.send('P', "\0SELECT nonsense\0\0\0");
      wire.send('S', "");
      assertThat(wire.await('E').state()).isEqualTo("42703");
      wire.await('Z');
      flip(Side.TARGET);
      assertThat(ask(wire, "SHOW server_version")).contains("18");
    }
  }

  /// What the gateway asks meanwhile does not take its place.
  @Test
  void aStatementWithoutANameIsStillThereWhereAHoldEndsOnTheSameSide() throws Exception {
    try (Wire wire = Wire.ready(rig.port())) {
      wire.send('P', "\0SELECT $1::int + 1\0\0\1\0\0\0\27");
      wire.send('S', "");
      wire.await('Z');
      hold();
      wire.send('B', "\0\0\0\0\0\1\0\0\0\00241\0\0");
      wire.send('E', "\0\0\0\0\0");
      wire.send('S', "");
      Rig.await("asked for what it has set", () -> asked() == 1);
      release(Side.SOURCE);
      assertThat(wire.await('D').text()).endsWith("42");
    }
  }

  /// Whether the database of its session was asked for what that has set, and has answered.
  private long asked() {
    return number(
        source,
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            + " AND pid <> pg_backend_pid() AND state = 'idle' AND query LIKE 'SELECT kind, %'");
  }
}
