package io.crossfade.postgresql.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Proposal;
import io.crossfade.connector.portable.PortableTable;
import io.crossfade.model.Check;
import io.crossfade.model.Column;
import io.crossfade.model.Definition;
import io.crossfade.model.ForeignKey;
import io.crossfade.model.Index;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.model.values.Kind;
import io.crossfade.model.values.Kind.Family;
import io.crossfade.model.values.Kind.Trait;
import io.crossfade.model.values.NamedKinds;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignTableTest {
  private static Column column(String name, Kind kind, @Nullable String value) {
    return new Column(name, "theirs", true, value, false, false, kind);
  }

  private static Table table(Column... columns) {
    return new Table(
        new TableName("shop", "t"), List.of(columns), List.of("id"), List.of(), List.of(), 0);
  }

  private static Column proposed(Kind kind, @Nullable String value) {
    return ProposedTable.of(table(column("c", kind, value))).table().column("c");
  }

  @Test
  void aNumberGetsTheTypeThatHoldsIt() {
    assertThat(proposed(Kind.integer(8), null).type()).isEqualTo("smallint");
    assertThat(proposed(Kind.unsigned(16), null).type()).isEqualTo("integer");
    assertThat(proposed(Kind.integer(24), null).type()).isEqualTo("integer");
    assertThat(proposed(Kind.unsigned(32), null).type()).isEqualTo("bigint");
    assertThat(proposed(Kind.unsigned(64), null).type()).isEqualTo("numeric(20,0)");
    assertThat(proposed(Kind.decimal(65, 30), null).type()).isEqualTo("numeric(65,30)");
  }

  @Test
  void keysAndWhatRefersToThemHaveOneType() {
    Table referring =
        new Table(
            new TableName("shop", "t"),
            List.of(
                column("id", Kind.unsigned(64), null), column("customer", Kind.unsigned(64), null)),
            List.of("id"),
            List.of(),
            List.of(
                new ForeignKey(
                    "f", List.of("customer"), new TableName("shop", "c"), List.of("id"), "")),
            0);

    assertThat(ProposedTable.of(referring).table().columns())
        .extracting(Column::type)
        .containsOnly("bigint");
  }

  @Test
  void defaultsAreWrittenAsTheServerPrintsThem() {
    assertThat(proposed(Kind.of(Family.FLAG), "'1'").defaultExpression()).isEqualTo("true");
    assertThat(proposed(Kind.decimal(9, 2), "'1.50'").defaultExpression()).isEqualTo("1.50");
    assertThat(proposed(Kind.integer(32), "'-1'").defaultExpression()).isEqualTo("'-1'::integer");
    assertThat(proposed(Kind.text(9), "'it''s'").defaultExpression())
        .isEqualTo("'it''s'::character varying");
    assertThat(proposed(Kind.time(Family.TIMESTAMP, 3), "CURRENT_TIMESTAMP").defaultExpression())
        .isEqualTo("CURRENT_TIMESTAMP");
  }

  @Test
  void whatHasNoCounterpartIsLeftAndListed() {
    Kind zero = Kind.of(Family.DATE).with(Trait.ZEROS);
    Proposal proposal =
        ProposedTable.of(
            table(
                column("shape", Kind.opaque("geometry"), null),
                column("born", zero, "'0000-00-00'")));

    assertThat(proposal.table().columnNames()).containsExactly("born");
    assertThat(proposal.table().column("born").defaultExpression()).isNull();
    assertThat(proposal.left()).asString().contains("column shape").contains("born");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "text      | 'it''s'::text                      | 'it''s'",
        "integer   | 0                                  | '0'",
        "integer   | '-1'::integer                      | '-1'",
        "integer   | (-1)                               | '-1'",
        "numeric   | 1.50                               | '1.50'",
        "boolean   | true                               | 't'",
        "timestamp | now()                              | CURRENT_TIMESTAMP",
        "date      | '2024-02-29'::date                 | '2024-02-29'",
      })
  void literalsAndNowAreEverybodys(String type, String given, String portable) {
    Table table = table(column("c", NamedKinds.of(type), given));

    assertThat(PortableTable.of(table, new PostgresWords()).table().column("c").defaultExpression())
        .isEqualTo(portable);
  }

  @Test
  void wordsOfOurOwnAreLeftAndListed() {
    Table table =
        new Table(
            new TableName("public", "t"),
            List.of(
                column("id", Kind.integer(32), "nextval('x')"),
                new Column("g", "integer", true, "(id / 2) STORED", false, true)),
            List.of("id"),
            List.of(
                Index.plain("g", List.of("g"), false),
                new Index("e", List.of(), true, false, new Definition("(lower(a))", List.of("a")))),
            List.of(
                new Check("positive", new Definition("((id % 2) = 0)", List.of("id")), true),
                new ForeignKey(
                    "f",
                    List.of("id"),
                    new TableName("public", "u"),
                    List.of("id"),
                    "ON DELETE CASCADE DEFERRABLE")),
            0);

    Proposal portable = PortableTable.of(table, new PostgresWords());

    assertThat(portable.table().columnNames()).containsExactly("id");
    assertThat(portable.table().indexes()).isEmpty();
    assertThat(portable.table().foreignKeys())
        .extracting(ForeignKey::actions)
        .containsExactly("ON DELETE CASCADE");
    assertThat(portable.left()).hasSize(6);
  }
}
