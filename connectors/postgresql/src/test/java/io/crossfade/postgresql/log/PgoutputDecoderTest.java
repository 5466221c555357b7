package io.crossfade.postgresql.log;

import static io.crossfade.postgresql.log.PgoutputMessage.UNCHANGED;
import static io.crossfade.postgresql.log.PgoutputMessage.begin;
import static io.crossfade.postgresql.log.PgoutputMessage.commit;
import static io.crossfade.postgresql.log.PgoutputMessage.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.log.SpillDirectory;
import io.crossfade.model.Change;
import io.crossfade.model.Changes;
import io.crossfade.model.Column;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Key;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Mark;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PgoutputDecoderTest {
  private static final int OID = 16_400;
  private static final Map<Integer, String> TYPES =
      Map.of(20, "bigint", 25, "text", 1700, "numeric(12,2)");
  private static final TableName NOTES = new TableName("public", "notes");
  private static final Table TABLE =
      new Table(
          NOTES,
          List.of(
              column("body", "text", false),
              column("size", "bigint", true),
              column("id", "bigint", false)),
          List.of("id"),
          List.of(),
          List.of(),
          0);
  private static final Mark ECHO = new Mark("shop", Direction.REVERSE);

  @TempDir private Path directory;

  /** Whether the log is what is older, where it does not fit. */
  private boolean isAsKnown;

  private PgoutputDecoder decoder;

  @BeforeEach
  void describeTheTable() {
    decoder = decoder(new SpillDirectory(directory));
    describe();
  }

  private PgoutputDecoder decoder(SpillDirectory spill) {
    return new PgoutputDecoder(
        List.of(TABLE),
        ECHO,
        new TransactionIds((3L << 32) + 700),
        (oid, modifier) -> TYPES.getOrDefault(oid, "?"),
        table -> isAsKnown,
        spill);
  }

  private void describe() {
    decode(relation(OID, "notes", attribute(0, "body", 25), attribute(1, "id", 20)));
  }

  @Test
  void tellsATransactionAtItsCommit() {
    assertThat(decode(begin(690))).isNull();
    assertThat(decoder.isInTransaction()).isTrue();
    assertThat(decode(change('I').row('N', "Grüße", "1").bytes())).isNull();
    LoggedTransaction transaction = decode(commit(0x16_0000_0100L, 1_000_001));
    assertThat(decoder.isInTransaction()).isFalse();
    assertThat(transaction)
        .isEqualTo(
            new LoggedTransaction(
                (3L << 32) + 690,
                Lsn.parse("16/100"),
                Instant.parse("2000-01-01T00:00:01.000001Z"),
                null,
                List.of(new Change.Insert(NOTES, Row.of("Grüße", null, "1")))));
  }

  @Test
  void putsValuesWhereTheTableHasThemAndLeavesGeneratedColumnsNull() {
    Change change = only(change('I').row('N', null, "5").bytes());
    assertThat(change).isEqualTo(new Change.Insert(NOTES, Row.of(null, null, "5")));
  }

  @Test
  void anUpdateWithoutOldRowKeepsItsKey() {
    Change change = only(change('U').row('N', "new", "5").bytes());
    assertThat(change)
        .isEqualTo(new Change.Update(NOTES, Key.of("5"), Key.of("5"), Row.of("new", null, "5")));
  }

  @Test
  void anUpdateWithAnOldKeyMovesIt() {
    Change change = only(change('U').row('K', null, "4").row('N', "new", "5").bytes());
    assertThat(change)
        .isEqualTo(new Change.Update(NOTES, Key.of("4"), Key.of("5"), Row.of("new", null, "5")));
  }

  @Test
  void whatTheLogLeftOutIsAbsent() {
    BitSet body = new BitSet();
    body.set(0);
    Row row = Row.partial(new String[] {null, null, "5"}, body);
    assertThat(only(change('U').row('N', UNCHANGED, "5").bytes()))
        .isEqualTo(new Change.Update(NOTES, Key.of("5"), Key.of("5"), row));
    assertThat(only(change('U').row('K', null, "4").row('N', UNCHANGED, "5").bytes()))
        .isEqualTo(new Change.Update(NOTES, Key.of("4"), Key.of("5"), row));
  }

  @Test
  void anOldRowFillsWhatTheNewOneLeftOut() {
    Change change = only(change('U').row('O', "long", "5").row('N', UNCHANGED, "5").bytes());
    assertThat(change)
        .isEqualTo(new Change.Update(NOTES, Key.of("5"), Key.of("5"), Row.of("long", null, "5")));
    Change key = only(change('U').row('K', null, "5").row('N', "new", UNCHANGED).bytes());
    assertThat(key)
        .isEqualTo(new Change.Update(NOTES, Key.of("5"), Key.of("5"), Row.of("new", null, "5")));
  }

  @Test
  void aDeleteHasItsKeyFromKeyOrRow() {
    assertThat(only(change('D').row('K', null, "5").bytes()))
        .isEqualTo(new Change.Delete(NOTES, Key.of("5")));
    assertThat(only(change('D').row('O', "x", "5").bytes()))
        .isEqualTo(new Change.Delete(NOTES, Key.of("5")));
  }

  @Test
  void tellsATruncate() {
    assertThat(only(PgoutputMessage.of('T').int32(1).int8(3).int32(OID).bytes()))
        .isEqualTo(new Change.Truncate(List.of(NOTES)));
  }

  @Test
  void ignoresTypesOriginsAndOtherMessages() {
    Changes changes =
        transaction(
                PgoutputMessage.of('O').int64(1).name("elsewhere").bytes(),
                PgoutputMessage.of('Y').int32(9).name("public").name("mood").bytes(),
                message(1, "crossfade", "shop/marker"),
                message(1, "other", "shop/REVERSE"),
                message(0, "crossfade", "shop/REVERSE"),
                change('D').row('K', null, "5").bytes())
            .changes();
    assertThat(changes).hasSize(1);
    assertThat(decode(message(0, "crossfade", "shop/REVERSE"))).isNull();
  }

  @Test
  void dropsTheChangesOfAnEcho() {
    LoggedTransaction echo =
        transaction(
            message(1, "crossfade", "shop/REVERSE"),
            change('I').row('N', "x", "1").bytes(),
            PgoutputMessage.of('T').int32(1).int8(0).int32(OID).bytes());
    assertThat(echo.mark()).isEqualTo(ECHO);
    assertThat(echo.changes()).isEmpty();
    assertThat(transaction(change('I').row('N', "x", "1").bytes()).mark())
        .as("the next one")
        .isNull();
  }

  @Test
  void marksOfOthersOrAfterAChangeAreNone() {
    byte[] insert = change('I').row('N', "x", "1").bytes();
    for (String content : List.of("shop/FORWARD", "shop2/REVERSE", "shop/REVERSE/2", "")) {
      LoggedTransaction other = transaction(message(1, "crossfade", content), insert);
      assertThat(other.mark()).as(content).isNull();
      assertThat(other.changes()).hasSize(1);
    }
    assertThat(transaction(insert, message(1, "crossfade", "shop/REVERSE")).changes()).hasSize(1);
  }

  @Test
  void weighsWhatItHolds() {
    transaction(change('I').row('N', "x".repeat(100_000), "1").bytes());
    assertThat(decoder.weight()).isBetween(100_000L, 300_000L);
    transaction();
    assertThat(decoder.weight()).isLessThan(1_000);
  }

  /** Each change of the kinds that take a way of their own through the file. */
  @Test
  void keepsALargeTransactionInAFile() throws IOException {
    byte[] filler = change('I').row('N', "x".repeat(1_000_000), "1").bytes();
    List<byte[]> messages = new ArrayList<>(Collections.nCopies(10, filler));
    messages.add(change('D').row('K', null, "5").bytes());
    messages.add(relation(OID, "notes", attribute(0, "body", 25), attribute(1, "id", 20)));
    messages.add(message(1, "crossfade", "shop/REVERSE"));
    messages.add(PgoutputMessage.of('T').int32(1).int8(0).int32(OID).bytes());
    messages.add(change('I').row('N', "ü", "2").bytes());

    LoggedTransaction large = transaction(messages.toArray(new byte[0][]));

    assertThat(large.mark()).isNull();
    assertThat(large.changes().isLarge()).isTrue();
    assertThat(large.changes().count()).isEqualTo(13);
    Change.Insert filling = new Change.Insert(NOTES, Row.of("x".repeat(1_000_000), null, "1"));
    for (int walk = 0; walk < 2; walk++) {
      List<Change> walked = new ArrayList<>();
      large.changes().forEach(walked::add);
      assertThat(walked.subList(0, 10)).containsOnly(filling);
      assertThat(walked.subList(10, 13))
          .containsExactly(
              new Change.Delete(NOTES, Key.of("5")),
              new Change.Truncate(List.of(NOTES)),
              new Change.Insert(NOTES, Row.of("ü", null, "2")));
    }
    assertThat(decoder.weight()).isGreaterThanOrEqualTo(PgoutputDecoder.LARGEST_IN_MEMORY);
    try (Stream<Path> names = Files.list(directory)) {
      assertThat(names).as("files that others could open").isEmpty();
    }
    assertThat(transaction(messages.get(10)).changes().isLarge()).as("the next one").isFalse();
  }

  @Test
  void saysWhatToDoWhenTheDiskIsFull() {
    decoder =
        decoder(
            new SpillDirectory(
                directory,
                file -> FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)));
    describe();
    byte[] filler = change('I').row('N', "x".repeat(1_000_000), "1").bytes();
    byte[][] tooMuch = Collections.nCopies(10, filler).toArray(new byte[0][]);
    assertThatThrownBy(() -> transaction(tooMuch))
        .isInstanceOfSatisfying(
            CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SPILL_FAILED))
        .hasMessageContaining("No space left on device")
        .hasMessageContaining(directory.toString())
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("xxx"));
  }

  @Test
  void refusesATableThatHasChanged() {
    byte[][] id = {attribute(1, "id", 20)};
    refused("body of public.notes is gone or has another name", relation(OID, "notes", id));
    refused(
        "body of public.notes is gone or has another name",
        relation(OID, "notes", attribute(0, "text", 25), id[0]));
    refused(
        "body of public.notes is now of type numeric(12,2), it was text",
        relation(OID, "notes", attribute(0, "body", 1700), id[0]));
    refused(
        "more of public.notes was added",
        relation(OID, "notes", attribute(0, "body", 25), id[0], attribute(0, "more", 25)));
    refused(
        "id of public.notes was added or has another place",
        relation(OID, "notes", id[0], attribute(0, "body", 25)));
    refused("id of public.notes is gone", relation(OID, "notes", attribute(0, "body", 25)));
    refused(
        "does not know: public.renamed", relation(OID, "renamed", attribute(0, "body", 25), id[0]));
  }

  @Test
  void aPartitionIsDescribedBesideTheTableUnderWhoseNameItsChangesAreTold() {
    describe();
    decode(relation(OID + 1, "notes_1", attribute(1, "id", 20)));
    assertThat(transaction(change('D').row('K', null, "7").bytes()).changes()).hasSize(1);
  }

  @Test
  void aColumnThatWasAddedLaterHasNoValuesInTheLog() {
    isAsKnown = true;
    decode(relation(OID, "notes", attribute(1, "id", 20)));
    Row row = ((Change.Insert) only(change('I').row('N', "7").bytes())).row();
    assertThat(row.isAbsent(0)).isTrue();
    assertThat(row.value(2)).isEqualTo("7");
    assertThat(only(change('D').row('K', "7").bytes()))
        .isEqualTo(new Change.Delete(TABLE.name(), Key.of("7")));
  }

  @Test
  void aColumnThatIsGoneIsPassedOver() {
    isAsKnown = true;
    decode(
        relation(
            OID,
            "notes",
            attribute(0, "body", 25),
            attribute(0, "gone", 25),
            attribute(1, "id", 20)));
    Row row = ((Change.Insert) only(change('I').row('N', "text", "old", "7").bytes())).row();
    assertThat(row).isEqualTo(Row.of("text", null, "7"));
  }

  @Test
  void ofARowWhoseTypesWereOthersOnlyTheKeysAreTold() {
    isAsKnown = true;
    decode(relation(OID, "notes", attribute(0, "body", 1700), attribute(1, "id", 20)));
    assertThat(only(change('I').row('N', "1.00", "7").bytes()))
        .isEqualTo(new Change.Unreadable(TABLE.name(), List.of(Key.of("7"))));
    assertThat(only(change('U').row('K', null, "7").row('N', "1.00", "8").bytes()))
        .isEqualTo(new Change.Unreadable(TABLE.name(), List.of(Key.of("7"), Key.of("8"))));
  }

  @Test
  void aLogWhoseKeyWasAnotherIsRefusedHoweverOldItIs() {
    isAsKnown = true;
    refused("id of public.notes is gone", relation(OID, "notes", attribute(0, "body", 25)));
  }

  @Test
  void refusesALogWithoutKeys() {
    assertThatThrownBy(
            () -> decode(relation(OID, "notes", attribute(1, "body", 25), attribute(0, "id", 20))))
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.TABLE_UNSUPPORTED))
        .hasMessageContaining("REPLICA IDENTITY DEFAULT");
  }

  @Test
  void refusesAChangeOfATableThatWasNotDescribed() {
    assertThatThrownBy(
            () -> only(PgoutputMessage.of('D').int32(OID + 1).row('K', null, "5").bytes()))
        .hasMessageContaining("not described");
  }

  private void refused(String message, byte[] relation) {
    byte[] insert = change('I').row('N', "x", "1").bytes();
    assertThatThrownBy(() -> transaction(relation, insert))
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_SCHEMA_CHANGED))
        .hasMessageContaining(message);
  }

  private Change only(byte[] change) {
    Changes changes = transaction(change).changes();
    assertThat(changes).hasSize(1);
    return changes.iterator().next();
  }

  private LoggedTransaction transaction(byte[]... messages) {
    decode(begin(700));
    Arrays.stream(messages).forEach(m -> assertThat(decode(m)).isNull());
    return Objects.requireNonNull(decode(commit(100, 0)));
  }

  /** As it lies in a replication message: behind a header. */
  private @Nullable LoggedTransaction decode(byte[] message) {
    byte[] framed = new byte[25 + message.length];
    System.arraycopy(message, 0, framed, 25, message.length);
    return decoder.decode(framed, 25);
  }

  private static PgoutputMessage change(char kind) {
    return PgoutputMessage.of(kind).int32(OID);
  }

  private static byte[] relation(int oid, String name, byte[]... attributes) {
    PgoutputMessage message =
        PgoutputMessage.of('R')
            .int32(oid)
            .name("public")
            .name(name)
            .int8('d')
            .int16(attributes.length);
    for (byte[] attribute : attributes) {
      for (byte one : attribute) {
        message.int8(one);
      }
    }
    return message.bytes();
  }

  private static byte[] attribute(int flags, String name, int type) {
    return PgoutputMessage.of((char) flags).name(name).int32(type).int32(-1).bytes();
  }

  private static Column column(String name, String type, boolean generated) {
    return new Column(name, type, true, null, false, generated);
  }
}
