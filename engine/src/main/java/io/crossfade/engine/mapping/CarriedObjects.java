package io.crossfade.engine.mapping;

import io.crossfade.connector.Catalog;
import io.crossfade.connector.Database;
import io.crossfade.connector.NotCarried;
import io.crossfade.connector.Problem;
import io.crossfade.model.ColumnMapping.Copied;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.ObjectName;
import io.crossfade.model.SchemaObject;
import io.crossfade.model.SchemaObject.Section;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What stands around the source's tables: what of it comes to the target, and what does not. The
/// words are the database's own and nobody translates them, so an object comes only where all that
/// it names comes too, and keeps its name and type.
///
/// @param carried in an order in which they can be made
/// @param listed the others, each with why
/// @param problems what the tables cannot be made without, and only a person can make
/// @param left the names of all that is not carried
public record CarriedObjects(
    List<SchemaObject> carried,
    List<NotCarried> listed,
    List<Problem> problems,
    Set<ObjectName> left) {
  private static final int LONGEST = 400;

  private static final Pattern BODY = Pattern.compile("AS \\$(function|procedure)\\$");

  public CarriedObjects {
    carried = List.copyOf(carried);
    listed = List.copyOf(listed);
    problems = List.copyOf(problems);
    left = Set.copyOf(left);
  }

  public static CarriedObjects of(MappingPlan mappings, Database source, Database target) {
    List<SchemaObject> all = source.catalog().objects(schemas(mappings), mappings.sourceTables());
    CarriedComments comments = CarriedComments.of(mappings, source.catalog(), target.catalog());
    if (!source.catalog().dialect().equals(target.catalog().dialect())) {
      return ofAnotherDialect(all, comments);
    }
    CarriedObjects sorted = new Sorting(mappings, target.catalog().obstacles(all)).sort(all);
    List<NotCarried> listed = new ArrayList<>(sorted.listed);
    listed.addAll(comments.listed());
    source.catalog().tables().stream()
        .map(Table::name)
        .filter(name -> !keepsName(mappings, name))
        .forEach(name -> listed.addAll(named(name, sorted.carried)));
    List<Problem> problems = new ArrayList<>(sorted.problems);
    problems.addAll(missingTypes(mappings, sorted.left, target.catalog()));
    return new CarriedObjects(sorted.carried, listed, problems, sorted.left);
  }

  /// Its words mean nothing there.
  private static CarriedObjects ofAnotherDialect(List<SchemaObject> all, CarriedComments comments) {
    List<NotCarried> listed = new ArrayList<>(comments.listed());
    for (SchemaObject object : all) {
      listed.add(
          new NotCarried(
              object.name().toString(),
              Sorting.where(object),
              "it is written for the source's engine; write it for the target's"
                  + Sorting.words(object)));
    }
    return new CarriedObjects(
        comments.carried(),
        listed,
        List.of(),
        all.stream().map(SchemaObject::name).collect(Collectors.toSet()));
  }

  /// Without its columns' types no table can be made.
  private static List<Problem> missingTypes(
      MappingPlan mappings, Set<ObjectName> left, Catalog target) {
    List<Problem> problems = new ArrayList<>();
    for (Table table : mappings.targetTables()) {
      table.columns().stream()
          .filter(column -> left.stream().anyMatch(object -> isOf(column.type(), object)))
          .filter(column -> !isThere(column.type(), target))
          .forEach(column ->
              problems.add(
                  new Problem(
                      "column %s has the type %s, which is not there and cannot be carried"
                          .formatted(column.name(), column.type()),
                      table.name().toString(),
                      "make the type on the target, or drop or cast the column in the mapping")));
    }
    return problems;
  }

  /// As a column of it is spelled: perhaps with a length, or as an array.
  private static boolean isOf(String type, ObjectName object) {
    String rest = type.startsWith(object.name()) ? type.substring(object.name().length()) : "?";
    return rest.isEmpty() || rest.startsWith("(") || rest.startsWith("[");
  }

  private static boolean isThere(String type, Catalog target) {
    try {
      target.spelling(type);
      return true;
    } catch (CrossfadeException e) {
      if (e.code() != ErrorCode.MAPPING_INVALID) {
        throw e;
      }
      return false;
    }
  }

  private static boolean keepsName(MappingPlan mappings, TableName name) {
    return mappings
        .forward()
        .from(name)
        .filter(t -> t.to().name().equals(name) && !t.isSliced())
        .isPresent();
  }

  /// The body of a function is text, and nobody knows what its words mean: said to a person.
  private static List<NotCarried> named(TableName table, List<SchemaObject> carried) {
    Pattern word = Pattern.compile("\\b" + Pattern.quote(table.name()) + "\\b");
    return carried.stream()
        .filter(
            o -> !o.uses().columns().containsKey(table) && o.definition().contains(table.name()))
        .filter(o -> BODY.matcher(o.definition()).find() && word.matcher(o.definition()).find())
        .map(o ->
            new NotCarried(
                "table " + table,
                o.name() + ", whose body names it",
                "it is not there under that name: make it there, or the function for the target"))
        .toList();
  }

  /// Those of the source's tables; what is there keeps its schema.
  public static Set<String> schemas(MappingPlan mappings) {
    return mappings.sourceTables().stream()
        .map(table -> table.name().schema())
        .collect(Collectors.toSet());
  }

  /// The names of all that the source has.
  Set<ObjectName> known() {
    Set<ObjectName> known = new HashSet<>(left);
    carried.forEach(object -> known.add(object.name()));
    return known;
  }

  public List<SchemaObject> of(Section section) {
    return carried.stream().filter(object -> object.section() == section).toList();
  }

  /// What makes them, for a person to read.
  public List<String> statements(Section section) {
    return of(section).stream().map(SchemaObject::definition).toList();
  }

  /// One object after the other.
  private static final class Sorting {
    private final Map<TableName, TableMapping> tables;
    private final Map<ObjectName, String> obstacles;
    private final Set<ObjectName> left = new HashSet<>();

    Sorting(MappingPlan mappings, Map<ObjectName, String> obstacles) {
      this.tables =
          mappings.forward().tables().stream()
              .collect(Collectors.toMap(t -> t.from().name(), t -> t, (leads, _) -> leads));
      this.obstacles = obstacles;
    }

    CarriedObjects sort(List<SchemaObject> all) {
      List<SchemaObject> carried = new ArrayList<>();
      List<NotCarried> listed = new ArrayList<>();
      List<Problem> problems = new ArrayList<>();
      for (SchemaObject object : all) {
        String why = inTheWay(object);
        if (why.isEmpty()) {
          carried.add(object);
          continue;
        }
        left.add(object.name());
        if (object.section() == Section.BEFORE_TABLES && obstacles.containsKey(object.name())) {
          problems.add(new Problem(object.name() + " is not there", "the target", why));
        } else {
          listed.add(new NotCarried(object.name().toString(), where(object), why + words(object)));
        }
      }
      return new CarriedObjects(carried, listed, problems, left);
    }

    private String inTheWay(SchemaObject object) {
      if (!object.obstacle().isEmpty()) {
        return object.obstacle();
      }
      if (obstacles.containsKey(object.name())) {
        return obstacles.get(object.name());
      }
      for (Map.Entry<TableName, List<String>> used : object.uses().columns().entrySet()) {
        TableMapping mapping = tables.get(used.getKey());
        if (mapping == null) {
          return "it needs " + used.getKey() + ", which is not moved";
        }
        if (!keeps(mapping, used.getValue())) {
          return "the mapping changes " + used.getKey() + ", or a column of it that it names";
        }
      }
      return object.uses().objects().stream()
          .filter(left::contains)
          .findFirst()
          .map(needed -> "it needs the " + needed + ", which is not carried")
          .orElse("");
    }

    private static boolean keeps(TableMapping mapping, List<String> columns) {
      return !mapping.isSliced()
          && mapping.from().name().equals(mapping.to().name())
          && columns.stream().allMatch(column -> keeps(mapping, column));
    }

    private static boolean keeps(TableMapping mapping, String column) {
      Table to = mapping.to();
      return to.has(column)
          && to.column(column).type().equals(mapping.from().column(column).type())
          && (to.column(column).generated()
              || mapping.columns().contains(new Copied(column, column)));
    }

    private static String where(SchemaObject object) {
      Set<TableName> used = object.uses().columns().keySet();
      return used.isEmpty()
          ? "the source"
          : used.stream().sorted().map(TableName::toString).collect(Collectors.joining(", "));
    }

    private static String words(SchemaObject object) {
      String words = object.definition().replaceAll("\\s+", " ");
      if (words.isEmpty()) {
        return "";
      }
      return words.length() > LONGEST
          ? "; make it there as the source's catalog shows it"
          : "; make it there: " + words;
    }
  }
}
