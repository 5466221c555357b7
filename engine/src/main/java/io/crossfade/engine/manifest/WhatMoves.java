package io.crossfade.engine.manifest;

import io.crossfade.engine.manifest.ColumnRule.WayBack;
import io.crossfade.model.ColumnMapping.Others;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a manifest moves: from where to where, which tables, how their rows change, and who has to
/// approve it. Two manifests that differ only in pace, users, secrets or spelling move the same.
///
/// The text is recorded when a migration begins, and later versions of Crossfade compare theirs
/// with it: so it is made of words that are written down here, not of records as they happen to be.
public final class WhatMoves {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String MAPPING = "mapping";

  private final String migration;
  private final String text;

  private WhatMoves(String migration, String text) {
    this.migration = migration;
    this.text = text;
  }

  public static WhatMoves of(Manifest manifest) {
    Scope scope = manifest.scope();
    Map<String, @Nullable Object> mapping = new TreeMap<>();
    scope.rules().forEach(rule -> addUnlessEmpty(mapping, rule.table().toString(), table(rule)));
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("source", place(manifest.source()));
    all.put("target", place(manifest.target()));
    all.put("tables", patterns(scope.tables()));
    all.put("exclude", patterns(scope.exclude()));
    all.put(MAPPING, mapping);
    if (!manifest.course().strategy().equals(Course.DEFAULT.strategy())) {
      all.put("strategy", manifest.course().strategy());
    }
    if (manifest.course().reverse() == ReverseMode.NONE) {
      all.put("reverse", "none");
    }
    if (!manifest.course().approvals().isEmpty()) {
      all.put("approvals", approvals(manifest.course().approvals()));
    }
    return new WhatMoves(manifest.migration(), JSON.writeValueAsString(all));
  }

  /// To be kept.
  public String text() {
    return text;
  }

  /// MANIFEST_CHANGED unless the text that was kept tells the same.
  public void requireSameAs(String kept) {
    List<String> changes = changes(kept);
    if (!changes.isEmpty()) {
      throw new CrossfadeException(
          ErrorCode.MANIFEST_CHANGED,
          "migration %s was begun with a manifest that moves something else: %s. Put the manifest back as it was, and run it."
                  .formatted(migration, String.join("; ", changes))
              + " To move something else, `crossfade abort` this migration then, and begin anew under another name",
          Map.of("changed", String.join("; ", changes)));
    }
  }

  private List<String> changes(String kept) {
    JsonNode now = JSON.readTree(text);
    JsonNode then;
    try {
      then = JSON.readTree(kept);
    } catch (JacksonException _) {
      return List.of("what it moves was recorded in a way that this version does not understand");
    }
    List<String> changes = new ArrayList<>();
    for (String part : names(then, now)) {
      if (!part.equals(MAPPING) && !then.path(part).equals(now.path(part))) {
        changes.add("%s was %s and is %s now".formatted(part, then.path(part), now.path(part)));
      }
    }
    JsonNode rules = then.path(MAPPING);
    for (String table : names(rules, now.path(MAPPING))) {
      if (!rules.path(table).equals(now.path(MAPPING).path(table))) {
        changes.add("the mapping of " + table + " is another one");
      }
    }
    return changes;
  }

  private static TreeSet<String> names(JsonNode then, JsonNode now) {
    TreeSet<String> names = new TreeSet<>(then.propertyNames());
    names.addAll(now.propertyNames());
    return names;
  }

  /// Without the parameters of the connection: they say how, not where.
  private static String place(DatabaseReference database) {
    int question = database.url().indexOf('?');
    return question < 0 ? database.url() : database.url().substring(0, question);
  }

  /// Who may take a rule away would need nobody's approval.
  private static Map<String, @Nullable Object> approvals(List<ApprovalRule> rules) {
    Map<String, @Nullable Object> all = new TreeMap<>();
    for (ApprovalRule rule : rules) {
      Map<String, @Nullable Object> one = new TreeMap<>();
      one.put("count", rule.count());
      one.put("from", rule.from().stream().sorted().toList());
      one.put("expires", rule.expires().toMillis());
      all.put(rule.step().spelled(), one);
    }
    return all;
  }

