package io.crossfade.cli.bundle;

import io.crossfade.cli.process.Engine;
import io.crossfade.cli.process.Known;
import io.crossfade.cli.process.StateDirectory;
import io.crossfade.cli.view.ReportPage;
import io.crossfade.engine.Diagnostics;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.report.Redaction;
import io.crossfade.engine.report.Report;
import io.crossfade.engine.store.EventLines;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Secret;
import io.crossfade.server.wire.WireJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is in a bundle. Each part is asked for by itself, so that one that cannot be had takes none
/// of the others along.
public final class Contents {
  private final Engine engine;
  private final @Nullable Path manifest;
  private final StateDirectory directory;
  private final Redaction redaction;

  /// @param manifest null where it was not given
  public Contents(
      Engine engine, @Nullable Path manifest, StateDirectory directory, Redaction redaction) {
    this.engine = engine;
    this.manifest = manifest;
    this.directory = directory;
    this.redaction = redaction;
  }

  /// Those that can be found here: passwords of the manifest, tokens of the state directory.
  public static List<Secret> secrets(
      Engine engine, @Nullable Path manifest, StateDirectory directory) {
    List<Secret> secrets = new ArrayList<>(directory.tokens());
    if (manifest != null) {
      secrets.addAll(engine.passwords(manifest));
    }
    return secrets;
  }

  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    parts.add(
        new Part("status.json", () -> WireJson.pretty(Known.status(directory), redaction::text)));
    parts.add(new Part("report.md", () -> String.join("\n", ReportPage.of(report())) + "\n"));
    parts.add(new Part("report.json", () -> WireJson.pretty(report())));
    parts.add(new Part("events.jsonl", () -> EventLines.write(events())));
    parts.add(new Part("plan.json", this::plan));
    parts.add(
        new Part(
            "manifest.yaml",
            () -> ManifestText.of(Files.readString(manifest()), redaction::secretless)));
    parts.add(new Part("versions.txt", () -> lines(Diagnostics.thisProcess())));
    parts.add(new Part("process.txt", () -> lines(diagnostics().process())));
    parts.add(new Part("threads.txt", () -> diagnostics().threads()));
    parts.add(new Part("servers.txt", this::servers));
    parts.add(new Part("files.txt", this::files));
    logs()
        .forEach(log ->
            parts.add(
                new Part("log/" + log.getFileName(), () -> new LogText(redaction::text).of(log))));
    return parts;
  }

  private List<Recorded> events() {
    return Known.events(directory).stream().map(redaction::of).toList();
  }

  private Report report() {
    return Report.of(events());
  }

  /// What the running process has planned; without one, both databases are looked into.
  private String plan() {
    return WireJson.pretty(
        Known.running(directory, control -> control.plan())
            .orElseGet(() -> engine.plan(manifest())),
        redaction::text);
  }

  private Diagnostics diagnostics() {
    return Known.running(directory, control -> control.diagnostics())
        .orElseThrow(() ->
            new CrossfadeException(
                ErrorCode.NOT_RUNNING, "no process of this machine carries the migration on"));
  }

  private String servers() {
    var servers =
        Known.running(directory, control -> control.diagnostics().servers())
            .orElseGet(() -> engine.servers(manifest()));
    return servers.entrySet().stream()
        .map(server -> server.getKey() + "\n" + lines(server.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private String files() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(directory.path())) {
      for (Path file : files.sorted().toList()) {
        text.append(
            "%s %,d bytes, %s%n"
                .formatted(file.getFileName(), Files.size(file), Files.getLastModifiedTime(file)));
      }
    }
    return text.toString();
  }

  private List<Path> logs() {
    if (!Files.isDirectory(directory.path())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory.path())) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("crossfade.log"))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of(); // files.txt says why
    }
  }

  private Path manifest() {
    if (manifest == null) {
      throw new CrossfadeException(
          ErrorCode.MANIFEST_INVALID, "it was not given: crossfade support-bundle MANIFEST");
    }
    return manifest;
  }

  private String lines(Map<String, String> values) {
    return values.entrySet().stream()
        .map(value -> value.getKey() + ": " + redaction.text(value.getValue()) + "\n")
        .collect(Collectors.joining());
  }
}
