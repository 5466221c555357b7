package io.crossfade.engine.manifest;

import static io.crossfade.engine.manifest.ManifestBuilder.entries;
import static io.crossfade.engine.manifest.ManifestBuilder.items;
import static io.crossfade.engine.manifest.ManifestBuilder.optionalText;
import static io.crossfade.engine.manifest.ManifestBuilder.scalar;
import static io.crossfade.engine.manifest.ManifestBuilder.tableName;
import static io.crossfade.engine.manifest.ManifestBuilder.text;

import io.crossfade.engine.manifest.ColumnRule.WayBack;
import io.crossfade.model.ColumnMapping.Others;
import io.crossfade.model.Equality;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes the rules of the `mapping` part of a document that the schema has accepted.
final class TableRules {
  private TableRules() {}

  static TableRule rule(String table, YamlNode.Entry entry) {
    YamlNode.Fields node = (YamlNode.Fields) entry.value();
    String to = optionalText(node, "to");
    return new TableRule(
        tableName(table),
        to == null ? null : tableName(to),
        entries(node, "columns").entrySet().stream()
            .map(e -> column(e.getKey(), e.getValue()))
            .toList(),
        entries(node, "add").entrySet().stream()
            .map(e -> added(e.getKey(), (YamlNode.Fields) e.getValue().value()))
            .toList(),
        entries(node, "split").entrySet().stream()
            .map(e -> part(e.getKey(), e.getValue()))
            .toList(),
        entry.key());
  }

  private static TableRule.Part part(String to, YamlNode.Entry entry) {
    List<String> columns =
        ((YamlNode.Items) entry.value())
            .items().stream().map(i -> Objects.requireNonNull(scalar(i).text())).toList();
    return new TableRule.Part(tableName(to), columns, entry.key());
  }

  private static ColumnRule column(String name, YamlNode.Entry entry) {
    YamlNode.Fields node = (YamlNode.Fields) entry.value();
    ColumnRule.Making making = making(node);
    if (making != null) {
      return new ColumnRule.Made(
          name,
          optionalText(node, "to"),
          optionalText(node, "cast"),
          making,
          wayBack(node),
          entry.key());
    }
    return node.get("drop") == null
        ? new ColumnRule.Kept(
            name,
            optionalText(node, "to"),
            optionalText(node, "cast"),
            equality(optionalText(node, "compare")),
            "asNull".equals(optionalText(node, "zeroDates")),
            entry.key())
        : new ColumnRule.Dropped(name, wayBack(node), entry.key());
  }

  private static ColumnRule.@Nullable Making making(YamlNode.Fields node) {
    YamlNode function = node.get("java");
    if (function != null) {
      return new ColumnRule.Making.Call(text(node, "java"), function.at());
    }
    YamlNode lookup = node.get("lookup");
    if (lookup == null) {
      return null;
    }
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    entries(node, "lookup")
        .forEach((read, entry) -> values.put(read, scalar(entry.value()).text()));
    Others others =
        node.get("otherwise") == null
            ? new Others.Refused()
            : new Others.Become(optionalText(node, "otherwise"));
    return new ColumnRule.Making.Lookup(values, others, lookup.at());
  }

  private static Equality equality(@Nullable String said) {
    return said == null ? Equality.EXACT : Equality.valueOf(said.toUpperCase(Locale.ROOT));
  }

  private static WayBack wayBack(YamlNode.Fields node) {
    YamlNode missing = node.get("whenMissing");
    if (missing != null) {
      return new WayBack.WhenMissing(optionalText(node, "whenMissing"), missing.at());
    }
    YamlNode inverse = node.get("inverse");
    return inverse == null
        ? new WayBack.Unsaid()
        : new WayBack.Inverse(text(node, "inverse"), inverse.at());
  }

  private static boolean isTrue(YamlNode.Fields node, String key, boolean usual) {
    YamlNode said = node.get(key);
    return said == null ? usual : said.json().booleanValue();
  }

  private static AddedColumn added(String name, YamlNode.Fields node) {
    String type = text(node, "type");
    boolean inKey = isTrue(node, "key", false);
    boolean mayBeNull = !inKey && isTrue(node, "nullable", true);
    YamlNode expression = node.get("expression");
    YamlNode function = node.get("java");
    if (function != null) {
      List<String> of =
          items(node, "of").stream().map(i -> Objects.requireNonNull(scalar(i).text())).toList();
      return new AddedColumn.Called(name, type, mayBeNull, text(node, "java"), of, function.at());
    }
    return expression != null
        ? new AddedColumn.Computed(name, type, mayBeNull, text(node, "expression"), expression.at())
        : new AddedColumn.Constant(
            name,
            type,
            mayBeNull,
            inKey,
            optionalText(node, "constant"),
            Objects.requireNonNull(node.get("constant")).at());
  }
}
