package io.crossfade.engine.planning;

import io.crossfade.connector.Size;
import io.crossfade.engine.Figures;
import io.crossfade.engine.manifest.DatabaseReference;
import io.crossfade.engine.manifest.SecretReference;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes a first manifest as a person would, who explains it to another.
///
/// @param versions of both servers
record DraftText(Map<Side, String> versions, Map<TableName, Size> sizes) {
  private static final String REST =
      """

      # What else can be said; these are the defaults (docs/manifest.md has every key).
      # copy: {workers: 2, chunkRows: 50000, rowsPerSecond: null}
      # throttle: {sourceLatency: 250ms, targetLatency: 1s, replicaLag: null, keptLog: null}
      # reads: [10, 50, 100]
      # reverse: asynchronous
      # cutover: {mode: manual, deadline: 3s, requireRehearsal: false}
      # When it may begin; without this at any time:
      # calendar: {timeZone: Europe/Berlin, windows: [{days: [mon, tue, wed, thu], from: "22:00", to: "04:00"}]}
      """;

  String of(
      String migration,
      DatabaseReference source,
      DatabaseReference target,
      DraftScope scope,
      DraftMapping mapping) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "# A first manifest, by `crossfade init`. Look it over; then `crossfade check` and"
            + " `crossfade plan`.");
    lines.add("migration: " + migration);
    lines.add("");
    database(lines, Side.SOURCE, source);
    database(lines, Side.TARGET, target);
    lines.add("");
    tables(lines, scope);
    excluded(lines, scope);
    mapping(lines, mapping);
    return String.join("\n", lines) + "\n" + REST;
  }

  private void database(List<String> lines, Side side, DatabaseReference reference) {
    lines.add("%s:   # version %s".formatted(side.spelled(), versions.get(side)));
    lines.add("  url: " + quoted(reference.url()));
    lines.add("  user: " + quoted(reference.user()));
    lines.add("  " + password(side, reference.password()));
  }

  private static String password(Side side, @Nullable SecretReference password) {
    return switch (password) {
      case null -> "# password: {env: " + side + "_PASSWORD}   # init was let in without one";
      case SecretReference.Env env -> "password: {env: " + env.name() + "}";
      case SecretReference.File file -> "password: {file: " + quoted(file.path().toString()) + "}";
    };
  }

  private void tables(List<String> lines, DraftScope scope) {
    long bytes = sizes.values().stream().mapToLong(Size::bytes).sum();
    lines.add("# tables: %d, %s".formatted(scope.moved().size(), Figures.bytes(bytes)));
    lines.add("tables:");
    scope
        .schemas()
        .forEach((schema, count) ->
            lines.add("  - %s   # tables: %d".formatted(quoted(schema + ".*"), count)));
  }

  private static void excluded(List<String> lines, DraftScope scope) {
    List<Draft.Left> byName = scope.left().stream().filter(scope::isExcludedByName).toList();
    List<Draft.Left> others =
        scope.left().stream().filter(left -> !scope.isExcludedByName(left)).toList();
    for (Draft.Left left : others) {
      lines.add("# not moved: " + comment(left.table() + ": " + String.join("; ", left.why())));
    }
    if (!byName.isEmpty()) {
      lines.add("");
      lines.add("# What cannot move as it is, with what mends it; then take its line away.");
      lines.add("exclude:");
    }
    for (Draft.Left left : byName) {
      left.why().forEach(why -> lines.add("  # " + comment(why)));
      lines.add("  - " + quoted(left.table().toString()));
    }
  }

  private static void mapping(List<String> lines, DraftMapping mapping) {
    if (!mapping.hints().isEmpty()) {
      lines.add("");
      lines.add(
          "# The target has tables already. What to look at, and to say under `mapping` if it is"
              + " so:");
      mapping.hints().forEach(hint -> lines.add("#   " + comment(hint)));
    }
    if (!mapping.proposed().isEmpty()) {
      lines.add("");
      lines.add(
          "# What columns become on the target, whose engine is another one. To have another type,"
              + " write it");
      lines.add("# under `mapping`, as it stands here:");
      mapping
          .proposed()
          .forEach((table, casts) -> {
            lines.add("#   " + quoted(table.toString()) + ":");
            lines.add("#     columns:");
            casts.forEach(cast -> lines.add("#   " + cast(cast)));
          });
    }
    if (!mapping.rules().isEmpty()) {
      lines.add("");
      lines.add("# Columns that have another type on the target.");
      lines.add("mapping:");
    }
    mapping
        .rules()
        .forEach((table, casts) -> {
          lines.add("  " + quoted(table.toString()) + ":");
          lines.add("    columns:");
          casts.forEach(cast -> lines.add(cast(cast)));
        });
  }

  private static String cast(DraftMapping.Cast cast) {
    return "      %s: {cast: %s}   # %s on the source"
        .formatted(quoted(cast.column()), quoted(cast.to()), comment(cast.from()));
  }

  /// One line, whatever a name holds.
  private static String comment(String text) {
    return text.replaceAll("[\\p{Cntrl}\\x{85}\\x{2028}\\x{2029}]+", " ");
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c == 0xFEFF) {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
