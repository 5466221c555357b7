package io.crossfade.engine.manifest;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Says what the schema complains of in a user's words, at the place in the user's file.
final class SchemaProblems {
  private final FileKind kind;
  private final JsonNode schema;
  private final YamlNode root;
  private final Problems problems;

  SchemaProblems(FileKind kind, YamlNode root, Problems problems) {
    this.kind = kind;
    this.schema = new JsonMapper().readTree(kind.schema());
    this.root = root;
    this.problems = problems;
  }

  void addAll(List<Error> errors) {
    Set<String> wrongTypes = new HashSet<>();
    errors.stream()
        .filter(e -> e.getKeyword().equals("type"))
        .forEach(e -> wrongTypes.add(e.getInstanceLocation().toString()));
    for (Error error : errors) {
      boolean isType = error.getKeyword().equals("type");
      boolean followsFromType =
          !isType && wrongTypes.contains(error.getInstanceLocation().toString());
      boolean isPartOfChoice = error.getEvaluationPath().toString().contains("/oneOf/");
      if (!followsFromType && !isPartOfChoice) {
        add(error);
      }
    }
  }

  private void add(Error error) {
    SchemaWalk walk = walk(error.getEvaluationPath());
    Found found = find(error.getInstanceLocation());
    String property = error.getProperty();
    switch (error.getKeyword()) {
      case "additionalProperties" ->
          report(
              keyPlace(found, property),
              "unknown key " + property,
              Nearest.suggestion(String.valueOf(property), walk.keys()));
      case "propertyNames" ->
          report(
              keyPlace(found, property),
              property + " is no name of a table",
              "write it as schema.table");
      case "required" ->
          report(
              found.key(),
              found.name() + " needs " + property,
              "add " + property + ": " + undotted(walk.descriptionOf(String.valueOf(property))));
      case "not", "oneOf" -> commented(error, found);
      case "type" -> type(walk, found);
      case "enum" ->
          report(
              found.place(),
              found.name() + " cannot be " + found.shown(),
              "write " + choices(walk.keyword("enum")));
      case "minItems", "minProperties" ->
          report(found.key(), found.name() + " is empty", walk.expected());
      case "maxProperties" ->
          report(
              found.key(),
              found.name() + " has too many keys",
              "keep one of " + String.join(", ", walk.keys()));
      default ->
          report(found.place(), found.name() + " cannot be " + found.shown(), walk.expected());
    }
  }

  /// `not` and `oneOf` cannot tell what was meant, so the schema says it beside them.
  private void commented(Error error, Found found) {
    SchemaWalk within = walk(error.getEvaluationPath().append("-"));
    SchemaWalk beside = walk(error.getEvaluationPath());
    String inner = error.getKeyword().equals("not") ? within.comment() : null;
    String comment = inner != null ? inner : beside.comment();
    said(found.key(), comment == null ? found.name() + " is wrong; see " + kind.page() : comment);
  }

  private void type(SchemaWalk walk, Found found) {
    String comment = walk.comment();
    if (comment != null
        && walk.keyword("type").asString("").equals("object")
        && walk.keys().contains("env")) {
      said(found.place(), comment);
      return;
    }
    boolean quotes =
        walk.keyword("type").asString("").equals("string")
            && walk.keyword("pattern").isMissingNode()
            && found.node() instanceof YamlNode.Scalar scalar
            && scalar.text() != null;
    report(
        found.place(),
        found.name()
            + " must be "
            + SchemaWords.types(walk.keyword("type"))
            + ", but is "
            + SchemaWords.typeOf(found.node().json()),
        quotes ? "put it in quotes" : walk.expected());
  }

  private SchemaWalk walk(NodePath evaluation) {
    return SchemaWalk.along(schema, kind.page(), evaluation);
  }

  private static String choices(JsonNode values) {
    return String.join(" or ", values.valueStream().map(JsonNode::asString).toList());
  }

  private static String undotted(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  private void said(Place at, String whatAndMend) {
    int semicolon = whatAndMend.indexOf("; ");
    report(at, whatAndMend.substring(0, semicolon), whatAndMend.substring(semicolon + 2));
  }

  private void report(Place at, String what, String mend) {
    problems.add(kind.mistake(), at, what, mend);
  }

  private static Place keyPlace(Found found, @Nullable String key) {
    YamlNode.Entry entry =
        found.node() instanceof YamlNode.Fields fields ? fields.entries().get(key) : null;
    return entry == null ? found.place() : entry.key();
  }

  private Found find(NodePath path) {
    Found found = new Found("the " + kind.what(), root.at(), root);
    for (int i = 0; i < path.getNameCount(); i++) {
      found = found.below(path.getElement(i));
    }
    return found;
  }

  /// @param key where the key stands that leads here
  private record Found(String name, Place key, YamlNode node) {
    Place place() {
      return node.at();
    }

    Found below(Object element) {
      return switch (node) {
        case YamlNode.Fields fields -> {
          YamlNode.Entry entry = fields.entries().get(element.toString());
          yield entry == null ? this : new Found(element.toString(), entry.key(), entry.value());
        }
        case YamlNode.Items items -> {
          YamlNode item = items.items().get(Integer.parseInt(element.toString()));
          yield new Found("an entry of " + name, item.at(), item);
        }
        case YamlNode.Scalar scalar -> this;
      };
    }

    /// A URL or what stands for a password is not repeated, whatever it is.
    String shown() {
      boolean secret = Set.of("url", "password", "env", "file").contains(name);
      return secret ? "this" : node.json().toString();
    }
  }
}
