package io.crossfade.engine.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.manifest.ManifestReader;
import io.crossfade.engine.mapping.MappingPlan;
import io.crossfade.model.Column;
import io.crossfade.model.Direction;
import io.crossfade.model.Mapping;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanDigestTest {
  private static final String MANIFEST =
      """
      migration: shop
      source: {url: "jdbc:postgresql://old/shop", user: crossfade}
      target: {url: "jdbc:postgresql://new/shop", user: crossfade}
      tables: ["public.*"]
      copy: {workers: 2}
      throttle: {rowsPerSecond: 50}
      reads: [10, 100]
      cutover: {deadline: 3s}
      calendar:
        timeZone: UTC
        windows: [{from: 22:00, to: 04:00}]
        freezes: [{from: 2026-12-20, to: 2027-01-06}]
        steps: [cutover, cleanup, shift-reads]
      gates:
        lag: {metric: lag-ms, successCondition: result < 900, on: [cutover, bake, reads]}
        up: {prometheus: {url: "http://prometheus", query: up}, successCondition: result == 1}
      approvals: {cutover: {count: 2, from: [anna, bert]}}
      """;

  private static final Table ORDERS =
      new Table(
          new TableName("public", "orders"),
          List.of(
              new Column("id", "bigint", false, null, false, false),
              new Column("note", "text", true, null, false, false)),
          List.of("id"),
          List.of(),
          List.of(),
          7);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user: crossfade -> user: other",
        "workers: 2 -> workers: 4",
        "rowsPerSecond: 50 -> rowsPerSecond: 60",
        "[cutover, cleanup, shift-reads] -> [shift-reads, cleanup, cutover]",
        "[cutover, bake, reads] -> [reads, bake, cutover]"
      })
  void paceSecretsAndSpellingAreNoPartOfThePlan(String change) {
    assertThat(digest(changed(change), ORDERS)).isEqualTo(digest(MANIFEST, ORDERS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "new/shop -> new/shopping",
        "public.* -> public.o*",
        "[10, 100] -> [10, 50, 100]",
        "deadline: 3s -> deadline: 4s",
        "22:00 -> 21:00",
        "2026-12-20 -> 2026-12-21",
        "[cutover, cleanup, shift-reads] -> [cutover, cleanup]",
        "result < 900 -> result < 901",
        "http://prometheus -> http://elsewhere",
        "[cutover, bake, reads] -> [cutover, bake]",
        "count: 2 -> count: 1",
        "[anna, bert] -> [anna, carla]"
      })
  void whatIsDoneIsPartOfThePlan(String change) {
    assertThat(digest(changed(change), ORDERS)).isNotEqualTo(digest(MANIFEST, ORDERS));
  }

  @Test
  void soAreTheTablesAsTheyAreButNotHowManyRowsTheyHave() {
    Table grown = new Table(ORDERS.name(), ORDERS.columns(), ORDERS.key(), List.of(), List.of(), 9);
    assertThat(digest(MANIFEST, grown)).isEqualTo(digest(MANIFEST, ORDERS));
    Column more = new Column("price", "numeric", true, null, false, false);
    Table wider = ORDERS.with(Stream.concat(ORDERS.columns().stream(), Stream.of(more)).toList());
    assertThat(digest(MANIFEST, wider)).isNotEqualTo(digest(MANIFEST, ORDERS));
    assertThat(digest(MANIFEST)).isNotEqualTo(digest(MANIFEST, ORDERS));
  }

  private static String changed(String change) {
    String[] both = change.split(" -> ", 2);
    String changed = MANIFEST.replace(both[0], both[1]);
    assertThat(changed).isNotEqualTo(MANIFEST);
    return changed;
  }

  private static String digest(String manifest, Table... tables) {
    List<TableMapping> mappings = Stream.of(tables).map(TableMapping::identity).toList();
    return PlanDigest.of(
        ManifestReader.parse("shop.yaml", manifest, Path.of(".")),
        new MappingPlan(
            new Mapping(Direction.FORWARD, mappings),
            new Mapping(Direction.REVERSE, mappings),
            List.of(),
            Map.of()));
  }
}
