package io.crossfade.engine.mapping;

import io.crossfade.connector.Catalog;
import io.crossfade.model.Column;
import io.crossfade.model.Constraint;
import io.crossfade.model.Index;
import io.crossfade.model.ObjectName;
import io.crossfade.model.Partition;
import io.crossfade.model.Partitioning;
import io.crossfade.model.SchemaObject;
import io.crossfade.model.SchemaObject.Section;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Whether the target's catalog is what it should be by now: what was to be made, beside what is
/// there. Says it in lines for a person.
public final class CatalogDifferences {
  /// Servers of different versions print a query with or without these; nobody's name is changed by
  /// it.
  private static final Pattern PRINTED_OTHERWISE =
      Pattern.compile("\\s+|[()]|(\\w+|\"[^\"]+\")\\.|::[a-z ]+");

  /// What a person wrote as text, and the server has kept so.
  private static final Pattern VERBATIM = Pattern.compile("AS \\$(function|procedure)\\$");

  private static final String ONLY_THERE = " is only there";
  private static final String PARTITION = "partition";

  private final MappingPlan mappings;
  private final Catalog target;
  private final List<String> lines = new ArrayList<>();

  private CatalogDifferences(MappingPlan mappings, Catalog target) {
    this.mappings = mappings;
    this.target = target;
  }

  /// @param objects what stands around the tables; null where the source is of another dialect, so
  ///   that nothing of it is there, and what is there is a person's
  /// @param finished whether what is made after the copy is there too
  public static List<String> find(
      MappingPlan mappings, @Nullable CarriedObjects objects, Catalog target, boolean finished) {
    CatalogDifferences differences = new CatalogDifferences(mappings, target);
    differences.tables(finished, objects == null ? OwnWords::left : table -> table);
    if (objects != null) {
      differences.objects(
          objects,
          finished
              ? EnumSet.allOf(Section.class)
              : EnumSet.complementOf(EnumSet.of(Section.AFTER_COPY)));
    }
    return differences.lines;
  }

  /// What the tables lack, or have otherwise, once they are finished: columns, indexes,
  /// constraints. Whatever a person has added is his, and so are partitions.
  public static List<String> ofTables(MappingPlan mappings, boolean sameDialect, Catalog target) {
    CatalogDifferences differences = new CatalogDifferences(mappings, target);
    differences.tables(true, sameDialect ? table -> table : OwnWords::left);
    return differences.lines.stream()
        .filter(line -> !line.endsWith(ONLY_THERE) && !line.startsWith(PARTITION))
        .toList();
  }

  private void tables(boolean finished, UnaryOperator<Table> compared) {
    Map<TableName, Table> there = byName(target.tables(), Table::name);
    for (Table made : mappings.targetTables()) {
      if (!there.containsKey(made.name())) {
        lines.add("table " + made.name() + " is missing");
        continue;
      }
      Table wanted = compared.apply(made);
      Table found = compared.apply(there.getOrDefault(made.name(), made));
      String where = " of " + wanted.name();
      compare(
          "column",
          where,
          byName(wanted.columns(), Column::name),
          byName(found.columns(), Column::name));
      compare(PARTITION, where, partitions(wanted), partitions(found));
      if (finished) {
        compare(
            "index",
            where,
            byName(wanted.indexes(), Index::name),
            byName(found.indexes(), Index::name));
        compare("constraint", where, constraints(wanted), constraints(found));
      }
    }
  }

  private static Map<String, Constraint> constraints(Table table) {
    return byName(
        table.constraints().stream().filter(c -> !(c instanceof Partitioning)).toList(),
        Constraint::name);
  }

  private static Map<TableName, Partition> partitions(Table table) {
    return byName(
        table.partitioning().map(Partitioning::partitions).orElse(List.of()), Partition::name);
  }

  private void objects(CarriedObjects objects, Set<Section> sections) {
    Map<ObjectName, SchemaObject> there =
        byName(
            target.objects(CarriedObjects.schemas(mappings), mappings.targetTables()),
            SchemaObject::name);
    for (SchemaObject object : objects.carried()) {
      if (sections.contains(object.section())) {
        compare(object, there.get(object.name()));
      }
    }
    if (sections.contains(Section.AFTER_COPY)) {
      Set<ObjectName> known = objects.known();
      there.keySet().stream()
          .filter(name -> !known.contains(name))
          .forEach(name -> lines.add(name + ONLY_THERE));
    }
  }

  private void compare(SchemaObject wanted, @Nullable SchemaObject found) {
    if (found == null) {
      lines.add(wanted.name() + " is missing");
    } else if (!isAlike(wanted.definition(), found.definition())) {
      lines.add(wanted.name() + " is another one");
    }
  }

  private static boolean isAlike(String one, String other) {
    return one.equals(other) || !VERBATIM.matcher(one).find() && bare(one).equals(bare(other));
  }

  private static String bare(String definition) {
    return PRINTED_OTHERWISE.matcher(definition).replaceAll("");
  }

  private <K, V> void compare(String what, String where, Map<K, V> wanted, Map<K, V> found) {
    wanted.forEach((name, value) -> {
      V there = found.get(name);
      if (there == null) {
        lines.add(what + " " + name + where + " is missing");
      } else if (!there.equals(value)) {
        lines.add(what + " " + name + where + " is another one" + how(value, there));
      }
    });
    found.keySet().stream()
        .filter(name -> !wanted.containsKey(name))
        .forEach(name -> lines.add(what + " " + name + where + ONLY_THERE));
  }

  private static String how(Object wanted, Object found) {
    return wanted instanceof Column should
            && found instanceof Column is
            && !should.type().equals(is.type())
        ? ": " + is.type() + ", and should be " + should.type()
        : "";
  }

  private static <K, V> Map<K, V> byName(List<V> all, Function<V, K> name) {
    Map<K, V> byName = new LinkedHashMap<>();
    all.forEach(one -> byName.put(name.apply(one), one));
    return byName;
  }
}
