package io.crossfade.engine.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.manifest.ManifestReader;
import io.crossfade.model.Column;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.Key;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.transfer.mapping.Keys;
import io.crossfade.transfer.mapping.RowMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a manifest says: what goes there and back is what it was, and keys know their
/// counterparts.
class MappingRoundTripTest {
  private static final List<String> TYPES = List.of("bigint", "integer", "text", "numeric(8,2)");

  static IntStream seeds() {
    return IntStream.range(0, 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void comesBackAsItWas(int seed) {
    Random random = new Random(seed);
    Table table = table(random);
    MappingPlan plan =
        Mappings.plan(
            ManifestReader.parse("seed-" + seed, manifest(random, table), Path.of(".")),
            List.of(table),
            Shop.DIALECTS);
    TableMapping forward = plan.forward().tables().getFirst();
    TableMapping reverse = plan.reverse().tables().getFirst();

    Row original = row(random, table);
    Row there = new RowMapper(forward).map(original);
    Row back = new RowMapper(reverse).map(asTargetRow(forward, there));

    for (int i = 0; i < reverse.columns().size(); i++) {
      String column = reverse.columns().get(i).to();
      boolean given = !(reverse.columns().get(i) instanceof ColumnMapping.WhenMissing);
      if (given) {
        assertThat(back.value(i)).as(column).isEqualTo(original.value(table.indexOf(column)));
      }
    }
    Key source = key(table, original);
    assertThat(new Keys(forward).keyOf(there)).isEqualTo(new Keys(forward).mapKey(source));
    assertThat(new Keys(reverse).keyOf(back)).isEqualTo(source);
    assertThat(new Keys(reverse).mapKey(new Keys(forward).mapKey(source))).isEqualTo(source);
  }

  /// Every column is given by the reverse mapping, or fills itself.
  @ParameterizedTest
  @MethodSource("seeds")
  void forgetsNoColumn(int seed) {
    Random random = new Random(seed);
    Table table = table(random);
    MappingPlan plan =
        Mappings.plan(
            ManifestReader.parse("seed-" + seed, manifest(random, table), Path.of(".")),
            List.of(table),
            Shop.DIALECTS);
    TableMapping forward = plan.forward().tables().getFirst();
    TableMapping reverse = plan.reverse().tables().getFirst();
    assertThat(forward.written()).containsExactlyElementsOf(forward.to().columnNames());
    assertThat(table.columns()).allMatch(c -> reverse.written().contains(c.name()) || c.nullable());
  }

  private static Table table(Random random) {
    List<Column> columns = new ArrayList<>();
    int size = 2 + random.nextInt(6);
    for (int i = 0; i < size; i++) {
      boolean nullable = i > 1 && random.nextBoolean();
      String type = i == 0 ? "integer" : TYPES.get(random.nextInt(TYPES.size()));
      columns.add(new Column("c" + i, type, nullable, null, false, false));
    }
    List<String> key = random.nextBoolean() ? List.of("c0") : List.of("c1", "c0");
    Collections.shuffle(columns, random);
    return new Table(Shop.name("public.t"), columns, key, List.of(), List.of(), 0);
  }

  private static String manifest(Random random, Table table) {
    StringBuilder rules = new StringBuilder();
    for (Column column : table.columns()) {
      String rule = rule(random, table, column);
      if (!rule.isEmpty()) {
        rules.append("      ").append(column.name()).append(": ").append(rule).append("\n");
      }
    }
    String to = random.nextBoolean() ? "    to: new.t2\n" : "";
    return """
    migration: shop
    source: {url: "jdbc:x://a", user: me}
    target: {url: "jdbc:x://b", user: me}
    tables: ["*.*"]
    mapping:
      public.t:
    """
        + to
        + (rules.isEmpty() ? "    columns: {}\n" : "    columns:\n" + rules)
        + "    add: {made: {type: text, expression: string(c0)}, same: {type: text, constant: x}}\n";
  }

  private static String rule(Random random, Table table, Column column) {
    boolean inKey = table.key().contains(column.name());
    return switch (random.nextInt(4)) {
      case 0 -> "{to: renamed_" + column.name() + "}";
      case 1 ->
          column.type().equals("integer") ? "{cast: bigint, to: wide_" + column.name() + "}" : "";
      case 2 -> inKey ? "" : "{drop: true, whenMissing: 5}";
      default -> inKey || !column.nullable() ? "" : "{drop: true}";
    };
  }

  private static Row row(Random random, Table table) {
    @Nullable String[] values = new String[table.columns().size()];
    for (int i = 0; i < values.length; i++) {
      Column column = table.columns().get(i);
      String number = String.valueOf(random.nextInt(1000));
      String some = column.type().startsWith("numeric") ? number + ".50" : number;
      values[i] = column.nullable() && random.nextInt(3) == 0 ? null : some;
    }
    return Row.of(values);
  }

  private static Key key(Table table, Row row) {
    List<String> values = new ArrayList<>();
    for (String column : table.key()) {
      values.add(String.valueOf(row.value(table.indexOf(column))));
    }
    return new Key(values);
  }

  /// What the target's log would say of the row: a value for each of its columns, in its order.
  private static Row asTargetRow(TableMapping forward, Row mapped) {
    @Nullable String[] values = new String[forward.to().columns().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = mapped.value(forward.written().indexOf(forward.to().columns().get(i).name()));
    }
    return Row.of(values);
  }
}
