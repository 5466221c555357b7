package io.crossfade.demo.record;

import io.crossfade.demo.record.Effect.Appended;
import io.crossfade.demo.record.Effect.Assigned;
import io.crossfade.demo.record.Effect.Cell;
import io.crossfade.demo.record.Effect.Counted;
import io.crossfade.demo.record.Effect.Counter;
import io.crossfade.demo.record.Effect.Deleted;
import io.crossfade.demo.record.Effect.Filled;
import io.crossfade.demo.record.Effect.Inserted;
import io.crossfade.demo.record.Effect.Ordered;
import io.crossfade.demo.record.Effect.Recoded;
import io.crossfade.demo.record.Effect.Referenced;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Effects as they stand in the record: words separated by colons. No value of the workload holds a
/// colon or a space.
final class EffectText {
  private EffectText() {}

  static String write(List<Effect> effects) {
    return effects.stream().map(EffectText::write).collect(Collectors.joining(" "));
  }

  static List<Effect> read(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(" ")).map(EffectText::one).toList();
  }

  private static String write(Effect effect) {
    return switch (effect) {
      case Appended(int count) -> "appended:" + count;
      case Inserted(Referenced table) -> "inserted:" + table;
      case Ordered(int lines, BigDecimal total) -> "ordered:" + lines + ":" + total;
      case Counted(Counter counter, long key, long amount) ->
          "counted:" + counter + ":" + key + ":" + amount;
      case Filled(long cart) -> "filled:" + cart;
      case Deleted(long cart) -> "deleted:" + cart;
      case Recoded(String from, String to) -> "recoded:" + from + ":" + to;
      case Assigned(Cell cell, long key, String value) ->
          "assigned:" + cell + ":" + key + ":" + value;
    };
  }

  private static Effect one(String text) {
    String[] word = text.split(":", -1);
    return switch (word[0]) {
      case "appended" -> new Appended(Integer.parseInt(word[1]));
      case "inserted" -> new Inserted(Referenced.valueOf(word[1]));
      case "ordered" -> new Ordered(Integer.parseInt(word[1]), new BigDecimal(word[2]));
      case "counted" ->
          new Counted(Counter.valueOf(word[1]), Long.parseLong(word[2]), Long.parseLong(word[3]));
      case "filled" -> new Filled(Long.parseLong(word[1]));
      case "deleted" -> new Deleted(Long.parseLong(word[1]));
      case "recoded" -> new Recoded(word[1], word[2]);
      case "assigned" -> new Assigned(Cell.valueOf(word[1]), Long.parseLong(word[2]), word[3]);
      default -> throw new IllegalArgumentException("The record holds an unknown effect: " + text);
    };
  }
}
