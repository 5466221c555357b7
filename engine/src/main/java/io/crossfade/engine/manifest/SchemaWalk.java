package io.crossfade.engine.manifest;

import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Follows the path of a schema error through the schema, to the part that complained and to what
/// it says of itself.
final class SchemaWalk {
  private final JsonNode root;
  private final String page;
  private JsonNode at;
  private @Nullable String description;
  private @Nullable String comment;

  private SchemaWalk(JsonNode root, String page) {
    this.root = root;
    this.page = page;
    this.at = root;
    this.description = root.path("description").asStringOpt().orElse(null);
  }

  /// @param page the page that describes what nothing is said of
  /// @param evaluation the path of the failed keyword, references included
  static SchemaWalk along(JsonNode schema, String page, NodePath evaluation) {
    SchemaWalk walk = new SchemaWalk(schema, page);
    for (int i = 0; i < evaluation.getNameCount() - 1; i++) {
      walk.step(evaluation.getElement(i));
    }
    return walk;
  }

  private void step(Object element) {
    if (element.equals("$ref")) {
      follow();
      return;
    }
    at = element instanceof Integer index ? at.get(index) : at.get(element.toString());
    description = at.path("description").asStringOpt().orElse(description);
    comment = at.path("$comment").asStringOpt().orElse(null);
  }

  /// What is said beside a reference is said for the place, and is better than what is said for all
  /// its uses.
  private void follow() {
    boolean said = at.has("description");
    at = root.at(at.get("$ref").asString().substring(1));
    if (!said) {
      description = at.path("description").asStringOpt().orElse(description);
    }
    comment = at.path("$comment").asStringOpt().orElse(null);
  }

  /// The description nearest to the part that complained, as the second half of a sentence.
  String expected() {
    String text = description == null ? "see " + page : "expected: " + description;
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  /// What the part that complained has to say itself: what is wrong, `; `, what to do.
  @Nullable String comment() {
    return comment;
  }

  /// The keys that are known there.
  List<String> keys() {
    return new ArrayList<>(at.path("properties").propertyNames());
  }

  /// The value of a keyword of the part that complained.
  JsonNode keyword(String name) {
    return at.path(name);
  }

  /// The description of one of the keys that are known there.
  String descriptionOf(String key) {
    return at.path("properties").path(key).path("description").asString("");
  }
}
