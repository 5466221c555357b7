package io.crossfade.engine.manifest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/// Reads YAML without its traps: a repeated key, which a parser would silently let win, and anchors
/// with their aliases, which make a text mean something that does not stand there, are refused.
final class YamlDocument {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final YAMLMapper MAPPER = new YAMLMapper();

  private static final Pattern ANCHOR = Pattern.compile("(?:!\\S*\\s+)?&(\\S+).*", Pattern.DOTALL);

  private final FileKind kind;
  private final String file;
  private final String text;
  private final YAMLParser parser;
  private final Problems problems;

  private YamlDocument(
      FileKind kind, String file, String text, YAMLParser parser, Problems problems) {
    this.kind = kind;
    this.file = file;
    this.text = text;
    this.parser = parser;
    this.problems = problems;
  }

  /// The document; null where there is none that could be checked further.
  static @Nullable YamlNode read(FileKind kind, String file, String text, Problems problems) {
    try (YAMLParser parser = (YAMLParser) MAPPER.createParser(text)) {
      return new YamlDocument(kind, file, text, parser, problems).document();
    } catch (JacksonException e) {
      problems.add(
          kind.mistake(),
          YamlFailure.place(file, e),
          "this is not YAML: " + YamlFailure.what(e),
          "check indentation, quotes and brackets");
      return null;
    }
  }

  private @Nullable YamlNode document() {
    if (parser.nextToken() == null) {
      invalid(
          new Place(file, 1, 1),
          "the %s is empty".formatted(kind.what()),
          "see %s for one of ten lines".formatted(kind.page()));
      return null;
    }
    YamlNode root = value();
    if (parser.nextToken() != null) {
      invalid(here(), "a second document begins", "keep one %s in a file".formatted(kind.what()));
    }
    return root;
  }

  private YamlNode value() {
    refuseAnchor();
    return switch (parser.currentToken()) {
      case START_OBJECT -> fields();
      case START_ARRAY -> items();
      case VALUE_NULL -> new YamlNode.Scalar(here(), null, JSON.nullNode());
      case VALUE_TRUE, VALUE_FALSE -> scalar(JSON.booleanNode(parser.getBooleanValue()));
      case VALUE_NUMBER_INT -> scalar(JSON.numberNode(parser.getBigIntegerValue()));
      case VALUE_NUMBER_FLOAT -> scalar(number());
      default -> scalar(JSON.stringNode(parser.getString()));
    };
  }

  private YamlNode scalar(JsonNode json) {
    return new YamlNode.Scalar(here(), parser.getString(), json);
  }

  private JsonNode number() {
    return parser.isNaN()
        ? JSON.stringNode(parser.getString())
        : JSON.numberNode(parser.getDecimalValue());
  }

  private YamlNode fields() {
    Place at = here();
    Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Place keyAt = here();
      String key = parser.currentName();
      parser.nextToken();
      YamlNode.Entry entry = new YamlNode.Entry(keyAt, value());
      YamlNode.Entry first = entries.putIfAbsent(key, entry);
      if (first != null) {
        invalid(
            keyAt,
            "key " + key + " is written twice (first in line " + first.key().line() + ")",
            "remove one of them");
      }
    }
    return new YamlNode.Fields(at, entries);
  }

  private YamlNode items() {
    Place at = here();
    List<YamlNode> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value());
    }
    return new YamlNode.Items(at, items);
  }

  private void refuseAnchor() {
    String anchor = anchor();
    if (parser.isCurrentAlias()) {
      invalid(here(), "alias *" + parser.getString() + " is not allowed", "write the value out");
    } else if (anchor != null) {
      invalid(
          here(),
          "anchor &" + anchor + " is not allowed",
          "remove it, and write the value out where it was used");
    }
  }

  /// The parser tells the anchors of mappings and lists only; that of a scalar stands where the
  /// scalar begins.
  private @Nullable String anchor() {
    if (parser.getObjectId() != null) {
      return parser.getObjectId();
    }
    String rest = text.substring((int) parser.currentTokenLocation().getCharOffset());
    Matcher anchor = ANCHOR.matcher(rest);
    return anchor.matches() ? anchor.group(1) : null;
  }

  private Place here() {
    return place(file, parser.currentTokenLocation());
  }

  private static Place place(String file, TokenStreamLocation location) {
    return new Place(file, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }

  private void invalid(Place at, String what, String mend) {
    problems.add(kind.mistake(), at, what, mend);
  }
}
