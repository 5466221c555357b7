package io.crossfade.demo.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.demo.record.Effect.Cell;
import io.crossfade.demo.record.Effect.Counter;
import io.crossfade.demo.record.Effect.Referenced;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordTest {
  private static final List<Effect> EFFECTS =
      List.of(
          new Effect.Appended(3),
          new Effect.Inserted(Referenced.PAYMENTS),
          new Effect.Ordered(2, new BigDecimal("12.30")),
          new Effect.Counted(Counter.STOCK_SOLD, 4, 5),
          new Effect.Filled(3001),
          new Effect.Deleted(7),
          new Effect.Recoded("ä1", "b-2"),
          new Effect.Assigned(Cell.ORDER_STATUS, 9, "paid"));

  @TempDir Path dir;

  @Test
  void whatWasWrittenIsRead() throws IOException {
    Path file = dir.resolve("record");
    Outcome outcome = new Outcome(Status.ACK, "TARGET", 1_000_000, 20, 300, "");
    try (RecordWriter writer = new RecordWriter(file)) {
      writer.intent("a-1", Kind.ORDER, EFFECTS);
      writer.intent("a-2", Kind.PAY, List.of());
      writer.outcome("a-1", Kind.ORDER, outcome);
      writer.outcome("b-1", Kind.BYPASS, new Outcome(Status.REFUSED, "SOURCE", 1, 2, 3, "25006"));
    }
    assertThat(RecordReader.read(file))
        .containsExactly(
            new Attempt("a-1", Kind.ORDER, EFFECTS, outcome),
            new Attempt(
                "b-1",
                Kind.BYPASS,
                List.of(),
                new Outcome(Status.REFUSED, "SOURCE", 1, 2, 3, "25006")),
            new Attempt("a-2", Kind.PAY, List.of(), Outcome.NONE));
    assertThat(RecordReader.read(file).getLast().isOpen()).isTrue();
  }

  @Test
  void aTornLineCountsAsNotWritten() throws IOException {
    Path file = dir.resolve("record");
    try (RecordWriter writer = new RecordWriter(file)) {
      writer.intent("a-1", Kind.ORDER, EFFECTS);
    }
    Files.writeString(file, "ACK\ta-1\tORD", StandardOpenOption.APPEND);

    RecordTail tail = new RecordTail(file);
    assertThat(RecordReader.read(file))
        .singleElement()
        .satisfies(a -> assertThat(a.isOpen()).isTrue());
    assertThat(tail.count(Status.ACK)).isZero();

    Files.writeString(file, "ER\tSOURCE\t1\t2\t3\t\n", StandardOpenOption.APPEND);
    assertThat(tail.count(Status.ACK)).isEqualTo(1);
    assertThat(tail.count(Status.ACK)).isEqualTo(1);
  }
}
