package io.crossfade.engine.manifest;

import io.crossfade.model.TableName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes a manifest of a document that the schema has accepted.
final class ManifestBuilder {
  private final Path directory;
  private final Problems problems;

  /// @param problems is told what is no value of its kind, and cannot be built
  ManifestBuilder(Path directory, Problems problems) {
    this.directory = directory;
    this.problems = problems;
  }

  Manifest build(YamlNode.Fields root) {
    return new Manifest(
        text(root, "migration"),
        root.get("store") instanceof YamlNode.Fields store ? database(store) : null,
        database(fields(root, "source")),
        database(fields(root, "target")),
        new Scope(
            patterns(root, "tables"),
            patterns(root, "exclude"),
            entries(root, "mapping").entrySet().stream()
                .map(e -> TableRules.rule(e.getKey(), e.getValue()))
                .toList(),
            choice(root, "addedColumns", AddedColumns.CARRY)),
        copy(root.get("copy")),
        throttle(root.get("throttle")),
        course(root),
        ReaderReading.of(root.get("readers")),
        new GatewayReading(directory, problems).of(root),
        new AdapterReading(directory, problems).of(root));
  }

  private DatabaseReference database(YamlNode.Fields node) {
    return DatabaseReference.of(node, directory);
  }

  private static List<TablePattern> patterns(YamlNode.Fields root, String key) {
    return items(root, key).stream()
        .map(i -> new TablePattern(Objects.requireNonNull(scalar(i).text()), i.at()))
        .toList();
  }

  private static CopySettings copy(@Nullable YamlNode node) {
    CopySettings standard = CopySettings.DEFAULT;
    if (!(node instanceof YamlNode.Fields fields)) {
      return standard;
    }
    Long workers = number(fields, "workers");
    Long rows = number(fields, "chunkRows");
    return new CopySettings(
        workers == null ? standard.workers() : Math.toIntExact(workers),
        rows == null ? standard.chunkRows() : rows,
        number(fields, "rowsPerSecond"));
  }

  private static ThrottleSettings throttle(@Nullable YamlNode node) {
    ThrottleSettings standard = ThrottleSettings.DEFAULT;
    if (!(node instanceof YamlNode.Fields fields)) {
      return standard;
    }
    return new ThrottleSettings(
        number(fields, "rowsPerSecond"),
        limit(fields, "sourceLatency", standard.sourceLatency()),
        limit(fields, "targetLatency", standard.targetLatency()),
        number(fields, "activeSessions"),
        limit(fields, "replicaLag", standard.replicaLag()),
        bytes(fields, "keptLog"));
  }

  /// Where null is no limit, and nothing is the standard one.
  private static @Nullable Duration limit(
      YamlNode.Fields node, String key, @Nullable Duration standard) {
    String text = optionalText(node, key);
    if (text != null) {
      return Durations.parse(text);
    }
    return node.get(key) == null ? standard : null;
  }

  private static @Nullable Long bytes(YamlNode.Fields node, String key) {
    String text = optionalText(node, key);
    return text == null ? null : (Long) Bytes.parse(text);
  }

  private Course course(YamlNode.Fields root) {
    Course standard = Course.DEFAULT;
    String strategy = optionalText(root, "strategy");
    List<GateRule> gates = new GateReading(directory, problems).of(root);
    return new Course(
        strategy == null ? standard.strategy() : strategy,
        new RolloutReading(problems).of(root, gates),
        cutover(root.get("cutover")),
        choice(root, "reverse", standard.reverse()),
        new CalendarReading(problems).of(root.get("calendar")),
        gates,
        new ApprovalReading(problems).of(root));
  }

  private static CutoverSettings cutover(@Nullable YamlNode node) {
    CutoverSettings standard = CutoverSettings.DEFAULT;
    if (!(node instanceof YamlNode.Fields fields)) {
      return standard;
    }
    return new CutoverSettings(
        choice(fields, "mode", standard.mode()),
        duration(fields, "deadline", standard.deadline()),
        duration(fields, "firstTry", standard.firstTry()),
        isTrue(fields, "requireRehearsal"),
        duration(fields, "bake", standard.bake()));
  }

  private static boolean isTrue(YamlNode.Fields node, String key) {
    YamlNode value = node.get(key);
    return value != null && value.json().asBoolean();
  }

  private static Duration duration(YamlNode.Fields node, String key, Duration standard) {
    String text = optionalText(node, key);
    return text == null ? standard : Durations.parse(text);
  }

  private static <E extends Enum<E>> E choice(YamlNode.Fields node, String key, E standard) {
    String text = optionalText(node, key);
    return text == null
        ? standard
        : Enum.valueOf(standard.getDeclaringClass(), text.toUpperCase(Locale.ROOT));
  }

  private static @Nullable Long number(YamlNode.Fields node, String key) {
    YamlNode value = node.get(key);
    return value == null || value.json().isNull() ? null : (Long) value.json().longValue();
  }

  static List<YamlNode> items(YamlNode.Fields node, String key) {
    return node.get(key) instanceof YamlNode.Items items ? items.items() : List.of();
  }

  static Map<String, YamlNode.Entry> entries(YamlNode.Fields node, String key) {
    return node.get(key) instanceof YamlNode.Fields fields ? fields.entries() : Map.of();
  }

  private static YamlNode.Fields fields(YamlNode.Fields node, String key) {
    return (YamlNode.Fields) Objects.requireNonNull(node.get(key));
  }

  static YamlNode.Scalar scalar(YamlNode node) {
    return (YamlNode.Scalar) node;
  }

  static String text(YamlNode.Fields node, String key) {
    return node.text(key);
  }

  static @Nullable String optionalText(YamlNode.Fields node, String key) {
    return node.optionalText(key);
  }

  static TableName tableName(String text) {
    int dot = text.indexOf('.');
    return new TableName(text.substring(0, dot), text.substring(dot + 1));
  }
}
