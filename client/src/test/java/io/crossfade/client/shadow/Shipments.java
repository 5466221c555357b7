package io.crossfade.client.shadow;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Answers of a store, and what bugs of another one make of them. */
final class Shipments {
  record Line(long sku, String text, BigDecimal price, int count) {}

  record Address(String street, @Nullable String city, String country) {}

  record Shipment(
      long id,
      Map<String, @Nullable Object> head,
      Address to,
      List<Line> lines,
      List<String> labels,
      Instant sent) {}

  static final List<UnaryOperator<Shipment>> BUGS =
      List.of(
          head("customer", name -> ((String) name).toUpperCase(java.util.Locale.ROOT)),
          head("customer", name -> name + "   "),
          head("comment", text -> ((String) text).substring(0, 20)),
          head("comment", Shipments::brokenEncoding),
          head("comment", Shipments::nothing),
          head("total", total -> ((BigDecimal) total).setScale(1, RoundingMode.HALF_UP)),
          head("total", total -> ((BigDecimal) total).movePointRight(2)),
          head("total", total -> ((BigDecimal) total).negate()),
          head("paid", paid -> !(Boolean) paid),
          head("paid", paid -> paid.toString()),
          head("weight", weight -> (int) (short) (int) weight),
          head("weight", weight -> (int) weight + 3),
          s -> to(s, new Address(s.to().street(), null, s.to().country())),
          s -> to(s, new Address(s.to().street(), s.to().city(), "")),
          s -> to(s, new Address(s.to().street() + " 2nd floor", s.to().city(), s.to().country())),
          s -> lines(s, s.lines().subList(1, s.lines().size())),
          s -> lines(s, reversed(s.lines())),
          s -> lines(s, each(s, line -> new Line(line.sku(), line.text(), line.price(), 0))),
          s ->
              lines(
                  s,
                  each(
                      s,
                      l ->
                          new Line(
                              l.sku(),
                              l.text(),
                              l.price().setScale(0, RoundingMode.DOWN),
                              l.count()))),
          s -> labels(s, new ArrayList<>(s.labels().subList(0, s.labels().size() - 1))),
          s -> sent(s, s.sent().plus(Duration.ofHours(s.id() % 2 + 1))),
          s -> sent(s, s.sent().truncatedTo(ChronoUnit.MILLIS)),
          s -> {
            throw new NumberFormatException("For input string: \"" + s.to().street() + "\"");
          });

  private Shipments() {}

  static Shipment random(Random random) {
    Map<String, @Nullable Object> head = new LinkedHashMap<>();
    // Rows of a result, as records of a size.
    head.put("customer", "Änne " + word(random));
    head.put("comment", "Grüße an " + word(random) + " und " + word(random) + " " + word(random));
    head.put("total", new BigDecimal(100_000 + random.nextInt(900_000) * 10 + 7).movePointLeft(2));
    head.put("paid", random.nextBoolean());
    head.put("weight", 70_000 + random.nextInt(1_000_000));
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < 2 + random.nextInt(4); i++) {
      lines.add(
          new Line(
              i,
              word(random),
              new BigDecimal(random.nextInt(9_000) * 10 + 1007).movePointLeft(2),
              1 + random.nextInt(9)));
    }
    return new Shipment(
        random.nextInt(1_000_000),
        head,
        new Address(word(random), word(random), "DE"),
        lines,
        List.of(word(random), word(random), word(random)),
        Instant.ofEpochSecond(1_700_000_000L + random.nextInt(10_000_000), 123_456_000));
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      word.append((char) ('a' + random.nextInt(26)));
    }
    return word.toString();
  }

  private static @Nullable Object nothing(Object text) {
    return null;
  }

  private static Object brokenEncoding(Object text) {
    return new String(
        ((String) text).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static UnaryOperator<Shipment> head(
      String field, Function<Object, @Nullable Object> bug) {
    return s -> {
      Map<String, @Nullable Object> head = new LinkedHashMap<>(s.head());
      Object value = head.get(field);
      head.put(field, value == null ? null : bug.apply(value));
      return new Shipment(s.id(), head, s.to(), s.lines(), s.labels(), s.sent());
    };
  }

  private static Shipment to(Shipment s, Address to) {
    return new Shipment(s.id(), s.head(), to, s.lines(), s.labels(), s.sent());
  }

  private static Shipment lines(Shipment s, List<Line> lines) {
    return new Shipment(s.id(), s.head(), s.to(), lines, s.labels(), s.sent());
  }

  private static Shipment labels(Shipment s, List<String> labels) {
    return new Shipment(s.id(), s.head(), s.to(), s.lines(), labels, s.sent());
  }

  private static Shipment sent(Shipment s, Instant sent) {
    return new Shipment(s.id(), s.head(), s.to(), s.lines(), s.labels(), sent);
  }

  private static List<Line> each(Shipment s, UnaryOperator<Line> bug) {
    return s.lines().stream().map(bug).toList();
  }

  private static List<Line> reversed(List<Line> lines) {
    List<Line> reversed = new ArrayList<>(lines);
    Collections.reverse(reversed);
    return reversed;
  }
}
