package io.crossfade.engine.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.engine.manifest.ManifestReader;
import io.crossfade.model.Column;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.ForeignKey;
import io.crossfade.model.Index;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// One table of the source becomes several.
class SplitTest {
  private static final Table PEOPLE =
      new Table(
          new TableName("public", "people"),
          List.of(
              new Column("id", "bigint", false, null, true, false),
              new Column("name", "text", false, null, false, false),
              new Column("street", "text", true, null, false, false),
              new Column("city", "text", false, "'Ulm'", false, false),
              new Column("boss", "bigint", true, null, false, false)),
          List.of("id"),
          List.of(
              Index.plain("by_name", List.of("name"), true),
              Index.plain("by_city", List.of("city"), false),
              Index.plain("by_both", List.of("name", "city"), false)),
          List.of(
              new ForeignKey(
                  "boss", List.of("boss"), new TableName("public", "people"), List.of("id"), "")),
          10);

  private static final Table OTHER =
      new Table(
          new TableName("public", "other"),
          List.of(new Column("id", "bigint", false, null, false, false)),
          List.of("id"),
          List.of(),
          List.of(),
          10);

  private static MappingPlan plan(String rule, String rest) {
    String manifest =
        """
        migration: shop
        source: {url: "jdbc:x://a", user: me}
        target: {url: "jdbc:x://b", user: me}
        tables: [public.*]
        mapping:
          public.people: %s
        %s
        """
            .formatted(rule, rest);
    return Mappings.plan(
        ManifestReader.parse("shop.yaml", manifest, Path.of(".")),
        List.of(PEOPLE, OTHER),
        Shop.DIALECTS);
  }

  @Test
  void eachOfThemHasTheKeyAndItsOwnColumns() {
    MappingPlan plan =
        plan(
            "{to: crm.people, columns: {street: {to: road}}, split: {crm.addresses: [street, city]}}",
            "reverse: none");
    assertThat(plan.forward().tables()).hasSize(3);
    Table lead = plan.targetTables().get(1);
    Table part = plan.targetTables().get(2);
    assertThat(lead.name()).hasToString("crm.people");
    assertThat(lead.columnNames()).containsExactly("id", "name", "boss");
    assertThat(lead.column("id").identity()).isTrue();
    assertThat(lead.indexes()).extracting(Index::name).containsExactly("by_name");
    assertThat(lead.foreignKeys()).hasSize(1);
    assertThat(part.name()).hasToString("crm.addresses");
    assertThat(part.columnNames()).containsExactly("id", "road", "city");
    assertThat(part.key()).containsExactly("id");
    assertThat(part.column("id").identity()).isFalse();
    assertThat(part.column("city").defaultExpression()).isEqualTo("'Ulm'");
    assertThat(part.indexes()).extracting(Index::name).containsExactly("by_city");
    assertThat(part.foreignKeys()).isEmpty();
    assertThat(plan.remarks()).hasSize(1).first().asString().contains("by_both");

    assertThat(plan.sourceTables()).containsExactly(OTHER, PEOPLE);
    assertThat(plan.touchedSourceTables().get(1)).isEqualTo(PEOPLE);
    assertThat(plan.forward().from(PEOPLE.name()).orElseThrow().to()).isEqualTo(lead);
    assertThat(plan.forward().byChunks())
        .containsOnlyKeys(OTHER.name(), PEOPLE.name(), new TableName("crm", "addresses"));
  }

  @Test
  void thereIsNoWayBack() {
    refuses(
        "{split: {public.addresses: [street]}}",
        "",
        ErrorCode.MAPPING_NOT_REVERSIBLE,
        "6:3: public.people becomes several tables, and rows of several tables cannot be put together again as they change");
  }

  @Test
  void whatCannotBeIsRefused() {
    refuses(
        "{split: {public.a: [id, stret, city], public.b: [city]}}",
        "reverse: none",
        ErrorCode.MAPPING_INVALID,
        "6:27: column id is in the primary key of public.people, and goes into all tables anyway; take it out of split",
        "6:27: public.people has no column stret; did you mean street?",
        "6:56: column city of public.people goes into public.a and into public.b");
    refuses(
        "{split: {public.other: [city]}}",
        "reverse: none",
        ErrorCode.MAPPING_INVALID,
        "6:3: public.other and public.people would both become public.other",
        "6:3: public.people is split into public.other, and the source has a table of that name that is moved too");
    refuses(
        "{columns: {nane: {to: x}}, split: {public.a: [city]}}",
        "reverse: none",
        ErrorCode.MAPPING_INVALID,
        "6:29: public.people has no column nane; did you mean name?");
  }

  private static void refuses(String rule, String rest, ErrorCode code, String... lines) {
    assertThatThrownBy(() -> plan(rule, rest))
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              List<String> said = ("" + e.getMessage()).lines().toList();
              assertThat(said).as(said.toString()).hasSameSizeAs(lines);
              for (int i = 0; i < lines.length; i++) {
                assertThat(said.get(i)).startsWith("shop.yaml:" + lines[i]);
              }
            });
  }
}