  private static List<String> patterns(List<TablePattern> patterns) {
    return patterns.stream().map(TablePattern::text).sorted().distinct().toList();
  }

  private static Map<String, @Nullable Object> table(TableRule rule) {
    Map<String, @Nullable Object> columns = new TreeMap<>();
    rule.columns().forEach(column -> addUnlessEmpty(columns, column.column(), column(column)));
    Map<String, @Nullable Object> added = new TreeMap<>();
    rule.added().forEach(column -> added.put(column.column(), added(column)));
    Map<String, @Nullable Object> table = new TreeMap<>();
    addUnlessSame(table, "to", rule.to(), rule.table());
    addUnlessEmpty(table, "columns", columns);
    addUnlessEmpty(table, "add", added);
    Map<String, @Nullable Object> parts = new TreeMap<>();
    rule.parts()
        .forEach(
            part -> parts.put(part.to().toString(), part.columns().stream().sorted().toList()));
    addUnlessEmpty(table, "split", parts);
    return table;
  }

  private static Map<String, @Nullable Object> column(ColumnRule rule) {
    Map<String, @Nullable Object> column = new TreeMap<>();
    switch (rule) {
      case ColumnRule.Kept(var name, var to, var cast, var _, var zeroAsNull, Place _) -> {
        addUnlessSame(column, "to", to, name);
        addUnlessSame(column, "cast", cast, "");
        addUnlessSame(column, "zeroDates", zeroAsNull ? "asNull" : "", "");
      }
      case ColumnRule.Made(var name, var to, var cast, var making, var wayBack, Place _) -> {
        addUnlessSame(column, "to", to, name);
        addUnlessSame(column, "cast", cast, "");
        making(making, column);
        wayBack(wayBack, column);
      }
      case ColumnRule.Dropped(var _, var wayBack, Place _) -> {
        column.put("drop", true);
        wayBack(wayBack, column);
      }
    }
    return column;
  }

  private static void making(ColumnRule.Making making, Map<String, @Nullable Object> column) {
    switch (making) {
      case ColumnRule.Making.Lookup lookup -> {
        column.put("lookup", new TreeMap<>(lookup.values()));
        if (lookup.others() instanceof Others.Become(var value)) {
          column.put("otherwise", value);
        }
      }
      case ColumnRule.Making.Call call -> column.put("java", call.function());
    }
  }

  private static void wayBack(WayBack wayBack, Map<String, @Nullable Object> column) {
    switch (wayBack) {
      case WayBack.Unsaid() -> {}
      case WayBack.WhenMissing(var value, Place _) -> column.put("whenMissing", value);
      case WayBack.Inverse(var expression, Place _) -> column.put("inverse", expression);
    }
  }

  private static Map<String, @Nullable Object> added(AddedColumn added) {
    Map<String, @Nullable Object> column = new TreeMap<>();
    column.put("type", added.type());
    column.put("nullable", added.nullable());
    switch (added) {
      case AddedColumn.Computed computed -> column.put("expression", computed.expression());
      case AddedColumn.Called called -> {
        column.put("java", called.function());
        column.put("of", called.of());
      }
      case AddedColumn.Constant constant -> {
        column.put("constant", constant.value());
        if (constant.inKey()) {
          column.put("key", true);
        }
      }
    }
    return column;
  }

  private static void addUnlessSame(
      Map<String, @Nullable Object> node, String key, @Nullable Object value, Object usual) {
    if (value != null && !value.equals(usual)) {
      node.put(key, value.toString());
    }
  }

  private static void addUnlessEmpty(
      Map<String, @Nullable Object> node, String key, Map<String, @Nullable Object> value) {
    if (!value.isEmpty()) {
      node.put(key, value);
    }
  }
}
