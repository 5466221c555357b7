package io.crossfade.demo;

import io.crossfade.demo.judge.Sabotage;
import io.crossfade.demo.stage.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the customers' process is told.
record Workload(Settings settings, Stage stage) {

  List<String> arguments(Entrance entrance) throws IOException {
    Path databases = stage.directory().resolve("workload.databases");
    stage.databases().write(databases);
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--databases", databases.toString()));
    arguments.addAll(entrance.arguments());
    arguments.addAll(settings.subject().workload());
    arguments.addAll(List.of("--rate", Integer.toString(settings.rate())));
    arguments.addAll(List.of("--clients", Integer.toString(settings.clients())));
    arguments.addAll(List.of("--seed", Long.toString(settings.seed())));
    if (settings.sabotages().contains(Sabotage.FAIL)) {
      arguments.add("--break-one");
    }
    return arguments;
  }
}
