package io.crossfade.engine.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.NotCarried;
import io.crossfade.connector.Proposal;
import io.crossfade.model.Column;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.ColumnMapping.Converted;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.model.values.Kind;
import io.crossfade.model.values.Kind.Family;
import io.crossfade.model.values.Kind.Trait;
import io.crossfade.model.values.NamedKinds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BetweenDialectsTest {
  private static final Kind BIG = Kind.unsigned(64);
  private static final Kind DAY = Kind.of(Family.DATE).with(Trait.ZEROS);
  private static final Kind FLAG = Kind.of(Family.FLAG);
  private static final Kind SHAPE = Kind.opaque("geometry");

  private static Column column(String name, String type, Kind kind) {
    return new Column(name, type, false, null, false, false, kind);
  }

  private static Table source(Column... more) {
    List<Column> columns = new ArrayList<>(List.of(column("id", "big", BIG)));
    columns.addAll(List.of(more));
    return new Table(
        new TableName("public", "orders"), columns, List.of("id"), List.of(), List.of(), 0);
  }

  /// What a target without numbers of that size, such dates or shapes would have.
  private static Proposal proposal(Table source) {
    List<Column> columns = new ArrayList<>();
    List<NotCarried> left = new ArrayList<>();
    for (Column column : source.columns()) {
      String type =
          switch (column.kind().family()) {
            case INTEGER -> "numeric(20,0)";
            case FLAG -> "boolean";
            case DATE -> "date";
            default -> "";
          };
      if (type.isEmpty()) {
        left.add(new NotCarried("column " + column.name(), "public.orders", "no such type"));
      } else {
        columns.add(column.typed(type, NamedKinds.of(type)));
      }
    }
    return new Proposal(source.with(columns), left);
  }

  private static MappingPlan plan(Table source, String rule) {
    return Mappings.plan(
        Shop.withTables("tables: [public.orders]", rule.isEmpty() ? "" : "public.orders: " + rule),
        List.of(source),
        new Dialects(false, NamedKinds::of, BetweenDialectsTest::proposal));
  }

  private static List<ColumnMapping> forward(MappingPlan plan) {
    return plan.forward().tables().getFirst().columns();
  }

  @Test
  void everyColumnIsConvertedThereAndBack() {
    MappingPlan plan = plan(source(column("paid", "flag", FLAG)), "");

    assertThat(forward(plan))
        .containsExactly(
            new Converted("id", BIG, "id", Kind.decimal(20, 0), false),
            new Converted("paid", FLAG, "paid", Kind.of(Family.BOOLEAN), false));
    assertThat(plan.reverse().tables().getFirst().columns())
        .containsExactly(
            new Converted("id", Kind.decimal(20, 0), "id", BIG, false),
            new Converted("paid", Kind.of(Family.BOOLEAN), "paid", FLAG, false));
    assertThat(plan.targetTables().getFirst().column("paid").type()).isEqualTo("boolean");
  }

  @Test
  void aCastTakesAnotherTypeThanTheProposedOne() {
    MappingPlan plan =
        plan(source(column("paid", "flag", FLAG)), "{columns: {paid: {cast: smallint}}}");

    assertThat(forward(plan))
        .contains(new Converted("paid", FLAG, "paid", Kind.integer(16), false));
    assertThat(plan.targetTables().getFirst().column("paid").type()).isEqualTo("smallint");
  }

  @Test
  void aDateThatIsZeroBecomesNullWhereTheManifestSaysSo() {
    Table source = source(column("day", "date", DAY));

    MappingPlan plan = plan(source, "{columns: {day: {zeroDates: asNull}}}");

    assertThat(forward(plan))
        .contains(new Converted("day", DAY, "day", Kind.of(Family.DATE), true));
    assertThat(plan.targetTables().getFirst().column("day").nullable()).isTrue();
    assertThat(plan(source, "").targetTables().getFirst().column("day").nullable()).isFalse();
  }

  @Test
  void whatTheTargetHasNothingForIsRefusedUnlessItIsDroppedOrCast() {
    Table source = source(column("shape", "geometry", SHAPE));

    assertThatThrownBy(() -> plan(source, ""))
        .hasMessageContaining("column shape of public.orders (geometry)")
        .hasMessageContaining("the target has nothing for")
        .hasMessageContaining("drop it");
    assertThat(forward(plan(source, "{columns: {shape: {cast: text}}}"))).hasSize(2);
    assertThat(forward(plan(source, "{columns: {shape: {drop: true, whenMissing: x}}}")))
        .hasSize(1);
  }

  @Test
  void aTypeInWhichTheValuesHaveNoPlaceIsRefused() {
    Table source = source(column("paid", "flag", FLAG));

    assertThatThrownBy(() -> plan(source, "{columns: {paid: {cast: date}}}"))
        .hasMessageContaining("column paid of public.orders (flag) cannot become date");
  }

  @Test
  void aKeyWhoseLettersChangeIsRefused() {
    assertThatThrownBy(() -> plan(source(), "{columns: {id: {cast: 'numeric(22,2)'}}}"))
        .hasMessageContaining("is in the primary key, and its values change");
  }

  @Test
  void uniqueTextsThatAreEqualOnOneSideOnlyAreTold() {
    Kind folded = Kind.text(9).with(Trait.FOLDED);
    Table source =
        new Table(
            new TableName("public", "orders"),
            List.of(column("id", "text", folded)),
            List.of("id"),
            List.of(),
            List.of(),
            0);

    MappingPlan plan = plan(source, "{columns: {id: {cast: varchar(9)}}}");

    assertThat(plan.remarks()).anyMatch(remark -> remark.contains("differ in case or accents"));
  }
}
