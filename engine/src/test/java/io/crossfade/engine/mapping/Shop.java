package io.crossfade.engine.mapping;

import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.manifest.ManifestReader;
import io.crossfade.model.Column;
import io.crossfade.model.ForeignKey;
import io.crossfade.model.Index;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.model.values.NamedKinds;
import java.nio.file.Path;
import java.util.List;

/// A source to map from, and manifests over it of which a test writes only the mapping.
final class Shop {
  private Shop() {}

  static final Dialects DIALECTS = Dialects.alike(NamedKinds::of);

  static final Table CUSTOMERS =
      new Table(
          name("public.customers"),
          List.of(
              new Column("id", "bigint", false, "nextval('customers_id_seq')", true, false),
              column("email", "text", false),
              column("first_name", "text", false),
              column("last_name", "text", true),
              column("created", "timestamp without time zone", false),
              column("vat", "numeric(10,2)", false),
              column("nickname", "text", true),
              new Column("score", "integer", false, "0", false, false),
              new Column("search", "text", true, "lower(email)", false, true)),
          List.of("id"),
          List.of(
              Index.plain("customers_email", List.of("email"), true),
              Index.plain("customers_vat", List.of("vat", "email"), true),
              Index.plain("customers_nickname", List.of("nickname"), false)),
          List.of(),
          1000);

  static final Table ORDERS =
      new Table(
          name("public.orders"),
          List.of(
              column("customer", "bigint", false),
              column("number", "integer", false),
              column("total", "numeric(12,2)", false),
              column("code", "character varying(10)", false)),
          List.of("customer", "number"),
          List.of(),
          List.of(
              new ForeignKey(
                  "orders_customer",
                  List.of("customer"),
                  name("public.customers"),
                  List.of("id"),
                  "ON DELETE CASCADE")),
          5000);

  static final List<Table> SOURCE = List.of(ORDERS, CUSTOMERS);

  static TableName name(String text) {
    String[] parts = text.split("\\.");
    return new TableName(parts[0], parts[1]);
  }

  private static Column column(String name, String type, boolean nullable) {
    return new Column(name, type, nullable, null, false, false);
  }

  /// The mapping begins in line 6 of `shop.yaml`.
  static Manifest manifest(String mapping) {
    return withTables("tables: [public.*]", mapping);
  }

  static Manifest withTables(String tables, String mapping) {
    String head =
        """
        migration: shop
        source: {url: "jdbc:x://a", user: me}
        target: {url: "jdbc:x://b", user: me}
        """;
    String rules = mapping.isEmpty() ? "" : "mapping:\n" + mapping.indent(2);
    return ManifestReader.parse("shop.yaml", head + tables + "\n" + rules, Path.of("."));
  }
}
