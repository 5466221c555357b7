package io.crossfade.mysql.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.log.SpillDirectory;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.Mark;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What no server does on demand: files of more than 4 GB, and events of the future. */
class TransactionDecoderTest {
  private static final BinlogPosition FROM = new BinlogPosition(7, 0xffff_ff00L);

  private final Scope scope = new Scope(List.of(), "shop", false, BinlogPosition.ZERO);
  private final TransactionDecoder decoder =
      new TransactionDecoder(
          FROM,
          scope,
          new Mark("m", Direction.REVERSE),
          new MappedTables(
              scope,
              new TableMatch(
                  new LoggedTypes(name -> Charsets.of(StandardCharsets.UTF_8)), table -> true),
              number -> null),
          new SpillDirectory(Path.of("spill")));

  private static LogEvent event(int type, long next, int flags, byte... body) {
    return new LogEvent(type, 0, next, flags, body);
  }

  private static LogEvent query(String sql, long next) {
    byte[] text = sql.getBytes(StandardCharsets.UTF_8);
    byte[] body = new byte[14 + text.length];
    System.arraycopy(text, 0, body, 14, text.length);
    return event(EventType.QUERY, next, 0, body);
  }

  @Test
  void positionsGoOnBeyondFourGigabytes() {
    decoder.take(query("BEGIN", 0xffff_ffe0L));
    assertThat(decoder.isBetween()).isFalse();
    decoder.take(event(EventType.XID, 0x20, 0, new byte[8]));
    assertThat(decoder.isBetween()).isTrue();
    assertThat(decoder.at()).isEqualTo(new BinlogPosition(7, 0x1_0000_0020L));
  }

  @Test
  void whatTheServerMadeUpMovesNothing() {
    decoder.take(event(EventType.FORMAT_DESCRIPTION, 0x100, 0));
    decoder.take(event(EventType.HEARTBEAT, 0x50, EventType.FLAG_ARTIFICIAL));
    assertThat(decoder.at()).isEqualTo(FROM);
    assertThat(decoder.isBetween()).isTrue();
  }

  /** A stream that began behind it would not know that a transaction begins. */
  @Test
  void placeBehindAHeadingIsNoPlaceToBegin() {
    decoder.take(event(EventType.MARIADB_GTID, 0xffff_ff80L, 0, new byte[19]));
    assertThat(decoder.isBetween()).isFalse();
    decoder.take(query("COMMIT", 0xffff_ffe0L));
    assertThat(decoder.isBetween()).isTrue();
    decoder.take(event(EventType.GTID, 0xffff_fff0L, 0, new byte[60]));
    assertThat(decoder.isBetween()).isFalse();
    decoder.take(query("CREATE VIEW v AS SELECT 1", 0xffff_fff8L));
    assertThat(decoder.isBetween()).isTrue();
    byte[] ofOneStatement = new byte[19];
    ofOneStatement[12] = 1;
    decoder.take(event(EventType.MARIADB_GTID, 0xffff_fffaL, 0, ofOneStatement));
    assertThat(decoder.isBetween()).isFalse();
  }

  @Test
  void unknownEventIsRefusedUnlessTheServerSaysThatItMayBePassed() {
    decoder.take(event(99, 0xffff_ff80L, EventType.FLAG_IGNORABLE));
    assertThatThrownBy(() -> decoder.take(event(99, 0xffff_ff90L, 0)))
        .isInstanceOf(CrossfadeException.class)
        .hasMessageContaining("99");
  }

  @Test
  void lostEventsAndLoadedFilesAreRefused() {
    assertThatThrownBy(() -> decoder.take(event(EventType.INCIDENT, 0xffff_ff80L, 0)))
        .hasMessageContaining("lost");
    assertThatThrownBy(() -> decoder.take(event(EventType.EXECUTE_LOAD_QUERY, 0xffff_ff80L, 0)))
        .hasMessageContaining("LOAD DATA");
  }

  /** A server that died in the middle of writing it will never commit it. */
  @Test
  void transactionThatWasCutOffIsForgotten() {
    decoder.take(query("BEGIN", 0xffff_ff80L));
    decoder.take(event(EventType.FORMAT_DESCRIPTION, 0, 0));
    assertThat(decoder.isBetween()).isTrue();
    decoder.take(query("BEGIN", 0xffff_ff90L));
    assertThat(decoder.isBetween()).isFalse();
  }
}
