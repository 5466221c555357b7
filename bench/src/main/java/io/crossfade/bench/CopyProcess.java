package io.crossfade.bench;

import io.crossfade.connector.Endpoint;
import io.crossfade.model.Mapping;
import io.crossfade.model.Secret;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The copy in a process of its own, which has to load and to compile everything first.
final class CopyProcess {
  private CopyProcess() {}

  /// With the same options and classes as this process.
  static List<String> command(Site source, Site target, WideRows.Way way) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(CopyProcess.class.getName());
    for (Site site : List.of(source, target)) {
      command.addAll(List.of(site.endpoint().url(), site.endpoint().user()));
    }
    command.add(way.name());
    return command;
  }

  /// URL and user of source and target, and the way.
  public static void main(String[] args) {
    WideRows.Way way = WideRows.Way.valueOf(args[4]);
    try (Ours ours =
        Ours.open(
            "copy",
            new Endpoint(args[0], args[1], new Secret("")),
            new Endpoint(args[2], args[3], new Secret("")))) {
      Mapping mapping = ours.mapping(WideRows.TABLES, table -> WideRows.mapping(table, way));
      ours.prepare(mapping);
      ours.copy(mapping);
    }
  }
}
