package io.crossfade.client.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ComparisonTest {
  record Item(String sku, int count, BigDecimal price) {}

  record Order(long id, @Nullable String note, List<Item> items) {}

  private static final Item PEN = new Item("pen", 3, new BigDecimal("1.25"));
  private static final Item INK = new Item("ink", 1, new BigDecimal("9.99"));
  private static final Item PAD = new Item("pad", 7, new BigDecimal("4.00"));

  @ParameterizedTest
  @MethodSource
  void aDifferenceHasAKind(Object primary, Object candidate, Kind kind) {
    assertThat(causes(Comparison.EXACT, primary, candidate)).containsExactly(kind.words());
  }

  static Stream<Arguments> aDifferenceHasAKind() {
    return Stream.of(
        Arguments.of("Anna", "ANNA", Kind.CASE),
        Arguments.of("ab", "ab   ", Kind.WHITESPACE),
        Arguments.of("é", "e\u0301", Kind.UNICODE),
        Arguments.of("Müller", "MÃ¼ller".replace("MÃ", "M\u00C3"), Kind.ENCODING),
        Arguments.of("Müller", "M?ller", Kind.ENCODING),
        Arguments.of("a long text", "a long", Kind.TRUNCATED),
        Arguments.of("", "x", Kind.EMPTY),
        Arguments.of("left", "right", Kind.OTHER),
        Arguments.of("5", 5, Kind.TYPE),
        Arguments.of(new BigDecimal("1.255"), new BigDecimal("1.26"), Kind.ROUNDED),
        Arguments.of(new BigDecimal("1.259"), new BigDecimal("1.25"), Kind.TRUNCATED),
        Arguments.of(0.1 + 0.2, 0.3, Kind.ROUNDED),
        Arguments.of(1999, 19.99, Kind.FACTOR),
        Arguments.of(12, -12, Kind.SIGN),
        Arguments.of(70_000, 4_464, Kind.OVERFLOW),
        Arguments.of(12, 17, Kind.OTHER),
        Arguments.of(true, false, Kind.OPPOSITE),
        Arguments.of(
            Instant.parse("2026-03-01T10:15:00Z"),
            Instant.parse("2026-03-01T11:15:00Z"),
            Kind.TIME_ZONE),
        Arguments.of(
            OffsetDateTime.parse("2026-03-01T10:15:00Z"),
            OffsetDateTime.parse("2026-03-01T11:15:00+01:00"),
            Kind.TIME_ZONE),
        Arguments.of(
            LocalDateTime.parse("2026-03-01T10:15:07.123456"),
            LocalDateTime.parse("2026-03-01T10:15:07.123"),
            Kind.TRUNCATED),
        Arguments.of(
            LocalDateTime.parse("2026-03-01T10:15:07"),
            LocalDateTime.parse("2026-03-01T00:00:00"),
            Kind.TRUNCATED),
        Arguments.of(List.of(1, 2, 3), List.of(1, 3, 2), Kind.ORDER));
  }

  @Test
  void numbersAreEqualByValue() {
    assertThat(causes(Comparison.EXACT, 5, 5L)).isEmpty();
    assertThat(causes(Comparison.EXACT, new BigDecimal("5.00"), 5.0)).isEmpty();
    assertThat(causes(Comparison.EXACT, Double.NaN, Double.NaN)).isEmpty();
  }

  @Test
  void aPathNamesTheFieldForAllElements() {
    Order order = new Order(7, null, List.of(PEN, INK));
    Order other = new Order(7, null, List.of(PEN, new Item("ink", 1, new BigDecimal("10.00"))));
    assertThat(causes(Comparison.EXACT, order, other)).containsExactly("items[].price: rounded");
  }

  @Test
  void oneMissingElementDoesNotMakeTheOthersDiffer() {
    assertThat(causes(Comparison.EXACT, List.of(PEN, INK, PAD), List.of(PEN, PAD)))
        .containsExactly("[]: missing in the candidate");
    assertThat(causes(Comparison.EXACT, List.of(INK, PAD), List.of(PEN, INK, PAD)))
        .containsExactly("[]: only in the candidate");
  }

  @Test
  void twoBugsInOneAnswerAreTwoDifferences() {
    Order order = new Order(7, "Hello", List.of(PEN, INK, PAD));
    Order other = new Order(7, "hello", List.of(PAD, INK, new Item("pen", 3, BigDecimal.ONE)));
    assertThat(causes(Comparison.EXACT.unordered("items"), order, other))
        .containsExactly("note: upper and lower case", "items[].price: truncated");
  }

  @Test
  void anotherRecordIsOneDifference() {
    assertThat(causes(Comparison.EXACT, PEN, INK))
        .containsExactly("another record: every field differs");
  }

  @Test
  void nullAndEmptyAreTold() {
    Order noted = new Order(7, "x", List.of());
    Order bare = new Order(7, null, List.of());
    assertThat(causes(Comparison.EXACT, noted, bare))
        .containsExactly("note: null in the candidate");
    assertThat(causes(Comparison.EXACT, bare, noted))
        .containsExactly("note: null in the primary only");
    assertThat(causes(Comparison.EXACT, new Order(7, "", List.of()), bare))
        .containsExactly("note: empty on one side");
  }

  @Test
  void rulesMakeEqual() {
    Order order = new Order(7, "a", List.of(PEN, INK));
    Order other = new Order(7, "b", List.of(INK, PEN));
    assertThat(causes(Comparison.EXACT.ignoring("note").unordered("items"), order, other))
        .isEmpty();
    assertThat(causes(Comparison.EXACT.ignoring("*").unordered("x"), order, other)).isEmpty();
    Comparison cents = Comparison.EXACT.tolerating("*price", new BigDecimal("0.01"));
    Item dearer = new Item("pen", 3, new BigDecimal("1.26"));
    Item dear = new Item("pen", 3, new BigDecimal("1.27"));
    assertThat(causes(cents, PEN, dearer)).isEmpty();
    assertThat(causes(cents, PEN, dear)).containsExactly("price: another value");
    Comparison loud = Comparison.EXACT.using(String.class, String::equalsIgnoreCase);
    assertThat(causes(loud, "a", "A")).isEmpty();
    assertThat(causes(loud, "a", "b")).containsExactly(Kind.BY_RULE.words());
  }

  @Test
  void setsHaveNoOrderAndArraysHaveOne() {
    assertThat(causes(Comparison.EXACT, Set.of("a", "b"), Set.of("b", "a"))).isEmpty();
    assertThat(causes(Comparison.EXACT, new int[] {1, 2}, new int[] {2, 1}))
        .containsExactly("another order");
    assertThat(causes(Comparison.EXACT, new byte[] {1}, new byte[] {1})).isEmpty();
    assertThat(causes(Comparison.EXACT, Optional.of("a"), Optional.of("A")))
        .containsExactly("upper and lower case");
    assertThat(causes(Comparison.EXACT, Arrays.asList("a", null), Arrays.asList("a", "b")))
        .containsExactly("[]: null in the primary only");
  }

  /** They may be names of people. */
  @Test
  void keysOfMapsAreToldOnlyWhereTheyAreNamesOfFields() {
    Map<String, Integer> primary = Map.of("anna", 1, "otto", 2, "x", 1);
    Map<String, Integer> candidate = Map.of("anna", 1, "otto", 17, "x", 1);
    assertThat(causes(Comparison.EXACT, primary, candidate)).containsExactly("{}: another value");
    assertThat(causes(Comparison.EXACT.mapsAreRows(), primary, candidate))
        .containsExactly("otto: another value");
  }

  @Test
  void whatCanBeReadOnceIsRefusedByName() {
    assertThatThrownBy(() -> causes(Comparison.EXACT, Stream.of(1), Stream.of(1)))
        .isInstanceOf(Incomparable.class)
        .hasMessageContaining("java.util.stream")
        .hasMessageContaining("can be read once");
  }

  @Test
  void whatHasNoEqualsNeedsAView() {
    Object thing = new Object();
    assertThatThrownBy(() -> causes(Comparison.EXACT, thing, new Object()))
        .isInstanceOf(Incomparable.class)
        .hasMessageContaining("java.lang.Object has no equals of its own");
    Comparison viewing =
        Comparison.EXACT.viewing(Thread.class, thread -> Map.of("name", thread.getName()));
    assertThat(causes(viewing, new Thread("a"), new Thread("A")))
        .containsExactly("name: upper and lower case");
  }

  @Test
  void whatLiesWithinItselfIsRefused() {
    Object[] circle = new Object[1];
    circle[0] = circle;
    Object[] other = new Object[1];
    other[0] = other;
    assertThatThrownBy(() -> causes(Comparison.EXACT, circle, other))
        .isInstanceOf(Incomparable.class)
        .hasMessageContaining("within itself");
  }

  private static List<String> causes(
      Comparison comparison, @Nullable Object primary, @Nullable Object candidate) {
    return comparison.differences(primary, candidate).stream().map(Difference::cause).toList();
  }
}
