package io.crossfade.mysql.foreign;

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
import io.crossfade.model.values.Conversion;
import io.crossfade.model.values.Kind;
import io.crossfade.model.values.NamedKinds;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignTableTest {
  private static final String EXACT = "utf8mb4_nopad_bin";

  private static Column column(String name, String type, @Nullable String value) {
    return new Column(name, type, true, value, false, false, MySqlKinds.of(type));
  }

  private static Table table(List<Index> indexes, Column... columns) {
    return new Table(
        new TableName("shop", "t"),
        Arrays.asList(columns),
        List.of(columns[0].name()),
        indexes,
        List.of(),
        0);
  }

  private static @Nullable String portable(String type, String value) {
    return PortableTable.of(table(List.of(), column("c", type, value)), new MySqlWords())
        .table()
        .column("c")
        .defaultExpression();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "varchar(9) | 'it''s'                         | 'it''s'",
        "varchar(9) | 'a\\\\b'                          | 'a\\b'",
        "decimal(9,2) | 1.50                          | '1.50'",
        "int        | -1                              | '-1'",
        "bit(3)     | b'101'                          | '101'",
        "char(36)   | (uuid())                        | UUID()",
        "datetime   | current_timestamp()             | CURRENT_TIMESTAMP",
        "datetime(3) | current_timestamp(3) on update current_timestamp(3) | CURRENT_TIMESTAMP",
      })
  void literalsAndNowAreEverybodys(String type, String given, String portable) {
    assertThat(portable(type, given)).isEqualTo(portable);
  }

  @Test
  void anExpressionIsLeftAndListed() {
    Proposal portable =
        PortableTable.of(table(List.of(), column("c", "char(36)", "(rand())")), new MySqlWords());

    assertThat(portable.table().column("c").defaultExpression()).isNull();
    assertThat(portable.left())
        .singleElement()
        .asString()
        .contains("(rand())")
        .contains("c of shop.t");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "integer | int",
        "bigint | bigint",
        "boolean | tinyint(1)",
        "numeric(12,2) | decimal(12,2)",
        "numeric | decimal(65,30)",
        "real | float",
        "double precision | double",
        "text | longtext collate utf8mb4_nopad_bin",
        "character varying(40) | varchar(40) collate utf8mb4_nopad_bin",
        "character(3) | varchar(3) collate utf8mb4_nopad_bin",
        "timestamp without time zone | datetime(6)",
        "timestamp(0) with time zone | timestamp",
        "date | date",
        "time without time zone | time(6)",
        "integer[] | longtext collate utf8mb4_nopad_bin",
      })
  void everyKindGetsATypeThatTakesItThereAndBack(String type, String there) {
    Kind kind = NamedKinds.of(type);
    String proposed = new ProposedType(EXACT).of(kind, false);

    assertThat(proposed).isEqualTo(there);
    assertThat(Conversion.between(kind, MySqlKinds.of(proposed))).isPresent();
    assertThat(Conversion.between(MySqlKinds.of(proposed), kind)).isPresent();
  }

  /** The beginning would be a condition. */
  @Test
  void whatIsNotUnderstoodToItsEndIsLeft() {
    Table table =
        new Table(
            new TableName("shop", "t"),
            List.of(column("c", "int", null)),
            List.of("c"),
            List.of(),
            List.of(
                new Check("known", new Definition("`c` > 0", List.of("c")), true),
                new Check("half", new Definition("`c` > 0 unless 3", List.of("c")), true)),
            0);

    assertThat(PortableTable.of(table, new MySqlWords()).table().checks())
        .extracting(Check::name)
        .containsExactly("known");
  }

  @Test
  void whatIsUniqueStandsWholeInItsIndex() {
    Column id = new Column("id", "text", false, null, false, false);
    Column note = new Column("note", "text", true, "'x'", false, false);
    Column mail = new Column("mail", "text", true, null, false, false);
    Table table =
        table(
            List.of(
                Index.plain("u", List.of("mail"), true), Index.plain("i", List.of("note"), false)),
            id,
            note,
            mail);

    Proposal proposal = ProposedTable.of(table, EXACT);

    assertThat(proposal.table().columns())
        .extracting(Column::type)
        .containsExactly(
            "varchar(255) collate " + EXACT,
            "longtext collate " + EXACT,
            "varchar(255) collate " + EXACT);
    assertThat(proposal.table().indexes().get(0).definition()).isNull();
    assertThat(proposal.table().indexes().get(1).definition())
        .isNotNull()
        .extracting(definition -> definition.text())
        .isEqualTo("(`note`(191))");
    assertThat(proposal.left()).asString().contains("column mail");
    assertThat(proposal.table().column("note").defaultExpression()).isEqualTo("('x')");
  }

  @Test
  void whatAForeignKeyWouldChangeByItselfIsLeftToTheApplication() {
    ForeignKey cascade =
        new ForeignKey(
            "f", List.of("id"), new TableName("shop", "u"), List.of("id"), "ON DELETE CASCADE");
    Table table =
        new Table(
            new TableName("shop", "t"),
            List.of(new Column("id", "integer", false, null, false, false)),
            List.of("id"),
            List.of(),
            List.of(cascade),
            0);

    Proposal proposal = ProposedTable.of(table, EXACT);

    assertThat(proposal.table().foreignKeys()).extracting(ForeignKey::actions).containsExactly("");
    assertThat(proposal.left()).asString().contains("ON DELETE CASCADE of foreign key f");
  }
}
